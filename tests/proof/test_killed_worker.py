"""A worker killed anywhere while it renders and seals: after it, one document, complete, sealed once."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from governance_app.documents.models import Rendering, Revision
from governance_app.documents.states import Purpose
from governance_app.files.models import StoredFile
from governance_app.files.services import file_read
from governance_app.jobs.models import Job
from governance_app.jobs.services import LOST_AFTER, job_perform, jobs_requeue_lost
from governance_app.jobs.states import JobState
from governance_app.ledger.models import Checkpoint, Entry
from governance_app.ledger.selectors import ledger_break
from governance_app.paper.sealing import seal_check, seal_current
from governance_app.proof.selectors import document_verdict
from governance_app.proof.states import Verdict
from tests.conftest import Specification
from tests.proof.conftest import small_paper
from tests.proof.test_sealing import pdfsig, pyhanko
from tests.proof.worker import POINTS, REAL

ROOT = Path(__file__).resolve().parents[2]
SIGKILL = -9

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db(transaction=True)]

Worker = Callable[[Job, str], int]


@pytest.fixture(scope="session")
def workers() -> Iterator[Any]:
    """The process whose copies are the workers; it starts once for all tests."""
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as faults,
        subprocess.Popen(
            [sys.executable, "-X", "utf8", "-m", "tests.proof.worker"],
            cwd=ROOT,
            env=os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings.test"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=faults,
            encoding="utf-8",
        ) as process,
    ):
        yield process, faults
        process.stdin.close()


@pytest.fixture
def worker(workers: Any, keys: Path, tmp_path: Path) -> Worker:
    """Start a worker process on a job and let it die where it is told; gives its exit status."""

    def start(job: Job, point: str) -> int:
        plan = {
            "database": connection.settings_dict["NAME"],
            "files": str(default_storage.path("")),
            "keys": str(keys),
            "folder": str(tmp_path),
            "job": str(job.pk),
            "point": point,
        }
        connection.close()
        process, faults = workers
        process.stdin.write(json.dumps(plan) + "\n")
        process.stdin.flush()
        answer = process.stdout.readline()
        if not answer or int(answer) not in {SIGKILL, 0}:
            faults.seek(0)
            pytest.fail(faults.read())
        return int(answer)

    return start


@pytest.fixture
def signed(specification: Specification) -> tuple[Revision, Job]:
    """A revision everybody has signed, its record waiting for a worker."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("governance_app.jobs.services._send", lambda job: None)
        revision = specification.approve(specification.submit())
    return revision, Job.objects.get(arguments__purpose=Purpose.RECORD)


def silent_for_long(job: Job) -> None:
    """Let a minute pass without a sign of life."""
    cache.clear()
    Job.objects.filter(pk=job.pk).update(heartbeat_at=timezone.now() - LOST_AFTER - timedelta(seconds=1))


@pytest.mark.parametrize("point", POINTS)
def test_after_a_kill_there_is_one_document_complete_and_sealed_once(
    signed: tuple[Revision, Job], worker: Worker, point: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if point != REAL:
        monkeypatch.setattr("governance_app.documents.rendering.revision_pdf", small_paper)
    revision, job = signed
    assert worker(job, point) == SIGKILL
    job.refresh_from_db()
    assert job.state == JobState.RUNNING, "nobody has told that it died"
    kept = Rendering.objects.filter(purpose=Purpose.RECORD).count()
    assert kept == (1 if point == "committed" else 0), "complete or not at all"
    assert Entry.objects.filter(act="document.rendered").count() == kept
    job_perform(str(job.pk))
    assert Rendering.objects.filter(purpose=Purpose.RECORD).count() == kept, "in living hands, so left alone"
    silent_for_long(job)
    assert jobs_requeue_lost() >= 1
    check_the_one_document(revision, job, tmp_path)


def check_the_one_document(revision: Revision, job: Job, folder: Path) -> None:
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.DONE, "")
    row = Rendering.objects.select_related("file").get(revision=revision, purpose=Purpose.RECORD)
    data = file_read(row.file)
    seal = seal_current()
    assert seal is not None
    assert (row.sealed, row.certificate) == (True, seal.fingerprint)
    assert seal_check(data, trusted={seal.fingerprint}).state == "holds"
    assert data.count(b"/ByteRange") == 1
    assert pdfsig(data, folder).count("Signature is Valid") == 1
    assert pyhanko(data).bottom_line
    assert document_verdict(data).verdict == Verdict.GENUINE
    assert StoredFile.objects.filter(media_type="application/pdf", name=row.file.name).count() == 1
    entry = Entry.objects.get(act="document.rendered", detail__contains='"record"')
    assert entry.subject_hash == row.file.sha256
    assert ledger_break() is None
    assert Checkpoint.objects.count() == 1, "made once, printed again"


def test_killed_again_and_again_it_is_still_one(
    signed: tuple[Revision, Job], worker: Worker, tmp_path: Path, paper: None
) -> None:
    revision, job = signed
    for point in ("rendered", "sealed", "ledger written"):
        assert worker(job, point) == SIGKILL
        silent_for_long(job)
    jobs_requeue_lost()
    check_the_one_document(revision, job, tmp_path)


def test_two_workers_at_once_make_one(
    signed: tuple[Revision, Job], worker: Worker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, paper: None
) -> None:
    """One is slow and taken for dead; its successor finishes first; the slow one then finds the work done."""
    from governance_app.documents import rendering  # noqa: PLC0415 - only here

    revision, job = signed
    calm = rendering.revision_paper

    def overtaken(*args: Any) -> Any:
        found = calm(*args)
        monkeypatch.setattr(rendering, "revision_paper", calm)
        silent_for_long(job)
        job_perform(str(job.pk))
        return found

    monkeypatch.setattr(rendering, "revision_paper", overtaken)
    job_perform(str(job.pk))
    job.refresh_from_db()
    assert job.attempts == 2
    check_the_one_document(revision, job, tmp_path)
