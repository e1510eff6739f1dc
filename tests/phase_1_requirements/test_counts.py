"""Counts come from the records as they are: a criterion counts what the list it leads to shows."""

import pytest
from django.urls import reverse

from governance_app.base.counting import counts
from governance_app.gates.registry import Counted, criteria
from governance_app.gates.selectors import all_findings
from governance_app.ledger.models import Entry
from governance_app.ledger.selectors import head_now
from governance_app.phases import Phase
from governance_app.programmes.models import Membership, Programme
from governance_app.programmes.selectors import accesses_of, people_of
from governance_app.records.services import record_revise
from requirements_app.inventory.kinds import SYSTEMS
from requirements_app.needs.kinds.requirements import REQUIREMENTS
from tests.conftest import Cast, Specification
from tests.factories.records import PainPointFactory, RequirementFactory, SystemFactory
from tests.pages.conftest import OpenAs, open_as

__all__ = ["open_as"]
pytestmark = [pytest.mark.django_db, pytest.mark.postgres_too]

COUNTED = {row.code: row.judge for row in criteria if isinstance(row.judge, Counted)}


def judge_of(code: str) -> Counted:
    judge = criteria[code].judge
    assert isinstance(judge, Counted)
    return judge


def at_fault(code: str, programme: Programme) -> int:
    rows = judge_of(code).fault.rows
    return counts(programme, [rows])[rows]


def something_at_fault(cast: Cast, specification: Specification) -> None:
    access = cast.access(cast.owner)
    RequirementFactory(access=access, owner_department=cast.it, systems=specification.systems[:2])
    RequirementFactory(access=access, owner_department=cast.it, acceptance="")
    PainPointFactory(access=access, department=cast.finance, severity="high")
    SystemFactory(access=access)


def test_what_is_counted_together_is_what_each_counts_alone(cast: Cast, specification: Specification) -> None:
    something_at_fault(cast, specification)
    for programme in (cast.programme, cast.other_programme):
        every = [rows for judge in COUNTED.values() for rows in (judge.all, judge.fault.rows)]
        assert counts(programme, every) == {rows: rows.of(programme).count() for rows in every}
    assert {code for code in COUNTED if at_fault(code, cast.programme)} >= {"REQ-G2", "REQ-G4", "REQ-G6", "REQ-G7"}


@pytest.mark.parametrize("code", sorted(COUNTED))
def test_what_is_at_fault_is_among_what_is_judged(code: str, cast: Cast, specification: Specification) -> None:
    something_at_fault(cast, specification)
    judge = judge_of(code)
    faulty = set(judge.fault.rows.of(cast.programme).values_list("pk", flat=True))
    assert faulty <= set(judge.all.of(cast.programme).values_list("pk", flat=True))


def test_a_finding_leads_to_a_list_of_just_what_is_at_fault(
    cast: Cast, specification: Specification, open_as: OpenAs
) -> None:
    something_at_fault(cast, specification)
    client = open_as(cast.owner)
    for judged in all_findings(cast.programme)[Phase.REQUIREMENTS]:
        if isinstance(judged.criterion.judge, Counted) and "?preset=" in judged.finding.url:
            page = client.get(judged.finding.url)
            shown = {row.code for row in page.context["rows"]}
            rows = judged.criterion.judge.fault.rows.of(cast.programme)
            assert shown == set(rows.values_list("code", flat=True)), judged.criterion.code
    assert reverse("records:suspects", args=[cast.programme.slug]) == judge_of("REQ-G9").fault.url(cast.programme.slug)


def test_every_change_is_counted_at_once(cast: Cast, specification: Specification) -> None:
    access, programme = cast.access(cast.owner), cast.programme
    before = at_fault("REQ-G6", programme)
    made = RequirementFactory(access=access, owner_department=cast.it, acceptance="")
    assert at_fault("REQ-G6", programme) == before + 1
    record_revise(kind=REQUIREMENTS, access=access, code=made.code, values={"acceptance": "一分钟"}, version=1)
    assert at_fault("REQ-G6", programme) == before
    bare = at_fault("REQ-G2", programme)
    system = SystemFactory(access=access, owner_department=None)
    assert at_fault("REQ-G2", programme) == bare + 1
    record_revise(
        kind=SYSTEMS,
        access=access,
        code=system.code,
        values={"owner_department": cast.it, "data_formats": "XML"},
        version=1,
    )
    assert at_fault("REQ-G2", programme) == bare


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
