"""What gate 1 asks of the phase as a whole: its people, its paper, its trace links."""

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
from requirements_app.specification.documents import SPECIFICATION
from requirements_app.specification.selectors import concerned, seats_held

_PHASE = Phase.REQUIREMENTS
_PMO = (Seat(Role.PMO),)


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
