"""What the ledger tells of processes, beside what it tells of every record."""

from django.utils.translation import gettext_lazy as _

from governance_app.ledger.registry import ledger_act

STEPS_REVISED = ledger_act("processes.steps-revised", _("{who} changed the steps of process {what}"))
