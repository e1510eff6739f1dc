"""Goals in documents."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from governance_app.base.canonical import decimal_text
from governance_app.documents.registry import Part
from governance_app.paper.words import paper_labels
from governance_app.programmes.models import Programme
from requirements_app.needs.kinds.goals import GOALS
from requirements_app.needs.models import Goal
from requirements_app.needs.states import Improvement

GOAL_PART = Part(
    "goals",
    _("Goals"),
    {
        name: GOALS.field(name).verbose_name
        for name in (
            "statement",
            "metric",
            "direction",
            "unit",
            "baseline_value",
            "baseline_date",
            "baseline_evidence",
            "target_value",
            "measure_by",
            "owner_department",
        )
    },
    {"direction": dict(Improvement.choices)},
    ("owner_department",),
)

paper_labels.add("goal_direction", dict(Improvement.choices))


def goal_rows(programme: Programme) -> list[dict[str, Any]]:
    """All goals, in plain values."""
    rows = Goal.objects.filter(programme=programme).select_related("owner_department")
    return [_row(row) for row in rows.order_by("code")]


def _row(row: Goal) -> dict[str, Any]:
    return {
        "code": row.code,
        "statement": row.statement,
        "metric": row.metric,
        "direction": row.direction,
        "unit": row.unit,
        "baseline_value": None if row.baseline_value is None else decimal_text(row.baseline_value),
        "baseline_date": row.baseline_date,
        "baseline_evidence": row.baseline_evidence,
        "target_value": None if row.target_value is None else decimal_text(row.target_value),
        "measure_by": row.measure_by,
        "owner_department": str(row.owner_department),
    }
