"""Gate 1: every criterion met, not met and inconclusive, with the way to what causes it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from governance_app.documents.models import Revision
from governance_app.documents.services import revision_withdraw
from governance_app.documents.states import RevisionState
from governance_app.gates.findings import Finding
from governance_app.gates.registry import criteria, criteria_of
from governance_app.gates.selectors import finding_now
from governance_app.gates.states import FindingState
from governance_app.phases import Phase
from governance_app.programmes.selectors import access_for
from governance_app.programmes.states import Role
from governance_app.records.services import record_move, record_revise
from governance_app.signoff.states import Meaning
from requirements_app.changes.selectors import DOCUMENT as CODE
from requirements_app.inventory.kinds import SYSTEMS
from requirements_app.needs.kinds.interviews import INTERVIEWS
from requirements_app.needs.kinds.requirements import REQUIREMENTS
from tests.conftest import Cast, Specification
from tests.factories.programmes import MembershipFactory
from tests.factories.records import (
    GoalFactory,
    InteractionFactory,
    InterviewFactory,
    PainPointFactory,
    RequirementFactory,
    SystemFactory,
)

pytestmark = pytest.mark.django_db

MET, UNMET, INCONCLUSIVE = FindingState.MET, FindingState.UNMET, FindingState.INCONCLUSIVE
ALL = [row.code for row in criteria_of(Phase.REQUIREMENTS)]


def judge(cast: Cast, code: str) -> Finding:
    found = finding_now(cast.programme, criteria[code])
    assert found.url.startswith("/programmes/office/"), "every finding leads to its cause"
    if found.state == UNMET:
        assert found.cause, "what is missing is said"
        assert found.who, "who can clear it is said"
    return found


def shown(found: Finding) -> tuple[FindingState, str]:
    return found.state, found.figure


def withdraw(cast: Cast, record: Any) -> None:
    access = cast.access(cast.owner)
    record_move(kind=REQUIREMENTS, access=access, code=record.code, move="withdraw", version=None, reason="并入")


@pytest.mark.parametrize("code", ALL)
def test_without_records_nothing_passes_by_being_empty(cast: Cast, code: str):
    """The task force is the one thing that is there before the first record; departments wait to be heard."""
    found = judge(cast, code)
    assert found.state == {"REQ-G1": MET, "REQ-G3": UNMET}.get(code, INCONCLUSIVE)


def test_the_task_force_needs_chair_it_lead_and_the_head_of_every_department_concerned(cast: Cast):
    assert shown(judge(cast, "REQ-G1")) == (MET, "2/2")
    access = cast.access(cast.owner)
    requirement = RequirementFactory(access=access, owner_department=cast.finance)
    assert shown(judge(cast, "REQ-G1")) == (MET, "3/3")
    cast.programme.memberships.filter(user=cast.finance_head).delete()
    assert shown(judge(cast, "REQ-G1")) == (UNMET, "2/3")
    withdraw(cast, requirement)
    assert shown(judge(cast, "REQ-G1")) == (MET, "2/2"), "a withdrawn requirement concerns nobody"
    cast.chair.is_active = False
    cast.chair.save()
    assert shown(judge(cast, "REQ-G1")) == (UNMET, "1/2"), "who has left holds no seat"
    MembershipFactory(programme=cast.programme, user=cast.nobody, role=Role.CHAIR)
    assert judge(cast, "REQ-G1").state == MET
    MembershipFactory(programme=cast.programme, user=cast.stranger, role=Role.CHAIR)
    assert shown(judge(cast, "REQ-G1")) == (MET, "2/2"), "two chairs fill one seat"


def test_every_department_is_heard_at_both_levels_and_a_plan_does_not_count(cast: Cast):
    access = cast.access(cast.owner)
    assert shown(judge(cast, "REQ-G3")) == (UNMET, "0/6")
    for department in (cast.finance, cast.personnel, cast.it):
        InterviewFactory(access=access, department=department, rank="head")
    planned = [
        InterviewFactory(access=access, department=department, rank="front_line", notes="")
        for department in (cast.finance, cast.personnel, cast.it)
    ]
    assert shown(judge(cast, "REQ-G3")) == (UNMET, "3/6")
    for row in planned:
        record_revise(
            kind=INTERVIEWS, access=access, code=row.code, values={"notes": "一线意见"}, version=None, reason=""
        )
    assert shown(judge(cast, "REQ-G3")) == (MET, "6/6")


def test_systems_need_owner_and_format_unless_they_are_retired(cast: Cast):
    access = cast.access(cast.owner)
    SystemFactory(access=access, owner_department=cast.it)
    assert shown(judge(cast, "REQ-G2")) == (MET, "1/1")
    bare = SystemFactory(access=access)
    SystemFactory(access=access, owner_department=cast.it, data_formats="")
    assert shown(judge(cast, "REQ-G2")) == (UNMET, "1/3")
    assert page_codes(cast, judge(cast, "REQ-G2")) == {"SYS-002", "SYS-003"}
    for code in (bare.code, "SYS-003"):
        record_revise(kind=SYSTEMS, access=access, code=code, values={"life_cycle": "retire"}, version=None)
    assert shown(judge(cast, "REQ-G2")) == (MET, "1/1")


def test_only_retired_systems_give_nothing_to_judge(cast: Cast):
    SystemFactory(access=cast.access(cast.owner), life_cycle="retire")
    assert judge(cast, "REQ-G2").state == INCONCLUSIVE


def page_codes(cast: Cast, found: Finding) -> set[str]:
    """The codes a finding's page lists."""
    client = Client()
    client.force_login(cast.owner)
    page = client.get(found.url)
    assert page.status_code == 200
    return {row.code for row in page.context["rows"]}


