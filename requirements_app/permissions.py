"""Acts of phase 1 and who may do them."""

from django.utils.translation import gettext_lazy as _

from governance_app.programmes.registry import action
from governance_app.programmes.states import STAFF, Role

_GROUP = _("Requirements")

action("requirements.view", _("Read systems, pain points, goals, requirements and interactions"), _GROUP, STAFF)
action("requirements.edit", _("Write records of phase 1"), _GROUP, {Role.PMO, Role.IT_LEAD})
action(
    "requirements.contribute",
    _("Write pain points and requirements of one's own department"),
    _GROUP,
    {Role.DEPT_HEAD, Role.KEY_USER},
)
