"""《需求规格说明书》: what it holds, who signs it, what keeps it from being submitted."""

import json
from decimal import Decimal
from typing import Any

import pytest

from governance_app.base.canonical import canonical, sha256_hex
from governance_app.errors import Refusal
from governance_app.programmes.selectors import access_for
from governance_app.programmes.states import Role
from governance_app.records.services import record_move, record_revise
from requirements_app.models import Requirement
from requirements_app.needs.kinds.goals import GOALS
from requirements_app.needs.kinds.requirements import REQUIREMENTS
from requirements_app.specification.documents import SPECIFICATION
from requirements_app.specification.signers import policy
from tests.conftest import Cast, Specification
from tests.factories.people import DepartmentFactory
from tests.factories.programmes import MembershipFactory
from tests.factories.records import PainPointFactory, RequirementFactory, SystemFactory

pytestmark = pytest.mark.django_db


def slots(cast: Cast) -> dict[str, Any]:
    """The slots the policy asks for now, by key."""
    found = policy(cast.programme, SPECIFICATION.content(cast.programme))
    assert [group.need for group in found.groups] == [None], "all must sign"
    return {slot.key: slot for slot in found.groups[0].slots}


def move(cast: Cast, record: Any, name: str) -> None:
    access = cast.access(cast.owner)
    record_move(kind=REQUIREMENTS, access=access, code=record.code, move=name, version=None, reason="因")


def test_it_holds_every_record_of_the_programme_and_no_others(specification: Specification):
    cast = specification.cast
    SystemFactory(access=access_for(cast.stranger, cast.other_programme.slug), name="外厂")
    content = SPECIFICATION.content(cast.programme)
    for part, records in (
        ("systems", specification.systems),
        ("pain_points", specification.pain_points),
        ("goals", specification.goals),
        ("requirements", specification.requirements),
        ("interactions", specification.interactions),
        ("processes", specification.processes),
    ):
        assert [row["code"] for row in content[part]] == [record.code for record in records], part
    assert content["document"]["number"] == "HC-2026-01-REQ-01"
    assert "外厂" not in json.dumps(content, default=str, ensure_ascii=False)


def test_the_content_is_plain_complete_and_the_same_each_time(specification: Specification):
    programme = specification.cast.programme
    first, second = SPECIFICATION.content(programme), SPECIFICATION.content(programme)
    assert sha256_hex(canonical(first)) == sha256_hex(canonical(second))
    assert json.loads(canonical(first)) == json.loads(canonical(second))
    shown = {part.key for part in SPECIFICATION.sections}
    assert shown == {
        "systems",
        "responsibilities",
        "interviews",
        "pain_points",
        "goals",
        "requirements",
        "interactions",
        "processes",
        "change_requests",
        "purpose",
        "scope",
    }
    for part in SPECIFICATION.sections:
        for name in part.fields:
            assert all(name in row for row in first[part.key]), f"{part.key}.{name} is compared but not there"
        compared = {*part.fields, "code", "version", "hours_per_month"}
        assert all(set(row) <= compared for row in first[part.key] if part.fields), (
            f"{part.key} holds more than compared"
        )


def test_costs_and_figures_are_exact(cast: Cast):
    access = cast.access(cast.owner)
    PainPointFactory(
        access=access,
        department=cast.it,
        minutes_lost=Decimal("12.50"),
        people_affected=40,
        times_per_month=Decimal("22.00"),
    )
    row = SPECIFICATION.content(cast.programme)["pain_points"][0]
    assert (row["minutes_lost"], row["times_per_month"], row["hours_per_month"]) == ("12.5", "22", "183.3333")


def test_withdrawn_requirements_are_out_drafts_are_in(specification: Specification):
    cast, record = specification.cast, specification.requirements[1]
    move(cast, specification.requirements[0], "agree")
    move(cast, record, "withdraw")
    content = SPECIFICATION.content(cast.programme)
    assert [(row["code"], row["state"]) for row in content["requirements"]] == [
        ("REQ-001", "agreed"),
        ("REQ-003", "draft"),
    ]
    assert [row["name"] for row in content["departments"]] == ["财务部", "信息技术部"]
    assert dict(SPECIFICATION.facts(content))
    move(cast, record, "reopen")
    assert len(SPECIFICATION.content(cast.programme)["requirements"]) == 3


def test_departments_concerned_are_those_that_own_a_living_requirement(specification: Specification):
    cast = specification.cast
    assert set(slots(cast)) == {"dept:D-FIN", "dept:D-HR", "dept:D-IT"}
    for slot in slots(cast).values():
        assert slot.role == Role.DEPT_HEAD
    move(cast, specification.requirements[1], "withdraw")
    assert set(slots(cast)) == {"dept:D-FIN", "dept:D-IT"}
    Requirement.objects.filter(owner_department=cast.it).delete()
    assert set(slots(cast)) == {"dept:D-FIN"}, "owning a system or a pain point asks for no signature"


