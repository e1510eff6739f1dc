"""Acts on documents and who may do them."""

from django.utils.translation import gettext_lazy as _

from governance_app.programmes.registry import action
from governance_app.programmes.states import STAFF, Role

_GROUP = _("Documents")

action("documents.view", _("Read documents and their revisions"), _GROUP, STAFF)
action("documents.submit", _("Submit a document for signature"), _GROUP, {Role.PMO, Role.IT_LEAD})
action("documents.withdraw", _("Withdraw a document from signature"), _GROUP, {Role.PMO, Role.IT_LEAD})
action(
    "documents.sign",
    _("Sign where one's signature is asked for"),
    _GROUP,
    STAFF - {Role.AUDITOR},
)
