"""Passkeys as proof at an act: what the browser is asked to sign, and whether it did. Alone in knowing ``fido2``.

The challenge is not a number kept by the server but the hash of what the proof is for, with a secret of one use in it,
so an assertion made for one act proves nothing about another.
"""

import hashlib
import json
from typing import Any

from allauth.mfa.models import Authenticator
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import AuthenticationResponse, PublicKeyCredentialRpEntity, UserVerificationRequirement

RP_NAME = "七关 Sevengate"


def challenge_of(*, purpose: str, user_id: int, bound: str) -> str:
    """The challenge for an act, in the text form browsers take; ``bound`` holds the act's own single-use secret."""
    return websafe_encode(hashlib.sha256(f"sevengate:{purpose}:{user_id}:{bound}".encode()).digest())


def passkeys_of(user: Any) -> list[Authenticator]:
    """The passkeys a person has registered."""
    return list(Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.WEBAUTHN))


def options_for(rows: list[Authenticator], *, rp_id: str) -> dict[str, Any] | None:
    """What the browser is asked for, all but the challenge; None without a passkey or a name to keep it under."""
    known = [_credential(row) for row in rows]
    if not known or not rp_id:
        return None
    return {
        "rpId": rp_id,
        "userVerification": "required",
        "timeout": 120_000,
        "allowCredentials": [
            {"type": "public-key", "id": websafe_encode(credential.credential_id)} for credential in known
        ],
    }


def assertion_holds(user: Any, *, rp_id: str, challenge: str, answer: str) -> bool:
    """Whether a browser's answer proves that this person's passkey was used for exactly this challenge."""
    rows = {bytes(_credential(row).credential_id): row for row in passkeys_of(user)}
    server = Fido2Server(PublicKeyCredentialRpEntity(name=RP_NAME, id=rp_id))
    state = {"challenge": challenge, "user_verification": UserVerificationRequirement.REQUIRED}
    try:
        parsed = AuthenticationResponse.from_dict(json.loads(answer))
        used = server.authenticate_complete(state, [_credential(row) for row in rows.values()], parsed)
    except (ValueError, TypeError, KeyError, AttributeError):
        return False
    rows[bytes(used.credential_id)].record_usage()
    return True


def _credential(row: Authenticator) -> Any:
    return row.wrap().authenticator_data.credential_data
