"""A programme made from a template is whole and valid; one that cannot be made leaves nothing."""

import itertools
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Permission

from governance_app.errors import Refusal
from governance_app.gates.selectors import findings_of
from governance_app.ledger.models import Entry
from governance_app.ledger.selectors import ledger_break
from governance_app.people.models import Department, User
from governance_app.phases import Phase
from governance_app.programmes.models import Membership, Programme
from governance_app.programmes.registry import firm_kinds, scenario_packs
from governance_app.programmes.rules import seeds_matched, seeds_needed
from governance_app.programmes.selectors import policy_of
from governance_app.programmes.services.templates import programme_from_template
from governance_app.programmes.states import PhaseState, Role
from requirements_app.blueprints.filling import CONTENTS, ESTIMATE
from requirements_app.models import Goal, Interaction, PainPoint, Requirement, System
from tests.factories.people import DepartmentFactory, UserFactory
from tests.factories.programmes import MembershipFactory

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db]

PACKS = scenario_packs.codes()
#: Every kind of firm with nothing, one pack or all; between them each pack stands alone once.
CHOSEN = [(firm, packs) for number, firm in enumerate(firm_kinds.codes()) for packs in ([PACKS[number]], PACKS)]
CHOSEN.append((firm_kinds.codes()[0], []))


def values(**changed: Any) -> dict[str, Any]:
    given = {
        "code": "XD-2026-01",
        "slug": "xd-2026-01",
        "name": "新程办公集成项目",
        "organisation": "新程实业",
        "sponsor": "总经理办公室",
        "start_date": date(2026, 3, 2),
    }
    return {**given, **changed}


@pytest.fixture
def maker(db: None) -> User:
    user: User = UserFactory(username="maker")
    user.user_permissions.add(Permission.objects.get(codename="add_programme"))
    return User.objects.get(pk=user.pk)


def made(maker: User, firm: str = "growing", packs: Any = ("onboarding",), **changed: Any) -> Programme:
    departments = changed.pop("departments", {})
    return programme_from_template(
        values=values(**changed), firm=firm, packs=list(packs), departments=departments, actor=maker
    )


@pytest.mark.parametrize(("firm", "packs"), CHOSEN, ids=[f"{firm}-{len(packs)}" for firm, packs in CHOSEN])
def test_every_kind_of_firm_and_pack_makes_a_whole_programme(maker: User, firm: str, packs: list[str]) -> None:
    programme = made(maker, firm, packs)
    rows = list(programme.phases.all())
    assert [row.phase for row in rows] == list(Phase)
    assert (rows[0].state, rows[0].planned_start) == (PhaseState.ACTIVE, programme.start_date)
    for before, after in itertools.pairwise(rows):
        assert before.planned_start < before.planned_end < after.planned_start
        assert before.planned_end.weekday() < 5
    assert programme.end_date == rows[-1].planned_end
    assert {row.code for row in programme.departments.all()} == set(seeds_needed(firm, packs))
    policy = policy_of(programme)
    assert firm_kinds[firm].policy.items() <= policy.items()
    assert Membership.objects.get(programme=programme).role == Role.PMO
    assert programme.organisation in programme.purpose
    assert len(programme.scope.splitlines()) == len(packs)
    _records_stand(programme, [CONTENTS[code] for code in (firm, *packs)])
    findings = findings_of(programme, Phase.REQUIREMENTS)
    assert findings
    assert ledger_break() is None


def _records_stand(programme: Programme, contents: list[Any]) -> None:
    counts = {
        System: len({key for found in contents for key in found.systems}),
        PainPoint: sum(len(found.pain_points) for found in contents),
        Goal: sum(len(found.goals) for found in contents),
        Requirement: sum(len(found.requirements) for found in contents),
        Interaction: sum(len(found.interactions) for found in contents),
    }
    for model, count in counts.items():
        assert model.objects.filter(programme=programme).count() == count, model
    for requirement in Requirement.objects.filter(programme=programme):
        assert requirement.state == "draft"
        assert requirement.acceptance
        assert requirement.pain_points.exists()
        assert requirement.goals.exists()
    for goal in Goal.objects.filter(programme=programme):
        assert goal.baseline_value is None, "a baseline is measured, not taken from a template"
        assert programme.start_date < goal.measure_by <= programme.end_date
    assert all(point.description.endswith(ESTIMATE) for point in PainPoint.objects.filter(programme=programme))


def test_no_kind_of_firm_is_met_without_work(maker: User) -> None:
    judged = findings_of(made(maker, "branches", PACKS), Phase.REQUIREMENTS)
    assert not all(row.finding.state == "met" for row in judged)


def test_it_stands_in_the_ledger_with_what_it_was_made_from(maker: User) -> None:
    programme = made(maker, "digital", ["order", "expenses"])
    entry = Entry.objects.get(act="programme.created", programme=programme.slug)
    assert entry.detail == '{"firm":"digital","packs":["order","expenses"]}'
    acts = set(Entry.objects.values_list("act", flat=True))
    assert {"department.created", "member.added", "phase.moved", "policy.changed", "requirements.created"} <= acts


def test_departments_that_are_there_are_taken_and_no_code_is_used_twice(maker: User) -> None:
    finance, it = DepartmentFactory(code="FIN", name="财务部"), DepartmentFactory(code="A-IT", name="信息技术部")
    programme = made(maker, departments={"IT": it}, packs=["expenses"])
    codes = {row.code for row in programme.departments.all()}
    assert codes == {"ADM", "A-IT", "FIN-2"}, "a department is taken only when it was chosen"
    assert finance not in programme.departments.all()
    assert Requirement.objects.filter(programme=programme, owner_department=it).exists()


def test_departments_are_matched_by_code_then_by_a_name_only_one_has() -> None:
    rows = [Department(code="FIN", name="财务中心"), Department(code="A", name="法务部")]
    rows += [Department(code="B", name="销售部"), Department(code="C", name="销售部")]
    assert seeds_matched(rows) == {"FIN": rows[0], "LEG": rows[1]}


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({"firm": "nothing"}, ["firm"]),
        ({"packs": ["nothing"]}, ["packs"]),
        ({"packs": ["order", "order"]}, ["packs"]),
        ({"name": ""}, ["name"]),
        ({"code": "HC-1", "slug": "a b"}, ["slug"]),
    ],
)
def test_what_cannot_be_made_leaves_nothing(maker: User, changed: dict[str, Any], fields: list[str]) -> None:
    with pytest.raises(Refusal) as caught:
        made(maker, **changed)
    assert list(caught.value.fields) == fields
    assert not Programme.objects.exists()
    assert not Department.objects.exists()
    assert not Entry.objects.exists()


def test_a_code_or_address_in_use_is_refused(maker: User) -> None:
    made(maker)
    before = Entry.objects.count()
    with pytest.raises(Refusal) as caught:
        made(maker, slug="other")
    assert list(caught.value.fields) == ["code"]
    assert Entry.objects.count() == before


def test_only_those_who_may_set_up_programmes_do(maker: User) -> None:
    with pytest.raises(Refusal) as caught:
        made(UserFactory())
    assert caught.value.code == "forbidden"
    maker.is_active = False
    with pytest.raises(Refusal):
        made(maker)


def test_a_vendors_person_founds_nothing(maker: User) -> None:
    MembershipFactory(user=maker, role=Role.VENDOR)
    with pytest.raises(Refusal) as caught:
        made(maker)
    assert caught.value.code == "vendor"
    assert Programme.objects.filter(code="XD-2026-01").count() == 0
