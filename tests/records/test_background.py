"""Long files go through the background: with progress, all or nothing, and again after a fault or a lost worker."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from governance_app.exchange.states import BatchState
from governance_app.jobs.models import Job
from governance_app.jobs.services import LOST_AFTER, MOST_ATTEMPTS, job_perform, jobs_requeue_lost
from governance_app.jobs.states import JobState
from governance_app.ledger.models import Entry
from governance_app.ledger.selectors import ledger_break
from governance_app.records import imports, writing
from governance_app.records.imports import batch_apply
from requirements_app.inventory.kinds import SYSTEMS
from requirements_app.models import System
from tests.conftest import Cast
from tests.factories.records import SystemFactory
from tests.records.conftest import Upload, count
from tests.records.tables import csv_file, titles

pytestmark = [pytest.mark.django_db, pytest.mark.postgres_too]

ROWS = 25
Committed = Callable[..., Any]


class KilledError(BaseException):
    """What no handler of faults catches: the worker is gone."""


@pytest.fixture(autouse=True)
def soon_long(settings) -> None:
    settings.IMPORT_BACKGROUND_ROWS = 10


@pytest.fixture
def long_file(cast: Cast, monkeypatch) -> bytes:
    """Twenty-five rows, five of them changes, written in parts of four."""
    monkeypatch.setattr(writing, "_PARTS", 4)
    known = [SystemFactory(access=cast.access(cast.owner)).code for _ in range(5)]
    rows = [[code, f"改名 {code}"] for code in known] + [["", f"新系统 {n}"] for n in range(ROWS - 5)]
    return csv_file(titles(SYSTEMS, "code", "name"), rows)


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any) -> Committed:
    """Do something as if its transaction were committed: jobs asked for are done then."""

    def do(act: Callable[..., Any], **arguments: Any) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return act(**arguments)

    return do


def failing(part: int, fault: BaseException) -> Callable[..., Any]:
    """The helper that writes many rows, failing at the given part."""
    calls = []
    write = writing.rows_create

    def do(*args: Any, **kwargs: Any) -> Any:
        calls.append(args)
        if len(calls) == part:
            raise fault
        return write(*args, **kwargs)

    return do


def test_a_long_file_is_checked_and_written_by_jobs_and_told_on_the_page(
    client, cast: Cast, upload: Upload, long_file: bytes, committed: Committed
):
    client.force_login(cast.owner)
    batch = upload(SYSTEMS, long_file)
    assert batch.state == BatchState.CHECKING
    url = reverse("requirements:systems-import-preview", args=[cast.programme.slug, batch.pk])
    page = client.get(url)
    assert page.context["progress_url"]
    assert not page.context["apply_url"]
    assert f'hx-get="{page.context["progress_url"]}"' in page.content.decode()
    waiting = client.get(page.context["progress_url"], headers={"hx-request": "true"})
    assert "HX-Refresh" not in waiting.headers
    job_perform(str(Job.objects.get(key=f"check:{batch.pk}").pk))
    assert client.get(page.context["progress_url"]).headers["HX-Refresh"] == "true"
    page = client.get(url)
    assert (page.context["batch"]["created"], page.context["batch"]["changed"]) == (ROWS - 5, 5)
    assert count(SYSTEMS) == 5
    committed(client.post, path=page.context["apply_url"])
    batch.refresh_from_db()
    assert batch.state == BatchState.APPLIED
    assert count(SYSTEMS) == ROWS
    assert Job.objects.get(key=f"apply:{batch.pk}").state == JobState.DONE
    assert Entry.objects.filter(act="systems.imported").count() == 1
    assert ledger_break() is None


def test_a_fault_halfway_leaves_nothing_and_the_import_can_be_started_again(
    client, cast: Cast, upload: Upload, long_file: bytes, *, committed: Committed, monkeypatch
):
    batch = committed(upload, kind=SYSTEMS, data=long_file)
    before = Entry.objects.count()
    with monkeypatch.context() as patch:
        patch.setattr(writing, "rows_create", failing(3, OSError("disk full")))
        batch.refresh_from_db()
        committed(batch_apply, batch=batch, access=cast.access(cast.owner))
    batch.refresh_from_db()
    assert count(SYSTEMS) == 5
    assert not System.objects.filter(name__startswith="改名").exists()
    assert System.history.count() == 5
    assert Entry.objects.count() == before
    assert Job.objects.get(key=f"apply:{batch.pk}").state == JobState.FAILED
    client.force_login(cast.owner)
    page = client.get(reverse("requirements:systems-import-preview", args=[cast.programme.slug, batch.pk]))
    assert batch.message in page.content.decode()
    assert "disk full" not in page.content.decode()
    committed(client.post, path=page.context["apply_url"])
    batch.refresh_from_db()
    assert (batch.state, batch.message) == (BatchState.APPLIED, "")
    assert count(SYSTEMS) == ROWS
    assert System.objects.filter(name__startswith="改名").count() == 5


def test_a_killed_worker_leaves_nothing_and_the_next_one_does_it_once(
    cast: Cast, upload: Upload, long_file: bytes, committed: Committed, monkeypatch
):
    batch = committed(upload, kind=SYSTEMS, data=long_file)
    batch.refresh_from_db()
    batch_apply(batch=batch, access=cast.access(cast.owner))
    job = Job.objects.get(key=f"apply:{batch.pk}")
    with monkeypatch.context() as patch:
        patch.setattr(writing, "rows_create", failing(3, KilledError()))
        with pytest.raises(KilledError):
            job_perform(str(job.pk))
    job.refresh_from_db()
    assert job.state == JobState.RUNNING
    assert count(SYSTEMS) == 5
    job_perform(str(job.pk))
    assert count(SYSTEMS) == 5, "a living worker's job is not taken from it"
    silent(job)
    committed(jobs_requeue_lost)
    batch.refresh_from_db()
    assert batch.state == BatchState.APPLIED
    assert count(SYSTEMS) == ROWS
    for _ in range(2):
        job_perform(str(job.pk))
    assert count(SYSTEMS) == ROWS
    assert {row.history.count() for row in System.objects.filter(name__startswith="新")} == {1}


def silent(job: Job) -> None:
    """Let the job have been silent for long enough."""
    cache.clear()
    Job.objects.filter(pk=job.pk).update(heartbeat_at=timezone.now() - LOST_AFTER - timedelta(seconds=1))


def test_an_import_given_up_by_the_schedule_is_offered_again(
    client, cast: Cast, upload: Upload, long_file: bytes, committed: Committed
):
    batch = committed(upload, kind=SYSTEMS, data=long_file)
    batch.refresh_from_db()
    batch_apply(batch=batch, access=cast.access(cast.owner))
    job = Job.objects.get(key=f"apply:{batch.pk}")
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, attempts=MOST_ATTEMPTS)
    silent(job)
    jobs_requeue_lost()
    client.force_login(cast.owner)
    url = reverse("requirements:systems-import-preview", args=[cast.programme.slug, batch.pk])
    page = client.get(url)
    assert not page.context["progress_url"]
    assert page.context["message"]
    committed(client.post, path=page.context["apply_url"])
    batch.refresh_from_db()
    assert batch.state == BatchState.APPLIED
    assert count(SYSTEMS) == ROWS


def test_a_check_that_stops_says_so(client, cast: Cast, upload: Upload, long_file: bytes, *, committed, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(imports, "table_read", _once_readable(imports.table_read))
        batch = committed(upload, kind=SYSTEMS, data=long_file)
    batch.refresh_from_db()
    assert batch.state == BatchState.FAILED
    client.force_login(cast.owner)
    page = client.get(reverse("requirements:systems-import-preview", args=[cast.programme.slug, batch.pk]))
    assert batch.message in page.content.decode()
    assert not page.context["apply_url"]


def _once_readable(read: Callable[..., Any]) -> Callable[..., Any]:
    calls = []

    def do(*args: Any) -> Any:
        calls.append(args)
        if len(calls) > 1:
            raise OSError("the file is gone")
        return read(*args)

    return do


def test_a_person_who_lost_the_role_meanwhile_writes_nothing(
    cast: Cast, upload: Upload, long_file: bytes, committed: Committed
):
    batch = committed(upload, kind=SYSTEMS, data=long_file)
    batch.refresh_from_db()
    batch_apply(batch=batch, access=cast.access(cast.owner))
    cast.programme.memberships.filter(user=cast.owner).delete()
    job_perform(str(Job.objects.get(key=f"apply:{batch.pk}").pk))
    batch.refresh_from_db()
    assert batch.state == BatchState.FAILED
    assert batch.message
    assert count(SYSTEMS) == 5


def test_a_person_whose_role_no_longer_writes_writes_nothing(
    cast: Cast, upload: Upload, long_file: bytes, committed: Committed
):
    batch = committed(upload, kind=SYSTEMS, data=long_file)
    batch.refresh_from_db()
    batch_apply(batch=batch, access=cast.access(cast.owner))
    cast.programme.memberships.filter(user=cast.owner).update(role="auditor")
    job_perform(str(Job.objects.get(key=f"apply:{batch.pk}").pk))
    batch.refresh_from_db()
    assert batch.state == BatchState.FAILED
    assert count(SYSTEMS) == 5


def test_a_short_file_with_a_fault_while_writing_stays_ready(cast: Cast, upload: Upload, monkeypatch):
    batch = upload(SYSTEMS, csv_file(titles(SYSTEMS, "name"), [["一"], ["二"]]))
    with monkeypatch.context() as patch:
        patch.setattr(writing, "rows_create", failing(1, OSError("disk full")))
        with pytest.raises(OSError, match="disk full"):
            batch_apply(batch=batch, access=cast.access(cast.owner))
    batch.refresh_from_db()
    assert batch.state == BatchState.READY
    assert count(SYSTEMS) == 0
    assert batch_apply(batch=batch, access=cast.access(cast.owner)).state == BatchState.APPLIED
    assert count(SYSTEMS) == 2


@pytest.mark.parametrize("coded", [False, True])
def test_many_rows_take_few_statements(cast: Cast, settings, django_assert_max_num_queries, coded: bool):
    """Statements grow with parts of many rows, not with rows: creating, and then changing all of them."""
    settings.IMPORT_BACKGROUND_ROWS = 10_000
    owner, rows = cast.access(cast.owner), 240
    names = titles(SYSTEMS, "code", "name", "owner_department", "user_count")
    for created, maker in ((rows, "新"), (0, "改")):
        codes = [f"SYS-{n + 1:03d}" if coded or not created else "" for n in range(rows)]
        data = csv_file(names, [[code, f"{maker} {n}", "信息技术部", str(n)] for n, code in enumerate(codes)])
        with django_assert_max_num_queries(30):
            batch = imports.batch_upload(kind=SYSTEMS, access=owner, name="x.csv", data=data)
        assert (batch.created, batch.changed) == (created, rows - created)
        with django_assert_max_num_queries(rows // 3):
            assert batch_apply(batch=batch, access=owner).state == BatchState.APPLIED
    assert count(SYSTEMS) == rows
    assert set(System.objects.values_list("version", flat=True)) == {2}
