"""Celery tasks: by schedule, no decisions."""

import logging

from celery import shared_task

from governance_app.errors import Refusal
from governance_app.ledger.services import checkpoint_keep

logger = logging.getLogger(__name__)


@shared_task
def checkpoint_daily() -> str:
    """Sign the ledger's end and keep a copy outside the database; says in the log why where it cannot."""
    try:
        return checkpoint_keep()
    except Refusal as refusal:
        logger.warning("no ledger checkpoint today: %s", refusal)
        return ""
