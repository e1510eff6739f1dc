"""Genuine, altered or superseded: the command and the public page say the same, and nothing else."""

import io
import random
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader, PdfWriter

from governance_app.base.canonical import sha256_hex
from governance_app.documents.models import Rendering, Revision
from governance_app.documents.states import Purpose, RevisionState
from governance_app.files.services import file_read
from governance_app.paper.sealing import seal_apply
from governance_app.proof.rules import standing_verdict
from governance_app.proof.selectors import document_verdict
from governance_app.proof.states import Verdict
from tests.conftest import Cast, Specification
from tests.proof.conftest import MOMENT, flipped, record_bytes, record_of, small_pdf
from tests.proof.test_sealing import gap

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

Said = tuple[str, int]


@pytest.fixture(autouse=True)
def nobody_waits() -> None:
    cache.clear()


@pytest.fixture
def client() -> Client:
    """A visitor who reads English."""
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def judged(tmp_path: Path, client: Client) -> Callable[[bytes], str]:
    """Have a file judged by the command and by the page; both must say the same."""

    def judge(data: bytes) -> str:
        path = tmp_path / "paper.pdf"
        path.write_bytes(data)
        out = StringIO()
        try:
            call_command("verify_document", str(path), stdout=out)
            status = 0
        except CommandError as told:
            status = told.returncode
        word = {0: "genuine", 1: "altered", 2: "superseded"}[status]
        answer = client.post(reverse("proof:verify"), {"file": SimpleUploadedFile("x.pdf", data)})
        assert answer.status_code == 200
        assert str(answer.context["result"]["state"].label).lower() == word
        assert answer.context["result"]["hash"] == sha256_hex(data) in out.getvalue()
        return word

    return judge


@pytest.mark.postgres_too
def test_the_signed_record_is_genuine(approved: Revision, judged: Callable[[bytes], str]) -> None:
    data = record_bytes(approved)
    assert judged(data) == "genuine"
    found = document_verdict(data)
    assert (found.known, found.seal, found.content, found.reason) == (True, "holds", "fits", "record")
    row = record_of(approved)
    assert row.sealed
    assert len(row.certificate) == 64


def test_the_copy_for_signing_is_superseded_by_the_record(approved: Revision, judged: Callable[[bytes], str]) -> None:
    copy = approved.renderings.get(purpose=Purpose.SIGNING)
    assert not copy.sealed
    assert judged(file_read(copy.file)) == "superseded"


@pytest.mark.postgres_too
def test_a_record_is_superseded_by_the_next_revision_and_not_before(
    approved: Revision,
    specification: Specification,
    judged: Callable[[bytes], str],
    django_capture_on_commit_callbacks: Any,
) -> None:
    data = record_bytes(approved)
    with django_capture_on_commit_callbacks(execute=True):
        specification.requirements[0].title = "另一标题"
        specification.requirements[0].save()
        following = specification.submit()
    assert judged(data) == "genuine", "what has only been submitted replaces nothing"
    with django_capture_on_commit_callbacks(execute=True):
        specification.approve(following)
    assert judged(data) == "superseded"
    assert judged(record_bytes(following)) == "genuine"
    assert document_verdict(data).reason == "superseded"


def test_a_byte_turned_over_anywhere_is_altered(approved: Revision) -> None:
    data = record_bytes(approved)
    before, after = gap(data)
    chance = random.Random(11)  # noqa: S311 - the same places each time
    places = [chance.randrange(len(data)) for _n in range(60)] + [chance.randrange(before, after) for _n in range(60)]
    assert {document_verdict(flipped(data, place)).verdict for place in places} == {Verdict.ALTERED}


def test_an_edited_page_is_altered(approved: Revision, judged: Callable[[bytes], str]) -> None:
    data = record_bytes(approved)
    for keep in (True, False):
        writer = (
            PdfWriter(io.BytesIO(data), incremental=True) if keep else PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
        )
        writer.add_blank_page(200, 200)
        out = io.BytesIO()
        writer.write(out)
        assert judged(out.getvalue()) == "altered"


def test_files_of_strangers_are_altered(approved: Revision, judged: Callable[[bytes], str], plain: bytes) -> None:
    for data in (plain, b"%PDF-1.7", b"no PDF at all", b"\x00" * 1000, b""):
        assert judged(data) == "altered"
    assert document_verdict(plain).reason == "unknown"


