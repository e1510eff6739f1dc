"""Queries whose statement is made once a process: for what every page asks, making it takes longer than running it.

Only the statement's text is kept, never a row: what is asked for is read anew from the database each time.
"""

from collections.abc import Callable
from copy import copy
from typing import Any, Generic, TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet

T = TypeVar("T")
#: Two keys for which a statement is made: what differs between the two is the key. Any kind of key can hold them.
_ONE, _OTHER = 1, 2


class Kept(Generic[T]):
    """A query about one thing by its key: ``make`` gives it, the same for each key but for the key itself."""

    def __init__(self, make: Callable[[Any], QuerySet[Any, T]]) -> None:
        self._make = make
        self._made: dict[str, tuple[QuerySet[Any, T], Any, str, tuple[Any, ...], list[bool]]] = {}

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
        vendor = connections[DEFAULT_DB_ALIAS].vendor
        if vendor not in self._made:
            self._made[vendor] = self._first()
        rows, maker, text, values, places = self._made[vendor]
        return rows, maker, text, tuple(key if place else value for value, place in zip(values, places, strict=True))

    def _first(self) -> tuple[QuerySet[Any, T], Any, str, tuple[Any, ...], list[bool]]:
        rows = self._make(_ONE)
        maker = rows.query.get_compiler(rows.db)
        text, values = maker.as_sql()
        twin = self._make(_OTHER)
        twin_text, twins = twin.query.get_compiler(twin.db).as_sql()
        places = [value != twin_value for value, twin_value in zip(values, twins, strict=True)]
        if text != twin_text or {value for value, place in zip(values, places, strict=True) if place} != {_ONE}:
            raise ImproperlyConfigured(f"this query differs by more than its key: {text}")
        return rows, maker, text, tuple(values), places