def test_one_head_of_two_departments_signs_once_for_both(specification: Specification):
    cast = specification.cast
    cast.programme.memberships.filter(user=cast.personnel_head).delete()
    MembershipFactory(programme=cast.programme, user=cast.finance_head, role=Role.DEPT_HEAD, department=cast.personnel)
    found = slots(cast)
    assert set(found) == {"dept:D-FIN+D-HR", "dept:D-IT"}
    both = found["dept:D-FIN+D-HR"]
    assert set(both.department_ids) == {cast.finance.pk, cast.personnel.pk}
    assert "财务部" in both.title
    assert "人力资源部" in both.title
    revision = specification.submit()
    for head in (cast.finance_head, cast.it_head):
        specification.sign(revision, head)
    revision.refresh_from_db()
    assert revision.state == "approved"


def test_two_heads_of_one_department_share_its_slot(specification: Specification):
    cast = specification.cast
    MembershipFactory(programme=cast.programme, user=cast.nobody, role=Role.DEPT_HEAD, department=cast.finance)
    assert set(slots(cast)) == {"dept:D-FIN", "dept:D-HR", "dept:D-IT"}
    revision = specification.submit()
    specification.sign(revision, cast.nobody)
    with pytest.raises(Refusal) as refused:
        specification.sign(revision, cast.finance_head)
    assert refused.value.code == "not-asked", "the slot is taken"


def test_each_problem_names_its_record_and_leads_to_where_it_is_mended(specification: Specification):
    cast, access = specification.cast, specification.cast.access(specification.cast.it_lead)
    assert SPECIFICATION.problems(cast.programme, SPECIFICATION.content(cast.programme)) == []
    code = specification.requirements[0].code
    record_revise(kind=REQUIREMENTS, access=access, code=code, values={"acceptance": ""}, version=None)
    goal = specification.goals[0].code
    record_revise(kind=GOALS, access=access, code=goal, values={"measure_by": None}, version=None)
    cast.programme.memberships.filter(user=cast.it_head).delete()
    found = SPECIFICATION.problems(cast.programme, SPECIFICATION.content(cast.programme))
    assert [(problem.url.rstrip("/").split("/")[-2:] if problem.url else None) for problem in found] == [
        [code, "edit"],
        [goal, "edit"],
        None,
    ]
    assert code in found[0].text
    assert goal in found[1].text
    assert "信息技术部" in found[2].text
    with pytest.raises(Refusal) as refused:
        specification.submit()
    assert refused.value.code == "incomplete"
    assert len(refused.value.extra["problems"]) == 3


def test_a_department_without_a_head_who_is_still_there_cannot_sign(specification: Specification):
    cast = specification.cast
    cast.finance_head.is_active = False
    cast.finance_head.save()
    assert [
        problem.url for problem in SPECIFICATION.problems(cast.programme, SPECIFICATION.content(cast.programme))
    ] == [""]
    with pytest.raises(Refusal):
        specification.submit()


def test_an_empty_programme_has_nothing_to_submit(cast: Cast):
    found = SPECIFICATION.problems(cast.programme, SPECIFICATION.content(cast.programme))
    assert {problem.url.rstrip("/").rpartition("/")[2] for problem in found} == {"requirements", "goals", "systems"}
    with pytest.raises(ValueError, match="at least one"):
        policy(cast.programme, SPECIFICATION.content(cast.programme))


def test_the_facts_count_what_the_content_holds(specification: Specification):
    cast = specification.cast
    RequirementFactory(access=cast.access(cast.it_lead), owner_department=cast.it, priority="high")
    found = [value for _label, value in SPECIFICATION.facts(SPECIFICATION.content(cast.programme))]
    assert found[0].startswith("4")
    assert "1" in found[0][1:]
    assert found[1:] == ["1", "1", "3"]
    assert [value for _label, value in SPECIFICATION.facts({})][1:] == ["0", "0", "0"]


def test_departments_of_other_programmes_are_asked_for_nothing(specification: Specification):
    cast = specification.cast
    away = DepartmentFactory(code="D-AWAY")
    cast.other_programme.departments.add(away)
    access = access_for(cast.stranger, cast.other_programme.slug)
    RequirementFactory(access=access, owner_department=away)
    assert set(slots(cast)) == {"dept:D-FIN", "dept:D-HR", "dept:D-IT"}
