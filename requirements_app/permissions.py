"""Acts of phase 1 and who may do them."""

from django.utils.translation import gettext_lazy as _

from governance_app.programmes.registry import PolicyFigure, action, policy_figure
from governance_app.programmes.states import STAFF, Role

_GROUP = _("Requirements")
VIEW, EDIT, CONTRIBUTE = "requirements.view", "requirements.edit", "requirements.contribute"
REQUEST, DECIDE = "requirements.request", "requirements.decide"

action(VIEW, _("Read systems, pain points, goals, requirements and interactions"), _GROUP, STAFF)
action(EDIT, _("Write records of phase 1"), _GROUP, {Role.PMO, Role.IT_LEAD})
action(
    CONTRIBUTE,
    _("Write pain points and requirements of one's own department"),
    _GROUP,
    {Role.DEPT_HEAD, Role.KEY_USER},
)
action(
    REQUEST,
    _("Request changes to the baseline"),
    _GROUP,
    {Role.PMO, Role.IT_LEAD, Role.DEPT_HEAD, Role.KEY_USER},
)
action(DECIDE, _("Decide on change requests"), _GROUP, {Role.CHAIR, Role.COMMITTEE})
policy_figure(
    PolicyFigure(
        "requirements.control",
        _("Change control after the baseline"),
        _GROUP,
        1,
        0,
        2,
        _("level"),
        help=_(
            "0: records stay open to edits; 1: requirements, goals, interactions and processes only under an accepted "
            "change request; 2: systems, pain points and interviews as well."
        ),
    )
)
