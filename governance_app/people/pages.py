"""The part of a form in which one confirms who one is, the same at every act that binds."""

import json
import secrets
from collections.abc import Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from fido2.utils import websafe_encode

from governance_app.people.models import User
from governance_app.people.rules import Proof, host_name, passkey_challenge, passkeys_work_at, ticket_sign
from governance_app.people.states import STRONG, Method


def proof_posted(request: HttpRequest) -> Proof:
    """What a page's form puts forward; a form that offers no choice means the password."""
    post = request.POST
    return Proof(
        method=post.get("method", Method.PASSWORD),
        password=post.get("password", ""),
        code=post.get("code", ""),
        credential=post.get("credential", ""),
        ticket=post.get("proof_ticket", ""),
        host=request.get_host(),
    )


def passkey_request(*, user: User, purpose: str, subjects: Mapping[str, str], host: str) -> dict[str, Any]:
    """What a browser needs to ask for a passkey: one challenge for each thing that may be declared."""
    return _request(_keys(user), user, purpose, subjects, host)


def _keys(user: User) -> list[Authenticator]:
    return list(Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES))


def _request(
    keys: list[Authenticator], user: User, purpose: str, subjects: Mapping[str, str], host: str
) -> dict[str, Any]:
    ticket = ticket_sign(secrets.token_hex(16), user.pk, purpose)
    ids = [
        websafe_encode(data.credential_id)
        for key in keys
        if key.type == Authenticator.Type.WEBAUTHN and (data := key.wrap().authenticator_data.credential_data)
    ]
    return {
        "ticket": ticket,
        "rp_id": host_name(host),
        "credentials": ids,
        "challenges": {name: websafe_encode(passkey_challenge(ticket, subject)) for name, subject in subjects.items()},
    }


def proof_part(
    request: HttpRequest,
    *,
    purpose: str,
    subjects: Mapping[str, str],
    pick: str = "",
    strong: bool = False,
    errors: Mapping[str, list[str]] | None = None,
) -> dict[str, Any]:
    """The context of ``components/_proof.html``.

    ``subjects`` says what is declared, by the value of the form's radio named ``pick`` (or under ``""`` where there is
    no choice). With ``strong`` the password is not offered.
    """
    user: Any = request.user
    keys = _keys(user)
    held = {key.type for key in keys}
    methods = [] if strong else [Method.PASSWORD]
    if Authenticator.Type.TOTP in held:
        methods.insert(0, Method.TOTP)
    if Authenticator.Type.WEBAUTHN in held and passkeys_work_at(request.get_host()):
        methods.insert(0, Method.PASSKEY)
    asked = _request(keys, user, purpose, subjects, request.get_host()) if Method.PASSKEY in methods else {}
    hints = {
        Method.PASSKEY: _("Fingerprint, face, PIN or security key"),
        Method.TOTP: _("Six digits from your authenticator app"),
        Method.PASSWORD: _("Sign-in password"),
    }
    chosen = request.POST.get("method", "")
    # Without scripts a passkey cannot be asked for, so what is ticked at first works without.
    first = next((method for method in methods if method != Method.PASSKEY), methods[0] if methods else "")
    return {
        "methods": [
            {
                "value": method.value,
                "label": method.label,
                "hint": hints[method],
                "checked": method.value == (chosen if chosen in methods else first),
            }
            for method in methods
        ],
        "single": methods == [Method.PASSWORD],
        "missing": not methods,
        "strong": strong,
        "ticket": asked.get("ticket", ""),
        "passkey": json.dumps({**asked, "pick": pick}) if asked else "",
        "errors": {name: " ".join(texts) for name, texts in (errors or {}).items()},
        "security_url": reverse("mfa_index"),
        "may_add": not held & {"totp", "webauthn"} and not STRONG & set(methods),
    }
