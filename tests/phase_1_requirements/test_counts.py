"""Counts come from the records as they are: their statement is kept, never what it counted."""

import pytest

from governance_app.counting import Counts
from governance_app.programmes.models import Programme
from governance_app.records.services import record_revise
from requirements_app.kinds import REQUIREMENTS, SYSTEMS
from requirements_app.selectors import (
    incomplete_systems,
    inventory_counts,
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


def test_the_counts_are_those_of_the_lists(cast: Cast, specification: Specification) -> None:
    RequirementFactory(access=cast.access(cast.owner), owner_department=cast.it, systems=specification.systems[:2])
    SystemFactory(access=cast.access(cast.owner))
    for programme in (cast.programme, cast.other_programme):
        counts, inventory = requirement_counts(programme), inventory_counts(programme)
        assert counts["total"] == living_requirements(programme).count()
        assert counts["untestable"] == untestable_requirements(programme).count()
        assert counts["linking"] == linking_requirements(programme).count()
        assert counts["uncovered"] == uncovered_requirements(programme).count()
        assert inventory["incomplete"] == incomplete_systems(programme).count()
        assert inventory["unanswered"] == unanswered_pain_points(programme).count()
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
    bare = inventory_counts(cast.programme)["incomplete"]
    system = SystemFactory(access=access, owner_department=None)
    assert inventory_counts(cast.programme)["incomplete"] == bare + 1
    record_revise(
        kind=SYSTEMS,
        access=access,
        code=system.code,
        values={"owner_department": cast.it, "data_formats": "XML"},
        version=1,
    )
    assert inventory_counts(cast.programme)["incomplete"] == bare


def test_the_statement_is_made_once(cast: Cast) -> None:
    made = []

    def make(programme: Programme):  # type: ignore[no-untyped-def]
        made.append(programme)
        return Programme.objects.filter(pk=programme.pk).values("pk")

    counts = Counts(make)
    for programme in (cast.programme, cast.other_programme, cast.programme):
        assert counts.of(programme) == {"pk": programme.pk}
    assert len(made) == 1
    assert counts.of(Programme(pk=0)) == {"pk": 0}
