"""What the signed record says of its seal and of the ledger, in words that a printed copy keeps."""

from typing import Any

import pytest
from pypdf import PdfReader

from governance_app.base.keys import ledger_key
from governance_app.documents.models import Revision
from governance_app.documents.rendering import paper_context, revision_html, revision_paper
from governance_app.documents.states import Purpose
from governance_app.ledger.models import Checkpoint
from governance_app.ledger.registry import Act
from governance_app.ledger.services import checkpoint_make, ledger_append
from governance_app.paper.sealing import seal_check, seal_current
from tests.proof.conftest import record_bytes

pytestmark = pytest.mark.django_db


def test_it_prints_certificate_checkpoint_and_key(approved: Revision) -> None:
    seal, key = seal_current(), ledger_key()
    assert seal is not None
    assert key is not None
    checkpoint = Checkpoint.objects.get()
    html = revision_html(approved, Purpose.RECORD, "en", seal)
    assert "Sealed with the organisation seal" in html
    assert "development seal" in html
    assert f"{seal.fingerprint[:8]} {seal.fingerprint[8:16]}" in html
    assert f"{key.id[:8]} {key.id[8:16]}" in html
    assert checkpoint.head[:8] in html
    assert f"entry {checkpoint.count}" in html


def test_the_checkpoint_covers_the_last_signature_and_stays_the_same(approved: Revision) -> None:
    first = paper_context(approved, Purpose.RECORD, "en")["checkpoint"]
    ledger_append(act=Act("test.done", ""), subject="thing:1")
    checkpoint_make()
    assert paper_context(approved, Purpose.RECORD, "en")["checkpoint"] == first
    assert first["sequence"] >= 5


def test_only_the_record_is_sealed_and_says_so(approved: Revision) -> None:
    assert paper_context(approved, Purpose.SIGNING, "en")["seal"] is None
    assert paper_context(approved, Purpose.SUPERSEDED, "en")["checkpoint"] is None
    assert revision_paper(approved, Purpose.SIGNING, "zh-hans").certificate == ""
    sealed = revision_paper(approved, Purpose.RECORD, "en")
    assert seal_check(sealed.data, trusted={sealed.certificate}).state == "holds"


def test_without_a_seal_the_place_stays_empty_and_nothing_is_claimed(approved: Revision, settings: Any) -> None:
    settings.KEYS_MAKE = False
    paper = revision_paper(approved, Purpose.RECORD, "zh-hans")
    assert paper.certificate == ""
    assert seal_check(paper.data, trusted=set()).state == "none"
    html = revision_html(approved, Purpose.RECORD, "en")
    assert "Sealed with" not in html
    assert 'class="box"' in html


def test_the_seal_names_the_revision_it_was_set_on(approved: Revision) -> None:
    import io  # noqa: PLC0415 - only here

    reader = PdfReader(io.BytesIO(record_bytes(approved)))
    (field,) = reader.trailer["/Root"]["/AcroForm"]["/Fields"]  # type: ignore[index]
    assert field.get_object()["/V"]["/Reason"] == f"HC-2026-01-REQ-01 r1 SHA-256 {approved.content_hash}"
