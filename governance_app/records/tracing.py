"""Records and their trace links: who is whose source, and what a source says."""

from collections.abc import Iterable
from typing import Any

from django.db.models import prefetch_related_objects

from governance_app.programmes.models import Programme
from governance_app.records.registry import RecordKind, kind_of, record_kinds
from governance_app.trace.models import TraceLink
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


def trace_written(kind: RecordKind, records: Iterable[Any]) -> None:
    """Bring the links of records just written into step; in the transaction that writes them."""
    written = list(records)
    if not written:
        return
    programme = written[0].programme
    if kind.triggers:
        said = {reference(kind, record.code): trigger_values(kind, record) for record in written}
        sources_changed(programme=programme, values=said)
    if kind.traced:
        prefetch_related_objects(written, *kind.traced)
        links_sync(
            programme=programme,
            sources={reference(kind, record.code): _sources(kind, record) for record in written},
        )


def _sources(kind: RecordKind, record: Any) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for name in kind.traced:
        field = kind.field(name)
        other = kind_of(field.related_model)
        if other is None:
            continue
        rows = getattr(record, name).all() if field.many_to_many else [getattr(record, name)]
        for row in rows:
            if row is not None:
                found[reference(other, row.code)] = trigger_values(other, row)
    return found


def trace_forgotten(kind: RecordKind, programme: Programme, code: str) -> None:
    """Drop the links of a record just removed."""
    record_forgotten(programme=programme, reference=reference(kind, code))


def source_now(link: TraceLink) -> tuple[RecordKind, Any] | None:
    """The source of a link as it is now."""
    return record_at(link.programme, link.source)
