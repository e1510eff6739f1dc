"""A revision's paper is rendered once for each purpose, complete, for the state the revision is in."""

from collections.abc import Callable
from typing import Any

import pytest

from governance_app.documents.models import Rendering, Revision
from governance_app.documents.rendering import render_job
from governance_app.documents.selectors import rendering_job, rendering_of
from governance_app.documents.services import rendering_ask, revision_withdraw
from governance_app.files.models import StoredFile
from governance_app.files.services import file_read
from governance_app.jobs.models import Job
from governance_app.jobs.states import JobState
from governance_app.ledger.models import Entry
from governance_app.ledger.selectors import ledger_break
from governance_app.records.services import record_revise
from governance_app.signoff.states import Meaning
from requirements_app.inventory.kinds import SYSTEMS
from tests.conftest import Cast, Specification

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db, pytest.mark.usefixtures("stub_pdf")]

Commit = Callable[..., Any]


@pytest.fixture
def commit(django_capture_on_commit_callbacks: Commit) -> Commit:
    """A block after which the worker has done what was asked for in it."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def purposes(revision: Revision) -> list[str]:
    return sorted(revision.renderings.values_list("purpose", flat=True))


def arguments(revision: Revision, purpose: str = "signing", language: str = "zh-hans") -> dict[str, str]:
    return {"revision": str(revision.pk), "purpose": purpose, "language": language}


def ignore(done: int, total: int) -> None:
    """Progress nobody asks for."""


def test_a_submission_is_rendered_for_signature(specification: Specification, commit: Commit, stub_pdf: bytes) -> None:
    with commit():
        revision = specification.submit()
    rendering = rendering_of(revision)
    assert rendering is not None
    assert rendering_job(revision).state == JobState.DONE
    assert file_read(rendering.file) == stub_pdf
    assert rendering.file.name == "HC-2026-01-REQ-01-r1.pdf"
    assert Entry.objects.get(act="document.rendered").subject_hash == rendering.file.sha256
    assert ledger_break() is None


def test_rendering_twice_makes_one_paper_and_one_ledger_row(specification: Specification, commit: Commit) -> None:
    with commit():
        revision = specification.submit()
    for _time in range(2):
        render_job(arguments(revision), ignore)
    with commit():
        rendering_ask(revision)
    assert Rendering.objects.count() == StoredFile.objects.count() == 1
    assert Entry.objects.filter(act="document.rendered").count() == 1


def test_two_workers_at_once_leave_one_paper(
    specification: Specification, monkeypatch: pytest.MonkeyPatch, stub_pdf: bytes
) -> None:
    revision = specification.submit()
    turns = iter([True, False])

    def rendered(*args: Any) -> bytes:
        # While the first renders, the second, who thinks the first lost, does all of it.
        if next(turns):
            render_job(arguments(revision), ignore)
        return stub_pdf

    monkeypatch.setattr("governance_app.documents.rendering.revision_pdf", rendered)
    render_job(arguments(revision), ignore)
    assert Rendering.objects.count() == StoredFile.objects.count() == 1


def test_an_approval_is_rendered_as_the_record(specification: Specification, commit: Commit) -> None:
    with commit():
        revision = specification.approve(specification.submit())
    # The job for the paper to sign came too late to be of use: the revision had moved on.
    assert purposes(revision) == ["record"]
    assert set(Job.objects.values_list("state", flat=True)) == {JobState.DONE}


def test_papers_in_a_second_language_stand_beside_the_first(specification: Specification, commit: Commit) -> None:
    with commit():
        revision = specification.submit()
        rendering_ask(revision, "en")
    assert rendering_of(revision, "en").file.name == "HC-2026-01-REQ-01-r1-en.pdf"
    assert rendering_of(revision).file != rendering_of(revision, "en").file


def test_what_did_not_pass_is_rendered_void_or_superseded(
    cast: Cast, specification: Specification, commit: Commit
) -> None:
    with commit():
        first = specification.submit()
    with commit():
        specification.sign(first, cast.finance_head, Meaning.CHANGES_REQUESTED, "补充")
    with commit():
        second = specification.submit()
    with commit():
        revision_withdraw(revision=second, actor=cast.owner, reason="重写")
    with commit():
        third = specification.submit()
    with commit():
        record_revise(
            kind=SYSTEMS,
            access=cast.access(cast.it_lead),
            code=specification.systems[0].code,
            values={"maker": "云阶"},
            version=None,
        )
    assert purposes(first) == purposes(second) == ["signing", "void"]
    assert purposes(third) == ["signing", "superseded"]


def test_an_approved_revision_gets_a_new_paper_once_it_is_superseded(
    cast: Cast, specification: Specification, commit: Commit
) -> None:
    with commit():
        first = specification.submit()
    with commit():
        specification.approve(first)
    record_revise(
        kind=SYSTEMS,
        access=cast.access(cast.it_lead),
        code=specification.systems[0].code,
        values={"maker": "云阶"},
        version=None,
    )
    with commit():
        second = specification.approve(specification.submit())
    assert purposes(first) == ["record", "signing", "superseded"]
    assert purposes(second) == ["record"]


def test_a_failed_rendering_leaves_nothing_half_written_and_is_tried_again(
    specification: Specification, commit: Commit, monkeypatch: pytest.MonkeyPatch, stub_pdf: bytes
) -> None:
    def broken(*args: Any) -> bytes:
        raise OSError("字体不可读")

    monkeypatch.setattr("governance_app.documents.rendering.revision_pdf", broken)
    with commit():
        revision = specification.submit()
    assert rendering_job(revision).state == JobState.FAILED
    assert rendering_of(revision) is None
    assert not StoredFile.objects.exists()
    monkeypatch.setattr("governance_app.documents.rendering.revision_pdf", lambda *args: stub_pdf)
    with commit():
        rendering_ask(revision)
    assert rendering_job(revision).state == JobState.DONE
    assert rendering_of(revision) is not None


def test_a_draft_has_no_paper(cast: Cast, specification: Specification) -> None:
    specification.submit()
    record_revise(
        kind=SYSTEMS,
        access=cast.access(cast.it_lead),
        code=specification.systems[0].code,
        values={"maker": "云阶"},
        version=None,
    )
    draft = Revision.objects.get(state="draft")
    assert rendering_of(draft) is None
    assert rendering_job(draft) is None
    render_job(arguments(draft), ignore)
    assert not Rendering.objects.exists()
