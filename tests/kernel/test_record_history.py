"""Every version is kept: who, when, what, why."""

from collections.abc import Callable

import pytest

from governance_app.ledger.models import Entry
from governance_app.people.models import Department
from governance_app.records.selectors import history_events, history_rows
from governance_app.records.services import record_create, record_revise
from requirements_app.inventory.kinds import INTERACTIONS, SYSTEMS
from requirements_app.needs.kinds.goals import GOALS
from requirements_app.needs.kinds.pain_points import PAIN_POINTS
from requirements_app.needs.kinds.requirements import REQUIREMENTS
from requirements_app.processes.kinds import PROCESSES
from tests.conftest import Cast, Specification
from tests.factories.records import SystemFactory

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db]


def test_each_version_names_its_writer_and_reason(cast: Cast) -> None:
    system = record_create(
        kind=SYSTEMS, access=cast.access(cast.it_lead), values={"name": "办公自动化"}, reason="现场访谈"
    )
    record_revise(
        kind=SYSTEMS,
        access=cast.access(cast.owner),
        code=system.code,
        values={"maker": "云阶"},
        version=1,
        reason="厂商确认",
    )
    rows = list(system.history.order_by("history_id"))
    assert [(row.history_type, row.history_user, row.history_change_reason, row.version) for row in rows] == [
        ("+", cast.it_lead, "现场访谈", 1),
        ("~", cast.owner, "厂商确认", 2),
    ]
    assert (system.created_by, system.updated_by) == (cast.it_lead, cast.it_lead)
    system.refresh_from_db()
    assert (system.created_by, system.updated_by) == (cast.it_lead, cast.owner)


def test_a_long_reason_is_kept_whole_in_the_ledger(cast: Cast) -> None:
    system = SystemFactory(access=cast.access(cast.owner))
    record_revise(
        kind=SYSTEMS,
        access=cast.access(cast.owner),
        code=system.code,
        values={"maker": "云阶"},
        version=1,
        reason="因" * 150,
    )
    assert system.history.latest().history_change_reason == "因" * 100
    assert "因" * 150 in Entry.objects.get(act="systems.revised").detail


def test_events_say_what_changed_in_words(cast: Cast, specification: Specification, english: None) -> None:
    requirement = record_revise(
        kind=REQUIREMENTS,
        access=cast.access(cast.owner),
        code=specification.requirements[0].code,
        values={"priority": "high", "owner_department": cast.it, "systems": specification.systems[:1]},
        version=1,
    )
    latest, first = history_events(REQUIREMENTS, history_rows(REQUIREMENTS, requirement, 10))
    assert first.changes == []
    assert sorted(latest.changes) == [
        ("Owner department", "财务部", "信息技术部"),
        ("Priority", "Medium", "High"),
        ("Systems", "SYS-001, SYS-002", "SYS-001"),
    ]


@pytest.mark.parametrize(
    ("kind", "part"),
    [
        (SYSTEMS, "systems"),
        (PAIN_POINTS, "pain_points"),
        (GOALS, "goals"),
        (REQUIREMENTS, "requirements"),
        (INTERACTIONS, "interactions"),
        (PROCESSES, "processes"),
    ],
    ids=lambda value: getattr(value, "slug", None),
)
def test_every_record_of_every_kind_begins_its_history_and_stands_in_the_ledger(
    specification: Specification, kind: object, part: str
) -> None:
    for record in getattr(specification, part):
        assert [row.history_type for row in record.history.all()] == ["+"]
        assert Entry.objects.filter(act=f"{kind.slug}.created", subject=f"{kind.slug}:{record.code}").count() == 1


def test_reading_the_history_takes_as_many_queries_for_many_versions_as_for_few(
    cast: Cast, django_assert_num_queries: Callable[..., object]
) -> None:
    access = cast.access(cast.owner)
    system = SystemFactory(access=access, owner_department=cast.it)
    for number in range(8):
        department = cast.it if number % 2 else cast.finance
        record_revise(
            kind=SYSTEMS, access=access, code=system.code, values={"owner_department": department}, version=None
        )
    with django_assert_num_queries(1):
        events = history_events(SYSTEMS, history_rows(SYSTEMS, system, 50))
        shown = [(str(event.row.history_user), event.changes) for event in events]
    assert len(shown) == 9
    assert shown[0][1][0][1:] == ("财务部", "信息技术部")


def test_two_that_carry_one_name_are_told_apart(cast: Cast) -> None:
    namesake = Department.objects.create(code="D-IT2", name=cast.it.name)
    cast.programme.departments.add(namesake)
    access = cast.access(cast.owner)
    system = SystemFactory(access=access, owner_department=cast.it)
    record_revise(kind=SYSTEMS, access=access, code=system.code, values={"owner_department": namesake}, version=None)
    (change,) = history_events(SYSTEMS, history_rows(SYSTEMS, system, 2))[0].changes
    assert (change.old, change.new) == (f"{cast.it.code} {cast.it.name}", f"D-IT2 {cast.it.name}")
