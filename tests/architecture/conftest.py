"""Two programmes with one of everything, and one person for every role, made once for a module."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone, translation

from governance_app.documents.models import Revision
from governance_app.documents.services import revision_sign, revision_submit
from governance_app.exchange.models import ImportBatch
from governance_app.exchange.states import BatchState
from governance_app.files.services import file_store
from governance_app.gates.models import Condition, Waiver
from governance_app.gates.services.conditions import condition_propose
from governance_app.gates.services.reviews import review_call
from governance_app.inbox.models import Attachment, Comment, Notification
from governance_app.ledger.models import Checkpoint
from governance_app.people.models import Department, User
from governance_app.phases import Phase
from governance_app.planning.models import Action, AgendaItem, Milestone, Risk
from governance_app.planning.services.meetings import item_write
from governance_app.programmes.models import CodeCounter, Programme
from governance_app.programmes.selectors import access_for
from governance_app.programmes.services.codes import code_next
from governance_app.programmes.services.work import work_standard
from governance_app.programmes.states import DEPARTMENT_ROLES, Role
from governance_app.proof.models import EvidencePack
from governance_app.records.registry import RecordKind, record_kinds
from governance_app.records.rules import may_create
from governance_app.signoff.models import Delegation, Signature
from governance_app.signoff.services.rounds import challenge_issue
from governance_app.signoff.states import Meaning
from governance_app.trace.models import TraceLink
from requirements_app.processes.kinds import PROCESSES
from requirements_app.processes.services import bpmn_upload
from requirements_app.specification.documents import SPECIFICATION
from tests.factories.bpmn import bpmn_file
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
from tests.samples import sample_written

#: The address of a programme that is not there; as long as the others, so that answers can be compared.
MISSING = "prog-none"
#: The first requirement of one's own programme.
RECORD = "REQ-001"


@dataclass
class Place:
    """A programme with one of everything an address may name."""

    programme: Programme
    author: User
    #: One record's code, by kind.
    records: dict[str, str]
    #: Codes and numbers that addresses of these names take, by the beginning of the name.
    codes: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    pack: uuid.UUID | None = None
    signature: str = ""
    batches: dict[tuple[str, int], uuid.UUID] = field(default_factory=dict)
    #: A file of drawn processes of each person who may import one.
    drawings: dict[int, uuid.UUID] = field(default_factory=dict)

    def arguments(self, name: str, user: User) -> dict[str, Any]:
        """What fills the parts of the address of this name, for this person."""
        page = name.rpartition(":")[2]
        kind = next((kind for kind in record_kinds if page.startswith(f"{kind.slug}-")), None)
        found: dict[str, Any] = {
            "slug": self.programme.slug,
            "segment": Phase.REQUIREMENTS.segment,
            "number": _by_name(self.numbers, name),
            "code": _by_name(self.codes, name),
            "kind": "requirements",
            "criterion": "REQ-G2",
            "move": "agree",
            "rows": 1,
            "pack": self.pack,
            "name": f"GR-01-{self.numbers['gates:']}"
            if page.startswith("reviews-")
            else f"{SPECIFICATION.code}-{self.numbers['']}",
            "signature_hash": self.signature,
            "drawing": self.drawings.get(user.pk, self.pack),
        }
        if kind is not None:
            found |= {"code": self.records[kind.slug], "batch": self.batches[kind.slug, user.pk]}
            found["move"] = self._move(kind, user)
        return found

    def _move(self, kind: RecordKind, user: User) -> str:
        """A move of the kind that this person may make, where there is one."""
        access = access_for(user, self.programme.slug)
        moves = list(kind.moves or ())
        mine = [move for move in moves if access is not None and access.may(move.action)]
        return next((move.code for move in (*mine, *moves)), "agree")

    def posted(self, name: str) -> dict[str, Any]:
        """Something to post to the page of this name that a permitted person gets an ordinary answer to."""
        page = name.rpartition(":")[2]
        kind = next((kind for kind in record_kinds if page == f"{kind.slug}-bulk"), None)
        if kind is None:
            return {}
        act = f"set:{kind.bulk[0]}" if kind.bulk else f"move:{next(iter(kind.moves or ())).code}"
        return {"act": act, "pk": self.records[kind.slug]}

    def give_to(self, user: User) -> None:
        """Let what only its owner may touch be this person's."""
        Revision.objects.filter(document__programme=self.programme).update(submitted_by=user)
        Signature.objects.filter(round__programme=self.programme).update(signer=user)
        Delegation.objects.filter(programme=self.programme).update(delegator=user)
        Condition.objects.filter(review__programme=self.programme).update(owner=user)
        Attachment.objects.filter(programme=self.programme).update(created_by=user)
        Comment.objects.filter(programme=self.programme).update(author=user)
        for model in (Action, Milestone, Risk):
            model.objects.filter(programme=self.programme).update(owner=user)


