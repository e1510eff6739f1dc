"""Two programmes with one of everything, and one person for every role, made once for a module."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

from governance_app.documents.services import revision_sign, revision_submit
from governance_app.exchange.models import ImportBatch
from governance_app.exchange.states import BatchState
from governance_app.files.services import file_store
from governance_app.ledger.models import Checkpoint
from governance_app.people.models import Department, User
from governance_app.phases import Phase
from governance_app.programmes.models import Programme
from governance_app.programmes.selectors import access_for
from governance_app.programmes.states import DEPARTMENT_ROLES, Role
from governance_app.proof.models import EvidencePack
from governance_app.records.registry import record_kinds
from governance_app.signoff.services import challenge_issue
from governance_app.signoff.states import Meaning
from requirements_app.documents import SPECIFICATION
from tests.factories.people import DepartmentFactory, UserFactory
from tests.factories.programmes import MembershipFactory, ProgrammeFactory
from tests.factories.records import GoalFactory, InteractionFactory, PainPointFactory, RequirementFactory, SystemFactory

#: The address of a programme that is not there; as long as the others, so that answers can be compared.
MISSING = "prog-none"


@dataclass
class Place:
    """A programme with one of everything an address may name."""

    programme: Programme
    codes: dict[str, str]
    number: int
    author: User
    pack: uuid.UUID
    signature: str
    batches: dict[tuple[str, int], uuid.UUID] = field(default_factory=dict)

    def arguments(self, name: str, user: User) -> dict[str, Any]:
        """What fills the parts of the address of this name, for this person."""
        page = name.rpartition(":")[2]
        kind = next((kind for kind in record_kinds if page.startswith(f"{kind.slug}-")), None)
        found: dict[str, Any] = {
            "slug": self.programme.slug,
            "segment": Phase.REQUIREMENTS.segment,
            "number": self.number,
            "code": SPECIFICATION.code,
            "move": "agree",
            "rows": 1,
            "pack": self.pack,
            "name": f"{SPECIFICATION.code}-{self.number}",
            "signature_hash": self.signature,
        }
        if kind is not None:
            found |= {"code": self.codes[kind.slug], "batch": self.batches[kind.slug, user.pk]}
        return found

    def posted(self, name: str) -> dict[str, Any]:
        """Something to post to the page of this name that a permitted person gets an ordinary answer to."""
        page = name.rpartition(":")[2]
        kind = next((kind for kind in record_kinds if page == f"{kind.slug}-bulk"), None)
        return {"act": f"set:{kind.bulk[0]}", "pk": self.codes[kind.slug]} if kind and kind.bulk else {}


@dataclass
class World:
    """What the matrix is walked over."""

    own: Place
    other: Place
    people: dict[str, User]


def _place(slug: str, department: Department, author: User, editor: User) -> Place:
    programme = ProgrammeFactory(code=slug.upper(), slug=slug, name=f"名称 {slug}", departments=[department])
    MembershipFactory(programme=programme, user=author, role=Role.PMO)
    MembershipFactory(programme=programme, user=editor, role=Role.IT_LEAD)
    head = UserFactory()
    MembershipFactory(programme=programme, user=head, role=Role.DEPT_HEAD, department=department)
    access = access_for(editor, slug)
    systems = [SystemFactory(access=access, owner_department=department) for _ in range(2)]
    point = PainPointFactory(access=access, department=department, systems=systems)
    goal = GoalFactory(access=access, owner_department=department)
    requirement = RequirementFactory(access=access, owner_department=department, systems=systems, goals=[goal])
    interaction = InteractionFactory(access=access, source=systems[0], target=systems[1])
    records = {
        "systems": systems[0],
        "pain-points": point,
        "goals": goal,
        "requirements": requirement,
        "interactions": interaction,
    }
    assert set(records) == set(record_kinds.codes()), "the matrix needs one record of every kind"
    revision = revision_submit(programme=programme, kind=SPECIFICATION, actor=author)
    signature = revision_sign(
        revision=revision,
        user=head,
        token=challenge_issue(round_=revision.round, user=head)[Meaning.CHANGES_REQUESTED],
        content_hash=revision.content_hash,
        reason="待补",
        method="password",
    )
    pack = EvidencePack.objects.create(
        programme=programme, source="revision", subject=str(revision.pk), title="证据包", created_by=author
    )
    Checkpoint.objects.get_or_create(
        count=1,
        head="a" * 64,
        public_key="b" * 64,
        defaults={"time": "2026-11-24T09:00:00+08:00", "signature": "c" * 128},
    )
    codes = {slug: record.code for slug, record in records.items()}
    return Place(programme, codes, revision.number, author, pack.pk, signature.hash)


def _batches(place: Place, people: list[User]) -> None:
    stored = file_store(name="rows.csv", data=b"x", media_type="text/csv", actor=place.author)
    for kind in record_kinds:
        for user in people:
            batch = ImportBatch.objects.create(
                programme=place.programme, kind=kind.slug, file=stored, state=BatchState.FAULTY, created_by=user
            )
            place.batches[kind.slug, user.pk] = batch.pk


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Made in a transaction that the module's end rolls back; each test runs inside it."""
    with django_db_blocker.unblock(), translation.override("zh-hans"), transaction.atomic():
        department = DepartmentFactory(code="D-MAT", name="矩阵部")
        author, editor, away = UserFactory(username="mat_author"), UserFactory(), UserFactory()
        own = _place("prog-0001", department, author, editor)
        other = _place("prog-0002", department, away, editor)
        people = {"stranger": UserFactory(username="mat_stranger")}
        for role in Role:
            user = people[str(role)] = UserFactory(username=f"mat_{role}")
            owned = department if role in DEPARTMENT_ROLES else None
            MembershipFactory(programme=own.programme, user=user, role=role, department=owned)
        for place in (own, other):
            _batches(place, [*people.values(), author])
        yield World(own, other, people)
        transaction.set_rollback(True)