def test_a_paper_sealed_by_us_that_says_something_else_is_altered(approved: Revision) -> None:
    forged = seal_apply(small_pdf(b'{"document":"HC-2026-01-REQ-01","revision":1,"content":{"a":1}}'), reason="x")
    found = document_verdict(forged)
    assert (found.verdict, found.seal, found.content) == (Verdict.ALTERED, "holds", "differs")


def test_a_second_sealed_paper_of_the_same_revision_was_not_given_out(approved: Revision) -> None:
    twin = seal_apply(small_pdf_of(approved), reason="again")
    assert document_verdict(twin).verdict == Verdict.ALTERED


def small_pdf_of(revision: Revision) -> bytes:
    from governance_app.documents.rendering import revision_envelope  # noqa: PLC0415 - only here

    return small_pdf(revision_envelope(revision))


@pytest.mark.postgres_too
def test_where_the_renderings_are_lost_the_seal_still_speaks(approved: Revision) -> None:
    data = record_bytes(approved)
    Rendering.objects.all().delete()
    found = document_verdict(data)
    assert (found.verdict, found.reason, found.known) == (Verdict.GENUINE, "record", False)
    Revision.objects.filter(pk=approved.pk).update(state=RevisionState.SUPERSEDED)
    assert document_verdict(data).verdict == Verdict.SUPERSEDED
    Revision.objects.filter(pk=approved.pk).update(content_hash="0" * 64)
    assert document_verdict(data).reason == "sealed"


def test_a_certificate_used_earlier_is_believed_when_named(approved: Revision, settings: Any, tmp_path: Path) -> None:
    data, certificate = record_bytes(approved), record_of(approved).certificate
    settings.KEYS_DIR = tmp_path
    assert document_verdict(data).verdict == Verdict.ALTERED
    settings.SEAL_RETIRED_CERTIFICATES = [certificate]
    assert document_verdict(data).verdict == Verdict.GENUINE


def test_a_row_that_lends_its_hash_to_another_file_convinces_nobody(approved: Revision, plain: bytes) -> None:
    """Someone with the database's password makes a stranger's file known; its seal and its data are missing still."""
    row = record_of(approved)
    row.file.sha256 = sha256_hex(plain)
    row.file.save()
    assert document_verdict(plain).verdict == Verdict.ALTERED


@pytest.mark.parametrize("state", RevisionState.values)
@pytest.mark.parametrize("purpose", Purpose.values)
def test_only_what_is_in_force_or_in_signing_is_genuine(state: str, purpose: str) -> None:
    verdict, _reason = standing_verdict(state, purpose)
    wanted = (state, purpose) in {
        (RevisionState.APPROVED, Purpose.RECORD),
        (RevisionState.IN_SIGNING, Purpose.SIGNING),
        # States and purposes that do not occur together; a record stays a record.
        (RevisionState.DRAFT, Purpose.RECORD),
        (RevisionState.IN_SIGNING, Purpose.RECORD),
        (RevisionState.IN_SIGNING, Purpose.VOID),
        (RevisionState.IN_SIGNING, Purpose.SUPERSEDED),
    }
    assert (verdict == Verdict.GENUINE) is wanted


def test_the_command_tells_what_it_looked_at_and_refuses_what_it_cannot_read(tmp_path: Path, settings: Any) -> None:
    with pytest.raises(CommandError) as caught:
        call_command("verify_document", str(tmp_path / "missing.pdf"))
    assert caught.value.returncode == 3
    (tmp_path / "large.pdf").write_bytes(b"x" * 20)
    settings.VERIFY_MAX_BYTES = 10
    with pytest.raises(CommandError) as caught:
        call_command("verify_document", str(tmp_path / "large.pdf"))
    assert caught.value.returncode == 3


# The public page


def test_it_asks_for_a_file_and_publishes_the_keys(client: Client, keys: Path) -> None:
    answer = client.get(reverse("proof:verify"))
    assert answer.status_code == 200
    assert answer.context["result"] is None
    assert len(answer.context["key"]) == len(answer.context["certificate"]) == 64
    assert answer.context["certificate"] in answer.content.decode()


