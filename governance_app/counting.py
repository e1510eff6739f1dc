"""Counts of a programme whose statement is made once a process: making it takes ten times as long as running it.

Only the statement's text is kept. What it counts is counted anew in the database each time it is asked.
"""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from governance_app.programmes.models import Programme

#: Stands for a programme's key while the statement is made; no row has it.
_PLACE = -4_611_686_018_427_387_847


class Counts:
    """Whole numbers by name. ``make`` gives a query of ``values`` for a programme, the same for each but for its key."""

    def __init__(self, make: Callable[[Programme], QuerySet[Any, Any]]) -> None:
        self._make = make
        self._made: dict[str, tuple[str, tuple[Any, ...], list[str]]] = {}

    def of(self, programme: Programme) -> dict[str, int]:
        """The counts of a programme now; all nought where the query finds no row."""
        statement, values, names = self._statement()
        with connection.cursor() as cursor:
            cursor.execute(statement, [programme.pk if value == _PLACE else value for value in values])
            row = cursor.fetchone()
        return dict(zip(names, row or [0] * len(names), strict=True))

    def _statement(self) -> tuple[str, tuple[Any, ...], list[str]]:
        made = self._made.get(connection.vendor)
        if made is None:
            query = self._make(Programme(pk=_PLACE)).order_by().query
            statement, values = query.sql_with_params()
            names = [*query.extra_select, *query.values_select, *query.annotation_select]
            made = self._made[connection.vendor] = statement, tuple(values), names
        return made
