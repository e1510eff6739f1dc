"""Reading records: lists as a URL asks for them, one record with its surroundings, its history."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.db.models import Count, Q, QuerySet, Value
from django.http import QueryDict

from governance_app.base.differences import FieldChange, field_changes
from governance_app.base.numbers import whole
from governance_app.people.models import Department, User
from governance_app.programmes.models import Programme
from governance_app.programmes.rules import Access
from governance_app.records.columns import Shown, columns_of
from governance_app.records.models import SavedFilter
from governance_app.records.references import key_field, key_of, people_of
from governance_app.records.registry import R, RecordKind

SIZES = (25, 50, 100, 200)
DEFAULT_SIZE = 50


def records_for(kind: RecordKind[R], programme: Programme) -> QuerySet[R]:
    """All records of a kind in a programme."""
    return kind.model._default_manager.filter(programme=programme)


def records_known(
    kind: RecordKind,
    programme: Programme,
    codes: Collection[str] | None = None,
    *,
    lock: bool = True,
    removing: bool = False,
) -> dict[str, Any]:
    """The records with these codes, or all, locked in the one order in which all lock them.

    So nobody who holds one of them waits for another, nor for the document's lock that is taken after them. Others may
    name them meanwhile, unless they are to be removed.
    """
    rows = kind.model._default_manager.filter(programme=programme).order_by("code")
    rows = rows.select_related(*(name for name in kind.plain if kind.field(name).many_to_one))
    if codes is not None:
        rows = rows.filter(code__in=codes)
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=not removing)
    return {record.code: record for record in rows}


def counts_of(kinds: Iterable[RecordKind], programme: Programme) -> dict[str, int]:
    """How many records of each kind a programme has, by the kind's slug: one statement for all kinds."""
    each = [
        records_for(kind, programme)
        .order_by()
        .values_list(Value(kind.slug, output_field=models.CharField()))
        .annotate(number=Count("pk"))
        for kind in kinds
    ]
    # A kind without records gives no row.
    return dict(each[0].union(*each[1:], all=True)) if each else {}


def removed_codes(kind: RecordKind, programme: Programme) -> set[str]:
    """The codes of records that were removed: they are never used again."""
    history: Any = kind.model.history
    return set(history.filter(programme=programme, history_type="-").values_list("code", flat=True))


def record_for(kind: RecordKind, access: Access, code: str) -> Any | None:
    """One record of the programme, or None."""
    related = [column.related for column in columns_of(kind.slug, kind.facts) if column.related]
    rows = records_for(kind, access.programme).select_related("created_by", "updated_by", *related)
    return rows.filter(code=code).first()


@dataclass
class ListQuery:
    """A list as its URL asks for it: search, filters, preset, order, columns, page. Unknown parts are ignored."""

    kind: RecordKind
    access: Access
    params: QueryDict
    column_names: tuple[str, ...] = ()

    @cached_property
    def text(self) -> str:
        """What is searched for."""
        return self.params.get("q", "").strip()[:100]

    @cached_property
    def preset(self) -> str:
        """The preset chosen, or nothing."""
        wanted = self.params.get("preset", "")
        return wanted if any(preset.slug == wanted for preset in self.kind.presets) else ""

    @cached_property
    def chosen(self) -> dict[str, list[str]]:
        """The values picked for each filter."""
        given = {name: list(filter(None, self.params.getlist(name))) for name in self.kind.filters}
        return {name: picked for name, picked in given.items() if picked}

    @cached_property
    def columns(self) -> tuple[Shown, ...]:
        """The columns shown."""
        known = {*self.kind.columns, *self.kind.hidden}
        names = tuple(name for name in self.column_names if name in known)
        return columns_of(self.kind.slug, names or self.kind.columns)

    @cached_property
    def all_columns(self) -> tuple[Shown, ...]:
        """Every column there is."""
        return columns_of(self.kind.slug, (*self.kind.columns, *self.kind.hidden))

    @cached_property
    def order(self) -> str:
        """The field sorted by, with a minus for descending."""
        wanted = self.params.get("sort", "")
        name = wanted.removeprefix("-")
        sorts = {column.name: column.sort for column in self.all_columns if column.sort}
        return wanted if name in sorts else "code"

    @cached_property
    def size(self) -> int:
        """Rows a page."""
        wanted = whole(self.params.get("size", ""))
        return wanted if wanted in SIZES else DEFAULT_SIZE

    @cached_property
    def page(self) -> int:
        """The page asked for, from 1."""
        return max(1, whole(self.params.get("page", "")) or 1)

    @cached_property
    def options(self) -> dict[str, list[tuple[str, str]]]:
        """What each filter offers; filters on records of one model share a query."""
        known: dict[Any, list[tuple[str, str]]] = {}
        found = {}
        for name in self.kind.filters:
            key = self.kind.field(name).related_model or name
            if key not in known:
                known[key] = filter_options(self.kind, self.access.programme, name)
            found[name] = known[key]
        return found

    def filtered(self) -> QuerySet[Any]:
        """The records that match, in order."""
        rows = records_for(self.kind, self.access.programme)
        for preset in self.kind.presets:
            if preset.slug == self.preset:
                rows = rows.filter(preset.condition(self.access.programme))
        for name, values in self.chosen.items():
            rows = rows.filter(self._picked(name, values))
        if self.text:
            hit = Q()
            for name in self.kind.search:
                hit |= Q(**{f"{name}__icontains": self.text})
            rows = rows.filter(hit)
        return rows.order_by(*self._order_by())

    def _order_by(self) -> list[str]:
        name = self.order.removeprefix("-")
        sign = "-" if self.order.startswith("-") else ""
        field = next(column.sort for column in self.all_columns if column.name == name)
        return [f"{sign}{field}"] if field == "code" else [f"{sign}{field}", "code"]

    def _picked(self, name: str, values: list[str]) -> Q:
        if self.kind.field(name).is_relation:
            return Q(**{f"{name}__{key_field(self.kind.field(name).related_model)}__in": values})
        # Choices may be numbers: what is none of them would not even be compared, and matches nothing.
        known = {str(code): code for code, _label in self.kind.field(name).flatchoices}
        return Q(
            **{f"{name}__in": [known.get(value, value) for value in values if value in known] if known else values}
        )

    def rows(self) -> QuerySet[Any]:
        """The matching records with what the shown columns need, and nothing more."""
        related = [column.related for column in self.columns if column.related]
        computed = {column.name for column in self.kind.computed}
        shown_names = {column.name for column in self.columns}
        rows = self.filtered()
        if related:
            rows = rows.select_related(*related)
        if shown_names & computed:
            return rows
        heavy = [
            field.name
            for field in self.kind.model._meta.concrete_fields
            if isinstance(field, models.TextField) and field.name not in shown_names
        ]
        return rows.defer(*heavy)

    def query(self, **changes: Any) -> str:
        """The query string with some parts changed; None takes a part away."""
        parts: dict[str, Any] = {
            "preset": self.preset,
            "q": self.text,
            **self.chosen,
            "sort": "" if self.order == "code" else self.order,
            "size": "" if self.size == DEFAULT_SIZE else str(self.size),
        }
        parts.update(changes)
        return urlencode({name: value for name, value in parts.items() if value}, doseq=True)

    @property
    def narrowed(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.text or self.chosen or self.preset)


