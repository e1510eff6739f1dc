"""Values as they stand in lists, facts and exports: made once for a kind, then applied row by row."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import models
from django.utils.html import escape, format_html, linebreaks
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from governance_app.looks import LEVEL_BARS, level_html, state_of
from governance_app.numbers import number_text
from governance_app.people.models import Department
from governance_app.records.registry import Column, RecordKind, kind_of, record_kinds
from governance_app.times import when_html

Cell = Callable[[Any, str], SafeString | str]


@dataclass(frozen=True, slots=True)
class Shown:
    """A column ready for use: ``cell(record, slug)`` is markup, ``value(record)`` what is exported."""

    name: str
    title: Any
    css: str
    sort: str
    cell: Cell
    value: Callable[[Any], Any]
    related: str = ""


def shown(kind: RecordKind, name: str) -> Shown:
    """The column of a field, or of a computed column."""
    for column in kind.computed:
        if column.name == name:
            return _computed(column)
    return _field_column(kind, name)


def _computed(column: Column) -> Shown:
    draw = column.cell or column.value
    return Shown(
        column.name, column.title, column.css, column.sort, lambda record, slug: _text(draw(record)), column.value
    )


def _text(value: Any) -> SafeString | str:
    if isinstance(value, SafeString):
        return value
    return escape(value) if value is not None else SafeString("—")


def _field_column(kind: RecordKind, name: str) -> Shown:
    field = kind.field(name)
    if name == "code":
        return Shown(name, kind.title_of(name), "sg-no o1", "code", _code_cell(kind), lambda record: record.code)
    if name == kind.title_field:
        return Shown(name, kind.title_of(name), "sg-wrap full o3", name, _title_cell(kind), _getter(name))
    if field.many_to_many:
        return Shown(name, kind.title_of(name), "sg-no", "", _links_cell(name, field), _links_value(name))
    if field.many_to_one:
        return _reference_column(kind, name, field)
    if field.choices:
        return _choice_column(kind, name, field)
    if isinstance(field, models.DecimalField | models.IntegerField):
        return Shown(name, kind.title_of(name), "sg-num", name, _number_cell(name), _getter(name))
    if isinstance(field, models.DateTimeField):
        return Shown(name, kind.title_of(name), "sg-num sg-muted", name, _time_cell(name), _getter(name))
    if isinstance(field, models.DateField):
        return Shown(name, kind.title_of(name), "sg-nowrap", name, _plain_cell(name), _getter(name))
    return Shown(name, kind.title_of(name), "", name, _plain_cell(name), _getter(name))


def _getter(name: str) -> Callable[[Any], Any]:
    return lambda record: getattr(record, name)


def _plain_cell(name: str) -> Cell:
    def cell(record: Any, slug: str) -> SafeString | str:
        value = getattr(record, name)
        return escape(value) if value not in (None, "") else SafeString("—")

    return cell


def _number_cell(name: str) -> Cell:
    def cell(record: Any, slug: str) -> SafeString | str:
        value = getattr(record, name)
        return SafeString("—") if value is None else number_text(value)

    return cell


def _time_cell(name: str) -> Cell:
    return lambda record, slug: when_html(getattr(record, name))


def _code_cell(kind: RecordKind) -> Cell:
    def cell(record: Any, slug: str) -> SafeString:
        return SafeString(f'<a class="sg-no" href="{kind.url(slug, record.code)}">{record.code}</a>')

    return cell


def _title_cell(kind: RecordKind) -> Cell:
    def cell(record: Any, slug: str) -> SafeString:
        return SafeString(f'<a class="sg-title" href="{kind.url(slug, record.code)}">{escape(record.name_shown)}</a>')

    return cell


def _links_value(name: str) -> Callable[[Any], Any]:
    return lambda record: ", ".join(record.links.get(name, []))


def _links_cell(name: str, field: Any) -> Cell:
    def cell(record: Any, slug: str) -> SafeString:
        kind = kind_of(field.related_model)
        codes = record.links.get(name, [])
        if kind is None or not codes:
            return SafeString(escape(", ".join(codes)) or "—")
        return SafeString(" ".join(f'<a href="{kind.url(slug, code)}">{code}</a>' for code in codes))

    return cell


def _reference_column(kind: RecordKind, name: str, field: Any) -> Shown:
    def value(record: Any) -> Any:
        row = getattr(record, name)
        return row.code if row is not None else None

    def cell(record: Any, slug: str) -> SafeString | str:
        row = getattr(record, name)
        if row is None:
            return SafeString("—")
        if isinstance(row, Department):
            return escape(row.name)
        target = kind_of(type(row))
        if target is None:
            return escape(str(row))
        return format_html('<a href="{}">{}</a>', target.url(slug, row.code), row.name_shown)

    sort = f"{name}__code"
    return Shown(name, kind.title_of(name), "sg-nowrap", sort, cell, value, related=name)


def _choice_column(kind: RecordKind, name: str, field: Any) -> Shown:
    labels = dict(field.flatchoices)
    levels = set(labels) <= set(LEVEL_BARS)

    def cell(record: Any, slug: str) -> SafeString | str:
        value = getattr(record, name)
        if not value:
            return SafeString("—")
        if name == kind.state_field and value in kind.looks:
            return state_of(kind.looks[value], labels[value]).html
        label = str(labels.get(value, value))
        return level_html(value, label) if levels else escape(label)

    def value(record: Any) -> Any:
        return str(labels.get(getattr(record, name), getattr(record, name)))

    css = "sg-nowrap o2" if name == kind.state_field else "sg-nowrap"
    return Shown(name, kind.title_of(name), css, name, cell, value)


@lru_cache(maxsize=512)
def columns_of(kind_slug: str, names: tuple[str, ...]) -> tuple[Shown, ...]:
    """The columns of a kind by their names, kept for the life of the process."""
    return tuple(shown(record_kinds[kind_slug], name) for name in names)


def fact_html(kind: RecordKind, record: Any, name: str, slug: str) -> SafeString | str:
    """A field's value on the record's own page."""
    column = shown(kind, name)
    if name in kind.body:
        text = getattr(record, name)
        return SafeString(linebreaks(text, autoescape=True)) if text else SafeString(f"<p>{_('Not given.')}</p>")
    return column.cell(record, slug)