def test_high_pain_points_lead_to_living_requirements(cast: Cast):
    access = cast.access(cast.owner)
    PainPointFactory(access=access, department=cast.finance, severity="low")
    assert judge(cast, "REQ-G4").state == INCONCLUSIVE, "no high one is there to judge"
    one = PainPointFactory(access=access, department=cast.finance, severity="high")
    two = PainPointFactory(access=access, department=cast.finance, severity="high")
    assert shown(judge(cast, "REQ-G4")) == (UNMET, "0/2")
    requirement = RequirementFactory(access=access, owner_department=cast.finance, pain_points=[one, two])
    RequirementFactory(access=access, owner_department=cast.finance, pain_points=[one])
    assert shown(judge(cast, "REQ-G4")) == (MET, "2/2"), "two requirements for one point count once"
    withdraw(cast, requirement)
    assert shown(judge(cast, "REQ-G4")) == (UNMET, "1/2")


def test_goals_need_baseline_target_and_dates(cast: Cast):
    access = cast.access(cast.owner)
    GoalFactory(access=access, owner_department=cast.it)
    assert shown(judge(cast, "REQ-G5")) == (MET, "1/1")
    for missing in ("baseline_value", "baseline_date", "target_value", "measure_by"):
        GoalFactory(access=access, owner_department=cast.it, **{missing: None})
    assert shown(judge(cast, "REQ-G5")) == (UNMET, "1/5")
    assert len(page_codes(cast, judge(cast, "REQ-G5"))) == 4


def test_requirements_need_acceptance_criteria_unless_withdrawn(cast: Cast):
    access = cast.access(cast.owner)
    RequirementFactory(access=access, owner_department=cast.it)
    bare = RequirementFactory(access=access, owner_department=cast.it, acceptance="")
    assert shown(judge(cast, "REQ-G6")) == (UNMET, "1/2")
    assert page_codes(cast, judge(cast, "REQ-G6")) == {bare.code}
    withdraw(cast, bare)
    assert shown(judge(cast, "REQ-G6")) == (MET, "1/1")
    withdraw(cast, REQUIREMENTS.model._default_manager.get(code="REQ-001"))
    assert judge(cast, "REQ-G6").state == INCONCLUSIVE


