"""The boards of research: what pain costs, how requirements stand, who has been heard."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from governance_app.programmes.models import Programme
from governance_app.programmes.rules import Access
from governance_app.records.rules import may_create
from requirements_app.inventory.states import Level
from requirements_app.needs.kinds.interviews import INTERVIEWS
from requirements_app.needs.kinds.pain_points import PAIN_POINTS
from requirements_app.needs.kinds.requirements import REQUIREMENTS
from requirements_app.needs.models import PainPoint, Requirement
from requirements_app.needs.rules import Cost, Seat, costs, hours_of
from requirements_app.needs.selectors import interview_coverage, living_requirements
from requirements_app.needs.states import Rank, RequirementState, RequirementType


def hours_text(minutes: Decimal) -> str:
    """Minutes as hours with one decimal."""
    return f"{hours_of(minutes):,.1f}"


def _bars(rows: list[Cost], total: Decimal, link: Any, name: Any) -> list[dict[str, Any]]:
    most = max((row.minutes for row in rows), default=Decimal(0))
    return [
        {
            "name": name(row.key),
            "url": link(row.key),
            "count": row.count,
            "hours": hours_text(row.minutes),
            "share": f"{row.minutes / total * 100:.1f}%" if total else "—",
            # A bar too short to see is still a bar.
            "width": f"{max(row.minutes / most * 100, Decimal(1)):.1f}" if most and row.minutes else "0",
        }
        for row in rows
    ]


def cost_context(programme: Programme) -> dict[str, Any]:
    """Hours lost a month, by department and by business process; each bar leads to its pain points."""
    points = list(PainPoint.objects.filter(programme=programme).select_related("department"))
    base = PAIN_POINTS.url(programme.slug)
    by_department = costs(points, lambda point: point.department)
    by_process = costs(points, lambda point: point.process)
    total = sum((row.minutes for row in by_department), Decimal(0))

    def link(name: str, value: str) -> str:
        return f"{base}?{urlencode({name: value})}"

    return {
        "total": hours_text(total) if points else "—",
        "count": len(points),
        "url": base,
        "tables": [
            {
                "id": "cost-department",
                "title": _("Cost of pain by department"),
                "head": _("Department"),
                "rows": _bars(by_department, total, lambda row: link("department", row.code), str),
            },
            {
                "id": "cost-process",
                "title": _("Cost of pain by business process"),
                "head": _("Business process"),
                "rows": _bars(by_process, total, lambda row: link("process", row), str),
            },
        ],
    }


def requirements_context(programme: Programme) -> dict[str, Any]:
    """Requirements by priority and state, by type and by department, each figure with its list."""
    base = REQUIREMENTS.url(programme.slug)
    rows = Requirement.objects.filter(programme=programme).order_by()
    pairs = rows.values_list("priority", "state").annotate(number=Count("pk"))
    counts = {(priority, state): number for priority, state, number in pairs}
    living = living_requirements(programme).order_by()
    # The bars leave out the withdrawn; so do the lists they lead to.
    alive = [("state", state.value) for state in RequirementState if state != RequirementState.WITHDRAWN]
    kinds = dict(living.values_list("kind").annotate(number=Count("pk")))
    owners = living.values_list("owner_department__code", "owner_department__name").annotate(number=Count("pk"))

    def link(*pairs: tuple[str, str]) -> str:
        return f"{base}?{urlencode(pairs)}"

    return {
        "heads": [state.label for state in RequirementState],
        "rows": [
            {
                "title": level.label,
                "url": link(("priority", level.value)),
                "cells": [
                    {
                        "count": counts.get((level.value, state.value), 0),
                        "url": link(("priority", level.value), ("state", state.value)),
                    }
                    for state in RequirementState
                ],
                "total": sum(counts.get((level.value, state.value), 0) for state in RequirementState),
            }
            for level in Level
        ],
        "foot": [sum(counts.get((level.value, state.value), 0) for level in Level) for state in RequirementState],
        "total": sum(counts.values()),
        "url": base,
        "tables": [
            {
                "id": "by-kind",
                "title": _("Requirements by type"),
                "head": _("Type"),
                "rows": _counted(
                    (str(kind.label), link(("kind", kind.value), *alive), kinds.get(kind.value, 0))
                    for kind in RequirementType
                ),
            },
            {
                "id": "by-department",
                "title": _("Requirements by department"),
                "head": _("Department"),
                "rows": _counted(
                    (name, link(("owner_department", code), *alive), number) for code, name, number in owners
                ),
            },
        ],
    }


def _counted(rows: Iterable[tuple[str, str, int]]) -> list[dict[str, Any]]:
    found = sorted(rows, key=lambda row: (-row[2], row[0]))
    most = max((number for _name, _url, number in found), default=0)
    return [
        {"name": name, "url": url, "count": number, "width": f"{number / most * 100:.1f}" if most else "0"}
        for name, url, number in found
    ]


def coverage_context(access: Access) -> dict[str, Any]:
    """Departments by level: when each was heard, when it will be, and where nobody has asked yet."""
    seats = interview_coverage(access.programme)
    base = INTERVIEWS.url(access.programme.slug)
    plan = may_create(INTERVIEWS, access)
    lines: dict[Any, list[dict[str, Any]]] = {}
    for seat in seats:
        lines.setdefault(seat.department, []).append(_seat(seat, base, plan=plan))
    return {
        "heads": [rank.label for rank in Rank],
        "rows": [{"name": department.name, "cells": cells} for department, cells in lines.items()],
        "heard": sum(bool(seat.held) for seat in seats),
        "needed": len(seats),
        "url": reverse("requirements:interviews-coverage", args=[access.programme.slug]),
    }


def _seat(seat: Seat, base: str, *, plan: bool) -> dict[str, Any]:
    given = urlencode({"department": seat.department.code, "rank": seat.rank.value})
    shown = [
        {"code": row.code, "date": row.date.isoformat(), "url": f"{base}{row.code}/"}
        for row in (seat.held or seat.planned)
    ]
    state = "held" if seat.held else "planned" if seat.planned else "open"
    return {"state": state, "interviews": shown, "plan_url": f"{base}new/?{given}" if plan and state == "open" else ""}
