"""Acts of proof and who may do them."""

from django.utils.translation import gettext_lazy as _

from governance_app.programmes.registry import action
from governance_app.programmes.states import Role

action(
    "documents.evidence",
    _("Take away evidence packs"),
    _("Documents"),
    {Role.CHAIR, Role.COMMITTEE, Role.PMO, Role.AUDITOR},
)
