"""Acts of sign-off, who may do them, and the figures of the policy they follow."""

from django.utils.translation import gettext_lazy as _

from governance_app.programmes.registry import PolicyFigure, action, policy_figure
from governance_app.programmes.states import STAFF, Role

_GROUP = _("Sign-off")

action("signoff.delegate", _("Delegate one's own signature"), _GROUP, STAFF - {Role.AUDITOR})

policy_figure(PolicyFigure("signoff.reminder", _("Remind signers every"), _GROUP, 2, 1, 30, _("days")))
policy_figure(PolicyFigure("signoff.escalation", _("Escalate after"), _GROUP, 5, 1, 60, _("days")))
