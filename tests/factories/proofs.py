"""An authenticator app and a passkey made of software, for tests without a browser."""

import base64
import hashlib
import json
import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from governance_app.people.models import User

HOST = "localhost"
PERIOD = 30


def totp_set_up(user: User) -> str:
    """The secret of an authenticator app just set up."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def totp_code(secret: str, ahead: int = 0) -> str:
    """What the app shows now, or some steps ahead."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD + ahead))


class SoftPasskey:
    """A passkey kept in memory; ``flags`` say what it claims of its holder (present and verified)."""

    PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40

    def __init__(self, user: User, host: str = HOST) -> None:
        self.host, self.key = host, ec.generate_private_key(ec.SECP256R1())
        self.id = hashlib.sha256(str(id(self)).encode()).digest()
        data = AuthenticatorData.create(
            hashlib.sha256(host.encode()).digest(),
            self.PRESENT | self.VERIFIED | self.ATTESTED,
            0,
            AttestedCredentialData.create(b"\0" * 16, self.id, ES256.from_cryptography_key(self.key.public_key())),
        )
        attestation = AttestationObject.create("none", data, {})
        credential = {
            "type": "public-key",
            "id": websafe_encode(self.id),
            "rawId": websafe_encode(self.id),
            "clientExtensionResults": {"credProps": {"rk": True}},
            "response": {
                "clientDataJSON": websafe_encode(self._client("webauthn.create", "AAAA", f"http://{host}")),
                "attestationObject": websafe_encode(bytes(attestation)),
                "transports": ["internal"],
            },
        }
        self.row = Authenticator.objects.create(
            user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "手机", "credential": credential}
        )

    def _client(self, kind: str, challenge: str, origin: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": False}).encode()

    def answer(self, challenge: str, *, flags: int = PRESENT | VERIFIED, origin: str = "", **changed: Any) -> str:
        """Its answer to a challenge, as the page script would post it."""
        client = self._client("webauthn.get", challenge, origin or f"http://{self.host}")
        data = bytes(AuthenticatorData.create(hashlib.sha256(self.host.encode()).digest(), flags, 1))
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": websafe_encode(client),
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(signature),
            "userHandle": base64.urlsafe_b64encode(b"x").decode().rstrip("="),
        }
        answer = {
            "type": "public-key",
            "id": websafe_encode(self.id),
            "rawId": websafe_encode(self.id),
            "clientExtensionResults": {},
            "response": {**response, **changed},
        }
        return json.dumps(answer)
