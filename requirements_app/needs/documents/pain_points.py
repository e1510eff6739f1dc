"""Pain points in the specification, each with what it costs."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from governance_app.base.canonical import decimal_text
from governance_app.documents.registry import Part
from governance_app.paper.words import paper_labels
from governance_app.programmes.models import Programme
from requirements_app.inventory.states import Level
from requirements_app.needs.kinds.pain_points import PAIN_POINTS
from requirements_app.needs.models import PainPoint

_FIELDS = (
    "title",
    "interview",
    "process",
    "description",
    "department",
    "systems",
    "minutes_lost",
    "people_affected",
    "times_per_month",
    "severity",
    "reported_by",
)

PAIN_POINT_PART = Part(
    "pain_points",
    _("Pain points"),
    {name: PAIN_POINTS.field(name).verbose_name for name in _FIELDS},
    {"severity": dict(Level.choices)},
    ("department",),
)

paper_labels.add("severity", dict(Level.choices))


def pain_point_rows(programme: Programme) -> list[dict[str, Any]]:
    """All pain points, in plain values."""
    rows = PainPoint.objects.filter(programme=programme).select_related("department", "interview")
    return [_row(row) for row in rows.order_by("code")]


def _row(row: PainPoint) -> dict[str, Any]:
    return {
        "code": row.code,
        "title": row.title,
        "interview": row.interview.code if row.interview else "",
        "process": row.process,
        "description": row.description,
        "department": str(row.department),
        "systems": row.links.get("systems", []),
        "minutes_lost": decimal_text(row.minutes_lost),
        "people_affected": row.people_affected,
        "times_per_month": decimal_text(row.times_per_month),
        # Fine enough that the sums of the paper are those of the board.
        "hours_per_month": decimal_text(row.hours_per_month.quantize(Decimal("0.0001"))),
        "severity": row.severity,
        "reported_by": row.reported_by,
    }
