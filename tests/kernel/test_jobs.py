"""Slow work is asked for once, done once, and survives the worker."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from governance_app.jobs import services
from governance_app.jobs.models import Job
from governance_app.jobs.registry import job_functions
from governance_app.jobs.services import MOST_ATTEMPTS, job_enqueue, job_perform, job_take, jobs_requeue_lost
from governance_app.jobs.states import JobState
from governance_app.jobs.tasks import job_run, jobs_prune, jobs_requeue

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db]

LONG_AGO = timedelta(minutes=5)


class Work:
    """A job's function that keeps a record, and fails as long as it is told to."""

    def __init__(self) -> None:
        self.done: list[dict[str, str]] = []
        self.fault: Exception | None = None

    def __call__(self, arguments: dict[str, str], progress: Any) -> None:
        progress(1, 2)
        if self.fault:
            raise self.fault
        self.done.append(arguments)


@pytest.fixture(autouse=True)
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    found = Work()
    monkeypatch.setitem(job_functions._items, "test.work", found)
    return found


def ask(key: str = "k") -> Job:
    return job_enqueue(kind="test.work", key=key, arguments={"what": key})


def aged(job: Job, **values: Any) -> Job:
    Job.objects.filter(pk=job.pk).update(**values)
    job.refresh_from_db()
    return job


def test_asking_twice_is_one_job(work: Work, django_capture_on_commit_callbacks: Callable[..., Any]) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        first, second = ask(), ask()
    assert first.pk == second.pk
    assert work.done == [{"what": "k"}]
    first.refresh_from_db()
    assert (first.state, first.attempts, first.finished_at is not None) == (JobState.DONE, 1, True)


def test_a_finished_job_is_not_done_again(work: Work, django_capture_on_commit_callbacks: Callable[..., Any]) -> None:
    for _time in range(2):
        with django_capture_on_commit_callbacks(execute=True) as callbacks:
            job = ask()
    assert callbacks == []
    job_perform(str(job.pk))
    assert len(work.done) == 1


def test_the_worker_is_told_only_once_the_cause_is_committed(
    work: Work, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        ask()
        assert work.done == []
        transaction.set_rollback(True)
    assert work.done == []
    assert not Job.objects.exists()


def test_a_kind_nobody_does_is_refused() -> None:
    with pytest.raises(LookupError, match=r"test\.nothing"):
        job_enqueue(kind="test.nothing", key="k", arguments={})
    assert not Job.objects.exists()


def test_a_failure_is_kept_with_its_text_and_can_be_asked_for_again(
    work: Work, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    work.fault = ValueError("Schriftart fehlt 字体缺失")
    with django_capture_on_commit_callbacks(execute=True):
        job = ask()
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, "ValueError: Schriftart fehlt 字体缺失")
    job_perform(str(job.pk))
    assert work.done == []
    work.fault = None
    with django_capture_on_commit_callbacks(execute=True):
        again = ask()
    again.refresh_from_db()
    assert (again.pk, again.state, again.error, again.attempts) == (job.pk, JobState.DONE, "", 1)
    assert len(work.done) == 1


def test_a_job_in_living_hands_is_not_taken() -> None:
    job = ask()
    assert job_take(str(job.pk)) is not None
    assert job_take(str(job.pk)) is None
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.RUNNING, 1)


def test_a_lost_workers_job_is_taken_over_and_the_lost_one_no_longer_counts(work: Work) -> None:
    job = ask()
    job_take(str(job.pk))
    aged(job, heartbeat_at=timezone.now() - LONG_AGO)
    _job, token = job_take(str(job.pk))
    job.refresh_from_db()
    assert (job.taken_by, job.attempts) == (token, 2)


def test_what_a_worker_taken_over_reports_changes_nothing(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    job = ask()

    def slow(arguments: dict[str, str], progress: Any) -> None:
        # Another worker takes the job over while this one is away for minutes.
        aged(job, heartbeat_at=timezone.now() - LONG_AGO)
        assert job_take(str(job.pk)) is not None
        raise ValueError("came back too late")

    monkeypatch.setitem(job_functions._items, "test.work", slow)
    job_perform(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.error, job.attempts) == (JobState.RUNNING, "", 2)


def test_a_sign_of_life_keeps_a_long_job_in_its_workers_hands(
    work: Work, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    job = ask()

    def long(arguments: dict[str, str], progress: Any) -> None:
        aged(job, heartbeat_at=timezone.now() - LONG_AGO)
        progress(1, 10)
        assert jobs_requeue_lost() == 0
        assert job_take(str(job.pk)) is None

    monkeypatch.setitem(job_functions._items, "test.work", long)
    job_perform(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.DONE, "")


def test_a_lost_job_is_queued_again_and_done(
    work: Work, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    job = ask()
    job_take(str(job.pk))
    aged(job, heartbeat_at=timezone.now() - LONG_AGO)
    with django_capture_on_commit_callbacks(execute=True):
        assert jobs_requeue() == 1
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DONE, 2)
    assert len(work.done) == 1
    assert jobs_requeue() == 0


def test_a_job_the_broker_never_delivered_is_sent_again(
    work: Work, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    job = ask()
    assert jobs_requeue() == 0
    aged(job, created_at=timezone.now() - LONG_AGO)
    with django_capture_on_commit_callbacks(execute=True):
        assert jobs_requeue() == 1
    assert len(work.done) == 1


def test_the_act_stands_when_the_broker_does_not_answer(
    work: Work, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    def silent(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("no route")

    monkeypatch.setattr("celery.canvas.Signature.delay", silent)
    with django_capture_on_commit_callbacks(execute=True):
        job = ask()
    job.refresh_from_db()
    assert (job.state, work.done) == (JobState.QUEUED, [])


def test_it_gives_up_on_a_job_that_kills_every_worker() -> None:
    job = ask()
    for _time in range(MOST_ATTEMPTS):
        assert job_take(str(job.pk)) is not None
        aged(job, heartbeat_at=timezone.now() - LONG_AGO)
    assert jobs_requeue() == 0
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert job.error
    assert job_take(str(job.pk)) is None


def test_a_task_for_a_job_that_is_gone_does_nothing(work: Work) -> None:
    job_run("00000000-0000-0000-0000-000000000000")
    assert work.done == []


def test_finished_jobs_are_forgotten_after_a_month_and_no_others() -> None:
    old = timezone.now() - timedelta(days=31)
    kept = [aged(ask("new"), state=JobState.DONE, finished_at=timezone.now())]
    kept.append(aged(ask("failed"), state=JobState.FAILED, finished_at=old))
    kept.append(aged(ask("queued"), created_at=old))
    aged(ask("old"), state=JobState.DONE, finished_at=old)
    assert jobs_prune() == 1
    assert set(Job.objects.all()) == set(kept)


def test_the_limits_leave_room_for_a_slow_step() -> None:
    assert timedelta(seconds=30) <= services.LOST_AFTER < LONG_AGO
