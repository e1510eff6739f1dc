"""Files of documents at the browser: content, PDF, and the public page behind the code."""

import hashlib
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from governance_app.documents.models import Rendering, Revision
from governance_app.jobs.models import Job
from governance_app.records.services import record_revise
from requirements_app.changes.selectors import DOCUMENT as CODE
from requirements_app.inventory.kinds import SYSTEMS
from tests.conftest import STUB_PDF, Cast, Specification
from tests.pages.conftest import OpenAs
from tests.pages.reading import body, main, text

pytestmark = pytest.mark.django_db


def address(cast: Cast, page: str, *parts: Any) -> str:
    return reverse(f"documents:{page}", args=[cast.programme.slug, *([CODE] if page != "centre" else []), *parts])


@pytest.fixture
def submitted(specification: Specification) -> Revision:
    return specification.submit()


def test_the_frozen_content_is_downloaded_and_hashes_to_what_was_signed(
    specification: Specification, submitted: Revision, open_as: OpenAs
):
    cast = specification.cast
    specification.sign(submitted, cast.finance_head)
    answer = open_as(cast.auditor).get(address(cast, "json", 1))
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    found = json.loads(answer.content)
    assert found["revision_sha256"] == submitted.content_hash
    assert [row["name"] for row in found["signatures"]] == [str(cast.finance_head)]
    assert hashlib.sha256(submitted.body.encode()).hexdigest() == found["content_sha256"]
    assert found["content"] == json.loads(submitted.body)


def test_a_pdf_is_asked_for_told_of_and_given_out_as_a_download(
    specification: Specification,
    submitted: Revision,
    open_as: OpenAs,
    stub_pdf: bytes,
    *,
    django_capture_on_commit_callbacks,
):
    cast, client = specification.cast, open_as(specification.cast.owner)
    job = Job.objects.get(kind="documents.render")
    page = client.get(address(cast, "revision", 1))
    assert address(cast, "progress", 1) in body(page)
    waiting = client.get(address(cast, "progress", 1), headers={"hx-request": "true"})
    assert waiting.status_code == 200
    assert "<html" not in body(waiting)
    assert client.get(address(cast, "pdf", 1)).headers["Location"] == address(cast, "revision", 1)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address(cast, "render", 1))
    assert Job.objects.get(pk=job.pk).state == "done"
    answer = client.get(address(cast, "pdf", 1))
    assert b"".join(answer.streaming_content) == STUB_PDF
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    done = client.get(address(cast, "progress", 1), headers={"hx-request": "true"})
    assert done.headers["HX-Refresh"] == "true"
    assert Rendering.objects.count() == 1
    with django_capture_on_commit_callbacks(execute=True):
        client.get(address(cast, "pdf", 1) + "?language=en")
    assert set(Rendering.objects.values_list("language", flat=True)) == {"zh-hans", "en"}


def test_a_pdf_that_could_not_be_made_says_so_and_can_be_asked_for_again(
    specification: Specification,
    submitted: Revision,
    open_as: OpenAs,
    monkeypatch,
    *,
    django_capture_on_commit_callbacks,
):
    cast, client = specification.cast, open_as(specification.cast.owner)

    def fail(*args: Any) -> bytes:
        raise OSError("no font at /somewhere/secret")

    with monkeypatch.context() as patch, django_capture_on_commit_callbacks(execute=True):
        patch.setattr("governance_app.documents.rendering.revision_pdf", fail)
        client.post(address(cast, "render", 1))
    page = client.get(address(cast, "revision", 1))
    assert address(cast, "render", 1) in body(page)
    assert "secret" not in body(page)
    monkeypatch.setattr("governance_app.documents.rendering.revision_pdf", lambda *args: STUB_PDF)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address(cast, "render", 1))
    assert Rendering.objects.count() == 1


def test_the_public_page_behind_the_code_says_whether_a_revision_is_current(
    specification: Specification, submitted: Revision
):
    cast, anybody = specification.cast, Client()
    cast.programme.name = "不可外传的项目"
    cast.programme.save()
    url = reverse("documents:check", args=[submitted.content_hash])
    first = anybody.get(url)
    assert first.status_code == 200
    specification.approve(submitted)
    approved = anybody.get(url)
    assert text(first) != text(approved)
    record_revise(
        kind=SYSTEMS,
        access=cast.access(cast.it_lead),
        code=specification.systems[0].code,
        values={"name": "改过的名称"},
        version=None,
        reason="变更",
    )
    second = specification.submit()
    specification.approve(second)
    superseded = anybody.get(url)
    assert text(superseded) not in {text(first), text(approved)}
    for page in (first, approved, superseded):
        for secret in (cast.programme.name, cast.programme.code, str(cast.owner), "财务部"):
            assert secret not in main(page)


def test_a_real_paper_can_be_read_back(
    specification: Specification, submitted: Revision, open_as: OpenAs, *, django_capture_on_commit_callbacks
):
    """The one test here that renders: what the download holds is the document."""
    cast, client = specification.cast, open_as(specification.cast.owner)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address(cast, "render", 1))
    data = b"".join(client.get(address(cast, "pdf", 1)).streaming_content)
    assert data.startswith(b"%PDF-")
    stored = Rendering.objects.get().file
    assert stored.sha256 == hashlib.sha256(data).hexdigest()
    assert stored.sha256[:8] in text(client.get(address(cast, "revision", 1)))
