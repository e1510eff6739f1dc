"""Counts come from the records as they are: their statement is kept, never what it counted."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from governance_app.base.counting import counts
from governance_app.base.statements import Kept
from governance_app.gates.registry import criteria
from governance_app.ledger.models import Entry
from governance_app.ledger.selectors import head_now
from governance_app.programmes.models import Membership, Programme
from governance_app.programmes.selectors import accesses_of, people_of
from governance_app.records.services import record_revise
from requirements_app.inventory.kinds import SYSTEMS
from requirements_app.inventory.selectors import incomplete_systems
from requirements_app.needs.kinds.requirements import REQUIREMENTS
from requirements_app.needs.selectors import (
    linking_requirements,
    living_requirements,
    requirement_counts,
    unanswered_pain_points,
    uncovered_requirements,
    untestable_requirements,
)
from tests.conftest import Cast, Specification
from tests.factories.records import RequirementFactory, SystemFactory

pytestmark = [pytest.mark.django_db, pytest.mark.postgres_too]


def at_fault(code: str, programme: Programme) -> int:
    rows = criteria[code].judge.fault.rows
    return counts(programme, [rows])[rows]


def test_the_counts_are_those_of_the_lists(cast: Cast, specification: Specification) -> None:
    RequirementFactory(access=cast.access(cast.owner), owner_department=cast.it, systems=specification.systems[:2])
    SystemFactory(access=cast.access(cast.owner))
    for programme in (cast.programme, cast.other_programme):
        found = requirement_counts(programme)
        assert found["total"] == living_requirements(programme).count()
        assert found["untestable"] == untestable_requirements(programme).count()
        assert found["linking"] == linking_requirements(programme).count()
        assert found["uncovered"] == uncovered_requirements(programme).count()
        assert at_fault("REQ-G2", programme) == incomplete_systems(programme).count()
        assert at_fault("REQ-G4", programme) == unanswered_pain_points(programme).count()
    assert requirement_counts(cast.programme)["linking"] > 0
    assert set(requirement_counts(cast.other_programme).values()) == {0}


def test_every_change_is_counted_at_once(cast: Cast, specification: Specification) -> None:
    access = cast.access(cast.owner)
    before = requirement_counts(cast.programme)
    made = RequirementFactory(access=access, owner_department=cast.it, acceptance="")
    after = requirement_counts(cast.programme)
    assert (after["total"], after["untestable"]) == (before["total"] + 1, before["untestable"] + 1)
    record_revise(kind=REQUIREMENTS, access=access, code=made.code, values={"acceptance": "一分钟"}, version=1)
    assert requirement_counts(cast.programme)["untestable"] == before["untestable"]
    bare = at_fault("REQ-G2", cast.programme)
    system = SystemFactory(access=access, owner_department=None)
    assert at_fault("REQ-G2", cast.programme) == bare + 1
    record_revise(
        kind=SYSTEMS,
        access=access,
        code=system.code,
        values={"owner_department": cast.it, "data_formats": "XML"},
        version=1,
    )
    assert at_fault("REQ-G2", cast.programme) == bare


def test_the_statement_is_made_once_and_asked_anew_each_time(cast: Cast, django_assert_num_queries: Any) -> None:
    made = []

    def make(programme: Any) -> Any:
        made.append(programme)
        return Programme.objects.filter(pk=programme)

    kept: Kept[Programme] = Kept(make)
    for programme in (cast.programme, cast.other_programme, cast.programme):
        with django_assert_num_queries(1):
            assert kept.of(programme.pk) == [programme]
    Programme.objects.filter(pk=cast.programme.pk).update(name="改名")
    assert [row.name for row in kept.of(cast.programme.pk)] == ["改名"]
    assert kept.of(0) == []
    assert len(made) == 2, "once, and once more to see where the key stands"


def test_a_query_that_differs_by_more_than_its_key_is_refused(cast: Cast) -> None:
    for make in (
        lambda key: Programme.objects.filter(pk=key, code=f"P{key}"),
        lambda key: Programme.objects.all()[:key],
        lambda key: Programme.objects.all(),
    ):
        with pytest.raises(ImproperlyConfigured):
            Kept(make).of(cast.programme.pk)


def test_the_head_of_the_ledger_is_the_one_of_now(cast: Cast) -> None:
    count, _hash = head_now()
    SystemFactory(access=cast.access(cast.owner))
    assert head_now() == (count + 1, Entry.objects.latest("sequence").hash)


def test_people_and_roles_are_those_of_now(cast: Cast) -> None:
    row = Membership.objects.filter(programme=cast.programme, user=cast.owner).get()
    assert row in people_of(cast.programme)
    assert row not in people_of(cast.other_programme)
    assert [access.programme for access in accesses_of(cast.owner)] == [cast.programme]
    row.delete()
    assert cast.owner not in [member.user for member in people_of(cast.programme)]
    assert accesses_of(cast.owner) == []
    cast.chair.is_active = False
    cast.chair.save()
    assert cast.chair not in [member.user for member in people_of(cast.programme)]
    assert accesses_of(cast.chair) == []
