"""What phase 1 calculates and refuses."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from governance_app.base.moves import move_apply
from governance_app.errors import Refusal
from requirements_app.inventory.rules import interaction_refusal
from requirements_app.models import Interaction, PainPoint, Requirement
from requirements_app.needs.rules import goal_refusal
from requirements_app.needs.states import REQUIREMENT_MOVES, RequirementState
from tests.conftest import Cast
from tests.factories.records import (
    GoalFactory,
    InteractionFactory,
    PainPointFactory,
    RequirementFactory,
    SystemFactory,
)

AMOUNTS = st.decimals(min_value=0, max_value=999_999, places=2)
VALUES = st.decimals(min_value=-1_000_000, max_value=1_000_000, places=4)
DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 12, 31))


def cost(minutes: Any, people: int, times: Any) -> Decimal:
    point = PainPoint(minutes_lost=Decimal(minutes), people_affected=people, times_per_month=Decimal(times))
    return point.hours_per_month


def test_twelve_minutes_of_forty_people_twenty_two_times_a_month_are_176_hours():
    assert cost(12, 40, 22) == 176


@given(minutes=AMOUNTS, people=st.integers(0, 100_000), times=AMOUNTS)
def test_the_cost_is_the_product_in_hours_whatever_the_order(minutes: Decimal, people: int, times: Decimal):
    found = cost(minutes, people, times)
    assert found >= 0
    assert abs(found * 60 - minutes * people * times) < Decimal("0.0001")
    assert cost(times, people, minutes) == found
    assert cost(minutes, people * 2, times) == pytest.approx(found * 2)
    if 0 in {minutes, people, times}:
        assert found == 0


def goal(direction: str, baseline: Any, target: Any, since: date | None = None, until: date | None = None) -> Any:
    return SimpleNamespace(
        direction=direction, baseline_value=baseline, target_value=target, baseline_date=since, measure_by=until
    )


@given(baseline=VALUES, target=VALUES)
def test_a_goal_leads_one_way_or_the_other_and_never_nowhere(baseline: Decimal, target: Decimal):
    up, down = goal_refusal(goal("increase", baseline, target)), goal_refusal(goal("decrease", baseline, target))
    if baseline == target:
        assert up
        assert down
    else:
        assert (up is None) == (target > baseline)
        assert (down is None) == (target < baseline)
    for refusal in filter(None, (up, down)):
        assert refusal[0] == "target_value"


@given(since=DAYS, until=DAYS)
def test_a_goal_is_measured_after_its_baseline(since: date, until: date):
    refusal = goal_refusal(goal("increase", Decimal(1), Decimal(2), since, until))
    assert (refusal is None) == (until > since)
    if refusal:
        assert refusal[0] == "measure_by"


@pytest.mark.parametrize(("baseline", "target"), [(None, None), (Decimal(1), None), (None, Decimal(1))])
def test_a_goal_without_figures_is_incomplete_but_not_wrong(baseline: Any, target: Any):
    assert goal_refusal(goal("increase", baseline, target)) is None


def test_dates_are_compared_also_where_a_figure_is_missing():
    day = date(2026, 1, 5)
    assert goal_refusal(goal("increase", None, Decimal(1), day, day - timedelta(days=1))) is not None


def test_services_refuse_what_the_rules_refuse(cast: Cast):
    access = cast.access(cast.owner)
    with pytest.raises(Refusal) as refused:
        GoalFactory(access=access, owner_department=cast.it, direction="increase")
    assert list(refused.value.fields) == ["target_value"]
    system = SystemFactory(access=access)
    with pytest.raises(Refusal) as refused:
        InteractionFactory(access=access, source=system, target=system)
    assert list(refused.value.fields) == ["target"]
    with pytest.raises(Refusal):
        PainPointFactory(access=access, department=cast.it, minutes_lost=Decimal(-1))


@pytest.mark.postgres_too
def test_the_database_itself_refuses_a_system_that_talks_to_itself(cast: Cast):
    system = SystemFactory(access=cast.access(cast.owner))
    with pytest.raises(IntegrityError), transaction.atomic():
        Interaction.objects.create(
            programme=cast.programme, code="INT-001", source=system, target=system, business_object="单据"
        )


@pytest.mark.postgres_too
def test_the_database_itself_refuses_an_unknown_priority_and_a_target_on_the_wrong_side(cast: Cast):
    access = cast.access(cast.owner)
    goal, requirement = (
        factory(access=access, owner_department=cast.it) for factory in (GoalFactory, RequirementFactory)
    )
    goal.target_value, requirement.priority = goal.baseline_value, "urgent"
    for record in (goal, requirement):
        with pytest.raises(IntegrityError), transaction.atomic():
            record.save()


@pytest.mark.parametrize(("source", "target", "refused"), [(1, 1, True), (1, 2, False), (None, None, False)])
def test_an_interaction_joins_two_systems(source: int | None, target: int | None, *, refused: bool):
    found = interaction_refusal(SimpleNamespace(source_id=source, target_id=target))
    assert (found is not None) == refused


@pytest.mark.parametrize("state", list(RequirementState))
@pytest.mark.parametrize("move", [move.code for move in REQUIREMENT_MOVES])
def test_a_requirement_moves_as_its_table_says_and_no_other_way(state: RequirementState, move: str):
    open_from = {
        ("draft", "agree"): "agreed",
        ("draft", "withdraw"): "withdrawn",
        ("agreed", "withdraw"): "withdrawn",
        ("agreed", "reopen"): "draft",
        ("withdrawn", "reopen"): "draft",
    }
    record = Requirement(state=state)
    may = {"requirements.edit"}
    if (state.value, move) in open_from:
        if move != "agree":
            with pytest.raises(Refusal) as refused:
                move_apply(record, REQUIREMENT_MOVES, move, may=may, reason=" ")
            assert refused.value.code == "reason-missing"
        with pytest.raises(Refusal):
            move_apply(record, REQUIREMENT_MOVES, move, may={"requirements.contribute"}, reason="因")
        move_apply(record, REQUIREMENT_MOVES, move, may=may, reason="因")
        assert record.state == open_from[state.value, move]
    else:
        with pytest.raises(Refusal) as refused:
            move_apply(record, REQUIREMENT_MOVES, move, may=may, reason="因")
        assert refused.value.code == "illegal-move"
        assert record.state == state
