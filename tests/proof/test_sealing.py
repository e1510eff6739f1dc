"""The organisation seal: what readers of PDFs say of it, what it leaves alone, and every change it gives away."""

import asyncio
import io
import random
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText

from governance_app.paper import sealing
from governance_app.paper.sealing import seal_apply, seal_check, seal_current
from tests.proof.conftest import flipped, small_pdf


@pytest.fixture
def trusted(keys: Path) -> set[str]:
    seal = seal_current()
    assert seal is not None
    return {seal.fingerprint}


def pdfsig(data: bytes, folder: Path) -> str:
    """What poppler says."""
    path = folder / "paper.pdf"
    path.write_bytes(data)
    return subprocess.run(["pdfsig", path], capture_output=True, text=True, check=False).stdout  # noqa: S603, S607


def pyhanko(data: bytes) -> PdfSignatureStatus:
    """What pyHanko says, the seal's own certificate trusted.

    Asked in a thread of its own: it starts an event loop, and a browser's may be running in this one.
    """
    (signature,) = PdfFileReader(io.BytesIO(data)).embedded_signatures
    context = ValidationContext(trust_roots=[signature.signer_cert], allow_fetching=False)
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(validate_pdf_signature, signature, context).result()


def test_pdfsig_calls_it_valid(sealed: bytes, tmp_path: Path) -> None:
    said = pdfsig(sealed, tmp_path)
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert "Not total document signed" not in said
    assert "ETSI.CAdES.detached" in said
    assert "SHA-256" in said
    assert said.count("Signature #") == 1


def test_pyhanko_calls_it_valid_and_allows_no_change(sealed: bytes) -> None:
    status = pyhanko(sealed)
    assert status.bottom_line
    assert status.docmdp_ok
    assert status.coverage.name == "ENTIRE_FILE"
    assert status.modification_level.name == "NONE"
    (signature,) = PdfFileReader(io.BytesIO(sealed)).embedded_signatures
    assert signature.docmdp_level.name == "NO_CHANGES"


def test_the_portal_calls_it_valid(sealed: bytes, plain: bytes, trusted: set[str]) -> None:
    assert seal_check(sealed, trusted=trusted) == sealing.SealCheck("holds", *trusted)
    assert seal_check(sealed, trusted=set()).state == "foreign"
    assert seal_check(plain, trusted=trusted).state == "none"
    assert seal_check(b"", trusted=trusted).state == "none"


