"""What gate 1 asks of systems."""

from django.utils.translation import gettext_lazy as _

from governance_app.gates.findings import Seat
from governance_app.gates.registry import counted
from governance_app.phases import Phase
from governance_app.programmes.states import Role
from requirements_app.inventory.kinds import SYSTEMS
from requirements_app.inventory.selectors import ACTIVE

counted(
    "REQ-G2",
    Phase.REQUIREMENTS,
    _("Every active system has an owner and a data format"),
    _("Systems to be retired do not count."),
    of=ACTIVE,
    fault=SYSTEMS.fault("incomplete"),
    cause=_("%(count)s systems lack an owner or a data format"),
    seats=(Seat(Role.IT_LEAD),),
)
