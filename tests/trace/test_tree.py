"""A record's page shows the whole trace, over every step, each record once and where it is nearest."""

import pytest
from django.utils import timezone

from governance_app.programmes.selectors import access_for
from governance_app.records.graph import lookers, to_look_at, walk
from governance_app.records.relations import tree_context
from governance_app.records.services import record_revise
from governance_app.trace.models import TraceLink
from requirements_app.inventory.kinds import INTERACTIONS
from requirements_app.needs.kinds.pain_points import PAIN_POINTS
from requirements_app.needs.kinds.requirements import REQUIREMENTS
from tests.conftest import Cast, Specification

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db]


def test_it_goes_over_every_step_and_marks_the_suspect(cast: Cast, specification: Specification) -> None:
    access = cast.access(cast.it_lead)
    code = specification.requirements[0].code
    record_revise(kind=REQUIREMENTS, access=access, code=code, values={"acceptance": "别的"}, version=None)
    down = tree_context(access, PAIN_POINTS, specification.pain_points[0], down=True)
    assert [(row["code"], row["step"]) for row in down] == [("REQ-001", 1), ("INT-001", 2)]
    assert down[1]["state"].icon == "alert-triangle"
    up = tree_context(access, INTERACTIONS, specification.interactions[0], down=False)
    assert [(row["code"], row["step"]) for row in up] == [
        ("REQ-001", 1),
        ("GOAL-01", 2),
        ("PP-001", 2),
        ("SYS-001", 1),
        ("SYS-002", 1),
    ]


def test_a_walk_names_each_once_and_ends(cast: Cast, specification: Specification) -> None:
    found = walk(cast.programme, ["goals:GOAL-01", "pain-points:PP-001"], down=True)
    assert [(hop.reference, hop.step) for hop in found] == [("requirements:REQ-001", 1), ("interactions:INT-001", 2)]
    assert walk(cast.programme, ["requirements:REQ-999"], down=True) == []


def test_the_owner_looks_and_without_one_the_programme_manager(cast: Cast, specification: Specification) -> None:
    who = lookers(cast.programme, ["requirements:REQ-001", "interactions:INT-001", "requirements:REQ-999"])
    assert who == {"requirements:REQ-001": [cast.finance_head], "interactions:INT-001": [cast.owner]}


@pytest.mark.parametrize("vacant", [False, True])
def test_my_work_finds_the_same_links(cast: Cast, specification: Specification, vacant: bool) -> None:
    """What the badge counts in one statement is what notifications are sent by; a vacant head's links are the manager's."""
    if vacant:
        cast.programme.memberships.filter(user=cast.finance_head).delete()
    TraceLink.objects.filter(programme=cast.programme).update(suspect=True, suspect_since=timezone.now())
    links = list(TraceLink.objects.filter(programme=cast.programme))
    who = lookers(cast.programme, {link.target for link in links})
    assert (cast.owner in who["requirements:REQ-001"]) == vacant
    for person in (cast.owner, cast.it_lead, cast.finance_head, cast.personnel_head, cast.it_head, cast.auditor):
        access = access_for(person, cast.programme.slug)
        found = to_look_at(access) if access else None
        assert set(found or ()) == {link for link in links if person in who[link.target]}, person
