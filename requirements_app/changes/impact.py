"""What a change request would touch, found by following what names the records it lists, in all phases."""

from decimal import Decimal
from typing import Any

from governance_app.base.canonical import decimal_text
from governance_app.documents.selectors import Standing, documents_of
from governance_app.people.models import Department
from governance_app.programmes.models import Programme
from governance_app.records.graph import Hop, Node, nodes, walk
from requirements_app.changes.models import ChangeRequest
from requirements_app.changes.rules import listed
from requirements_app.changes.selectors import DOCUMENT, hours_of

_CHANGES, _PAINS = "change-requests:", "pain-points:"
_TENTH = Decimal("0.1")


def impact_of(change: ChangeRequest) -> dict[str, Any]:
    """The impact of a change request as the records are now, in plain values.

    ``records`` are those listed (step 0) and everything made of them, ``departments`` those they concern with the
    codes that say why, ``documents`` those composed of them with their signatures, ``hours`` what the pain points
    they answer cost a month, ``others`` further change requests about the same records.
    """
    programme = change.programme
    starts = sorted(listed(change))
    hops = walk(programme, starts, down=True)
    others = [hop.reference.removeprefix(_CHANGES) for hop in hops if hop.reference.startswith(_CHANGES)]
    reached = [hop for hop in hops if not hop.reference.startswith(_CHANGES)]
    known = nodes(programme, [*starts, *(hop.reference for hop in reached)])
    places = documents_of(programme)
    base = next((place.approved for place in places if place.kind.code == DOCUMENT), None)
    return {
        "revision": base.number if base else 0,
        "records": _records(starts, reached, known),
        "departments": _departments(known),
        "documents": _documents(programme, places, {node.kind.slug for node in known.values()}),
        "hours": _hours(programme, list(known)),
        "others": sorted({code for code in others if code != change.code}),
    }


def _records(starts: list[str], reached: list[Hop], known: dict[str, Node]) -> list[dict[str, Any]]:
    hops = [*(Hop(each, "", 0) for each in starts), *reached]
    return [
        {
            "kind": known[hop.reference].kind.slug,
            "code": known[hop.reference].code,
            "title": known[hop.reference].title,
            "step": hop.step,
            "via": hop.via.partition(":")[2],
        }
        for hop in hops
        if hop.reference in known
    ]


def _departments(known: dict[str, Node]) -> list[dict[str, Any]]:
    why: dict[int, list[str]] = {}
    for node in known.values():
        for department in node.departments:
            why.setdefault(department, []).append(node.code)
    rows = Department.objects.filter(pk__in=why).order_by("code")
    return [{"code": row.code, "name": row.name, "records": sorted(why[row.pk])} for row in rows]


def _documents(programme: Programme, places: list[Standing], slugs: set[str]) -> list[dict[str, Any]]:
    return [
        {
            "kind": place.kind.code,
            "number": place.kind.number(programme),
            "revision": place.shown.number,
            "state": place.shown.state,
            "signed": place.signed,
            "asked": place.asked,
        }
        for place in places
        if place.shown is not None and slugs & place.kind.sources
    ]


def _hours(programme: Programme, references: list[str]) -> str:
    up = walk(programme, references, down=False, wide=False)
    pains = {each for each in [*references, *(hop.reference for hop in up)] if each.startswith(_PAINS)}
    return decimal_text(hours_of(programme, {each.removeprefix(_PAINS) for each in pains}).quantize(_TENTH))
