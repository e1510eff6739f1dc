"""What gate 1 asks of the phase as a whole: its people, its paper, its trace links."""

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance_app.gates.criteria import document_signed, no_suspects
from governance_app.gates.findings import Finding, Seat
from governance_app.gates.registry import criterion
from governance_app.phases import Phase
from governance_app.programmes.models import Programme
from governance_app.programmes.states import Role
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


document_signed(
    "REQ-G8",
    SPECIFICATION,
    _("The current revision of the specification is signed by every department head concerned"),
)
no_suspects("REQ-G9", _PHASE)
