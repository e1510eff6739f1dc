"""Asking for background work and doing it, so that a killed worker loses nothing and does nothing twice."""

import logging
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from celery import signature
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from governance_app.base.clock import this_moment
from governance_app.errors import Invalid
from governance_app.jobs.models import Job, KeptAnswer
from governance_app.jobs.registry import job_functions
from governance_app.jobs.selectors import progress_note, progress_of
from governance_app.jobs.states import JobState

KeyReused = Invalid.coded("key-reused")

logger = logging.getLogger(__name__)

#: Without a sign of life for this long a running job counts as lost and is queued again.
LOST_AFTER = timedelta(seconds=60)
#: A queued job the broker never delivered is sent again after this long.
UNSENT_AFTER = timedelta(seconds=15)
MOST_ATTEMPTS = 5
#: Answers are kept for repetition this long.
ANSWERS_KEPT = timedelta(hours=24)


def job_enqueue(*, kind: str, key: str, arguments: dict[str, str], actor: Any = None) -> Job:
    """The job with this key, made when there is none; a failed one is queued afresh.

    The row is written in the caller's transaction; the worker is told once that has been committed.
    """
    if kind not in job_functions:
        raise LookupError(f"no function does jobs of kind {kind}")
    existing, created = Job.objects.get_or_create(
        key=key, defaults={"kind": kind, "arguments": arguments, "created_by": actor}
    )
    if not created and existing.state == JobState.FAILED:
        existing.state, existing.error, existing.attempts = JobState.QUEUED, "", 0
        existing.save(update_fields=["state", "error", "attempts"])
    if existing.state == JobState.QUEUED:
        _send(existing)
    return existing


def _send(job: Job) -> None:
    # By name: tasks call services, not the other way round.
    task = signature("governance_app.jobs.tasks.job_run", args=[str(job.pk)])

    def send() -> None:
        try:
            task.delay()
        except OperationalError as fault:
            # The act stands; the schedule sends the row again once the broker answers.
            logger.warning("job %s waits: the broker does not answer (%s)", job.pk, fault)

    transaction.on_commit(send)


def job_take(job_id: str) -> tuple[Job, uuid.UUID] | None:
    """Take the job for this worker, or None when it is done or in living hands."""
    token = uuid.uuid4()
    now = this_moment()
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(pk=job_id).first()
        if job is None or job.state in {JobState.DONE, JobState.FAILED}:
            return None
        living = (progress_of(job).heartbeat_at or now - LOST_AFTER) > now - LOST_AFTER
        if job.state == JobState.RUNNING and living:
            return None
        job.state, job.taken_by, job.heartbeat_at = JobState.RUNNING, token, now
        job.attempts += 1
        job.save(update_fields=["state", "taken_by", "heartbeat_at", "attempts"])
    return job, token


def job_perform(job_id: str) -> None:
    """Do a job to its end. A failure is kept with its text; the job can be asked for again."""
    taken = job_take(job_id)
    if taken is None:
        return
    job, token = taken

    def progress(done: int, total: int) -> None:
        progress_note(job, done, total)
        # Inside a job's own transaction the row would stay unseen, and locked, until its end.
        if not transaction.get_connection().in_atomic_block:
            Job.objects.filter(pk=job.pk, taken_by=token).update(done=done, total=total, heartbeat_at=this_moment())

    try:
        job_functions[job.kind](job.arguments, progress)
    except Exception as fault:
        logger.exception("job %s failed", job)
        state, error = JobState.FAILED, f"{type(fault).__name__}: {fault}"[:2000]
    else:
        state, error = JobState.DONE, ""
    Job.objects.filter(pk=job.pk, taken_by=token).update(state=state, error=error, finished_at=this_moment())


def jobs_requeue_lost() -> int:
    """Queue again what no living worker holds; returns how many. Run on a schedule; repeating it is harmless."""
    now = this_moment()
    silent = Job.objects.filter(state=JobState.RUNNING, heartbeat_at__lt=now - LOST_AFTER)
    lost = [job for job in silent if (progress_of(job).heartbeat_at or now - LOST_AFTER) <= now - LOST_AFTER]
    unsent = Job.objects.filter(state=JobState.QUEUED, created_at__lt=now - UNSENT_AFTER)
    count = 0
    for job in [*lost, *unsent]:
        if job.attempts >= MOST_ATTEMPTS:
            Job.objects.filter(pk=job.pk, state=job.state).update(
                state=JobState.FAILED, error="given up after repeated loss of the worker", finished_at=now
            )
            continue
        with transaction.atomic():
            _send(job)
        count += 1
    return count


@transaction.atomic
def answer_once(*, user: Any, key: str, digest: str, act: Callable[[], dict[str, Any]]) -> tuple[dict[str, Any], bool]:
    """Do ``act`` under a key of the person's; when it has been done, give its answer again (and True).

    The key is written in the transaction of the act: of two requests at once the second waits for the first,
    and a refused act leaves its key free. Refuses the key of a request with another ``digest``.
    """
    old = this_moment() - ANSWERS_KEPT
    KeptAnswer.objects.filter(user=user, key=key, created_at__lt=old).delete()
    try:
        with transaction.atomic():
            kept = KeptAnswer.objects.create(user=user, key=key, digest=digest)
    except IntegrityError as taken:
        kept = KeptAnswer.objects.get(user=user, key=key)
        if kept.digest != digest:
            raise KeyReused(_("This key was used for another request.")) from taken
        return dict(kept.answer or {}), True
    answer = act()
    kept.answer = answer
    kept.save(update_fields=["answer"])
    return answer, False


def answers_prune() -> int:
    """Forget answers kept long enough; returns how many."""
    return KeptAnswer.objects.filter(created_at__lt=this_moment() - ANSWERS_KEPT).delete()[0]
