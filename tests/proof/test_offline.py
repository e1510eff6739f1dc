"""What ``verify.py`` does with the standard library alone, against the libraries the portal itself uses."""

import ast
import sys
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from governance_app.base import canonical as house
from governance_app.base.keys import signature_holds
from governance_app.proof import verify

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
LARGEST = 2**53 - 1
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | TEXT,
    lambda parts: st.lists(parts, max_size=4) | st.dictionaries(TEXT, parts, max_size=4),
    max_leaves=12,
)


@hypothesis_settings(max_examples=400)
@given(VALUES)
@example({"\ufb33": 1, "\U0001f600": 2, "é": 3, "\x80": 4, "\r": 5, "1": 6})
@example('\x00\x1f\x7f\u2028\u2029"\\/\b\f\n\r\t\U0001f600')
@example([LARGEST, -LARGEST, 0, True, False, None, "", {}, []])
def test_canonical_json_is_that_of_the_library(value: Any) -> None:
    assert verify.canonical(value) == rfc8785.dumps(value) == house.canonical(value)


@pytest.mark.parametrize("value", [1.5, float("nan"), LARGEST + 1, -LARGEST - 1, b"x", {1: 2}, {"a": {2}}])
def test_a_value_without_an_exact_form_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        verify.canonical(value)


def test_half_of_a_character_is_refused() -> None:
    with pytest.raises(ValueError, match="surrogate"):
        verify.canonical("\ud800")


def test_a_name_that_stands_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        verify.parsed(b'{"a":1,"a":2}')


# Ed25519


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200))
@hypothesis_settings(max_examples=25)
def test_every_signature_of_the_library_holds(seed: bytes, data: bytes) -> None:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public = key.public_key().public_bytes_raw()
    assert verify.ed25519_holds(public, key.sign(data), data)


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=60), st.data())
@hypothesis_settings(max_examples=60)
def test_whatever_is_changed_it_says_what_the_library_says(seed: bytes, data: bytes, draw: st.DataObject) -> None:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    parts = [key.public_key().public_bytes_raw(), key.sign(data), data]
    which = draw.draw(st.integers(0, 2 if data else 1))
    place = draw.draw(st.integers(0, len(parts[which]) - 1))
    bit = draw.draw(st.integers(0, 7))
    changed = bytearray(parts[which])
    changed[place] ^= 1 << bit
    parts[which] = bytes(changed)
    assert verify.ed25519_holds(*parts) is False
    assert signature_holds(public=parts[0], signature=parts[1], data=parts[2]) is False


@pytest.mark.parametrize(
    ("public", "data", "signature"),
    [
        (
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
    ],
)
def test_it_agrees_with_rfc_8032(public: str, data: str, signature: str) -> None:
    parts = [bytes.fromhex(part) for part in (public, signature, data)]
    assert verify.ed25519_holds(*parts)
    assert not verify.ed25519_holds(parts[0], parts[1], parts[2] + b"\x00")


def test_a_signature_whose_second_half_is_too_large_is_refused() -> None:
    """The same signature with the group's order added: whoever lets it through has two signatures for one act."""
    key = Ed25519PrivateKey.generate()
    public, signature = key.public_key().public_bytes_raw(), key.sign(b"x")
    order = 2**252 + 27742317777372353535851937790883648493
    second = int.from_bytes(signature[32:], "little") + order
    forged = signature[:32] + second.to_bytes(32, "little")
    assert not verify.ed25519_holds(public, forged, b"x")


@pytest.mark.parametrize(("key", "signature"), [(31, 64), (33, 64), (32, 63), (32, 65), (0, 0)])
def test_keys_and_signatures_of_another_length_are_refused(key: int, signature: int) -> None:
    assert not verify.ed25519_holds(b"\x01" * key, b"\x01" * signature, b"")


# On its own


def test_it_imports_the_standard_library_alone() -> None:
    tree = ast.parse(Path(verify.__file__).read_text())
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            found.add((node.module or "").split(".")[0])
    assert found <= set(sys.stdlib_module_names)


def test_it_is_python_of_the_oldest_version_it_names() -> None:
    ast.parse(Path(verify.__file__).read_text(), feature_version=(3, 9))


def test_data_inside_is_read_without_a_pdf_library(plain: bytes, sealed: bytes) -> None:
    assert verify.embedded(plain) == verify.embedded(sealed) == {"a": 1}
    assert verify.embedded(b"%PDF-1.7 nothing") is None
    assert verify.embedded(b"/EmbeddedFile >>\nstream\nno deflate") is None
