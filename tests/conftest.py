"""The cast, a specification ready to submit, and what a database with append-only rows asks of the tests."""

import contextlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.conf import settings
from django.db.models import Model
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from governance_app.documents.models import Revision
from governance_app.documents.services import revision_sign, revision_submit
from governance_app.people.models import Department, User
from governance_app.programmes.models import Programme
from governance_app.programmes.rules import Access
from governance_app.programmes.selectors import access_for
from governance_app.programmes.states import Role
from governance_app.signoff.models import Signature
from governance_app.signoff.selectors import signers_awaited
from governance_app.signoff.services.rounds import challenge_issue
from governance_app.signoff.states import Meaning
from requirements_app.specification.documents import SPECIFICATION
from tests.databases import copied
from tests.factories.people import DepartmentFactory, UserFactory
from tests.factories.planning import (
    ActionFactory,
    DecisionFactory,
    MeetingFactory,
    MilestoneFactory,
    RiskFactory,
)
from tests.factories.programmes import MembershipFactory, ProgrammeFactory
from tests.factories.records import (
    ChangeRequestFactory,
    GoalFactory,
    InteractionFactory,
    InterviewFactory,
    PainPointFactory,
    ProcessFactory,
    RequirementFactory,
    SystemFactory,
)
from tests.worlds import kept

# How long an example takes says nothing on a shared machine, so nothing is made of it.
hypothesis_settings.register_profile(
    "suite", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("suite")

STUB_PDF = b"%PDF-1.7 stands for a paper where the paper is not what is tested"


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: Any, django_db_modify_db_settings: None
) -> Iterator[None]:
    """The database of this process, a copy of one that is migrated once; transactional tests leave it as they found it."""
    with contextlib.ExitStack() as stack:
        with django_db_blocker.unblock():
            empty = stack.enter_context(copied())
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: empty.restore())
        yield
        with django_db_blocker.unblock():
            stack.close()


def pytest_unconfigure() -> None:
    """Take away what the settings of the suite put aside for this process."""
    if settings.configured and settings.FILES_DIR.parent.name.startswith("sevengate-test-"):
        shutil.rmtree(settings.FILES_DIR.parent, ignore_errors=True)


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Every test begins in the language of the portal, whatever the test before it spoke."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def english() -> Iterator[None]:
    """Speak English."""
    with translation.override("en"):
        yield


@pytest.fixture
def stub_pdf(monkeypatch: pytest.MonkeyPatch) -> bytes:
    """Rendering takes seconds; where the paper is not what is tested, these bytes stand for it."""
    monkeypatch.setattr("governance_app.documents.rendering.revision_pdf", lambda *args: STUB_PDF)
    return STUB_PDF


@pytest.fixture
def access() -> Callable[[User, Programme], Access]:
    """What a person is in a programme; fails the test where they are nothing in it."""

    def find(user: User, programme: Programme) -> Access:
        found = access_for(user, programme.slug)
        assert found is not None, f"{user} is nothing in {programme}"
        return found

    return find


@dataclass
class Cast:
    """The people of most tests, in one programme; the stranger belongs to another, nobody to none."""

    programme: Programme
    other_programme: Programme
    finance: Department
    personnel: Department
    it: Department
    owner: User
    chair: User
    it_lead: User
    finance_head: User
    personnel_head: User
    it_head: User
    key_user: User
    auditor: User
    stranger: User
    nobody: User
    #: Heads by their department's code.
    heads: dict[str, User] = field(default_factory=dict)

    def access(self, user: User) -> Access:
        """What the person is in the programme."""
        found = access_for(user, self.programme.slug)
        assert found is not None, f"{user} is nothing in {self.programme}"
        return found

    @property
    def things(self) -> dict[str, Any]:
        """Everyone and everything by its name."""
        return {name: part for name, part in vars(self).items() if isinstance(part, Model)}

    @property
    def people(self) -> dict[str, User]:
        """Everyone by the name of their part."""
        return {name: part for name, part in vars(self).items() if isinstance(part, User)}


def cast_called() -> Cast:
    """A programme of three departments with its people, and those who are not of it, written down."""
    finance = DepartmentFactory(code="D-FIN", name="财务部")
    personnel = DepartmentFactory(code="D-HR", name="人力资源部")
    it = DepartmentFactory(code="D-IT", name="信息技术部")
    programme = ProgrammeFactory(
        code="HC-2026-01", slug="office", name="办公系统集成", departments=[finance, personnel, it]
    )
    other = ProgrammeFactory(code="LY-2026-01", slug="plant", name="工厂系统集成", departments=[it])

    def person(username: str, name: str, department: Department | None, *roles: Any) -> User:
        user = UserFactory(username=username, display_name=name, department=department)
        for role in roles:
            part, owned = role if isinstance(role, tuple) else (role, None)
            MembershipFactory(programme=programme, user=user, role=part, department=owned)
        return user

    found = Cast(
        programme=programme,
        other_programme=other,
        finance=finance,
        personnel=personnel,
        it=it,
        owner=person("owner", "王喆", it, Role.PMO),
        chair=person("chair", "周正", None, Role.CHAIR),
        it_lead=person("it_lead", "李工", it, Role.IT_LEAD),
        finance_head=person("finance_head", "陈敏", finance, (Role.DEPT_HEAD, finance)),
        personnel_head=person("personnel_head", "刘洋", personnel, (Role.DEPT_HEAD, personnel)),
        it_head=person("it_head", "赵强", it, (Role.DEPT_HEAD, it)),
        key_user=person("key_user", "孙丽", finance, (Role.KEY_USER, finance)),
        auditor=person("auditor", "钱审", None, Role.AUDITOR),
        stranger=UserFactory(username="stranger", display_name="外人"),
        nobody=UserFactory(username="nobody", display_name="无名"),
    )
    MembershipFactory(programme=other, user=found.stranger, role=Role.PMO)
    MembershipFactory(programme=other, user=found.stranger, role=Role.DEPT_HEAD, department=it)
    found.heads = {
        finance.code: found.finance_head,
        personnel.code: found.personnel_head,
        it.code: found.it_head,
    }
    return found


