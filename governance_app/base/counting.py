"""Counting rows of many models that belong to one thing, in as few statements as can be.

An overview judges some sixty criteria. Putting their statements together would take longer than running them, so the text
is made once a process. Only text is kept: every number is counted anew in the database.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet, FieldDoesNotExist, ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Count, IntegerField, Model, Q, QuerySet, Value

from governance_app.base.reading import once

#: Stands for the owner's key in a kept text; no key is negative.
_OWNER = -7_777_777_777
#: So many SELECTs go into one statement; SQLite takes 500.
_MOST = 400


@dataclass(frozen=True, eq=False, slots=True)
class Rows:
    """The rows of a model that belong to an owner, a programme unless ``owner`` names another way, and meet a condition.

    A condition that depends on the day or on the owner is a function of the owner; its text is made for each count.
    """

    model: type[Model]
    where: Q | Callable[[Any], Q] = Q()  # noqa: RUF009 - nobody changes a Q
    owner: str = "programme"

    def condition(self, owner: Any) -> Q:
        """The condition on the rows of this owner."""
        return self.where(owner) if callable(self.where) else self.where

    def of(self, owner: Any) -> QuerySet[Any]:
        """The rows themselves, each once."""
        return _once(_belonging(self, owner.pk), self.condition(owner))


def counts(owner: Model, wanted: Iterable[Rows]) -> dict[Rows, int]:
    """How many rows there are of each, now; in one reading each is counted once."""
    asked = tuple(dict.fromkeys(wanted))
    known: dict[Rows, int] = once(("counts", type(owner), owner.pk), dict)
    missing = tuple(rows for rows in asked if rows not in known)
    fixed = tuple(rows for rows in missing if not callable(rows.where))
    moving = [(rows, rows.condition(owner)) for rows in missing if callable(rows.where)]
    known |= dict.fromkeys(missing, 0)
    known |= _answered([*_kept(fixed), *_statements(_groups(moving))], owner)
    return {rows: known[rows] for rows in asked}


@dataclass(frozen=True, slots=True)
class _Statement:
    """A text with its values, and what its rows count: by place, the ``Rows`` column by column."""

    text: str
    values: tuple[Any, ...]
    columns: list[list[Rows]]


_Group = list[tuple[Rows, Q]]


@lru_cache(maxsize=128)
def _kept(fixed: tuple[Rows, ...]) -> list[_Statement]:
    return _statements(_groups((rows, rows.condition(None)) for rows in fixed))


def _groups(conditions: Iterable[tuple[Rows, Q]]) -> list[_Group]:
    """Rows of one model are counted in one pass over it."""
    found: dict[tuple[type[Model], str], _Group] = {}
    for rows, condition in conditions:
        found.setdefault((rows.model, rows.owner), []).append((rows, condition))
    # The widest first: it tells the database the columns' types.
    return sorted(found.values(), key=len, reverse=True)


def _statements(groups: Sequence[_Group]) -> list[_Statement]:
    if not groups:
        return []
    made = _statement(groups) if len(groups) <= _MOST else None
    limit = connections[DEFAULT_DB_ALIAS].features.max_query_params
    if made is not None and (limit is None or len(made.values) <= limit or len(groups) == 1):
        return [made]
    middle = len(groups) // 2
    return [*_statements(groups[:middle]), *_statements(groups[middle:])]


def _statement(groups: Sequence[_Group]) -> _Statement:
    width = len(groups[0])
    each = [_counted(place, group, width) for place, group in enumerate(groups)]
    columns = [[rows for rows, _condition in group] for group in groups]
    try:
        text, values = each[0].union(*each[1:], all=True).query.sql_with_params()
    except EmptyResultSet:  # no row can meet any of the conditions
        return _Statement("", (), columns)
    return _Statement(text, tuple(values), columns)


def _counted(place: int, group: _Group, width: int) -> QuerySet[Any, Any]:
    """One row: the group's place and how many rows meet each condition, filled up with nothing to the common width."""
    belonging = _belonging(group[0][0], _OWNER)
    if _over_many(belonging.model, group[0][0].owner):
        raise ImproperlyConfigured(f"a row of {belonging.model.__name__} may belong to several by {group[0][0].owner}")
    whole = IntegerField()
    numbers: dict[str, Any] = {
        f"counted_{column}": Count("pk", filter=_alone(belonging, condition) if condition else None)
        for column, (_rows, condition) in enumerate(group)
    }
    numbers |= {f"counted_{column}": Value(None, whole) for column in range(len(group), width)}
    placed: Any = belonging.order_by().annotate(counted_place=Value(place, whole)).values("counted_place")
    found: QuerySet[Any, Any] = placed.annotate(**numbers).values_list("counted_place", *numbers)
    return found


def _belonging(rows: Rows, owner: Any) -> QuerySet[Any]:
    return rows.model._default_manager.filter(**{rows.owner: owner})


def _once(rows: QuerySet[Any], condition: Q) -> QuerySet[Any]:
    return rows.filter(_alone(rows, condition)) if condition else rows


def _alone(rows: QuerySet[Any], condition: Q) -> Q:
    """The condition, such that no row meets it more than once: one that goes over many others is a query of its own.

    So is one that asks whether others exist, where the database answers that for all rows at once: PostgreSQL does, a
    filter of a count it would ask row by row. SQLite finds them by its indexes.
    """
    at_once = connections[DEFAULT_DB_ALIAS].vendor == "postgresql"
    if any(at_once if name is None else _over_many(rows.model, name) for name in _names(condition)):
        return Q(pk__in=rows.order_by().filter(condition).values("pk"))
    return condition


def _names(condition: Q) -> Iterable[str | None]:
    """The ways to what is compared; None for an expression."""
    for child in condition.children:
        if isinstance(child, Q):
            yield from _names(child)
        else:
            yield child[0] if isinstance(child, tuple) else None


def _over_many(model: Any, name: str) -> bool:
    for part in name.split("__"):
        try:
            field = model._meta.get_field(part)
        except FieldDoesNotExist:  # a key, or the lookup at the end
            return False
        if field.many_to_many or field.one_to_many:
            return True
        if not field.is_relation:
            return False
        model = field.related_model
    return False


def _answered(statements: Iterable[_Statement], owner: Model) -> dict[Rows, int]:
    found: dict[Rows, int] = {}
    for statement in statements:
        if not statement.text:
            continue
        values = [owner.pk if value == _OWNER else value for value in statement.values]
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(statement.text, values)
            for place, *numbers in cursor.fetchall():
                found.update(zip(statement.columns[place], numbers, strict=False))
    return found