def _by_name(known: dict[str, Any], name: str) -> Any:
    """What is kept for the longest beginning of a name."""
    return known[max((start for start in known if name.startswith(start)), key=len)]


@dataclass
class World:
    """What the matrix is walked over."""

    own: Place
    other: Place
    people: dict[str, User]


def _place(slug: str, department: Department, author: User, editor: User, *, after: int = 0) -> Place:
    """A programme whose codes and numbers come ``after`` so many, so that two of them share none."""
    second = DepartmentFactory()
    programme = ProgrammeFactory(code=slug.upper(), slug=slug, name=f"名称 {slug}", departments=[department, second])
    for prefix in (*(kind.prefix for kind in record_kinds), "C", "W", "WI"):
        CodeCounter.objects.create(programme=programme, prefix=prefix, last=after)
    head = UserFactory()
    for user, role, owned in (
        (author, Role.PMO, None),
        (editor, Role.IT_LEAD, None),
        (UserFactory(), Role.CHAIR, None),
        (head, Role.DEPT_HEAD, department),
        (UserFactory(), Role.DEPT_HEAD, second),
    ):
        MembershipFactory(programme=programme, user=user, role=role, department=owned)
    access = access_for(editor, slug)
    systems = [SystemFactory(access=access, owner_department=department) for _ in range(2)]
    interview = InterviewFactory(access=access, department=department)
    point = PainPointFactory(access=access, department=department, systems=systems, interview=interview)
    goal = GoalFactory(access=access, owner_department=department)
    requirement = RequirementFactory(
        access=access, owner_department=department, systems=systems, pain_points=[point], goals=[goal]
    )
    # The signature of this one's head is not given, so that the round stays open.
    RequirementFactory(access=access, owner_department=second)
    interaction = InteractionFactory(access=access, source=systems[0], target=systems[1])
    records = {
        "systems": systems[0],
        "interviews": interview,
        "pain-points": point,
        "goals": goal,
        "requirements": requirement,
        "interactions": interaction,
        "change-requests": ChangeRequestFactory(access=access, department=department, requirements=[requirement]),
        **_planned(access_for(author, slug), author),
        "processes": ProcessFactory(access=access, owner_department=department),
    }
    by_author = access_for(author, slug)
    records |= {kind.slug: sample_written(kind, by_author) for kind in record_kinds if kind.slug not in records}
    place = Place(programme, author, {slug: record.code for slug, record in records.items()})
    # Before the document is submitted: a change of the matrix would open its next revision.
    work = work_standard(programme=programme, actor=author)[0]
    place.codes |= {"overview:work": work.code, "api:responsibilities": work.code}
    _documents(place, head, number=after + 1)
    _gate(place, number=after + 1)
    key_user = MembershipFactory(programme=programme, user=UserFactory(), role=Role.KEY_USER, department=second)
    place.numbers["api:memberships"] = key_user.pk
    place.numbers["overview:members"] = key_user.pk
    place.codes["overview:departments"] = place.codes["api:departments"] = second.code
    item = AgendaItem.objects.get(meeting=records["meetings"]).pk
    place.numbers["planning:meetings-item"] = place.numbers["api:meetings"] = item
    _around(place, head)
    return place


def _planned(access: Any, owner: User) -> dict[str, Any]:
    """One record of each kind of plan and control; the meeting has an item on its agenda."""
    by = {"access": access, "owner": owner}
    meeting = MeetingFactory(access=access, leader=owner, secretary=owner)
    item_write(access=access, code=meeting.code, number=None, values={"title": "议题"}, version=None)
    return {
        "milestones": MilestoneFactory(**by),
        "risks": RiskFactory(**by),
        "meetings": meeting,
        "actions": ActionFactory(**by),
        "decisions": DecisionFactory(access=access, decided_by=owner),
    }


def _documents(place: Place, head: User, number: int) -> None:
    """A specification in signing with one signature, a pack of evidence, a checkpoint of the ledger."""
    revision = revision_submit(programme=place.programme, kind=SPECIFICATION, actor=place.author)
    revision.number = number
    revision.save(update_fields=["number"])
    signature = revision_sign(
        revision=revision,
        user=head,
        token=challenge_issue(round_=revision.round, user=head)[Meaning.APPROVAL],
        content_hash=revision.content_hash,
        reason="",
        method="password",
    )
    pack = EvidencePack.objects.create(
        programme=place.programme, source="revision", subject=str(revision.pk), title="证据包", created_by=place.author
    )
    Checkpoint.objects.get_or_create(
        count=1,
        head="a" * 64,
        public_key="b" * 64,
        defaults={"time": "2026-11-24T09:00:00+08:00", "signature": "c" * 128},
    )
    place.pack, place.signature = pack.pk, signature.hash
    place.codes[""], place.numbers[""] = SPECIFICATION.code, revision.number


