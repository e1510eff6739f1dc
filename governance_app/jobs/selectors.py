"""How far a job is: told through the cache, which a job's own transaction does not hide."""

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache

from governance_app.base.clock import this_moment
from governance_app.jobs.models import Job
from governance_app.jobs.states import JobState

_KEPT = 24 * 3600


@dataclass(frozen=True, slots=True)
class JobProgress:
    """Steps done of a total, and the last sign of life."""

    done: int
    total: int
    heartbeat_at: datetime | None

    @property
    def percent(self) -> int:
        """Share done, 0 to 99: only the job's state says that it has ended."""
        return min(99, self.done * 100 // self.total) if self.total else 0


def _key(job: Job) -> str:
    return f"job:{job.pk}"


def progress_note(job: Job, done: int, total: int) -> None:
    """Keep how far the job is, with the time as its sign of life."""
    cache.set(_key(job), (done, total, this_moment()), _KEPT)


def progress_of(job: Job) -> JobProgress:
    """How far the job is, from the cache or, where that knows less, from its row."""
    stored = JobProgress(job.done, job.total, job.heartbeat_at)
    noted = cache.get(_key(job)) if job.state == JobState.RUNNING else None
    if noted is None:
        return stored
    fresh = JobProgress(*noted)
    if stored.heartbeat_at is not None and fresh.heartbeat_at is not None and fresh.heartbeat_at < stored.heartbeat_at:
        return stored
    return fresh
