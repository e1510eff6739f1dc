"""Acts on trace links and who may do them."""

from django.utils.translation import gettext_lazy as _

from governance_app.programmes.registry import action
from governance_app.programmes.states import STAFF, Role

_GROUP = _("Trace")

action("trace.view", _("See trace links and suspects"), _GROUP, STAFF)
action(
    "trace.clear",
    _("Clear a suspect link"),
    _GROUP,
    {Role.PMO, Role.IT_LEAD, Role.DEPT_HEAD, Role.KEY_USER, Role.QA_LEAD, Role.DEVELOPER},
)
