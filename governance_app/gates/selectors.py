"""The gates of a programme as they stand now."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.urls import reverse

from governance_app.gateline import PhaseView
from governance_app.gates.findings import Finding
from governance_app.gates.registry import Criterion, criteria_of
from governance_app.gates.states import FindingState
from governance_app.phases import Phase
from governance_app.programmes.models import Programme, ProgrammePhase


@dataclass(frozen=True, slots=True)
class Judged:
    """A criterion with its finding."""

    criterion: Criterion
    finding: Finding


def findings_of(programme: Programme, phase: Phase) -> list[Judged]:
    """Every criterion of a phase's gate, computed now."""
    return [Judged(row, row.compute(programme)) for row in criteria_of(phase)]


def all_findings(programme: Programme) -> dict[Phase, list[Judged]]:
    """Every criterion of every gate, computed now."""
    return {phase: findings_of(programme, phase) for phase in Phase}


def count(judged: Iterable[Judged], state: FindingState) -> int:
    """How many findings are in a state."""
    return sum(row.finding.state == state for row in judged)


def phase_rows(programme: Programme) -> list[ProgrammePhase]:
    """The seven phases' rows, read once for a programme in hand: page and navigation both show them."""
    prefetch_related_objects([programme], "phases")
    return sorted(programme.phases.all(), key=lambda row: row.phase)


def phase_views(
    programme: Programme, rows: list[ProgrammePhase], findings: dict[Phase, list[Judged]]
) -> list[PhaseView]:
    """The seven phases as the gate line takes them."""
    return [_view(programme, row, findings.get(Phase(row.phase), [])) for row in rows]


def _view(programme: Programme, row: ProgrammePhase, judged: list[Judged]) -> PhaseView:
    phase = Phase(row.phase)
    return PhaseView(
        number=row.phase,
        name=str(phase.label),
        short_name=phase.short,
        state=row.state,
        state_label=row.get_state_display(),
        met=count(judged, FindingState.MET),
        total=len(judged),
        unmet=count(judged, FindingState.UNMET),
        inconclusive=count(judged, FindingState.INCONCLUSIVE),
        planned_end=row.planned_end,
        forecast_end=row.forecast_end,
        actual_end=row.actual_end,
        url=reverse("overview:phase", args=[programme.slug, phase.segment]),
        open_conditions=0,
    )


def cover(programme: Programme) -> list[dict[str, Any]]:
    """The seven phases in plain values, to be frozen into a document's revision."""
    return [
        {
            "number": view.number,
            "state": view.state,
            "met": view.met,
            "total": view.total,
            "unmet": view.unmet,
            "inconclusive": view.inconclusive,
            "planned_end": view.planned_end.isoformat() if view.planned_end else None,
            "forecast_end": view.forecast_end.isoformat() if view.forecast_end else None,
            "actual_end": view.actual_end.isoformat() if view.actual_end else None,
        }
        for view in phase_views(programme, phase_rows(programme), all_findings(programme))
    ]