def test_mutool_finds_nothing_to_repair(sealed: bytes, tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(sealed)
    done = subprocess.run(["mutool", "info", path], capture_output=True, text=True, check=True)  # noqa: S603, S607
    assert "error" not in (done.stdout + done.stderr).lower()
    assert "repair" not in (done.stdout + done.stderr).lower()


def test_the_paper_itself_stays_as_it_was(plain: bytes, sealed: bytes) -> None:
    """PDF/A-3a, its metadata, its structure and the data inside: the seal is added behind, and nothing is touched."""
    assert sealed.startswith(plain)
    before, after = PdfReader(io.BytesIO(plain)), PdfReader(io.BytesIO(sealed))
    old, new = (reader.trailer["/Root"] for reader in (before, after))
    assert new["/Metadata"].get_data() == old["/Metadata"].get_data()
    assert 'part="3"' in new["/Metadata"].get_data().decode()
    assert 'conformance="A"' in new["/Metadata"].get_data().decode()
    assert after.metadata == before.metadata
    assert after.attachments == {"content.json": [b'{"a":1}']}
    for name in ("/OutputIntents", "/MarkInfo", "/StructTreeRoot", "/AF", "/Lang"):
        assert name in new, name
    assert "/Encrypt" not in after.trailer
    assert after.pages[0].extract_text() == before.pages[0].extract_text()


def test_the_seal_is_seen_where_the_paper_leaves_room_for_it(sealed: bytes) -> None:
    (widget,) = [
        note.get_object()
        for note in PdfReader(io.BytesIO(sealed)).pages[0]["/Annots"]  # type: ignore[attr-defined]
        if note.get_object()["/Subtype"] == "/Widget"
    ]
    left, bottom, right, top = (float(number) for number in widget["/Rect"])
    assert (right - left, top - bottom) == pytest.approx((58 * 72 / 25.4, 40 * 72 / 25.4), abs=1.01)
    assert left == pytest.approx(24 * 72 / 25.4, abs=1.01)
    assert int(widget["/F"]) & 0b100, "it is printed"
    assert not int(widget["/F"]) & 0b100011, "it is not hidden"
    drawing = widget["/AP"]["/N"]
    assert drawing["/Resources"].get("/Font", {}) == {}, "words stand on the paper, in its embedded fonts"
    assert widget["/TU"] == "开发用印章 development seal"


def test_a_paper_without_such_a_place_is_sealed_invisibly(keys: Path, trusted: set[str], tmp_path: Path) -> None:
    sealed = seal_apply(small_pdf(box=""), reason="x")
    assert seal_check(sealed, trusted=trusted).state == "holds"
    assert "Signature is Valid" in pdfsig(sealed, tmp_path)
    assert pyhanko(sealed).bottom_line


def test_it_is_never_set_twice(keys: Path, sealed: bytes) -> None:
    with pytest.raises(ValueError, match="already"):
        seal_apply(sealed, reason="x")


def test_without_a_key_there_is_no_seal(plain: bytes) -> None:
    with pytest.raises(ValueError, match="no seal"):
        seal_apply(plain, reason="x")


def test_it_can_be_set_while_a_loop_is_running(keys: Path, plain: bytes, trusted: set[str]) -> None:
    async def within() -> bytes:
        return seal_apply(plain, reason="x")

    with ThreadPoolExecutor(1) as pool:
        sealed = pool.submit(asyncio.run, within()).result()
    assert seal_check(sealed, trusted=trusted).state == "holds"


# Whatever is done to a sealed paper


def gap(data: bytes) -> tuple[int, int]:
    """Where the signature itself stands, which cannot cover itself."""
    found = re.search(rb"/ByteRange\s*\[\s*0 (\d+) (\d+)", data)
    assert found is not None
    return int(found[1]), int(found[2])


def test_one_byte_turned_over_anywhere_in_the_paper_is_given_away(sealed: bytes, trusted: set[str]) -> None:
    before, after = gap(sealed)
    chance = random.Random(7)  # noqa: S311 - the same places each time
    places = [0, 5, before - 1, before, after - 1, after, after + 1, len(sealed) - 1]
    places += [chance.choice([chance.randrange(before), chance.randrange(after, len(sealed))]) for _n in range(300)]
    holding = [place for place in places if seal_check(flipped(sealed, place), trusted=trusted).state == "holds"]
    assert holding == []


def test_what_follows_the_signature_in_its_place_is_noughts_alone(sealed: bytes, trusted: set[str]) -> None:
    _before, after = gap(sealed)
    assert sealed[after - 40 : after] == b"0" * 39 + b">"
    for digit in (b"1", b"A", b" ", b"\x00"):
        changed = sealed[: after - 2] + digit + sealed[after - 1 :]
        assert seal_check(changed, trusted=trusted).state == "broken"


def test_one_byte_of_the_paper_turned_over_is_reported_by_pdfsig_and_pyhanko(sealed: bytes, tmp_path: Path) -> None:
    place = sealed.index(b"stream") + 30
    broken = flipped(sealed, place)
    said = pdfsig(broken, tmp_path)
    assert "Signature is Valid" not in said
    assert "Digest Mismatch" in said
    assert not pyhanko(broken).bottom_line
    assert not pyhanko(broken).intact


def edited(data: bytes, *, keep: bool) -> bytes:
    """A page with words added by another program: behind the file as it was, or with the file written anew."""
    writer = PdfWriter(io.BytesIO(data), incremental=keep)
    if not keep:
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.add_annotation(0, FreeText(text="2 seconds", rect=(80, 600, 300, 640)))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("keep", [True, False], ids=["appended", "rewritten"])
def test_an_edited_page_is_reported_by_all_three(sealed: bytes, trusted: set[str], tmp_path: Path, keep: bool) -> None:
    changed = edited(sealed, keep=keep)
    assert changed.startswith(sealed) is keep
    assert seal_check(changed, trusted=trusted).state == "broken"
    said = pdfsig(changed, tmp_path)
    assert "Total document signed" not in said or "Not total document signed" in said or "Mismatch" in said
    assert not pyhanko(changed).bottom_line


@pytest.mark.parametrize("more", [b"\n", b"%%EOF\n", b"1 0 obj\n<<>>\nendobj\n"])
def test_anything_appended_is_given_away(sealed: bytes, trusted: set[str], more: bytes) -> None:
    assert seal_check(sealed + more, trusted=trusted).state == "broken"


def test_a_seal_moved_to_another_paper_does_not_hold(sealed: bytes, trusted: set[str]) -> None:
    other = small_pdf(b'{"a":2}')
    tail = sealed[len(sealed) - (len(sealed) - sealed.rindex(b"/ByteRange")) :]
    assert seal_check(other + tail, trusted=trusted).state == "broken"


@pytest.mark.parametrize(
    "hostile",
    [
        b"/ByteRange [0 10 20 30]",
        b"/ByteRange [0 0 0 23]<00>",
        b"/ByteRange [0 99999999999 99999999999 1]",
        b"/ByteRange [0 1 2 3] /ByteRange [0 1 2 3]",
        b"/ByteRange [0 24 30 5 ]  <3080>xxxxx",
        b"/ByteRange [" + b" " * 100_000,
    ],
)
def test_a_hostile_file_is_only_broken(hostile: bytes, trusted: set[str]) -> None:
    assert seal_check(hostile, trusted=trusted).state in {"broken", "none"}


def test_a_stranger_with_a_seal_of_their_own_is_foreign(
    plain: bytes, trusted: set[str], settings: Any, tmp_path: Path
) -> None:
    settings.KEYS_DIR = tmp_path
    assert seal_check(seal_apply(plain, reason="x"), trusted=trusted).state == "foreign"