def test_it_works_without_keys(client: Client) -> None:
    answer = client.get(reverse("proof:verify"))
    assert answer.status_code == 200
    assert answer.context["certificate"] == answer.context["key"] == ""


def test_it_is_linked_from_the_sign_in_page(client: Client) -> None:
    assert f'href="{reverse("proof:verify")}"' in client.get(reverse("account_login")).content.decode()


def test_it_tells_nothing_of_what_the_paper_is_about(approved: Revision, cast: Cast, client: Client) -> None:
    answer = client.post(reverse("proof:verify"), {"file": SimpleUploadedFile("x.pdf", record_bytes(approved))})
    page = answer.content.decode()
    names = [person.display_name for person in cast.people.values()]
    for secret in (cast.programme.name, cast.programme.code, approved.document.number, *names):
        assert secret not in page


def test_it_keeps_nothing(approved: Revision, client: Client) -> None:
    from governance_app.files.models import StoredFile  # noqa: PLC0415 - only here

    before = StoredFile.objects.count()
    client.post(reverse("proof:verify"), {"file": SimpleUploadedFile("x.pdf", record_bytes(approved))})
    assert StoredFile.objects.count() == before


def test_it_asks_again_where_no_file_was_sent(client: Client) -> None:
    answer = client.post(reverse("proof:verify"))
    assert answer.status_code == 422
    assert answer.context["error"]


def test_a_file_too_large_is_refused_before_it_is_read(client: Client, settings: Any) -> None:
    settings.VERIFY_MAX_BYTES = 1000
    around = client.post(reverse("proof:verify"), {"file": SimpleUploadedFile("x.pdf", b"x" * 2000)})
    assert around.status_code == 413
    whole = client.post(reverse("proof:verify"), {"file": SimpleUploadedFile("x.pdf", b"x" * 200_000)})
    assert whole.status_code == 413


def test_one_address_asks_so_often_in_a_minute_and_others_still_may(client: Client, settings: Any) -> None:
    settings.VERIFY_PER_MINUTE = 3
    url = reverse("proof:verify")

    def ask(address: str) -> int:
        file = SimpleUploadedFile("x.pdf", b"%PDF-1.7")
        return client.post(url, {"file": file}, REMOTE_ADDR=address).status_code

    assert [ask("10.0.0.1") for _n in range(5)] == [200, 200, 200, 429, 429]
    assert ask("10.0.0.2") == 200
    answer = client.post(url, {}, REMOTE_ADDR="10.0.0.1")
    assert answer["Retry-After"] == "60"
    assert client.get(url, REMOTE_ADDR="10.0.0.1").status_code == 200, "looking is free"


# Where the QR code leads


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (RevisionState.APPROVED, "Genuine"),
        (RevisionState.IN_SIGNING, "Genuine"),
        (RevisionState.SUPERSEDED, "Superseded"),
        (RevisionState.WITHDRAWN, "Superseded"),
        (RevisionState.RETURNED, "Superseded"),
    ],
)
def test_the_qr_codes_page_says_it_in_words(approved: Revision, client: Client, state: str, word: str) -> None:
    Revision.objects.filter(pk=approved.pk).update(state=state)
    answer = client.get(reverse("documents:check", args=[approved.content_hash]))
    page = answer.content.decode()
    assert answer.status_code == 200
    others = {"Genuine", "Altered", "Superseded"} - {word, answer.context["state"].label}
    assert f">{word}<" in page.replace("/></svg>", "/></svg>").replace("</svg>", "")
    assert not any(f"{other}</span>" in page for other in others)
    assert reverse("proof:verify") in page


def test_a_hash_nobody_knows_is_altered(client: Client, db: None) -> None:
    answer = client.get(reverse("documents:check", args=["0" * 64]))
    assert answer.status_code == 404
    assert "Altered</span>" in answer.content.decode()


def test_the_moment_of_a_paper_is_not_the_moment_it_was_sealed(sealed: bytes) -> None:
    """What the paper says of itself stays; the seal has a time of its own."""
    metadata = PdfReader(io.BytesIO(sealed)).metadata
    assert metadata is not None
    assert metadata.creation_date == MOMENT
