"""Records and their trace links: who is whose source, and what a source says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from governance_app.base.clock import this_moment
from governance_app.people.models import Department
from governance_app.programmes.models import Programme
from governance_app.records.registry import RecordKind, kind_of, record_kinds
from governance_app.trace.models import TraceLink
from governance_app.trace.selectors import suspects_of
from governance_app.trace.services import links_sync, record_forgotten, sources_changed


def reference(kind: RecordKind, code: str) -> str:
    """A record as links name it, ``requirements:REQ-001``."""
    return f"{kind.slug}:{code}"


def trigger_values(kind: RecordKind, record: Any) -> dict[str, Any]:
    """What a record says in its trigger fields, in plain values."""
    values: dict[str, Any] = {}
    for name in kind.triggers:
        field = kind.field(name)
        values[name] = sorted(record.links.get(name, [])) if field.many_to_many else field.value_to_string(record)
    return values


def record_at(programme: Programme, ref: str) -> tuple[RecordKind, Any] | None:
    """The record a link names, with its kind; None when there is none."""
    slug, _colon, code = ref.partition(":")
    kind = record_kinds.get(slug)
    if kind is None:
        return None
    record = kind.model._default_manager.filter(programme=programme, code=code).first()
    return (kind, record) if record is not None else None


def records_at(programme: Programme, refs: Iterable[str]) -> dict[str, tuple[RecordKind, Any]]:
    """The records links name, with their kinds and owners, those that are there: one statement a kind."""
    codes: dict[str, set[str]] = {}
    for ref in refs:
        slug, _colon, code = ref.partition(":")
        codes.setdefault(slug, set()).add(code)
    found: dict[str, tuple[RecordKind, Any]] = {}
    for slug, wanted in codes.items():
        kind = record_kinds.get(slug)
        if kind is None:
            continue
        rows = kind.model._default_manager.filter(programme=programme, code__in=wanted)
        if owner_field(kind):
            rows = rows.select_related(owner_field(kind))
        found |= {reference(kind, row.code): (kind, row) for row in rows}
    return found


def owner_field(kind: RecordKind) -> str:
    """The field that names the department a record belongs to, or nothing."""
    if kind.department_field:
        return kind.department_field
    return "owner_department" if hasattr(kind.model, "owner_department") else ""


def owner_of(kind: RecordKind, record: Any) -> Department | None:
    """The department whose head answers for a record, or None."""
    name = owner_field(kind)
    found: Department | None = getattr(record, name) if name else None
    return found


@dataclass(frozen=True, slots=True)
class SuspectGroup:
    """The suspect links whose targets one department answers for."""

    count: int
    since: datetime


def suspect_owners(programme: Programme) -> dict[int | None, SuspectGroup]:
    """The suspect links by the department that must look, None for those no department owns; longest first.

    One statement for the links, and one for each kind of record that has an owner.
    """
    links = list(suspects_of(programme).values_list("target", "suspect_since"))
    codes: dict[str, set[str]] = {}
    for target, _since in links:
        slug, _colon, code = target.partition(":")
        codes.setdefault(slug, set()).add(code)
    owners: dict[str, int | None] = {}
    for slug, wanted in codes.items():
        kind = record_kinds.get(slug)
        name = owner_field(kind) if kind else ""
        if kind and name:
            rows = kind.model._default_manager.filter(programme=programme, code__in=wanted)
            owners |= {reference(kind, code): owner for code, owner in rows.values_list("code", f"{name}_id")}
    found: dict[int | None, SuspectGroup] = {}
    for target, since in links:
        owner = owners.get(target)
        group = found.get(owner)
        # A suspect link has its time: the database says so, too.
        found[owner] = SuspectGroup(group.count + 1, group.since) if group else SuspectGroup(1, since or this_moment())
    return found


def trace_written(kind: RecordKind, records: Iterable[Any]) -> None:
    """Bring the links of records just written into step; in the transaction that writes them."""
    written = list(records)
    if not written:
        return
    programme = written[0].programme
    if kind.triggers:
        by_reference = {reference(kind, record.code): record for record in written}
        sources_changed(
            programme=programme, sources=by_reference, said=lambda ref: trigger_values(kind, by_reference[ref])
        )
    if kind.traced:
        links_sync(programme=programme, sources=_sources(kind, written))


def _sources(kind: RecordKind, records: list[Any]) -> dict[str, dict[str, dict[str, Any]]]:
    """What each record points at, and what that says: a statement or two a field, each source read once."""
    found: dict[str, dict[str, dict[str, Any]]] = {reference(kind, record.code): {} for record in records}
    for name in kind.traced:
        other = kind_of(kind.field(name).related_model)
        if other is None:
            continue
        ends, sources = _ends(kind, other, name, records)
        said = {pk: (reference(other, row.code), trigger_values(other, row)) for pk, row in sources.items()}
        for near, far in ends:
            ref, values = said[far]
            found[reference(kind, near)][ref] = values
    return found


def _ends(
    kind: RecordKind, other: RecordKind, name: str, records: list[Any]
) -> tuple[list[tuple[str, Any]], dict[Any, Any]]:
    """Which code points at which key by a field, and the records of these keys."""
    field = kind.field(name)
    if len(records) == 1:
        value = getattr(records[0], name)
        rows = value.all() if field.many_to_many else [value] if value is not None else []
        return [(records[0].code, row.pk) for row in rows], {row.pk: row for row in rows}
    if field.many_to_many:
        through, source = field.remote_field.through._default_manager, field.m2m_column_name()
        codes = {record.pk: record.code for record in records}
        pairs = through.filter(**{f"{source}__among": codes}).values_list(source, field.m2m_reverse_name())
        ends = [(codes[near], far) for near, far in pairs]
    else:
        ends = [(record.code, far) for record in records if (far := getattr(record, field.attname)) is not None]
    return ends, other.model._default_manager.in_bulk({far for _code, far in ends})


def trace_forgotten(kind: RecordKind, programme: Programme, code: str) -> None:
    """Drop the links of a record just removed."""
    record_forgotten(programme=programme, reference=reference(kind, code))


def source_now(link: TraceLink) -> tuple[RecordKind, Any] | None:
    """The source of a link as it is now."""
    return record_at(link.programme, link.source)
