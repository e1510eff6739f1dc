"""Reminding signers, and telling the one who submitted when reminding does not help. Nothing is ever approved so."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from governance_app.base.clock import this_moment
from governance_app.programmes.selectors import policy_of
from governance_app.signoff.models import Reminder, Round
from governance_app.signoff.selectors import signers_awaited
from governance_app.signoff.signals import escalation_due, reminder_due
from governance_app.signoff.states import RoundState


def rounds_remind() -> int:
    """Send what is due for every open round; returns how many were sent.

    A signer is reminded every so many days of the policy; after the days of escalation the one who submitted is
    told once. Repeating it on the same day sends nothing twice: each reminder is a row before it is a message.
    """
    sent = 0
    for round_ in Round.objects.filter(state=RoundState.OPEN).select_related("programme", "opened_by"):
        policy = policy_of(round_.programme)
        waited = this_moment() - round_.opened_at
        number = int(waited / timedelta(days=policy["signoff.reminder"]))
        awaited = signers_awaited(round_)
        if number >= 1:
            for user in awaited:
                sent += _once(round_, user, "reminder", number)
        if awaited and waited >= timedelta(days=policy["signoff.escalation"]):
            sent += _once(round_, round_.opened_by, "escalation", 1)
    return sent


@transaction.atomic
def _once(round_: Round, user: Any, kind: str, number: int) -> int:
    _row, created = Reminder.objects.get_or_create(round=round_, user=user, kind=kind, number=number)
    if not created:
        return 0
    signal = escalation_due if kind == "escalation" else reminder_due
    signal.send(sender=Reminder, round=round_, user=user, number=number)
    return 1
