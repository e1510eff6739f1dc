"""Conditions, and who is called: nothing of another gate or another programme counts here."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from governance_app.gates.acts import REVIEW_WITHDRAWN
from governance_app.gates.models import Condition, GateReview
from governance_app.gates.selectors import gate_then, phase_rows, phase_views
from governance_app.gates.services.conditions import condition_propose, condition_settle, gates_refresh
from governance_app.gates.services.reviews import review_withdraw
from governance_app.gates.states import ConditionState, ReviewState
from governance_app.ledger.services import ledger_append
from governance_app.programmes.models import ProgrammePhase
from governance_app.programmes.services.phases import phase_window_set
from governance_app.programmes.states import PhaseState, Role
from tests.factories.people import UserFactory
from tests.factories.programmes import MembershipFactory
from tests.gates.conftest import PHASE, Committee

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db]

Say = Callable[..., None]


def propose(committee: Committee, review: GateReview) -> Condition:
    return condition_propose(
        review=review,
        text="演练一次",
        owner=committee.cast.it_lead,
        due_on=timezone.localdate() + timedelta(days=5),
        actor=committee.chair,
    )


def passed_with(committee: Committee, count: int = 1) -> list[Condition]:
    """Gate 1 passed with so many conditions."""
    review = committee.call()
    conditions = [propose(committee, review) for _number in range(count)]
    for voter in (committee.chair, *committee.members):
        committee.vote(review, voter, "conditional")
    return conditions


def late(*conditions: Condition) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Condition.objects.filter(pk__in=[row.pk for row in conditions]).update(due_on=yesterday)


def settle(committee: Committee, condition: Condition) -> str:
    condition_settle(condition=condition, actor=committee.cast.it_lead, evidence="演练记录 3 号")
    return ProgrammePhase.objects.get(programme=committee.cast.programme, phase=PHASE).state


def test_conditions_are_numbered_through_the_programme(committee: Committee, findings: Say) -> None:
    assert [row.code for row in passed_with(committee, 2)] == ["C-01", "C-02"]


def test_the_gate_line_counts_the_conditions_still_open(committee: Committee, findings: Say) -> None:
    first, _second, _third = passed_with(committee, 3)
    settle(committee, first)
    programme = committee.cast.programme
    (view, *others) = phase_views(programme, phase_rows(programme), {})
    assert (view.number, view.open_conditions) == (PHASE.value, 2)
    assert {other.open_conditions for other in others} == {0}


def test_what_else_happens_to_a_phase_does_not_keep_its_gate_reopened(committee: Committee, findings: Say) -> None:
    (condition,) = passed_with(committee)
    late(condition)
    assert gates_refresh() == 1
    day = timezone.localdate() + timedelta(days=30)
    values, actor = {"planned_start": day, "planned_end": day}, committee.cast.owner
    phase_window_set(
        programme=committee.cast.programme, phase=PHASE, values=values, version=None, reason="延期", actor=actor
    )
    assert settle(committee, condition) == PhaseState.PASSED


def test_a_gate_reopened_already_does_not_keep_the_next_from_being_reopened(
    committee: Committee, findings: Say
) -> None:
    (condition,) = passed_with(committee)
    late(condition)
    assert gates_refresh() == 1
    other = committee.cast.other_programme
    now = timezone.now()
    review = GateReview.objects.create(
        programme=other,
        phase=PHASE,
        number=1,
        state=ReviewState.DECIDED,
        called_by=committee.chair,
        called_at=now,
        decided_at=now,
        vote_by=now.date(),
        snapshot={"voters": []},
    )
    ProgrammePhase.objects.filter(programme=other, phase=PHASE).update(state=PhaseState.PASSED_WITH_CONDITIONS)
    Condition.objects.create(
        review=review,
        code="C-02",
        text="演练",
        owner=committee.chair,
        proposed_by=committee.chair,
        due_on=timezone.localdate() - timedelta(days=1),
        state=ConditionState.OPEN,
    )
    assert gates_refresh() == 1
    assert ProgrammePhase.objects.get(programme=other, phase=PHASE).state == PhaseState.REOPENED


def test_the_committee_called_is_that_of_the_programme(committee: Committee, findings: Say) -> None:
    for role in (Role.CHAIR, Role.COMMITTEE):
        MembershipFactory(programme=committee.cast.other_programme, user=UserFactory(), role=role)
    called = [(entry["user"], entry["chair"]) for entry in committee.call().snapshot["voters"]]
    assert called == [(committee.chair.pk, True), *((member.pk, False) for member in committee.members)]


def test_who_has_left_is_not_called(committee: Committee, findings: Say) -> None:
    gone = committee.members.pop()
    gone.is_active = False
    gone.save()
    called = {entry["user"] for entry in committee.call().snapshot["voters"]}
    assert called == {committee.chair.pk, *(member.pk for member in committee.members)}


def test_a_vote_says_as_what_it_was_given(committee: Committee, findings: Say) -> None:
    review = committee.call()
    voters = (committee.chair, committee.members[0])
    assert [committee.vote(review, voter).voter_role for voter in voters] == ["组长", "指导委员会委员"]


def test_a_review_that_cannot_reach_a_quorum_says_so(committee: Committee, findings: Say) -> None:
    review = committee.call()
    for member in committee.members[:2]:
        committee.vote(review, member, "recuse")
    review.refresh_from_db()
    assert review.state == ReviewState.FAILED
    assert "法定人数" in review.closing_reason


def test_a_review_was_withdrawn_when_it_was_and_not_when_another_programmes_was(
    committee: Committee, findings: Say
) -> None:
    cast, review = committee.cast, committee.call()
    open_then = timezone.now()
    review_withdraw(review=review, actor=cast.owner, reason="数据有误")
    withdrawn_then = timezone.now()
    by: dict[str, Any] = {"subject": f"review:{review.code}", "subject_label": review.code, "actor": cast.stranger}
    ledger_append(act=REVIEW_WITHDRAWN, programme=cast.other_programme.slug, **by)
    states = [gate_then(cast.programme, PHASE, moment).review_state for moment in (open_then, withdrawn_then)]
    assert states == [ReviewState.OPEN, ReviewState.WITHDRAWN]