def test_requirements_between_systems_need_an_interaction(cast: Cast):
    access = cast.access(cast.owner)
    one, two, three = (SystemFactory(access=access) for _ in range(3))
    RequirementFactory(access=access, owner_department=cast.it, systems=[one])
    assert judge(cast, "REQ-G7").state == INCONCLUSIVE, "one system alone wants no interaction"
    linking = RequirementFactory(access=access, owner_department=cast.it, systems=[one, two])
    RequirementFactory(access=access, owner_department=cast.it, systems=[one, two, three])
    assert shown(judge(cast, "REQ-G7")) == (UNMET, "0/2")
    for _ in range(2):
        InteractionFactory(access=access, source=one, target=two, requirement=linking)
    assert shown(judge(cast, "REQ-G7")) == (UNMET, "1/2"), "two interactions cover one requirement once"
    InteractionFactory(
        access=access, source=one, target=three, requirement=REQUIREMENTS.model._default_manager.get(code="REQ-003")
    )
    assert shown(judge(cast, "REQ-G7")) == (MET, "2/2")


def test_the_specification_is_judged_by_its_latest_revision(specification: Specification):
    cast = specification.cast
    assert judge(cast, "REQ-G8").state == INCONCLUSIVE
    revision = specification.submit()
    waiting = judge(cast, "REQ-G8")
    assert shown(waiting) == (UNMET, "0/3")
    assert waiting.since == revision.submitted_at
    specification.sign(revision, cast.finance_head)
    found = judge(cast, "REQ-G8")
    assert shown(found) == (UNMET, "1/3")
    assert "人力资源部" in found.who
    assert "财务部" not in found.who
    assert found.url == reverse("documents:document", args=[cast.programme.slug, CODE])
    for head in (cast.personnel_head, cast.it_head):
        specification.sign(revision, head)
    assert shown(judge(cast, "REQ-G8")) == (MET, "3/3")
    record_revise(
        kind=SYSTEMS,
        access=cast.access(cast.it_lead),
        code=specification.systems[0].code,
        values={"name": "签署后改动"},
        version=None,
    )
    assert shown(judge(cast, "REQ-G8")) == (UNMET, "—"), "an edit after the signatures is a newer draft"
    again = specification.submit()
    specification.sign(again, cast.it_head, Meaning.DISAPPROVAL, "不同意")
    assert judge(cast, "REQ-G8").state == UNMET


@pytest.mark.parametrize("state", [RevisionState.SUPERSEDED, RevisionState.RETURNED, RevisionState.WITHDRAWN])
def test_a_specification_that_is_approved_no_more_is_not_signed(specification: Specification, state: RevisionState):
    revision = specification.approve(specification.submit())
    assert judge(specification.cast, "REQ-G8").state == MET
    Revision.objects.filter(pk=revision.pk).update(state=state)
    assert judge(specification.cast, "REQ-G8").state == UNMET


def test_a_withdrawn_submission_is_no_longer_waiting(specification: Specification):
    cast, revision = specification.cast, specification.submit()
    revision_withdraw(revision=revision, actor=cast.owner, reason="范围有误")
    assert judge(cast, "REQ-G8").state == UNMET


def test_another_programmes_records_change_no_finding(cast: Cast, specification: Specification):
    before = {code: shown(judge(cast, code)) for code in ALL}
    access = access_for(cast.stranger, cast.other_programme.slug)
    system, other = SystemFactory(access=access, data_formats=""), SystemFactory(access=access)
    PainPointFactory(access=access, department=cast.it, severity="high")
    GoalFactory(access=access, owner_department=cast.it, target_value=None)
    RequirementFactory(access=access, owner_department=cast.it, acceptance="", systems=[system, other])
    assert {code: shown(judge(cast, code)) for code in ALL} == before


@pytest.mark.parametrize("code", ALL)
def test_a_findings_page_opens_for_everyone_who_sees_the_gate(
    cast: Cast, specification: Specification, open_auditor: Client, code: str
):
    assert open_auditor.get(judge(cast, code).url).status_code == 200


@pytest.fixture
def open_auditor(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.auditor)
    return client