def _gate(place: Place, number: int) -> None:
    """A review that is open, a condition proposed in it, a waiver."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    review = review_call(programme=place.programme, phase=Phase.REQUIREMENTS, actor=place.author)
    review.number = number
    review.save(update_fields=["number"])
    condition = condition_propose(review=review, text="补齐", owner=place.author, due_on=tomorrow, actor=place.author)
    waiver = Waiver.objects.create(
        programme=place.programme,
        code=code_next(place.programme, "W"),
        criterion="REQ-G5",
        reason="缓行",
        granted_by=place.author,
        granted_at=timezone.now(),
        expires_on=tomorrow,
    )
    place.numbers["gates:"] = review.number
    place.codes |= {"gates:condition": condition.code, "gates:waiver": waiver.code}
    place.codes |= {"api:conditions": condition.code, "api:waivers": waiver.code}


def _around(place: Place, head: User) -> None:
    """A file and a suspect link of a requirement, a delegation."""
    # Both programmes have said something of a record with this code, which only one of them has: that alone is no key.
    said = f"requirements:{RECORD}"
    stored = file_store(name="a.txt", data=b"x", media_type="text/plain", actor=place.author)
    attachment = Attachment.objects.create(
        programme=place.programme, subject=said, file=stored, created_by=place.author
    )
    link = TraceLink.objects.filter(programme=place.programme, source__startswith="pain-points:").get()
    TraceLink.objects.filter(pk=link.pk).update(suspect=True, suspect_since=timezone.now())
    today = timezone.localdate()
    delegation = Delegation.objects.create(
        programme=place.programme,
        delegator=place.author,
        delegate=head,
        role=Role.PMO,
        starts_on=today,
        ends_on=today,
        reason="出差",
    )
    comment = Comment.objects.create(programme=place.programme, subject=said, author=place.author, text="看过")
    place.codes["inbox:"], place.numbers["inbox:"] = place.records["requirements"], attachment.pk
    place.numbers["inbox:comment"] = comment.pk
    place.numbers |= {"records:suspect": link.pk, "documents:delegation": delegation.pk}
    place.numbers |= {"api:suspects": link.pk, "api:delegations": delegation.pk}


def _batches(place: Place, people: list[User]) -> None:
    stored = file_store(name="rows.csv", data=b"x", media_type="text/csv", actor=place.author)
    for kind in record_kinds:
        for user in people:
            batch = ImportBatch.objects.create(
                programme=place.programme, kind=kind.slug, file=stored, state=BatchState.FAULTY, created_by=user
            )
            place.batches[kind.slug, user.pk] = batch.pk
    for user in people:
        access = access_for(user, place.programme.slug)
        if access is not None and may_create(PROCESSES, access):
            place.drawings[user.pk] = bpmn_upload(access=access, name="a.bpmn", data=bpmn_file()).pk
    # Where a person is nothing, one drawing all the same: only the programme may be why they do not get it.
    drawing = ImportBatch.objects.get(pk=place.drawings[place.author.pk])
    for user in people:
        if user.pk not in place.drawings:
            drawing.pk, drawing.created_by, drawing._state.adding = uuid.uuid4(), user, True
            drawing.save()
            place.drawings[user.pk] = drawing.pk


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Made in a transaction that the module's end rolls back; each test runs inside it."""
    with django_db_blocker.unblock(), translation.override("zh-hans"), transaction.atomic():
        department = DepartmentFactory(code="D-MAT", name="矩阵部")
        author, editor, away = UserFactory(username="mat_author"), UserFactory(), UserFactory()
        own = _place("prog-0001", department, author, editor)
        other = _place("prog-0002", department, away, editor, after=500)
        people = {"stranger": UserFactory(username="mat_stranger")}
        for role in Role:
            user = people[str(role)] = UserFactory(username=f"mat_{role}")
            owned = department if role in DEPARTMENT_ROLES else None
            MembershipFactory(programme=own.programme, user=user, role=role, department=owned)
        for place in (own, other):
            _batches(place, [*people.values(), author, away])
        for user in people.values():
            Notification.objects.create(user=user, programme=own.programme, key="x", icon="bell", title="说", url="/")
        yield World(own, other, people)
        transaction.set_rollback(True)
