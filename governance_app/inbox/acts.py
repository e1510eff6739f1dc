"""What the ledger tells of comments and attached files."""

from django.utils.translation import gettext_lazy as _

from governance_app.ledger.registry import ledger_act

COMMENT_ADDED = ledger_act("comment.added", _("{who} commented on {what}"))
COMMENT_WITHDRAWN = ledger_act("comment.withdrawn", _("{who} withdrew a comment on {what}"))
FILE_ATTACHED = ledger_act("file.attached", _("{who} attached a file: {what}"))
FILE_REMOVED = ledger_act("file.removed", _("{who} removed a file: {what}"))
