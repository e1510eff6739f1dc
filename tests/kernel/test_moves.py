"""Moves between states, on records never saved."""

import pytest

from governance_app.base.moves import Move, MoveTable, move_apply
from governance_app.errors import Refusal
from requirements_app.models import Requirement
from requirements_app.needs.states import REQUIREMENT_MOVES, RequirementState

MAY = {"requirements.edit"}


@pytest.fixture
def requirement() -> Requirement:
    return Requirement(code="REQ-001", title="合同审批同步", state=RequirementState.DRAFT)


def refused(record: Requirement, move: str, may: set[str] = MAY, reason: str = "") -> Refusal:
    before = record.state
    with pytest.raises(Refusal) as caught:
        move_apply(record, REQUIREMENT_MOVES, move, may=may, reason=reason)
    assert record.state == before
    return caught.value


def test_it_moves_the_record_and_saves_nothing(requirement: Requirement) -> None:
    move = move_apply(requirement, REQUIREMENT_MOVES, "agree", may=MAY)
    assert move.code == "agree"
    assert requirement.state == RequirementState.AGREED
    assert requirement.pk is None


def test_it_refuses_a_move_the_table_does_not_hold(requirement: Requirement) -> None:
    assert refused(requirement, "approve").code == "unknown-move"


@pytest.mark.usefixtures("english")
def test_it_refuses_an_illegal_move_and_names_the_state(requirement: Requirement) -> None:
    requirement.state = RequirementState.WITHDRAWN
    refusal = refused(requirement, "agree")
    assert refusal.code == "illegal-move"
    assert "Withdrawn" in str(refusal)


def test_it_refuses_who_may_not(requirement: Requirement) -> None:
    assert refused(requirement, "agree", may={"requirements.view"}).code == "forbidden"


@pytest.mark.parametrize("reason", ["", "   ", "\n\t"])
def test_it_refuses_without_the_reason_it_asks_for(requirement: Requirement, reason: str) -> None:
    refusal = refused(requirement, "withdraw", reason=reason)
    assert refusal.code == "reason-missing"
    assert list(refusal.fields) == ["reason"]


def test_it_does_not_ask_for_a_reason_where_the_move_needs_none(requirement: Requirement) -> None:
    assert move_apply(requirement, REQUIREMENT_MOVES, "agree", may=MAY, reason="").reason is False


@pytest.mark.parametrize("state", RequirementState)
@pytest.mark.parametrize("move", REQUIREMENT_MOVES.moves, ids=lambda move: move.code)
def test_exactly_the_moves_that_lead_away_from_a_state_are_open(state: RequirementState, move: Move) -> None:
    record = Requirement(code="REQ-001", state=state)
    if move in REQUIREMENT_MOVES.open_from(state):
        move_apply(record, REQUIREMENT_MOVES, move.code, may=MAY, reason="评审决定")
        assert record.state == move.target
    else:
        assert refused(record, move.code, reason="评审决定").code == "illegal-move"


def test_a_table_finds_its_moves_by_code() -> None:
    table = MoveTable("state", (Move("agree", "Agree", frozenset({"draft"}), "agreed", "x.edit"),))
    assert table["agree"].target == "agreed"
    with pytest.raises(KeyError):
        table["withdraw"]
