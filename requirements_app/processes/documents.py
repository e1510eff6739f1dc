"""The chapter on business processes: what it holds of each, and how two versions of it are compared."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance_app.documents.registry import Part
from governance_app.paper.words import paper_labels
from governance_app.programmes.models import Programme
from requirements_app.processes.models import Process
from requirements_app.processes.rules import Step, flow_kept, flow_lines
from requirements_app.processes.selectors import steps_by_process
from requirements_app.processes.states import LaneKind, StepKind, Variant


def process_rows(programme: Programme) -> list[dict[str, Any]]:
    """All processes of a programme in plain values, each to-be one after the one whose place it takes."""
    rows = Process.objects.filter(programme=programme).select_related("owner_department", "counterpart")
    ordered = sorted(rows, key=lambda row: (row.counterpart.code if row.counterpart else row.code, row.code))
    steps = steps_by_process(ordered)
    return [_row(row, steps[row.pk]) for row in ordered]


def _row(row: Process, steps: list[Step]) -> dict[str, Any]:
    return {
        "code": row.code,
        "title": row.title,
        "variant": row.variant,
        "counterpart": row.counterpart.code if row.counterpart else "",
        "owner_department": str(row.owner_department),
        "description": row.description,
        "systems": row.links.get("systems", []),
        "pain_points": row.links.get("pain_points", []),
        "requirements": row.links.get("requirements", []),
        "steps": flow_kept(steps),
    }


def _steps_text(kept: Sequence[dict[str, Any]]) -> str:
    return _("; ").join(flow_lines(kept))


def _name(field: str) -> Any:
    found: Any = Process._meta.get_field(field)
    return found.verbose_name


PROCESS_PART = Part(
    "processes",
    gettext_lazy("Business processes"),
    {
        name: _name(name)
        for name in (
            "title",
            "variant",
            "counterpart",
            "owner_department",
            "description",
            "systems",
            "pain_points",
            "requirements",
        )
    }
    | {"steps": _name("flow")},
    {"variant": dict(Variant.choices)},
    ("owner_department",),
    {"steps": _steps_text},
)

for _domain, _choices in (("variant", Variant), ("step_kind", StepKind), ("lane_kind", LaneKind)):
    paper_labels.add(_domain, dict(_choices.choices))
