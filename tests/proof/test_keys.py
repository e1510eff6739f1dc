"""Keys: made once, complete and private; brought along by settings elsewhere; none where none is given."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import pkcs12
from django.core.exceptions import ImproperlyConfigured

from governance_app.base import keys as module
from governance_app.base.keys import key_id, ledger_key, ledger_keys_known, seal_key, signature_holds
from governance_app.checks import keys_can_be_used
from governance_app.paper.sealing import seal_apply, seal_check, seal_current


@pytest.fixture
def own(settings: Any, tmp_path: Path) -> Path:
    settings.KEYS_MAKE, settings.KEYS_DIR = True, tmp_path / "keys"
    return tmp_path / "keys"


def pem(key: Any) -> bytes:
    form = serialization.PrivateFormat.PKCS8
    data: bytes = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
    return data


def test_they_are_made_on_first_use_and_readable_by_their_owner_alone(own: Path) -> None:
    first, seal = ledger_key(), seal_key()
    assert first is not None
    assert seal is not None
    assert seal.development
    assert {path.name for path in own.iterdir()} == {"ledger.pem", "seal.p12"}
    assert stat.S_IMODE(own.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in own.iterdir()} == {0o600}
    assert ledger_key() == ledger_key()
    again, seal_again = ledger_key(), seal_key()
    assert again is not None
    assert again.public == first.public
    assert seal_again == seal


def test_whoever_asks_first_makes_it_and_all_others_get_the_same(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []

    def slowly() -> bytes:
        made.append(pem(Ed25519PrivateKey.generate()))
        return made[-1]

    monkeypatch.setattr(module, "_ledger_key_new", slowly)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _n: ledger_key(), range(8)))
    assert len({key.id for key in found if key}) == 1
    assert None not in found
    assert [path.name for path in own.iterdir()] == ["ledger.pem"]


def test_what_they_sign_holds_and_nothing_else_does(own: Path) -> None:
    key = ledger_key()
    assert key is not None
    signature = key.sign(b"data")
    assert signature_holds(public=key.public, signature=signature, data=b"data")
    assert not signature_holds(public=key.public, signature=signature, data=b"other")
    assert not signature_holds(public=b"short", signature=signature, data=b"data")
    assert key.id == key_id(key.public)
    assert "private" not in repr(key).lower()


def test_without_settings_and_without_leave_to_make_any_there_is_none(settings: Any, tmp_path: Path) -> None:
    settings.KEYS_MAKE, settings.KEYS_DIR = False, tmp_path
    assert ledger_key() is None
    assert seal_key() is None
    assert seal_current() is None
    assert ledger_keys_known() == frozenset()
    assert list(tmp_path.iterdir()) == []


def test_a_ledger_key_can_be_brought_along(settings: Any, tmp_path: Path) -> None:
    given = Ed25519PrivateKey.generate()
    (tmp_path / "ledger.pem").write_bytes(pem(given))
    settings.LEDGER_KEY_FILE, settings.LEDGER_RETIRED_KEYS = str(tmp_path / "ledger.pem"), ["a" * 64]
    found = ledger_key()
    assert found is not None
    assert found.public == given.public_key().public_bytes_raw()
    assert ledger_keys_known() == {found.id, "a" * 64}


def test_a_ledger_key_of_another_kind_is_refused(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "ledger.pem").write_bytes(pem(ec.generate_private_key(ec.SECP256R1())))
    settings.LEDGER_KEY_FILE = str(tmp_path / "ledger.pem")
    with pytest.raises(ImproperlyConfigured, match="Ed25519"):
        ledger_key()


def test_a_seal_can_be_brought_along_with_its_passphrase(
    settings: Any, own: Path, tmp_path: Path, plain: bytes
) -> None:
    development = seal_key()
    assert development is not None
    key, certificate, _more = pkcs12.load_key_and_certificates(development.pkcs12, None)
    locked = serialization.BestAvailableEncryption("印章口令".encode())
    data = pkcs12.serialize_key_and_certificates(b"seal", key, certificate, None, locked)  # type: ignore[arg-type]
    (tmp_path / "house.p12").write_bytes(data)
    settings.SEAL_FILE, settings.SEAL_PASSPHRASE = str(tmp_path / "house.p12"), "印章口令"
    found = seal_current()
    assert found is not None
    assert not found.development
    sealed = seal_apply(plain, reason="x")
    assert seal_check(sealed, trusted={found.fingerprint}).state == "holds"
    settings.SEAL_PASSPHRASE = "wrong"
    with pytest.raises(ValueError, match="passphrase"):
        seal_current()


def test_a_check_says_which_keys_are_missing_or_cannot_be_used(settings: Any, tmp_path: Path) -> None:
    assert {found.id for found in keys_can_be_used(None)} == {"sevengate.W003"}
    (tmp_path / "no.key").write_text("no key")
    settings.LEDGER_KEY_FILE, settings.SEAL_FILE = str(tmp_path / "no.key"), str(tmp_path / "missing.p12")
    assert [found.id for found in keys_can_be_used(None)] == ["sevengate.E004"] * 2
    settings.LEDGER_KEY_FILE = settings.SEAL_FILE = ""
    settings.KEYS_MAKE, settings.KEYS_DIR = True, tmp_path / "keys"
    assert keys_can_be_used(None) == []
    assert not (tmp_path / "keys").exists(), "looking makes none"
