"""Celery tasks of sign-off."""

from celery import shared_task

from governance_app.signoff.services.reminders import rounds_remind


@shared_task
def signers_remind() -> int:
    """Send the reminders that are due."""
    return rounds_remind()
