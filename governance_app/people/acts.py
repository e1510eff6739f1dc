"""What the ledger tells of accounts, people and departments brought in."""

from django.utils.translation import gettext_lazy as _

from governance_app.ledger.registry import ledger_act

PEOPLE_ENTERED = ledger_act("people.entered", _("{who} brought in {what} from a file"))
DEPARTMENTS_ENTERED = ledger_act("departments.entered", _("{who} brought in {what} from a file"))
GUARD_ADDED = ledger_act("account.guard-added", _("{who} added a way to confirm identity to the account of {what}"))
GUARD_REMOVED = ledger_act("account.guard-removed", _("{who} took a way to confirm identity off the account of {what}"))
GUARD_RESET = ledger_act("account.guard-reset", _("{who} reset all but the password of the account of {what}"))
GUARD_RENEWED = ledger_act("account.guard-renewed", _("{who} made new recovery codes for the account of {what}"))
