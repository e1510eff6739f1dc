"""The codes a record shows for its links are those its tables hold, after every way of writing it."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governance_app.errors import Refusal
from governance_app.records.services import record_move, record_remove, record_revise
from requirements_app.models import Requirement
from requirements_app.needs.kinds.pain_points import PAIN_POINTS
from requirements_app.needs.kinds.requirements import REQUIREMENTS
from tests.conftest import Cast, Specification

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db]


def projected(kind: Any) -> None:
    """Fails where a record's projection and its tables differ."""
    for record in kind.model._default_manager.all():
        for name in kind.many:
            stored = getattr(record, name).order_by("code").values_list("code", flat=True)
            assert sorted(record.links.get(name, [])) == list(stored), (record.code, name)


def test_after_writing(specification: Specification) -> None:
    projected(REQUIREMENTS)
    projected(PAIN_POINTS)
    first = specification.requirements[0]
    assert first.links == {"systems": ["SYS-001", "SYS-002"], "pain_points": ["PP-001"], "goals": ["GOAL-01"]}


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    changes=st.lists(
        st.dictionaries(st.sampled_from(["systems", "pain_points", "goals"]), st.sets(st.integers(0, 2))), max_size=4
    )
)
def test_after_any_changes(cast: Cast, specification: Specification, changes: list[dict[str, set[int]]]) -> None:
    access = cast.access(cast.owner)
    code = specification.requirements[0].code
    for change in changes:
        values = {
            name: [row for place, row in enumerate(getattr(specification, name)) if place in places]
            for name, places in change.items()
        }
        before = Requirement.objects.get(code=code)
        after = record_revise(kind=REQUIREMENTS, access=access, code=code, values=values, version=before.version)
        for name, rows in values.items():
            assert set(getattr(after, name).all()) == set(rows)
        # What a change does not name stays.
        for name in set(before.links) - set(values):
            assert after.links[name] == before.links[name]
        projected(REQUIREMENTS)


def test_after_a_move_and_after_a_refused_change(cast: Cast, specification: Specification) -> None:
    access = cast.access(cast.owner)
    code = specification.requirements[0].code
    record_move(kind=REQUIREMENTS, access=access, code=code, move="agree", version=1)
    with pytest.raises(Refusal):
        record_revise(
            kind=REQUIREMENTS, access=access, code=code, values={"systems": [], "priority": "extreme"}, version=2
        )
    assert Requirement.objects.get(code=code).links["systems"] == ["SYS-001", "SYS-002"]
    projected(REQUIREMENTS)


def test_after_the_removal_of_what_was_linked_once(cast: Cast, specification: Specification) -> None:
    access = cast.access(cast.owner)
    point = specification.pain_points[0]
    record_revise(
        kind=REQUIREMENTS, access=access, code=specification.requirements[0].code, values={"pain_points": []}, version=1
    )
    record_remove(kind=PAIN_POINTS, access=access, code=point.code, version=1)
    projected(REQUIREMENTS)


def test_history_keeps_the_links_of_every_version(cast: Cast, specification: Specification) -> None:
    access = cast.access(cast.owner)
    requirement = specification.requirements[0]
    record_revise(
        kind=REQUIREMENTS,
        access=access,
        code=requirement.code,
        values={"systems": specification.systems[2:]},
        version=1,
    )
    versions = requirement.history.order_by("version").values_list("version", "links")
    assert [(version, links["systems"]) for version, links in versions] == [
        (1, ["SYS-001", "SYS-002"]),
        (2, ["SYS-003"]),
    ]