@pytest.fixture
def cast(db: None) -> Cast:
    """A programme of three departments with its people, and those who are not of it."""
    return kept("cast", cast_called)


@dataclass
class Specification:
    """The records a specification is composed of, and the acts on it, each as the people of the cast do them."""

    cast: Cast
    systems: list[Any]
    interviews: list[Any]
    pain_points: list[Any]
    goals: list[Any]
    requirements: list[Any]
    interactions: list[Any]
    processes: list[Any] = field(default_factory=list)
    kind: Any = SPECIFICATION

    def submit(self, actor: User | None = None, **more: Any) -> Revision:
        """Submit it, the programme manager where nobody else is named."""
        return revision_submit(
            programme=self.cast.programme, kind=self.kind, actor=actor or self.cast.owner, **{"summary": "", **more}
        )

    def sign(
        self, revision: Revision, user: User, meaning: str = Meaning.APPROVAL, reason: str = "", **changed: Any
    ) -> Signature:
        """Open the page as the user and sign; ``changed`` replaces what the page would post."""
        revision = Revision.objects.select_related("round").get(pk=revision.pk)
        page = {
            "revision": revision,
            "user": user,
            "token": challenge_issue(round_=revision.round, user=user)[meaning],
            "content_hash": revision.content_hash,
            "reason": reason,
            "method": "password",
        }
        return revision_sign(**{**page, **changed})

    def approve(self, revision: Revision) -> Revision:
        """Every head who is asked signs."""
        for head in signers_awaited(revision.round):  # type: ignore[arg-type]
            self.sign(revision, head)
        revision.refresh_from_db()
        return revision


def planned(cast: Cast) -> dict[str, Any]:
    """One record of each kind of plan and control, written by the programme manager."""
    by = {"access": cast.access(cast.owner)}
    meeting = MeetingFactory(**by, leader=cast.chair, secretary=cast.owner)
    risk = RiskFactory(**by, owner=cast.it_lead)
    return {
        "milestones": MilestoneFactory(**by, owner=cast.it_lead),
        "risks": risk,
        "meetings": meeting,
        "actions": ActionFactory(**by, owner=cast.key_user, meeting=meeting, risk=risk),
        "decisions": DecisionFactory(**by, decided_by=cast.chair, meeting=meeting),
    }


def specification_written(cast: Cast) -> dict[str, list[Any]]:
    """The records of a specification, by kind."""
    by = {"access": cast.access(cast.it_lead)}
    systems = [
        SystemFactory(**by, name="办公自动化", owner_department=cast.it),
        SystemFactory(**by, name="财务系统", owner_department=cast.finance),
        SystemFactory(**by, name="人力资源系统", owner_department=cast.personnel),
    ]
    interviews = [InterviewFactory(**by, department=cast.finance)]
    pain_points = [PainPointFactory(**by, department=cast.finance, systems=systems[:2], severity="high")]
    goals = [GoalFactory(**by, owner_department=cast.finance)]
    requirements = [
        RequirementFactory(
            **by, owner_department=cast.finance, systems=systems[:2], pain_points=pain_points, goals=goals
        ),
        RequirementFactory(**by, owner_department=cast.personnel, systems=systems[1:]),
        RequirementFactory(**by, owner_department=cast.it, systems=systems[:1]),
    ]
    interactions = [
        InteractionFactory(**by, source=systems[0], target=systems[1], requirement=requirements[0]),
    ]
    processes = [ProcessFactory(**by, owner_department=cast.finance)]
    return {
        "systems": systems,
        "interviews": interviews,
        "pain_points": pain_points,
        "goals": goals,
        "requirements": requirements,
        "interactions": interactions,
        "processes": processes,
    }


@pytest.fixture
def specification(cast: Cast) -> Specification:
    """Few records, complete enough to submit: every department owns a requirement, the IT lead wrote last."""
    return Specification(cast, **kept("specification", lambda: specification_written(cast), cast.things))


@pytest.fixture
def change_request(cast: Cast, specification: Specification) -> Any:
    """A draft of a change request beside the specification's records."""
    requirements = specification.requirements[:1]

    def drafted() -> Any:
        return ChangeRequestFactory(access=cast.access(cast.owner), department=cast.finance, requirements=requirements)

    return kept("change request", drafted, cast.things)
