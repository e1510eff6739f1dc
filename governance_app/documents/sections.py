"""Sections of a document, declared once: content, comparison, words of choices and the default table follow from them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import models

from governance_app.base.canonical import decimal_text
from governance_app.people.models import Department, User
from governance_app.programmes.models import Programme


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the content under its ``key``: a list of coded rows, or (without fields) a single text.

    ``fields`` maps a row's keys to their names, in order; ``choices`` a key to the names of its values;
    ``departments`` are the keys that hold a department's name; ``texts`` says how a key's value reads. ``content`` gives
    what the section holds of a programme; without it the kind's ``compose`` does.
    """

    key: str
    title: Any
    fields: Mapping[str, Any] = field(default_factory=dict)
    choices: Mapping[str, Mapping[Any, Any]] = field(default_factory=dict)
    departments: tuple[str, ...] = ()
    texts: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)
    content: Callable[[Programme], Any] | None = None
    #: The records it is made of, where they say who edited them last.
    model: type[models.Model] | None = None

    def edited(self, programme: Programme) -> tuple[datetime, int | None] | None:
        """When one of its records was edited last, and by whom."""
        if self.model is None or not hasattr(self.model, "updated_by_id"):
            return None
        rows: Any = self.model._default_manager.filter(programme=programme)
        latest: tuple[datetime, int | None] | None = (
            rows.order_by("-updated_at").values_list("updated_at", "updated_by_id").first()
        )
        return latest


def programme_text(name: str, title: Any) -> Section:
    """A text of the programme itself."""
    return Section(name, title, content=lambda programme: getattr(programme, name))


def record_section(
    key: str,
    title: Any,
    model: type[models.Model],
    *fields: str,
    also: tuple[str, ...] = (),
    values: Mapping[str, Callable[[Any], Any]] | None = None,
    names: Mapping[str, Any] | None = None,
    texts: Mapping[str, Callable[[Any], str]] | None = None,
    find: Callable[[Programme], Iterable[Any]] | None = None,
) -> Section:
    """The records of a model with their ``fields``; names, choices and departments are read from the model.

    ``find`` gives other records than all, or in another order than that of their codes. ``values`` calculates a field,
    ``names`` gives it another name, ``texts`` says how it reads. ``also`` are fields that the content holds and nobody
    compares.
    """
    meta: Any = model._meta
    values, names = values or {}, names or {}
    own = {name: meta.get_field(name) for name in (*fields, *also) if name not in values}
    pointing = [name for name, known in own.items() if known.many_to_one]

    def rows(programme: Programme) -> list[dict[str, Any]]:
        found = find(programme) if find else _by_code(model, programme, pointing)
        return [{"code": row.code} | {name: _value(row, name) for name in (*fields, *also)} for row in found]

    def _value(row: Any, name: str) -> Any:
        return values[name](row) if name in values else canonical_value(row, own[name])

    return Section(
        key,
        title,
        {name: names[name] if name in names else meta.get_field(name).verbose_name for name in fields},
        {
            name: dict(own[name].flatchoices)
            for name in fields
            if name in own and getattr(own[name], "flatchoices", None)
        },
        tuple(name for name in fields if name in pointing and own[name].related_model is Department),
        texts or {},
        rows,
        model,
    )


def _by_code(model: type[models.Model], programme: Programme, pointing: Iterable[str]) -> Iterable[Any]:
    found: Any = model._default_manager.filter(programme=programme)
    if pointing:
        found = found.select_related(*pointing)
    rows: Iterable[Any] = found.order_by("code")
    return rows


def canonical_value(record: Any, known: Any) -> Any:
    """A field's value as documents keep it: decimals as text, departments and people by name, records by code."""
    if known.many_to_many:
        return record.links.get(known.name, [])
    value = getattr(record, known.name)
    if isinstance(value, Decimal):
        return decimal_text(value)
    if known.many_to_one:
        return _named(value)
    return value


def _named(value: Any) -> str:
    if value is None:
        return ""
    return str(value) if isinstance(value, Department | User) else str(value.code)
