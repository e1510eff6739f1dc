"""django-simple-history: telling it who writes a version and why, and asking how many stood somewhere when."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Case, CharField, DateTimeField, F, IntegerField, Q, Value, When, Window
from django.db.models.functions import Lag
from simple_history.models import HistoricalRecords
from simple_history.utils import get_history_manager_for_model

from governance_app.base.clock import this_moment
from governance_app.base.rows import highest_key, rows_copy, rows_insert

#: What the history's reason column holds.
_LONGEST = 100


class History(HistoricalRecords):  # type: ignore[misc]
    """A model's history, dated by the portal's clock."""

    def create_historical_record(self, instance: Any, history_type: str, using: str | None = None) -> None:
        """Write the version just saved."""
        instance._history_date = this_moment()  # noqa: SLF001 - how simple-history is told
        try:
            super().create_historical_record(instance, history_type, using)
        finally:
            del instance._history_date  # noqa: SLF001 - it is for one version


def written_by(row: Any, actor: Any, reason: str = "") -> Any:
    """Mark a row so that its next saved version carries the actor and the reason; gives the row back."""
    row._history_user = actor
    row._change_reason = reason[:_LONGEST] or None
    return row


@transaction.atomic(savepoint=False)
def rows_create(model: Any, rows: Sequence[Any], *, key: str, within: Q, user: Any = None, reason: str = "") -> None:
    """Insert new rows of a model with their history, as if each had been saved; they get their primary keys.

    ``key`` names a field by which the rows ``within`` are told apart. The history repeats what the database holds.
    """
    if not rows:
        return
    wanted = {getattr(row, key) for row in rows}
    before = highest_key(model)
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    rows_insert(
        model, [field.name for field in fields], ([field.pre_save(row, True) for field in fields] for row in rows)
    )
    stored = model._default_manager.filter(within, pk__gt=before)
    # Someone else may have written others meanwhile.
    keys = {name: pk for name, pk in stored.values_list(key, "pk") if name in wanted}
    for row in rows:
        row.pk = keys[getattr(row, key)]
        # As after a save.
        row._state.adding, row._state.db = False, stored.db  # noqa: SLF001 - Django documents it for this use
    history_begin(model, list(keys.values()), user=user, reason=reason)


def history_begin(model: Any, keys: Iterable[Any], *, user: Any = None, reason: str = "") -> None:
    """Write the first version of rows just inserted, copied by the database from the rows themselves."""
    history = get_history_manager_for_model(model).model
    user = user or history.get_default_history_user(model())
    said = {
        "history_date": Value(this_moment(), DateTimeField()),
        "history_change_reason": Value(reason[:_LONGEST] or None, CharField()),
        "history_type": Value("+", CharField()),
        "history_user_id": Value(user.pk if user else None, IntegerField()),
    }
    names = [field.attname for field in history.tracked_fields]
    rows = model._default_manager.filter(pk__among=list(keys)).order_by("pk")
    rows_copy(history, [*names, *said], rows.values_list(*names, *said.values()))


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
