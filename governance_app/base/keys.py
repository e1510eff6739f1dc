"""The installation's own keys: one for ledger checkpoints, one for the organisation seal, one for secrets it stores.

The first two are read from where the settings say. An installation that keeps its own (``KEYS_MAKE``) has them made on first use,
below ``KEYS_DIR`` and readable by their owner alone; any other goes without until it is given some.
"""

import base64
import hashlib
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from governance_app.base.canonical import sha256_hex

#: How a development seal calls itself, in both languages at once.
DEVELOPMENT_SEAL = "开发用印章 development seal"
_DEVELOPMENT_LIFE = timedelta(days=3650)
_RSA_BITS = 3072


@dataclass(frozen=True, slots=True)
class LedgerKey:
    """The Ed25519 key that signs checkpoints; it is named by the SHA-256 of its public half."""

    public: bytes
    _private: Ed25519PrivateKey = field(repr=False, compare=False)

    @property
    def id(self) -> str:
        """The key's name."""
        return key_id(self.public)

    def sign(self, data: bytes) -> bytes:
        """The signature of these bytes, 64 bytes long."""
        return self._private.sign(data)


@dataclass(frozen=True, slots=True)
class SealKey:
    """The seal's key and certificate as PKCS#12, and whether it is the one made for development."""

    pkcs12: bytes = field(repr=False)
    passphrase: bytes | None = field(repr=False)
    development: bool


def key_id(public: bytes) -> str:
    """The name of a public key: its SHA-256."""
    return sha256_hex(public)


def signature_holds(*, public: bytes, signature: bytes, data: bytes) -> bool:
    """Whether the signature of these bytes was made with the private half of this Ed25519 key."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def ledger_key() -> LedgerKey | None:
    """The key of the ledger's checkpoints, or None where there is none.

    Raises ``ImproperlyConfigured`` when the file named in the settings is no Ed25519 key.
    """
    if settings.LEDGER_KEY_FILE:
        data = Path(settings.LEDGER_KEY_FILE).read_bytes()
    elif settings.KEYS_MAKE:
        data = _kept(Path(settings.KEYS_DIR) / "ledger.pem", _ledger_key_new)
    else:
        return None
    key = serialization.load_pem_private_key(data, password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ImproperlyConfigured("LEDGER_KEY_FILE must hold an Ed25519 key")
    return LedgerKey(key.public_key().public_bytes_raw(), key)


def ledger_keys_known() -> frozenset[str]:
    """The names of the keys whose checkpoints this installation stands by: its own and those it used before."""
    own = ledger_key()
    return frozenset({*settings.LEDGER_RETIRED_KEYS, *([own.id] if own else [])})


def seal_key() -> SealKey | None:
    """The key of the organisation seal, or None where there is none."""
    if settings.SEAL_FILE:
        passphrase = settings.SEAL_PASSPHRASE.encode() or None
        return SealKey(Path(settings.SEAL_FILE).read_bytes(), passphrase, development=False)
    if settings.KEYS_MAKE:
        return SealKey(_kept(Path(settings.KEYS_DIR) / "seal.p12", _seal_key_new), None, development=True)
    return None


def _ledger_key_new() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _seal_key_new() -> bytes:
    key = rsa.generate_private_key(public_exponent=65537, key_size=_RSA_BITS)
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Sevengate 七关"),
            x509.NameAttribute(NameOID.COMMON_NAME, DEVELOPMENT_SEAL),
        ]
    )
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + _DEVELOPMENT_LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(b"seal", key, certificate, None, serialization.NoEncryption())


def _kept(path: Path, make: Callable[[], bytes]) -> bytes:
    """The file's bytes; made first where there is none, complete or not at all, and by one process alone."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent)  # readable by its owner alone
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(make())
                stream.flush()
                os.fsync(stream.fileno())
            with suppress(FileExistsError):
                os.link(draft, path)
        finally:
            Path(draft).unlink()
    return path.read_bytes()


def _box() -> MultiFernet:
    # Follows from SECRET_KEY, so that a copied database alone opens nothing; older keys still open what they closed.
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    digests = [hashlib.sha256(f"sevengate.secrets:{key}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def secret_close(text: str) -> str:
    """A secret as it is stored: encrypted and bound to this installation's ``SECRET_KEY``."""
    return _box().encrypt(text.encode()).decode()


def secret_open(stored: str) -> str:
    """A stored secret as it was; raises ``InvalidToken`` when the key has changed without a fallback."""
    return _box().decrypt(stored.encode()).decode()
