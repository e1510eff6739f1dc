"""Acts of the inbox and who may do them."""

from django.utils.translation import gettext_lazy as _

from governance_app.programmes.registry import action
from governance_app.programmes.states import STAFF, Role

_GROUP = _("Conversation")

action("comments.write", _("Comment on records one may read"), _GROUP, STAFF - {Role.AUDITOR})
action("files.attach", _("Attach files to records one may read"), _GROUP, STAFF - {Role.AUDITOR})
