"""What gate 1 asks of systems."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance_app.gates.findings import Finding, Seat
from governance_app.gates.registry import criterion
from governance_app.phases import Phase
from governance_app.programmes.models import Programme
from governance_app.programmes.states import Role
from requirements_app.inventory.kinds import SYSTEMS
from requirements_app.inventory.selectors import system_counts

_PHASE = Phase.REQUIREMENTS
_IT_LEAD = (Seat(Role.IT_LEAD),)


@criterion(
    "REQ-G2", _PHASE, _("Every active system has an owner and a data format"), _("Systems to be retired do not count.")
)
def systems_are_described(programme: Programme) -> Finding:
    """Owner department and data format given for each system that stays or is replaced."""
    counts = system_counts(programme)
    total, bare = counts["systems"], counts["incomplete"]
    return Finding.of_all(
        total - bare,
        total,
        url=f"{SYSTEMS.url(programme.slug)}?preset=incomplete",
        cause=gettext("%(count)s systems lack an owner or a data format") % {"count": bare},
        seats=_IT_LEAD,
    )
