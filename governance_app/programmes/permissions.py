"""Acts on a programme itself and who may do them."""

from django.utils.translation import gettext_lazy as _

from governance_app.programmes.registry import action
from governance_app.programmes.states import EVERYONE, STAFF, Role

_GROUP = _("Programme")

action("programme.view", _("See the programme's overview"), _GROUP, EVERYONE)
action("programme.phases", _("See phases and gate criteria"), _GROUP, STAFF)
action("programme.members", _("See the task force"), _GROUP, STAFF)
action("programme.responsibilities", _("Change the responsibility matrix"), _GROUP, {Role.PMO})
action("programme.permissions", _("See the permission matrix"), _GROUP, STAFF)
action("ledger.checkpoint", _("Make and take away ledger checkpoints"), _GROUP, {Role.CHAIR, Role.PMO, Role.AUDITOR})
action("ledger.view", _("Read the audit ledger"), _GROUP, {Role.CHAIR, Role.PMO, Role.AUDITOR})
action("programme.policy", _("Change the programme's policy"), _GROUP, {Role.PMO, Role.CHAIR})
action("programme.staff", _("Give and revoke roles, and say which departments take part"), _GROUP, {Role.PMO})
action("programme.edit", _("Change the programme's basic facts"), _GROUP, {Role.PMO})
action(
    "segregation.view",
    _("Read the segregation of duties report"),
    _GROUP,
    {Role.CHAIR, Role.PMO, Role.AUDITOR},
)