def filter_options(kind: RecordKind, programme: Programme, name: str) -> list[tuple[str, str]]:
    """The values a filter offers, with their names."""
    field = kind.field(name)
    if field.choices:
        return [(str(code), str(label)) for code, label in field.flatchoices]
    if field.related_model is Department:
        return list(programme.departments.order_by("code").values_list("code", "name"))
    if field.related_model is User:
        people = User.objects.filter(pk__in=people_of(programme)).order_by("username")
        return [(user.username, str(user)) for user in people]
    if not field.is_relation:
        # A plain text offers what is in use.
        used = records_for(kind, programme).exclude(**{name: ""}).order_by(name).values_list(name, flat=True)
        return [(value, value) for value in used.distinct()]
    rows = field.related_model._default_manager.filter(programme=programme).order_by("code")
    return list(rows.values_list("code", field.related_model.title_field))


def saved_filters(kind: RecordKind, access: Access) -> QuerySet[SavedFilter]:
    """One's own saved filters of a list."""
    return SavedFilter.objects.filter(user=access.user, programme=access.programme, kind=kind.slug)


@dataclass(frozen=True, slots=True)
class Event:
    """One version in a record's history, with what changed against the version before."""

    row: Any
    changes: list[FieldChange]


def history_events(kind: RecordKind, rows: Iterable[Any]) -> list[Event]:
    """The events of a record's history rows, given latest first."""
    listed = list(rows)
    events = []
    for position, row in enumerate(listed):
        older = listed[position + 1] if position + 1 < len(listed) else None
        changes = _changes(kind, older, row) if older is not None and row.history_type == "~" else []
        events.append(Event(row, changes))
    return events


def _changes(kind: RecordKind, older: Any, newer: Any) -> list[FieldChange]:
    names = [*kind.plain, *filter(None, [kind.state_field]), *kind.kept, *kind.many]
    said = {name: _said(kind, older, newer, name) for name in dict.fromkeys(names)}
    return list(
        field_changes(
            {name: kind.title_of(name) for name in said},
            {name: was for name, (was, _now) in said.items()},
            {name: now for name, (_was, now) in said.items()},
        )
    )


def _said(kind: RecordKind, older: Any, newer: Any, name: str) -> tuple[str, str]:
    """How a field reads in two versions; nothing where it is the same."""
    if name in kind.many:
        return ", ".join(older.links.get(name, [])), ", ".join(newer.links.get(name, []))
    if name in kind.kept:
        before, after = kind.kept[name](getattr(older, name)), kind.kept[name](getattr(newer, name))
        return "; ".join(row for row in before if row not in after), "; ".join(
            row for row in after if row not in before
        )
    if getattr(older, kind.field(name).attname) == getattr(newer, kind.field(name).attname):
        return "", ""
    was, now = _history_text(older, name), _history_text(newer, name)
    # Two may carry one name.
    return (
        (f"{key_of(getattr(older, name))} {was}", f"{key_of(getattr(newer, name))} {now}") if was == now else (was, now)
    )


def _history_text(row: Any, name: str) -> str:
    display = getattr(row, f"get_{name}_display", None)
    value = display() if display else getattr(row, name)
    return "" if value is None else str(value)


def history_rows(kind: RecordKind, record: Any, most: int) -> list[Any]:
    """The record's latest history rows, with who wrote them and what they point at."""
    related = [name for name in kind.plain if kind.field(name).many_to_one]
    return list(record.history.select_related("history_user", *related).order_by("-history_date", "-history_id")[:most])
