"""The criteria of gate 1, each computed from the records of phase 1."""

from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance_app.documents.selectors import document_standing
from governance_app.documents.states import RevisionState
from governance_app.gates.findings import Finding, Seat
from governance_app.gates.registry import criterion
from governance_app.gates.states import FindingState
from governance_app.phases import Phase
from governance_app.programmes.models import Programme
from governance_app.programmes.states import Role
from governance_app.signoff.selectors import awaited_of
from governance_app.trace.selectors import suspect_tally
from requirements_app.documents import SPECIFICATION
from requirements_app.kinds import GOALS, PAIN_POINTS, REQUIREMENTS, SYSTEMS
from requirements_app.selectors import (
    concerned,
    inventory_counts,
    requirement_counts,
    seats_held,
)
from requirements_app.selectors.interviews import interview_coverage

_PHASE = Phase.REQUIREMENTS
_PMO = (Seat(Role.PMO),)
_IT_LEAD = (Seat(Role.IT_LEAD),)


@criterion(
    "REQ-G1",
    _PHASE,
    _("The task force is complete"),
    _("An executive as chair, the head of IT, and a head for every department that owns a requirement."),
)
def task_force_is_complete(programme: Programme) -> Finding:
    """Chair, head of IT, and every department concerned represented by its head."""
    held = seats_held(programme)
    heads = [(Role.DEPT_HEAD, department.pk) for department in concerned(programme)]
    needed = [(Role.CHAIR, None), (Role.IT_LEAD, None), *heads]
    seats = [seat in held for seat in needed]
    url = reverse("overview:members", args=[programme.slug])
    return Finding.of_all(
        sum(seats),
        len(seats),
        url=url,
        cause=gettext("%(count)s seats are vacant") % {"count": len(seats) - sum(seats)},
        seats=_PMO,
    )


@criterion(
    "REQ-G2", _PHASE, _("Every active system has an owner and a data format"), _("Systems to be retired do not count.")
)
def systems_are_described(programme: Programme) -> Finding:
    """Owner department and data format given for each system that stays or is replaced."""
    counts = inventory_counts(programme)
    total, bare = counts["systems"], counts["incomplete"]
    return Finding.of_all(
        total - bare,
        total,
        url=f"{SYSTEMS.url(programme.slug)}?preset=incomplete",
        cause=gettext("%(count)s systems lack an owner or a data format") % {"count": bare},
        seats=_IT_LEAD,
    )


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


@criterion(
    "REQ-G4",
    _PHASE,
    _("Every high-severity pain point leads to a requirement"),
    _("Withdrawn requirements do not count."),
)
def pain_points_are_answered(programme: Programme) -> Finding:
    """A living requirement for each pain point of high severity."""
    counts = inventory_counts(programme)
    total, bare = counts["high_pain"], counts["unanswered"]
    return Finding.of_all(
        total - bare,
        total,
        url=f"{PAIN_POINTS.url(programme.slug)}?preset=unanswered",
        cause=gettext("%(count)s pain points lead to no requirement") % {"count": bare},
        seats=_PMO,
    )


@criterion("REQ-G5", _PHASE, _("Every goal has a baseline, a target and a date"))
def goals_are_measurable(programme: Programme) -> Finding:
    """Baseline with its date, target, and the date by which it is measured."""
    counts = inventory_counts(programme)
    total, bare = counts["goals"], counts["unmeasured"]
    return Finding.of_all(
        total - bare,
        total,
        url=f"{GOALS.url(programme.slug)}?preset=incomplete",
        cause=gettext("%(count)s goals cannot be measured") % {"count": bare},
        seats=_PMO,
    )


@criterion("REQ-G6", _PHASE, _("Every requirement has priority, acceptance criteria and owner"))
def requirements_are_testable(programme: Programme) -> Finding:
    """Priority and owner are compulsory; acceptance criteria are what may be missing."""
    counts = requirement_counts(programme)
    total, bare = counts["total"], counts["untestable"]
    return Finding.of_all(
        total - bare,
        total,
        url=f"{REQUIREMENTS.url(programme.slug)}?preset=untestable",
        cause=gettext("%(count)s requirements have no acceptance criteria") % {"count": bare},
        seats=_PMO,
    )


@criterion("REQ-G7", _PHASE, _("The interaction list covers every requirement that names two systems"))
def interactions_cover_requirements(programme: Programme) -> Finding:
    """At least one interaction for each living requirement that names two systems or more."""
    counts = requirement_counts(programme)
    total, bare = counts["linking"], counts["uncovered"]
    return Finding.of_all(
        total - bare,
        total,
        url=f"{REQUIREMENTS.url(programme.slug)}?preset=uncovered",
        cause=gettext("%(count)s requirements have no interaction") % {"count": bare},
        seats=_IT_LEAD,
    )


@criterion(
    "REQ-G8",
    _PHASE,
    _("The current revision of the specification is signed by every department head concerned"),
    _("A newer draft makes the signed revision no longer current."),
)
def specification_is_signed(programme: Programme) -> Finding:
    """The latest revision is the approved one."""
    place = document_standing(programme, SPECIFICATION)
    found = Finding(
        FindingState.UNMET,
        f"{place.signed}/{place.asked}",
        reverse("documents:document", args=[programme.slug, SPECIFICATION.code]),
        who=str(Role.PMO.label),
        seats=_PMO,
        about=f"document:{SPECIFICATION.code}",
    )
    latest = place.latest
    if latest is None:
        return replace(found, state=FindingState.INCONCLUSIVE, figure="—", cause=gettext("Not submitted yet"))
    if latest.state == RevisionState.APPROVED:
        return replace(found, state=FindingState.MET, who="", seats=())
    if latest.state == RevisionState.IN_SIGNING:
        missing = gettext("%(count)s signatures are missing") % {"count": place.asked - place.signed}
        titles = [
            slot.title for row in awaited_of(programme) if row.round.pk == latest.round_id for slot in row.unsigned
        ]
        return replace(found, cause=missing, who=gettext(", ").join(titles), since=latest.submitted_at)
    text = gettext("Revision %(number)s: %(state)s") % {
        "number": latest.number,
        "state": latest.get_state_display(),
    }
    # What was signed is the revision before; of this one nothing is.
    return replace(found, figure="—", cause=text)


@criterion(
    "REQ-G9",
    _PHASE,
    _("No trace link is suspect"),
    _("A link is suspect when its source has changed since someone last looked; it is cleared by name and reason."),
)
def no_link_is_suspect(programme: Programme) -> Finding:
    """No link of the programme whose source says otherwise than when it was last seen."""
    found = suspect_tally(programme)
    count = found["suspects"]
    finding = Finding.of_all(
        found["total"] - count,
        found["total"],
        url=reverse("records:suspects", args=[programme.slug]),
        cause=gettext("%(count)s links are suspect") % {"count": count},
        seats=_PMO,
        about="suspects",
    )
    return replace(finding, since=found["since"])
