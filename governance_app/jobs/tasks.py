"""Celery tasks: by id, no decisions."""

from datetime import timedelta

from celery import shared_task

from governance_app.base.clock import this_moment
from governance_app.jobs.models import Job
from governance_app.jobs.services import answers_prune, job_perform, jobs_requeue_lost
from governance_app.jobs.states import JobState


@shared_task
def job_run(job_id: str) -> None:
    """Do one job."""
    job_perform(job_id)


@shared_task
def jobs_requeue() -> int:
    """Queue lost jobs again."""
    return jobs_requeue_lost()


@shared_task
def jobs_prune() -> int:
    """Forget finished jobs after thirty days, and answers kept for repetition; what was made stays."""
    answers_prune()
    old = this_moment() - timedelta(days=30)
    return Job.objects.filter(state=JobState.DONE, finished_at__lt=old).delete()[0]
