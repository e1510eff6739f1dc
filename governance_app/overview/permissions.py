"""Acts on the overview and the steering view, and who may do them."""

from django.utils.translation import gettext_lazy as _

from governance_app.programmes.registry import action
from governance_app.programmes.states import Role

_GROUP = _("Steering")

action(
    "steering.view",
    _("See the steering view"),
    _GROUP,
    {Role.CHAIR, Role.COMMITTEE, Role.PMO, Role.AUDITOR},
)
action(
    "blockers.remind",
    _("Remind those who can clear a blocker"),
    _GROUP,
    {Role.CHAIR, Role.COMMITTEE, Role.PMO},
)
