"""What the ledger tells of reminders."""

from django.utils.translation import gettext_lazy as _

from governance_app.ledger.registry import ledger_act

BLOCKER_REMINDED = ledger_act("blocker.reminded", _("{who} reminded the people concerned: {what}"))
