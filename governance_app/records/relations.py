"""What a record's page shows of those it is linked to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from governance_app.base.looks import State, state_of
from governance_app.programmes.rules import Access
from governance_app.records.graph import Hop, Node, nodes, walk
from governance_app.records.registry import Link, RecordKind, record_kinds
from governance_app.records.tracing import reference

#: Records a tree shows at most, and how far it is indented.
_MOST = 100
_DEEPEST_SHOWN = 4


def record_look(kind: RecordKind, record: Any) -> Any:
    """The record's state ready to show, or None."""
    if not kind.state_field:
        return None
    value = getattr(record, kind.state_field)
    return state_of(kind.looks[value], getattr(record, f"get_{kind.state_field}_display")())


@dataclass(frozen=True, slots=True)
class _Entry:
    """A record of the tree, ready to be drawn."""

    code: str
    title: str
    url: str
    state: Any


def tree_context(
    links: Iterable[Link], access: Access, kind: RecordKind, record: Any, *, down: bool
) -> list[dict[str, Any]]:
    """What a record comes from, or what comes of it, over all steps: parents before their children.

    The kind's own links give the first step, trace links that and all further ones. A record stands where it is
    nearest, and once; those at the end of a suspect link are marked, those of kinds one may not read left out.
    """
    here, slug = reference(kind, record.code), access.programme.slug
    entries: dict[str, _Entry] = {}
    for link in links:
        other = record_kinds[link.kind]
        if not access.may(other.view):
            continue
        for row in link.find(record)[:_MOST]:
            url = other.url(slug, row.code)
            entries[reference(other, row.code)] = _Entry(row.code, row.name_shown, url, record_look(other, row))
    hops = walk(access.programme, [here], down=down, first=[(here, end) for end in entries])
    missing = [hop.reference for hop in hops if hop.reference not in entries]
    for each, node in nodes(access.programme, missing).items():
        if access.may(node.kind.view):
            entries[each] = _Entry(node.code, node.title, node.kind.url(slug, node.code), _look(node))
    children: dict[str, list[Hop]] = {}
    for hop in hops:
        children.setdefault(hop.via, []).append(hop)
    return [_drawn(hop, entries[hop.reference]) for hop in _in_order(children, here) if hop.reference in entries][
        :_MOST
    ]


def _look(node: Node) -> Any:
    if not node.kind.state_field:
        return None
    labels = dict(node.kind.field(node.kind.state_field).flatchoices)
    return state_of(node.kind.looks[node.state], labels[node.state])


def _in_order(children: dict[str, list[Hop]], start: str) -> Iterator[Hop]:
    for hop in children.get(start, []):
        yield hop
        yield from _in_order(children, hop.reference)


def _drawn(hop: Hop, entry: _Entry) -> dict[str, Any]:
    suspect = State(_("Suspect"), "alert-triangle", "risk")
    return {
        "code": entry.code,
        "title": entry.title,
        "url": entry.url,
        "state": suspect if hop.suspect else entry.state,
        "step": min(hop.step, _DEEPEST_SHOWN),
    }
