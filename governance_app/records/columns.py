"""Values as they stand in lists, facts and exports: made once for a kind, then applied row by row."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any

from django.db import models
from django.utils.html import linebreaks
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from governance_app.base.looks import LEVEL_BARS, level_html, state_of
from governance_app.base.numbers import number_text
from governance_app.base.times import Clock
from governance_app.records.references import key_field, key_of
from governance_app.records.registry import Column, RecordKind, kind_of, record_kinds

Cell = Callable[[Any], SafeString]
#: Makes the cell of one programme's pages. Addresses and words are made here, once a page and not once a row.
Draw = Callable[[str], Cell]

_NOTHING = SafeString("—")


@dataclass(frozen=True, slots=True)
class Shown:
    """A column ready for use: ``draw(slug)(record)`` is markup, ``value(record)`` what is exported."""

    name: str
    title: Any
    css: str
    sort: str
    draw: Draw
    value: Callable[[Any], Any]
    related: str = ""


def shown(kind: RecordKind, name: str) -> Shown:
    """The column of a field, or of a computed column."""
    for column in kind.computed:
        if column.name == name:
            return _computed(column)
    return _field_column(kind, name)


def _computed(column: Column) -> Shown:
    made = column.cell or column.value
    return Shown(
        column.name,
        column.title,
        column.css,
        column.sort,
        lambda slug: lambda record: _text(made(record)),
        column.value,
    )


def _text(value: Any) -> SafeString:
    if isinstance(value, SafeString):
        return value
    return SafeString(escape(str(value))) if value is not None else _NOTHING


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


def _plain_cell(name: str) -> Draw:
    def cell(record: Any) -> SafeString:
        value = getattr(record, name)
        return _text(value) if value not in (None, "") else _NOTHING

    return lambda slug: cell


def _number_cell(name: str) -> Draw:
    def cell(record: Any) -> SafeString:
        value = getattr(record, name)
        return _NOTHING if value is None else SafeString(number_text(value))

    return lambda slug: cell


def _time_cell(name: str) -> Draw:
    def draw(slug: str) -> Cell:
        clock = Clock()
        return lambda record: clock.html(value) if (value := getattr(record, name)) else _NOTHING

    return draw


def _code_cell(kind: RecordKind) -> Draw:
    def draw(slug: str) -> Cell:
        base = kind.url(slug)
        return lambda record: SafeString(f'<a class="sg-no" href="{base}{record.code}/">{record.code}</a>')

    return draw


def _title_cell(kind: RecordKind) -> Draw:
    def draw(slug: str) -> Cell:
        base = kind.url(slug)
        return lambda record: SafeString(
            f'<a class="sg-title" href="{base}{record.code}/">{escape(record.name_shown)}</a>'
        )

    return draw


def _links_value(name: str) -> Callable[[Any], Any]:
    return lambda record: ", ".join(record.links.get(name, []))


def _links_cell(name: str, field: Any) -> Draw:
    def draw(slug: str) -> Cell:
        kind = kind_of(field.related_model)
        base = kind.url(slug) if kind else ""

        def cell(record: Any) -> SafeString:
            codes = record.links.get(name, [])
            if not base or not codes:
                return SafeString(escape(", ".join(codes))) if codes else _NOTHING
            return SafeString(" ".join([f'<a href="{base}{code}/">{code}</a>' for code in codes]))

        return cell

    return draw


def _reference_column(kind: RecordKind, name: str, field: Any) -> Shown:
    def value(record: Any) -> Any:
        row = getattr(record, name)
        return key_of(row) if row is not None else None

    def draw(slug: str) -> Cell:
        target = kind_of(field.related_model)
        base = target.url(slug) if target else ""

        def cell(record: Any) -> SafeString:
            row = getattr(record, name)
            if row is None:
                return _NOTHING
            if not base:
                return SafeString(escape(str(row)))
            return SafeString(f'<a href="{base}{row.code}/">{escape(row.name_shown)}</a>')

        return cell

    return Shown(
        name, kind.title_of(name), "sg-nowrap", f"{name}__{key_field(field.related_model)}", draw, value, related=name
    )


def _choice_column(kind: RecordKind, name: str, field: Any) -> Shown:
    labels = dict(field.flatchoices)
    levels = set(labels) <= set(LEVEL_BARS)

    def markup(value: str) -> SafeString:
        label = str(labels[value])
        if name == kind.state_field and value in kind.looks:
            return state_of(kind.looks[value], label).html
        return level_html(value, label) if levels else SafeString(escape(label))

    def draw(slug: str) -> Cell:
        known = {value: markup(value) for value in labels if value}

        def cell(record: Any) -> SafeString:
            value = getattr(record, name)
            return known.get(value) or _text(value or None)

        return cell

    def value(record: Any) -> Any:
        stored = getattr(record, name)
        return str(labels.get(stored, stored)) if stored is not None else None

    css = "sg-nowrap o2" if name == kind.state_field else "sg-nowrap"
    return Shown(name, kind.title_of(name), css, name, draw, value)


@lru_cache(maxsize=512)
def columns_of(kind_slug: str, names: tuple[str, ...]) -> tuple[Shown, ...]:
    """The columns of a kind by their names, kept for the life of the process."""
    return tuple(shown(record_kinds[kind_slug], name) for name in names)


def fact_html(kind: RecordKind, record: Any, name: str, slug: str) -> SafeString:
    """A field's value on the record's own page."""
    column = shown(kind, name)
    if name in kind.body:
        text = getattr(record, name)
        nothing = _("Not given.")
        return SafeString(linebreaks(text, autoescape=True)) if text else SafeString(f"<p>{escape(nothing)}</p>")
    return column.draw(slug)(record)
