"""The chapter on business processes: what it holds of each, and how two versions of it are compared."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance_app.documents.sections import record_section
from governance_app.paper.words import words_of
from governance_app.programmes.models import Programme
from requirements_app.processes.models import Process
from requirements_app.processes.rules import flow_kept, flow_lines
from requirements_app.processes.selectors import steps_by_process
from requirements_app.processes.states import LaneKind, StepKind


def _in_pairs(programme: Programme) -> Iterable[Any]:
    """All processes with their steps, each to-be one after the one whose place it takes."""
    rows: Any = Process.objects.filter(programme=programme).select_related("owner_department", "counterpart")
    ordered = sorted(rows, key=lambda row: (row.counterpart.code if row.counterpart else row.code, row.code))
    steps = steps_by_process(ordered)
    for row in ordered:
        row.steps_kept = flow_kept(steps[row.pk])
    return ordered


def _steps_text(kept: Sequence[dict[str, Any]]) -> str:
    return _("; ").join(flow_lines(kept))


_FLOW: Any = Process._meta.get_field("flow")
PROCESS_SECTION = record_section(
    "processes",
    gettext_lazy("Business processes"),
    Process,
    "title",
    "variant",
    "counterpart",
    "owner_department",
    "description",
    "systems",
    "pain_points",
    "requirements",
    "steps",
    values={"steps": lambda row: row.steps_kept},
    names={"steps": _FLOW.verbose_name},
    texts={"steps": _steps_text},
    find=_in_pairs,
)

words_of("step_kind", dict(StepKind.choices))
words_of("lane_kind", dict(LaneKind.choices))
