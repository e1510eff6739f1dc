"""A gate passed with conditions: who must settle what by when, and what happens when nobody does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from governance_app.gates.models import Condition
from governance_app.gates.services.conditions import condition_settle, gates_refresh
from governance_app.gates.services.reviews import gate_reopen
from governance_app.gates.states import ConditionState
from governance_app.inbox.models import Notification
from governance_app.ledger.models import Entry
from governance_app.programmes.states import PhaseState
from tests.gates.acts import Say, propose, refused, state_of
from tests.gates.conftest import PHASE, Committee

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db]


def test_a_conditional_go_needs_a_condition_and_opens_it(committee: Committee, findings: Say) -> None:
    review = committee.call()
    assert refused(lambda: committee.vote(review, committee.chair, "conditional")) == "no-condition"
    condition = propose(committee, review)
    committee.vote(review, committee.chair, "conditional")
    for member in committee.members:
        committee.vote(review, member)
    condition.refresh_from_db()
    assert condition.state == ConditionState.OPEN
    assert state_of(committee) == PhaseState.PASSED_WITH_CONDITIONS


def test_an_overdue_condition_reopens_the_gate_once(committee: Committee, findings: Say) -> None:
    review = committee.call()
    condition = propose(committee, review)
    for voter in (committee.chair, *committee.members):
        committee.vote(review, voter, "conditional")
    Condition.objects.filter(pk=condition.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    assert gates_refresh() == 1
    assert state_of(committee) == PhaseState.REOPENED
    assert gates_refresh() == 0
    condition_settle(condition=condition, actor=committee.cast.it_lead, evidence="演练记录 3 号")
    assert state_of(committee) == PhaseState.PASSED
    assert Entry.objects.filter(act="gate.reopened").count() == 1


@pytest.mark.parametrize(("days", "reopened"), [(0, 0), (-1, 1)], ids=["on its day", "a day later"])
def test_a_gate_is_reopened_the_day_after_a_condition_was_due(
    committee: Committee, findings: Say, days: int, reopened: int
) -> None:
    review = committee.call()
    condition = propose(committee, review)
    for voter in (committee.chair, *committee.members):
        committee.vote(review, voter, "conditional")
    Condition.objects.filter(pk=condition.pk).update(due_on=timezone.localdate() + timedelta(days=days))
    assert gates_refresh() == reopened
    assert state_of(committee) == (PhaseState.REOPENED if reopened else PhaseState.PASSED_WITH_CONDITIONS)


def test_a_gate_reopened_by_two_conditions_passes_when_both_are_met(committee: Committee, findings: Say) -> None:
    review = committee.call()
    late, later, coming = (propose(committee, review, days) for days in (2, 2, 5))
    for voter in (committee.chair, *committee.members):
        committee.vote(review, voter, "conditional")
    Condition.objects.filter(pk__in=[late.pk, later.pk]).update(due_on=timezone.localdate() - timedelta(days=1))
    gates_refresh()
    after = []
    for condition in (late, later, coming):
        condition_settle(condition=condition, actor=committee.cast.it_lead, evidence="演练记录 3 号")
        after.append(state_of(committee))
    assert after == [PhaseState.REOPENED, PhaseState.PASSED_WITH_CONDITIONS, PhaseState.PASSED]


def test_settling_needs_evidence(committee: Committee, findings: Say) -> None:
    review = committee.call()
    condition = propose(committee, review)
    for voter in (committee.chair, *committee.members):
        committee.vote(review, voter, "conditional")
    assert (
        refused(lambda: condition_settle(condition=condition, actor=committee.chair, evidence=" ")) == "reason-missing"
    )


def test_no_condition_is_added_once_voting_has_begun(committee: Committee, findings: Say) -> None:
    review = committee.call()
    committee.vote(review, committee.chair)
    assert refused(lambda: propose(committee, review)) == "voting"


@pytest.mark.parametrize("overdue", [False, True], ids=["in time", "overdue"])
def test_settling_conditions_does_not_bring_back_what_was_lost_otherwise(
    committee: Committee, findings: Say, overdue: bool
) -> None:
    review = committee.call()
    condition = propose(committee, review)
    for voter in (committee.chair, *committee.members):
        committee.vote(review, voter, "conditional")
    if overdue:
        Condition.objects.filter(pk=condition.pk).update(due_on=timezone.localdate() - timedelta(days=1))
        assert gates_refresh() == 1
    assert gate_reopen(programme=committee.cast.programme, phase=PHASE, reason="撤销签署") is True
    condition_settle(condition=condition, actor=committee.cast.it_lead, evidence="演练记录 3 号")
    assert state_of(committee) == PhaseState.REOPENED
    again = committee.call()
    for voter in (committee.chair, *committee.members):
        committee.vote(again, voter)
    assert state_of(committee) == PhaseState.PASSED


def test_an_overdue_condition_and_a_reopened_gate_are_told(committee: Committee, findings: Say) -> None:
    review = committee.call()
    condition = propose(committee, review)
    for voter in (committee.chair, *committee.members):
        committee.vote(review, voter, "conditional")
    Condition.objects.filter(pk=condition.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    gates_refresh()
    gates_refresh()
    told = Notification.objects.filter(key=f"gate-reopened:condition:{condition.pk}")
    people = {committee.chair, *committee.members, committee.cast.it_lead, committee.cast.owner}
    assert {row.user for row in told.select_related("user")} == people
    assert told.count() == len(people), "once each"
