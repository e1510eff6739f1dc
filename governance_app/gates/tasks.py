"""Celery tasks of the gates."""

from celery import shared_task

from governance_app.gates.services.conditions import gates_refresh


@shared_task
def gates_watch() -> int:
    """Reopen gates whose conditions are overdue."""
    return gates_refresh()
