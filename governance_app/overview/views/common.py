"""What the overview pages share."""

from datetime import datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from governance_app.base.clock import this_day
from governance_app.base.looks import State, state_of
from governance_app.gates.selectors import Judged, count, current_phase, phase_views
from governance_app.gates.states import FindingState
from governance_app.paper.gateline import GateLine, gate_line
from governance_app.phases import Phase
from governance_app.programmes.models import Programme, ProgrammePhase
from governance_app.programmes.states import PHASE_LOOKS, PhaseState


def phase_state_of(row: ProgrammePhase) -> State:
    """A phase's state ready to show."""
    return state_of(PHASE_LOOKS[PhaseState(row.state)], row.get_state_display())


def period_of(programme: Programme) -> str:
    """From when to when a programme runs."""
    if programme.end_date is None:
        return _("from %(start)s") % {"start": programme.start_date}
    return _("%(start)s to %(end)s") % {"start": programme.start_date, "end": programme.end_date}


def line_of(programme: Programme, rows: list[ProgrammePhase], findings: dict[Phase, list[Judged]]) -> GateLine:
    """The gate line of a programme."""
    return gate_line(phase_views(programme, rows, findings), this_day(), programme.start_date)


def verdict_of(rows: list[ProgrammePhase], findings: dict[Phase, list[Judged]]) -> SafeString:
    """How the current gate stands, in one sentence."""
    row = current_phase(rows)
    judged = findings[Phase(row.phase)]
    unmet, unclear = count(judged, FindingState.UNMET), count(judged, FindingState.INCONCLUSIVE)
    if not judged:
        return format_html(_("Gate {number} has no criteria in this installation yet."), number=row.phase)
    counted = {"number": row.phase, "unmet": unmet, "unclear": unclear, "total": len(judged)}
    counted["met"] = len(judged) - unmet - unclear
    if not unmet and not unclear:
        text = _("Gate {number}: <strong>all criteria are met</strong>, {met} of {total}.")
    elif not unclear:
        text = _("Gate {number}: <strong>{unmet} not met</strong>, {met} of {total} criteria met.")
    elif not unmet:
        text = _("Gate {number}: <strong>{unclear} inconclusive</strong>, {met} of {total} criteria met.")
    else:
        text = _(
            "Gate {number}: <strong>{unmet} not met, {unclear} inconclusive</strong>, {met} of {total} criteria met."
        )
    return format_html(text, **counted)


def moment_of(text: str) -> datetime:
    """A ledger row's time."""
    return datetime.fromisoformat(text)
