"""How votes become a decision: pure calculation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance_app.gates.rules import Ballot, Outcome, blocking, outcome, quorum_needed, settled, shut_before
from governance_app.gates.states import PASSING, Choice
from governance_app.phases import Phase
from governance_app.programmes.states import PhaseState


def decided(*choices: str, chair: str = "go", voters: int = 0, quorum: int = 67, majority: int = 50) -> str:
    ballots = [Ballot(0, chair, chair=True), *(Ballot(number, choice) for number, choice in enumerate(choices, 1))]
    return outcome(
        ballots, voters=voters or len(ballots), chairs=1, quorum_percent=quorum, majority_percent=majority
    ).decision


def test_more_than_half_pass_the_gate() -> None:
    assert decided("go", "go", "hold") == Choice.GO


def test_exactly_half_do_not_pass_it() -> None:
    assert decided("go", "hold", "hold") == Choice.HOLD


def test_one_condition_makes_the_passing_conditional() -> None:
    assert decided("conditional", "go", "hold") == Choice.CONDITIONAL


def test_the_most_frequent_vote_against_decides() -> None:
    assert decided("return", "return", "hold", chair="hold", voters=4) == Choice.HOLD
    assert decided("return", "return", "return", chair="hold") == Choice.RETURN


def test_of_equal_votes_against_the_milder_counts() -> None:
    assert decided("stop", chair="hold") == Choice.HOLD


def test_abstentions_are_present_but_take_no_side() -> None:
    assert decided("abstain", "abstain", "hold", chair="go", majority=50) == Choice.HOLD
    assert decided("abstain", "abstain", "abstain", chair="go") == Choice.GO


def test_nothing_is_decided_without_the_chair() -> None:
    ballots = [Ballot(number, "go") for number in range(1, 4)]
    result = outcome(ballots, voters=4, chairs=1, quorum_percent=67, majority_percent=50)
    assert result.quorate
    assert not result.decision


def test_nothing_is_decided_without_a_quorum() -> None:
    assert decided("go", voters=6) == ""


@pytest.mark.parametrize(("voters", "percent", "needed"), [(6, 67, 5), (6, 50, 3), (4, 67, 3), (3, 100, 3), (5, 60, 3)])
def test_the_quorum_is_rounded_up(voters: int, percent: int, needed: int) -> None:
    assert quorum_needed(voters, percent) == needed


def test_recusals_can_put_the_quorum_out_of_reach() -> None:
    ballots = [Ballot(1, "recuse"), Ballot(2, "recuse")]
    result = outcome(ballots, voters=4, chairs=1, quorum_percent=67, majority_percent=50)
    assert not result.reachable


def test_a_chair_who_recuses_leaves_no_one_to_decide() -> None:
    result = outcome([Ballot(0, "recuse", chair=True)], voters=4, chairs=1, quorum_percent=50, majority_percent=50)
    assert not result.reachable


CHOICES = st.sampled_from(list(Choice))
BALLOTS = st.lists(CHOICES, min_size=0, max_size=8)


@given(CHOICES, BALLOTS, st.integers(50, 100), st.integers(50, 99), st.integers(0, 4))
def test_a_decision_always_has_quorum_and_chair(
    chair: str, others: list[str], quorum: int, majority: int, missing: int
) -> None:
    ballots = [Ballot(0, chair, chair=True), *(Ballot(number, choice) for number, choice in enumerate(others, 1))]
    result = outcome(ballots, voters=len(ballots) + missing, chairs=1, quorum_percent=quorum, majority_percent=majority)
    if result.decision:
        assert result.quorate
        assert result.chair_voted
        assert result.reachable
    if result.decision in PASSING:
        sides = [ballot for ballot in ballots if ballot.choice not in {"abstain", "recuse"}]
        passing = [ballot for ballot in sides if ballot.choice in PASSING]
        assert len(passing) * 100 > len(sides) * majority
    assert settled(result) == (not missing and bool(result.decision))


@given(CHOICES, BALLOTS, st.randoms())
def test_the_order_of_votes_makes_no_difference(chair: str, others: list[str], random: object) -> None:
    ballots = [Ballot(0, chair, chair=True), *(Ballot(number, choice) for number, choice in enumerate(others, 1))]
    shuffled = list(ballots)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    more = {"voters": len(ballots), "chairs": 1, "quorum_percent": 67, "majority_percent": 50}
    assert outcome(ballots, **more) == outcome(shuffled, **more)


def test_an_unmet_finding_blocks_unless_waived_and_an_inconclusive_one_always() -> None:
    rows = [
        {"code": "A", "state": "met", "waiver": ""},
        {"code": "B", "state": "unmet", "waiver": "W-001"},
        {"code": "C", "state": "unmet", "waiver": ""},
        {"code": "D", "state": "inconclusive", "waiver": "W-002"},
    ]
    assert [row["code"] for row in blocking(rows)] == ["C", "D"]


def test_every_gate_before_must_be_decided() -> None:
    states = {1: PhaseState.PASSED, 2: PhaseState.REOPENED, 3: PhaseState.NOT_REQUIRED}
    assert shut_before(Phase.MIGRATION, states) == [2]
    assert shut_before(Phase.REQUIREMENTS, {}) == []


def recusing(*chairs: str, members: int = 3) -> Outcome:
    """What follows from the chairs' votes when every member votes to pass."""
    ballots = [Ballot(number, choice, chair=True) for number, choice in enumerate(chairs)]
    ballots += [Ballot(100 + number, "go") for number in range(members)]
    return outcome(ballots, voters=len(ballots), chairs=len(chairs), quorum_percent=50, majority_percent=50)


def test_a_chair_who_recuses_has_not_voted() -> None:
    result = recusing("recuse")
    assert result.quorate
    assert not result.chair_voted
    assert not result.decision


def test_without_any_chair_left_no_decision_can_be_reached() -> None:
    assert not recusing("recuse").reachable
    assert not recusing("recuse", "recuse").reachable
    assert recusing("recuse", "go").reachable


def test_of_two_chairs_one_is_enough() -> None:
    assert recusing("recuse", "go").decision == Choice.GO


def test_a_chair_who_abstains_has_voted() -> None:
    result = recusing("abstain")
    assert result.chair_voted
    assert result.decision == Choice.GO


@pytest.mark.parametrize(("recusals", "reachable"), [(1, True), (2, False)])
def test_one_recusal_too_many_puts_the_quorum_out_of_reach(recusals: int, reachable: bool) -> None:
    ballots = [Ballot(0, "go", chair=True), *(Ballot(number, "recuse") for number in range(1, 1 + recusals))]
    result = outcome(ballots, voters=4, chairs=1, quorum_percent=67, majority_percent=50)
    assert (result.needed, result.reachable) == (3, reachable)
