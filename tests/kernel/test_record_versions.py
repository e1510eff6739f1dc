"""Two people on one record: who comes second is told so, and nothing of either is lost."""

from datetime import date
from decimal import Decimal

import pytest

from governance_app.errors import Refusal
from governance_app.ledger.models import Entry
from governance_app.records.services import record_move, record_remove, record_revise
from requirements_app.inventory.kinds import SYSTEMS
from requirements_app.models import Requirement, System
from requirements_app.needs.kinds.goals import GOALS
from requirements_app.needs.kinds.pain_points import PAIN_POINTS
from requirements_app.needs.kinds.requirements import REQUIREMENTS
from tests.conftest import Cast, Specification
from tests.factories.records import SystemFactory

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db]


@pytest.fixture
def system(cast: Cast) -> System:
    return SystemFactory(access=cast.access(cast.owner), name="办公自动化")


def test_every_change_is_a_new_version(cast: Cast, system: System) -> None:
    access = cast.access(cast.owner)
    for number in (1, 2, 3):
        record_revise(kind=SYSTEMS, access=access, code=system.code, values={"maker": f"云阶{number}"}, version=number)
    system.refresh_from_db()
    assert (system.version, system.maker, system.updated_by) == (4, "云阶3", cast.owner)


@pytest.mark.usefixtures("english")
def test_a_version_that_is_no_longer_the_latest_is_refused_and_says_who_was_faster(cast: Cast, system: System) -> None:
    record_revise(kind=SYSTEMS, access=cast.access(cast.it_lead), code=system.code, values={"maker": "云阶"}, version=1)
    with pytest.raises(Refusal) as caught:
        record_revise(
            kind=SYSTEMS, access=cast.access(cast.owner), code=system.code, values={"maker": "磐石"}, version=1
        )
    assert caught.value.code == "stale"
    assert "李工" in str(caught.value)
    assert "version 2" in str(caught.value)
    system.refresh_from_db()
    assert (system.maker, system.version, system.history.count()) == ("云阶", 2, 2)


def test_an_outdated_version_can_be_neither_moved_nor_removed(cast: Cast, specification: Specification) -> None:
    access = cast.access(cast.owner)
    code = specification.requirements[1].code
    record_revise(kind=REQUIREMENTS, access=access, code=code, values={"priority": "high"}, version=1)
    for act in (
        lambda: record_move(kind=REQUIREMENTS, access=access, code=code, move="agree", version=1),
        lambda: record_remove(kind=REQUIREMENTS, access=access, code=code, version=1),
    ):
        with pytest.raises(Refusal) as caught:
            act()
        assert caught.value.code == "stale"
    assert Requirement.objects.get(code=code).state == "draft"


def test_a_record_that_is_gone_is_refused(cast: Cast, system: System) -> None:
    access = cast.access(cast.owner)
    record_remove(kind=SYSTEMS, access=access, code=system.code, version=1)
    for act in (
        lambda: record_revise(kind=SYSTEMS, access=access, code=system.code, values={"maker": "x"}, version=1),
        lambda: record_remove(kind=SYSTEMS, access=access, code=system.code, version=1),
    ):
        with pytest.raises(Refusal) as caught:
            act()
        assert caught.value.code == "gone"


def test_another_programmes_record_of_the_same_code_is_out_of_reach(cast: Cast, system: System) -> None:
    other = System.objects.create(programme=cast.other_programme, code="SYS-009", name="工厂")
    with pytest.raises(Refusal) as caught:
        record_revise(
            kind=SYSTEMS, access=cast.access(cast.owner), code=other.code, values={"name": "夺取"}, version=None
        )
    assert caught.value.code == "gone"
    other.refresh_from_db()
    assert other.name == "工厂"


def test_values_that_change_nothing_make_no_version_no_history_and_no_ledger_row(
    cast: Cast, specification: Specification
) -> None:
    access = cast.access(cast.owner)
    before = Entry.objects.count()
    same = [
        (SYSTEMS, specification.systems[0], {"name": "办公自动化", "user_count": None}),
        (PAIN_POINTS, specification.pain_points[0], {"minutes_lost": Decimal("15.00"), "times_per_month": Decimal(4)}),
        (GOALS, specification.goals[0], {"target_value": Decimal("2.0"), "measure_by": date(2026, 12, 1)}),
        (REQUIREMENTS, specification.requirements[0], {"systems": list(reversed(specification.systems[:2]))}),
    ]
    for kind, record, values in same:
        after = record_revise(kind=kind, access=access, code=record.code, values=values, version=1)
        assert (after.version, after.history.count(), after.updated_by) == (1, 1, cast.it_lead)
    assert Entry.objects.count() == before


def test_a_refused_change_changes_nothing(cast: Cast, specification: Specification) -> None:
    access = cast.access(cast.owner)
    goal = specification.goals[0]
    with pytest.raises(Refusal) as caught:
        record_revise(kind=GOALS, access=access, code=goal.code, values={"target_value": Decimal(9)}, version=1)
    assert list(caught.value.fields) == ["target_value"]
    with pytest.raises(Refusal) as caught:
        record_revise(kind=GOALS, access=access, code=goal.code, values={"direction": "sideways"}, version=1)
    assert list(caught.value.fields) == ["direction"]
    goal.refresh_from_db()
    assert (goal.target_value, goal.direction, goal.version) == (Decimal(2), "decrease", 1)


def test_a_move_is_a_version_too_and_written_to_the_ledger(cast: Cast, specification: Specification) -> None:
    access = cast.access(cast.owner)
    code = specification.requirements[0].code
    moved = record_move(kind=REQUIREMENTS, access=access, code=code, move="agree", version=1)
    assert (moved.state, moved.version) == ("agreed", 2)
    entry = Entry.objects.get(act="requirements.agree")
    assert (entry.subject, entry.actor_id) == (f"requirements:{code}", cast.owner.pk)


def test_a_kind_without_states_has_no_moves(cast: Cast, system: System) -> None:
    with pytest.raises(Refusal) as caught:
        record_move(kind=SYSTEMS, access=cast.access(cast.owner), code=system.code, move="agree", version=1)
    assert caught.value.code == "unknown-move"
