"""What the ledger tells of gates: reviews, votes, decisions, conditions, waivers."""

import re

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from governance_app.ledger.registry import ledger_act, ledger_topic
from governance_app.phases import Phase

REVIEW_CALLED = ledger_act("review.called", _("{who} called review {what}"))
REVIEW_WITHDRAWN = ledger_act("review.withdrawn", _("{who} withdrew review {what}"))
VOTE_CAST = ledger_act("vote.cast", _("{who} voted in the review: {what}"))
GATE_DECIDED = ledger_act("gate.decided", _("{who} decided the gate: {what}"))
GATE_REOPENED = ledger_act("gate.reopened", _("{who} reopened the gate: {what}"))
CONDITION_PROPOSED = ledger_act("condition.proposed", _("{who} proposed condition {what}"))
CONDITION_MET = ledger_act("condition.met", _("{who} settled condition {what}"))
WAIVER_GRANTED = ledger_act("waiver.granted", _("{who} granted waiver {what}"))
WAIVER_REVOKED = ledger_act("waiver.revoked", _("{who} revoked waiver {what}"))

#: A review's code: phase and number.
_CODE = re.compile(r"GR-0([1-7])-(\d{1,6})")


def _review(programme: str, code: str) -> str:
    found = _CODE.fullmatch(code)
    if found is None:
        return ""
    return reverse("gates:review", args=[programme, Phase(int(found[1])).segment, int(found[2])])


ledger_topic("review", url=_review)
