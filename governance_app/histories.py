"""django-simple-history: telling it who writes a version and why, and asking how many stood somewhere when."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Case, F, IntegerField, Q, When, Window
from django.db.models.functions import Lag

#: What the history's reason column holds.
_LONGEST = 100


def written_by(row: Any, actor: Any, reason: str = "") -> Any:
    """Mark a row so that its next saved version carries the actor and the reason; gives the row back."""
    row._history_user = actor
    row._change_reason = reason[:_LONGEST] or None
    return row


def counts_at(model: Any, moments: Sequence[datetime], *, within: Q, good: Q) -> list[int]:
    """How many rows of a model met ``good`` at each moment, by their history: one statement.

    Each version is compared with the one before it, so that only changes are counted; a removed row counts no more.
    """
    if not moments:
        return []
    stands = Case(When(good & ~Q(history_type="-"), then=1), default=0, output_field=IntegerField())
    changes = (
        model.history.filter(within, history_date__lte=moments[-1])
        .annotate(stands=stands)
        .annotate(
            stood=Window(
                Lag("stands", default=0), partition_by=[F("id")], order_by=[F("history_date"), F("history_id")]
            )
        )
        .order_by("history_date", "history_id")
        .values_list("history_date", "stands", "stood")
    )
    counts, place, now = [0] * len(moments), 0, 0
    for when, stands_now, stood in changes.iterator(chunk_size=5000):
        while when > moments[place]:
            counts[place] = now
            place += 1
        now += stands_now - stood
    counts[place:] = [now] * (len(moments) - place)
    return counts
