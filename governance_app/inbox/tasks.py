"""Celery tasks of the inbox."""

from celery import shared_task

from governance_app.inbox.services import digests_send


@shared_task
def digests() -> int:
    """Send the daily digests."""
    return digests_send()
