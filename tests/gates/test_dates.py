"""Dates at a gate, on the day itself and on the one beside it: on conditions and waivers never saved."""

from datetime import date, timedelta

import pytest

from governance_app.gates.models import Condition, Waiver
from governance_app.gates.rules import condition_overdue, phase_after_settling, waiver_expired
from governance_app.gates.states import ConditionState
from governance_app.programmes.states import PhaseState

TODAY = date(2026, 11, 24)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
WITH_CONDITIONS, REOPENED = PhaseState.PASSED_WITH_CONDITIONS, PhaseState.REOPENED


@pytest.mark.parametrize(("due", "overdue"), [(YESTERDAY, True), (TODAY, False), (TOMORROW, False)])
def test_a_condition_is_overdue_the_day_after_its_date(due: date, overdue: bool) -> None:
    assert condition_overdue(Condition(state=ConditionState.OPEN, due_on=due), TODAY) is overdue


@pytest.mark.parametrize("state", [ConditionState.PROPOSED, ConditionState.MET, ConditionState.DROPPED])
def test_only_an_open_condition_is_overdue(state: ConditionState) -> None:
    assert not condition_overdue(Condition(state=state, due_on=YESTERDAY), TODAY)


@pytest.mark.parametrize(("until", "expired"), [(YESTERDAY, True), (TODAY, False), (TOMORROW, False)])
def test_a_waiver_holds_on_its_last_day(until: date, expired: bool) -> None:
    assert waiver_expired(Waiver(expires_on=until), TODAY) is expired


@pytest.mark.parametrize("state", [WITH_CONDITIONS, REOPENED])
def test_the_last_condition_met_passes_the_gate(state: PhaseState) -> None:
    assert phase_after_settling(state, left=[], today=TODAY, lost=False) == PhaseState.PASSED


@pytest.mark.parametrize(
    ("left", "after"),
    [
        ([YESTERDAY], REOPENED),
        ([TOMORROW, YESTERDAY], REOPENED),
        ([TODAY], WITH_CONDITIONS),
        ([TOMORROW, TODAY], WITH_CONDITIONS),
    ],
)
def test_a_reopened_gate_stays_so_while_another_condition_is_overdue(left: list[date], after: PhaseState) -> None:
    assert phase_after_settling(REOPENED, left=left, today=TODAY, lost=False) == after


def test_one_condition_of_two_leaves_the_gate_passed_with_conditions() -> None:
    assert phase_after_settling(WITH_CONDITIONS, left=[TOMORROW], today=TODAY, lost=False) == WITH_CONDITIONS


@pytest.mark.parametrize("left", [[], [TOMORROW]])
def test_a_gate_that_lost_more_than_a_date_takes_a_new_decision(left: list[date]) -> None:
    assert phase_after_settling(REOPENED, left=left, today=TODAY, lost=True) == REOPENED


def test_what_a_gate_lost_before_it_was_passed_again_counts_no_more() -> None:
    assert phase_after_settling(WITH_CONDITIONS, left=[], today=TODAY, lost=True) == PhaseState.PASSED


@pytest.mark.parametrize("state", sorted(set(PhaseState) - {WITH_CONDITIONS, REOPENED}))
def test_settling_moves_no_phase_whose_gate_has_no_conditions(state: PhaseState) -> None:
    assert phase_after_settling(state, left=[], today=TODAY, lost=False) == state
