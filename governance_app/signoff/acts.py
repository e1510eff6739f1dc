"""What the ledger tells of signatures, rounds and delegations."""

from django.utils.translation import gettext_lazy as _

from governance_app.ledger.registry import ledger_act, ledger_topic
from governance_app.signoff.states import RoundState

SIGNATURE_GIVEN = ledger_act("signature.given", _("{who} signed: {what}"))
SIGNATURE_REVOKED = ledger_act("signature.revoked", _("{who} revoked a signature on {what}"))
#: How a round ends without a decision.
ROUND_ENDED = {
    RoundState.WITHDRAWN: ledger_act("round.withdrawn", _("{who} withdrew {what} from signing")),
    RoundState.SUPERSEDED: ledger_act("round.superseded", _("{who} ended the signing of {what}")),
}
DELEGATION_GIVEN = ledger_act("delegation.given", _("{who} delegated: {what}"))
DELEGATION_REVOKED = ledger_act("delegation.revoked", _("{who} ended the delegation: {what}"))

ledger_topic("signature", _("Signatures"))
ledger_topic("round", _("Rounds"))
