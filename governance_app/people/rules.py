"""Passkeys and one-time codes: what a proof is bound to and whether it holds; nothing is stored here."""

import json
import struct
import time
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from django.core import signing
from django.utils.crypto import salted_hmac
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import PublicKeyCredentialRpEntity, UserVerificationRequirement

_TICKET = "sevengate.proof"
_PASSKEY = "sevengate.passkey"
#: What reading a damaged answer of an authenticator raises.
_DAMAGE = (ValueError, TypeError, KeyError, AttributeError, IndexError, struct.error)


@dataclass(frozen=True, slots=True)
class Proof:
    """What someone puts forward to prove who they are.

    ``credential`` is an authenticator's answer as JSON, ``ticket`` the page it was asked for on, ``host`` the name
    under which the portal was visited.
    """

    method: str = "password"
    password: str = ""
    code: str = ""
    credential: str = ""
    ticket: str = ""
    host: str = ""


def ticket_read(ticket: str, *, life: Any) -> dict[str, Any] | None:
    """Whom a page's ticket was given to and for which purpose; None for a forged or an old one."""
    try:
        found = signing.loads(ticket, salt=_TICKET, max_age=life)
    except signing.BadSignature:
        return None
    return found if isinstance(found, dict) else None


def ticket_sign(nonce: str, user: int, purpose: str) -> str:
    """A page's ticket: once for one person and one purpose."""
    return signing.dumps({"n": nonce, "u": user, "p": purpose}, salt=_TICKET)


def passkey_challenge(ticket: str, subject: str) -> bytes:
    """What the authenticator signs, 32 bytes: it follows from the page's ticket and from what is declared on it.

    ``subject`` names that completely: for a signature it is the token that holds user, revision and meaning.
    """
    return salted_hmac(_PASSKEY, f"{ticket}\n{subject}", algorithm="sha256").digest()


def host_name(host: str) -> str:
    """The name without the port."""
    return host if host.startswith("[") else host.partition(":")[0]


def passkeys_work_at(host: str) -> bool:
    """Whether browsers take passkeys under this name: an address in digits has none."""
    name = host_name(host)
    if name.startswith("["):
        return False
    try:
        ip_address(name)
    except ValueError:
        return True
    return False


def passkey_answer(
    keys: Iterable[Authenticator], credential: str, *, challenge: bytes, host: str
) -> Authenticator | None:
    """The person's passkey that signed this very challenge with its holder verified, or None."""
    server = Fido2Server(PublicKeyCredentialRpEntity(id=host_name(host), name="Sevengate"))
    state = {"challenge": websafe_encode(challenge), "user_verification": UserVerificationRequirement.REQUIRED}
    known: list[tuple[Authenticator, Any]] = []
    for key in keys:
        data = key.wrap().authenticator_data.credential_data
        if data is not None:
            known.append((key, data))
    try:
        answer = json.loads(credential)
        if not isinstance(answer, dict):
            return None
        found = server.authenticate_complete(state, [data for _key, data in known], answer)
    except _DAMAGE:
        return None
    return next((key for key, data in known if data.credential_id == found.credential_id), None)


def totp_step() -> int:
    """The number of the present step: a code belongs to one."""
    return int(time.time()) // int(app_settings.TOTP_PERIOD)
