"""What the ledger tells of links."""

from django.utils.translation import gettext_lazy as _

from governance_app.ledger.registry import ledger_act

LINK_CLEARED = ledger_act("link.cleared", _("{who} cleared the link {what}"))
