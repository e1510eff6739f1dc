"""Conditions of a gate passed with conditions."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from governance_app.base.clock import this_day, this_moment
from governance_app.base.histories import written_by
from governance_app.errors import Closed, Conflict, Invalid, refuse_invalid
from governance_app.gates.acts import CONDITION_MET, CONDITION_PROPOSED, GATE_REOPENED
from governance_app.gates.models import Condition, GateReview
from governance_app.gates.rules import phase_after_settling
from governance_app.gates.selectors import overdue_conditions, reopened_otherwise
from governance_app.gates.services.locks import must_be_open, need_reason, review_lock
from governance_app.gates.signals import gate_reopened
from governance_app.gates.states import ConditionState
from governance_app.ledger.services import ledger_append
from governance_app.phases import Phase
from governance_app.programmes.services.codes import code_next
from governance_app.programmes.states import PhaseState

VotingOpen = Conflict.coded("voting")


@transaction.atomic
def condition_propose(*, review: GateReview, text: str, owner: Any, due_on: date, actor: Any) -> Condition:
    """Propose a condition for a conditional go. Refuses a closed review, a date gone by, and a vote given already."""
    _row, current = review_lock(review)
    must_be_open(current)
    if current.votes.exists():
        raise VotingOpen(_("Voting has begun; conditions can no longer be changed."))
    if due_on <= this_day():
        problem = _("The due date must lie ahead.")
        raise Invalid(problem, fields={"due_on": [problem]})
    condition = Condition(
        review=current,
        code=code_next(current.programme, "C", 2),
        text=text.strip(),
        owner=owner,
        due_on=due_on,
        proposed_by=actor,
    )
    try:
        condition.full_clean(exclude=["met_by", "met_at"])
    except ValidationError as error:
        raise refuse_invalid(error) from error
    written_by(condition, actor).save()
    ledger_append(
        act=CONDITION_PROPOSED,
        subject=f"condition:{condition.code}",
        subject_label=str(condition),
        actor=actor,
        programme=current.programme.slug,
        detail={"review": current.code, "due": due_on.isoformat(), "owner": str(owner)},
    )
    return condition


@transaction.atomic
def condition_settle(*, condition: Condition, actor: Any, evidence: str) -> Condition:
    """Record that a condition is met, with the evidence; the last one passes the gate for good.

    Refuses one that is not open, and no evidence. A gate reopened by an overdue condition opens again once no
    overdue one is left; one that lost more than that, a document's approval, takes a new decision.
    """
    row, review = review_lock(condition.review)
    current = Condition.objects.select_for_update().get(pk=condition.pk)
    if current.state != ConditionState.OPEN:
        text = _("This condition is not open: %(state)s.") % {"state": current.get_state_display()}
        raise Closed(text)
    current.evidence = need_reason(evidence, "evidence")
    current.state, current.met_by, current.met_at = ConditionState.MET, actor, this_moment()
    written_by(current, actor).save()
    left = list(review.conditions.filter(state=ConditionState.OPEN).values_list("due_on", flat=True))
    lost = reopened_otherwise(review)
    after = phase_after_settling(row.state, left=left, today=this_day(), lost=lost)
    if after != row.state:
        row.state = after
        written_by(row, actor).save()
    ledger_append(
        act=CONDITION_MET,
        subject=f"condition:{current.code}",
        subject_label=str(current),
        actor=actor,
        programme=review.programme.slug,
        detail={"review": review.code, "evidence": current.evidence, "phase": row.state},
    )
    return current


def gates_refresh() -> int:
    """Reopen the gates whose conditions are overdue; returns how many. Run on a schedule; repeating it is harmless."""
    count = 0
    for condition in overdue_conditions():
        with transaction.atomic():
            row, review = review_lock(condition.review)
            if row.state != PhaseState.PASSED_WITH_CONDITIONS:
                continue
            row.state = PhaseState.REOPENED
            row.save()
            gate_reopened.send(
                sender=GateReview,
                programme=review.programme,
                phase=Phase(review.phase),
                reason=_("Condition %(code)s is overdue: %(text)s") % {"code": condition.code, "text": condition.text},
                key=f"condition:{condition.pk}",
                users={condition.owner_id, *(entry["user"] for entry in review.snapshot["voters"])},
            )
            ledger_append(
                act=GATE_REOPENED,
                subject=f"condition:{condition.code}",
                subject_label=str(condition),
                programme=review.programme.slug,
                detail={"review": review.code, "due": condition.due_on.isoformat()},
            )
            count += 1
    return count
