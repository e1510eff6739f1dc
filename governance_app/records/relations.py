"""What a record's page shows of those it is linked to."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from governance_app.looks import State, state_of
from governance_app.programmes.rules import Access
from governance_app.records.registry import Link, RecordKind, record_kinds
from governance_app.records.tracing import reference
from governance_app.trace.selectors import links_at


def record_look(kind: RecordKind, record: Any) -> Any:
    """The record's state ready to show, or None."""
    if not kind.state_field:
        return None
    value = getattr(record, kind.state_field)
    return state_of(kind.looks[value], getattr(record, f"get_{kind.state_field}_display")())


def suspects(kind: RecordKind, access: Access, record: Any) -> set[str]:
    """The other ends of a record's suspect links."""
    here = reference(kind, record.code)
    rows = links_at(access.programme, here).filter(suspect=True).values_list("source", "target")
    return {end for row in rows for end in row if end != here}


def links_context(links: Iterable[Link], access: Access, record: Any, suspects: set[str]) -> list[dict[str, Any]]:
    """The records linked to one, those at the end of a suspect link marked."""
    found = []
    for link in links:
        other = record_kinds[link.kind]
        if not access.may(other.view):
            continue
        found += [
            {
                "code": row.code,
                "title": row.name_shown,
                "url": other.url(access.programme.slug, row.code),
                "state": State(_("Suspect"), "alert-triangle", "risk")
                if reference(other, row.code) in suspects
                else record_look(other, row),
            }
            for row in link.find(record)[:50]
        ]
    return found
