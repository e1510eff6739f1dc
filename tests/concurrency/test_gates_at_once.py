"""A committee votes at once: none of the votes is lost, the gate is decided once."""

from collections.abc import Callable

import pytest

from governance_app.gates.models import GateReview, Vote
from governance_app.ledger.models import Entry
from governance_app.ledger.selectors import ledger_break
from governance_app.people.models import User
from governance_app.programmes.models import ProgrammePhase
from governance_app.programmes.states import PhaseState
from tests.concurrency.conftest import Crowd, refusals
from tests.gates.conftest import PHASE, Committee

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def review(committee: Committee, findings: Callable[..., None]) -> GateReview:
    """Gate 1, called with all its criteria met."""
    return committee.call()


def voting(review: GateReview, *users: User, choice: str = "go") -> list[tuple[str, dict[str, object]]]:
    return [("vote", {"review": review.pk, "user": user.pk, "choice": choice}) for user in users]


def decided_once(review: GateReview, state: str = PhaseState.PASSED) -> None:
    review.refresh_from_db()
    assert (review.state, review.decision) == ("decided", "go")
    assert Entry.objects.filter(act="gate.decided").count() == 1
    assert ProgrammePhase.objects.get(programme=review.programme, phase=PHASE).state == state
    assert Entry.objects.filter(act="vote.cast").count() == Vote.objects.count()
    assert ledger_break() is None


def test_all_vote_at_once_and_the_gate_is_decided_once(committee: Committee, review: GateReview, crowd: Crowd) -> None:
    outcomes = crowd(*voting(review, committee.chair, *committee.members))
    assert refusals(outcomes) == []
    assert Vote.objects.count() == 4
    decided_once(review)


def test_two_race_for_the_decision(committee: Committee, review: GateReview, crowd: Crowd) -> None:
    """The last vote against the chair who closes: whichever comes first decides, the other is told."""
    for voter in (committee.chair, *committee.members[:2]):
        committee.vote(review, voter)
    last, closing = crowd(
        *voting(review, committee.members[2]), ("close_review", {"review": review.pk, "user": committee.chair.pk})
    )
    assert sorted((last.done, closing.done)) == [False, True]
    assert refusals([last, closing]) == ["closed"]
    assert Vote.objects.count() == (4 if last.done else 3)
    decided_once(review)


def test_two_close_at_once(committee: Committee, review: GateReview, crowd: Crowd) -> None:
    for voter in (committee.chair, *committee.members[:2]):
        committee.vote(review, voter)
    outcomes = crowd(*[("close_review", {"review": review.pk, "user": committee.chair.pk})] * 4)
    assert refusals(outcomes) == ["closed"] * 3
    decided_once(review)


def test_one_member_at_four_desks_votes_once(committee: Committee, review: GateReview, crowd: Crowd) -> None:
    outcomes = crowd(*voting(review, *[committee.members[0]] * 4))
    assert refusals(outcomes) == ["voted-already"] * 3
    assert Vote.objects.count() == 1


def test_a_withdrawal_comes_before_or_after_the_last_vote(
    committee: Committee, review: GateReview, crowd: Crowd
) -> None:
    for voter in (committee.chair, *committee.members[:2]):
        committee.vote(review, voter)
    last, withdrawal = crowd(
        *voting(review, committee.members[2]),
        ("withdraw_review", {"review": review.pk, "user": committee.cast.owner.pk}),
    )
    assert sorted((last.done, withdrawal.done)) == [False, True]
    review.refresh_from_db()
    assert review.state == ("decided" if last.done else "withdrawn")
    assert Entry.objects.filter(act="gate.decided").count() == int(last.done)
    assert ledger_break() is None
