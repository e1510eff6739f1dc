"""Queries whose statement is made once a process: for what every page asks, making it takes longer than running it.

Only the statement's text is kept, never a row: what is asked for is read anew from the database each time.
"""

from collections.abc import Callable
from copy import copy
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet

T = TypeVar("T")
#: Stands for the key while the statement is made; no row has it.
_PLACE = -4_611_686_018_427_387_847


class Kept(Generic[T]):
    """A query about one thing by its key: ``make`` gives it, the same for each key but for the key itself."""

    def __init__(self, make: Callable[[Any], QuerySet[Any, T]]) -> None:
        self._make = make
        self._made: dict[str, tuple[QuerySet[Any, T], Any, str, tuple[Any, ...]]] = {}

    def of(self, key: int) -> list[T]:
        """The rows as they are now."""
        asked, maker, text, values = self._statement(key)
        rows = asked.all()
        maker = copy(maker)
        maker.connection = connections[rows.db]
        # The parts of a query that hold its columns and make its rows are left to do so; only its text is given.
        maker.as_sql = lambda *_args, **_more: (text, values)
        rows.query.get_compiler = lambda *_args, **_more: maker  # type: ignore[method-assign]
        return list(rows)

    def _statement(self, key: int) -> tuple[QuerySet[Any, T], Any, str, tuple[Any, ...]]:
        alias = DEFAULT_DB_ALIAS
        vendor = connections[alias].vendor
        if vendor not in self._made:
            rows = self._make(_PLACE)
            maker = rows.query.get_compiler(rows.db)
            text, values = maker.as_sql()
            self._made[vendor] = rows, maker, text, tuple(values)
        rows, maker, text, values = self._made[vendor]
        return rows, maker, text, tuple(key if value == _PLACE else value for value in values)
