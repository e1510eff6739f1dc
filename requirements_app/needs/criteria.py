"""What gate 1 asks of interviews, pain points, goals and requirements."""

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance_app.gates.findings import Finding, Seat
from governance_app.gates.registry import counted, criterion
from governance_app.phases import Phase
from governance_app.programmes.models import Programme
from governance_app.programmes.states import Role
from requirements_app.needs.kinds.goals import GOALS
from requirements_app.needs.kinds.pain_points import PAIN_POINTS
from requirements_app.needs.kinds.requirements import REQUIREMENTS
from requirements_app.needs.selectors import HIGH_PAIN, LINKING, LIVING, interview_coverage

_PHASE = Phase.REQUIREMENTS
_PMO = (Seat(Role.PMO),)
_IT_LEAD = (Seat(Role.IT_LEAD),)


@criterion(
    "REQ-G3",
    _PHASE,
    _("Every department is interviewed at head and front-line level"),
    _("An interview counts once its notes are written; every participating department needs one at each level."),
)
def departments_are_heard(programme: Programme) -> Finding:
    """An interview with notes for both levels of each participating department."""
    seats = interview_coverage(programme)
    bare = sum(not seat.held for seat in seats)
    return Finding.of_all(
        len(seats) - bare,
        len(seats),
        url=reverse("requirements:interviews-coverage", args=[programme.slug]),
        cause=gettext("%(count)s interviews are missing") % {"count": bare},
        who=str(Role.PMO.label),
    )


counted(
    "REQ-G4",
    _PHASE,
    _("Every high-severity pain point leads to a requirement"),
    _("Withdrawn requirements do not count."),
    of=HIGH_PAIN,
    fault=PAIN_POINTS.fault("unanswered"),
    cause=_("%(count)s pain points lead to no requirement"),
    seats=_PMO,
)

counted(
    "REQ-G5",
    _PHASE,
    _("Every goal has a baseline, a target and a date"),
    fault=GOALS.fault("incomplete"),
    cause=_("%(count)s goals cannot be measured"),
    seats=_PMO,
)


counted(
    "REQ-G6",
    _PHASE,
    _("Every requirement has priority, acceptance criteria and owner"),
    of=LIVING,
    fault=REQUIREMENTS.fault("untestable"),
    cause=_("%(count)s requirements have no acceptance criteria"),
    seats=_PMO,
)

counted(
    "REQ-G7",
    _PHASE,
    _("The interaction list covers every requirement that names two systems"),
    of=LINKING,
    fault=REQUIREMENTS.fault("uncovered"),
    cause=_("%(count)s requirements have no interaction"),
    seats=_IT_LEAD,
)
