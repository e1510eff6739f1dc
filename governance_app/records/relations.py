"""What a record's page shows of those it is linked to."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from governance_app.base.looks import State, state_of
from governance_app.programmes.rules import Access
from governance_app.records.graph import Hop, Node, nodes, walk
from governance_app.records.registry import RecordKind
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


def tree_context(access: Access, kind: RecordKind, record: Any, *, down: bool) -> list[dict[str, Any]]:
    """What a record comes from, or what comes of it, over all steps: parents before their children.

    The first step up is what the record names, the first step down what names it. A record stands where it is
    nearest, and once; those at the end of a suspect link are marked, those of kinds one may not read left out.
    """
    here, slug = reference(kind, record.code), access.programme.slug
    hops = walk(access.programme, [here], down=down, most=_MOST)
    known = nodes(access.programme, [hop.reference for hop in hops])
    children: dict[str, list[Hop]] = {}
    for hop in hops:
        children.setdefault(hop.via, []).append(hop)
    found = [(hop, known[hop.reference]) for hop in _in_order(children, here) if hop.reference in known]
    return [_drawn(hop, node, slug) for hop, node in found if access.may(node.kind.view)][:_MOST]


def _look(node: Node) -> Any:
    if not node.kind.state_field:
        return None
    labels = dict(node.kind.field(node.kind.state_field).flatchoices)
    return state_of(node.kind.looks[node.state], labels[node.state])


def _in_order(children: dict[str, list[Hop]], start: str) -> Iterator[Hop]:
    for hop in children.get(start, []):
        yield hop
        yield from _in_order(children, hop.reference)


def _drawn(hop: Hop, node: Node, slug: str) -> dict[str, Any]:
    suspect = State(_("Suspect"), "alert-triangle", "risk")
    return {
        "code": node.code,
        "title": node.title,
        "url": node.kind.url(slug, node.code),
        "state": suspect if hop.suspect else _look(node),
        "step": min(hop.step, _DEEPEST_SHOWN),
    }
