"""The part of a form in which one proves once more who one is, and what it sends."""

import ipaddress
import secrets
from typing import Any

from allauth.mfa.models import Authenticator
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest

from governance_app.passkeys import challenge_of, options_for
from governance_app.people.services import Proof

#: So many seconds a page may stand open before its passkey can no longer be used.
PAGE_SECONDS = 1800


def rp_id(request: HttpRequest) -> str:
    """The name passkeys are kept under: the host. Browsers keep none for a bare number, so that gives nothing."""
    host = request.get_host().rpartition(":")[0] or request.get_host()
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return host
    return ""


def proof_part(request: HttpRequest, *, purpose: str, subject: str = "", error: str = "") -> dict[str, Any]:
    """What ``components/_proof.html`` shows: the ways this person has, and a passkey's challenge for this page.

    Pages whose act has a single-use token of its own make the challenge of it with :func:`challenge_for`.
    """
    ways = list(Authenticator.objects.filter(user_id=request.user.pk))
    keys = [row for row in ways if row.type == Authenticator.Type.WEBAUTHN]
    options = options_for(keys, rp_id=rp_id(request))
    token = signing.dumps(secrets.token_urlsafe(16), salt=_salt(request, purpose, subject)) if options else ""
    return {
        "error": error,
        "totp": any(row.type == Authenticator.Type.TOTP for row in ways),
        "passkey": options,
        "token": token,
        "challenge": challenge_for(request, purpose=purpose, bound=token) if options else "",
    }


def challenge_for(request: HttpRequest, *, purpose: str, bound: str) -> str:
    """The challenge of an act that has a single-use token of its own."""
    return challenge_of(purpose=purpose, user_id=request.user.pk or 0, bound=bound)


def proof_sent(request: HttpRequest, *, purpose: str, subject: str = "", bound: str = "") -> Proof:
    """The proof a page sent. A passkey's answer counts for the page it was asked on, once, while that page is fresh."""
    passkey = request.POST.get("credential", "")
    if passkey and not bound:
        bound = _taken(request, purpose, subject)
    return Proof(
        password=request.POST.get("password", ""),
        code=request.POST.get("code", ""),
        passkey=passkey,
        bound=bound,
        rp_id=rp_id(request),
    )


def _taken(request: HttpRequest, purpose: str, subject: str) -> str:
    token = request.POST.get("proof_token", "")
    try:
        nonce = signing.loads(token, salt=_salt(request, purpose, subject), max_age=PAGE_SECONDS)
    except signing.BadSignature:
        return ""
    return token if cache.add(f"proof:{nonce}", 1, PAGE_SECONDS) else ""


def _salt(request: HttpRequest, purpose: str, subject: str) -> str:
    return f"proof:{purpose}:{request.user.pk}:{subject}"
