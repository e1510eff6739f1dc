"""What the ledger tells of evidence given out."""

from django.utils.translation import gettext_lazy as _

from governance_app.ledger.registry import ledger_act

EVIDENCE_PACKED = ledger_act("evidence.packed", _("{who} took a pack of evidence: {what}"))
