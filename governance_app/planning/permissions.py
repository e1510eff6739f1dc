"""Acts of plan and control and who may do them."""

from django.utils.translation import gettext_lazy as _

from governance_app.programmes.registry import action
from governance_app.programmes.states import STAFF, Role

_GROUP = _("Plan and control")

action("planning.view", _("Read the plan, risks, actions, decisions and meetings"), _GROUP, STAFF)
action("planning.edit", _("Write the plan, risks, actions, decisions and meetings"), _GROUP, {Role.PMO})
action("planning.own", _("Keep up to date the actions, risks and milestones one owns"), _GROUP, STAFF - {Role.AUDITOR})
action("planning.confirm", _("Confirm the minutes of a meeting"), _GROUP, {Role.CHAIR, Role.COMMITTEE})
