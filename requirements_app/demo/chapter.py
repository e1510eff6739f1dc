"""Phase 1's chapter of the demonstration, told through the same services as everything else."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from governance_app.documents.models import Revision
from governance_app.documents.services import revision_sign, revision_submit
from governance_app.people.models import Department
from governance_app.phases import Phase
from governance_app.programmes.demo import Event, Stage, chapter
from governance_app.programmes.demo_people import LOGISTICS_SLUG
from governance_app.programmes.models import Programme
from governance_app.programmes.rules import Access
from governance_app.programmes.selectors import access_for
from governance_app.records.registry import RecordKind
from governance_app.records.services import record_create, record_move, record_revise
from governance_app.signoff.services.rounds import challenge_issue
from governance_app.signoff.states import Meaning
from requirements_app.changes.kinds import CHANGES
from requirements_app.changes.services import change_decide
from requirements_app.demo import changes
from requirements_app.demo.content import INVENTORIES
from requirements_app.demo.entries import Inventory, SigningRound, StepEntry
from requirements_app.demo.interviews import origin
from requirements_app.inventory.kinds import INTERACTIONS, SYSTEMS
from requirements_app.needs.kinds.goals import GOALS
from requirements_app.needs.kinds.interviews import INTERVIEWS
from requirements_app.needs.kinds.pain_points import PAIN_POINTS
from requirements_app.needs.kinds.requirements import REQUIREMENTS
from requirements_app.processes.forms import exits_read
from requirements_app.processes.kinds import PROCESSES
from requirements_app.processes.rules import Step, StepLane
from requirements_app.processes.services import process_steps_write
from requirements_app.processes.states import LaneKind
from requirements_app.specification.documents import SPECIFICATION

_WRITTEN = (SYSTEMS, INTERVIEWS, PAIN_POINTS, GOALS, REQUIREMENTS, INTERACTIONS, PROCESSES)
_KINDS: dict[str, RecordKind] = {kind.prefix: kind for kind in _WRITTEN}


@chapter(Phase.REQUIREMENTS)
def tell(stage: Stage) -> list[Event]:
    """Inventories are written, edited, agreed, and the specification goes out for signature."""
    return [event for inventory in INVENTORIES for event in _Chapter(stage, inventory).events()]


class _Chapter:
    """The events of one programme."""

    def __init__(self, stage: Stage, inventory: Inventory) -> None:
        self.stage, self.inventory = stage, inventory
        self.programme: Programme = stage.programmes[inventory.programme]
        self.departments = {row.code: row for row in Department.objects.all()}
        self.known: dict[str, Any] = {}

    def access(self, username: str) -> Access:
        access = access_for(self.stage.users[username], self.programme.slug)
        if access is None:
            raise LookupError(f"{username} holds no role in {self.programme}")
        return access

    def events(self) -> list[Event]:
        entries: dict[str, tuple[Any, ...]] = {
            "SYS": self.inventory.systems,
            "INTV": self.inventory.interviews,
            "PP": self.inventory.pain_points,
            "GOAL": self.inventory.goals,
            "REQ": self.inventory.requirements,
            "INT": self.inventory.interactions,
            "PROC": self.inventory.processes,
        }
        found: list[Event] = []
        for author in self.inventory.authors:
            moment = self.stage.moment(author.workdays_ago, author.hour, author.minute)
            access = self.access(author.actor)
            for number, entry in enumerate(entries[author.kind]):
                # A record every two minutes, as someone types who knows what to write.
                happen = partial(self.write, _KINDS[author.kind], access, entry)
                found.append((moment + timedelta(minutes=2 * number), happen))
        for edit in self.inventory.history:
            moment = self.stage.moment(edit.workdays_ago, edit.hour, edit.minute)
            found.append((moment, partial(self.edit, edit)))
        if self.inventory.signing:
            found += self.signing(self.inventory.signing)
        if self.inventory.programme == LOGISTICS_SLUG:
            found += self.requests()
        return found

    def requests(self) -> list[Event]:
        """Change requests to the signed specification, what is made of them, and the next revision."""

        def at(row: Any) -> datetime:
            return self.stage.moment(row.workdays_ago, row.hour, row.minute)

        found: list[Event] = []
        for entry in changes.LOGISTICS:
            access = self.access(entry.submitted.username)
            found.append((at(entry.submitted), partial(self.write, CHANGES, access, entry)))
            found.append((at(entry.submitted), partial(self.ask, access, entry.code)))
            if entry.accepted:
                decider = self.access(entry.accepted.username)
                found.append((at(entry.accepted), partial(self.accept, decider, entry)))
            found += [(at(edit), partial(self.edit, edit)) for edit in entry.edits]
        second = changes.SECOND_ROUND
        found.append((at(second), partial(self.submit, second.username, "按 CR-001 修改出库交接时限")))
        return found

    def ask(self, access: Access, code: str) -> None:
        record_move(kind=CHANGES, access=access, code=code, move="submit", version=None)

    def accept(self, access: Access, entry: changes.ChangeEntry) -> None:
        change_decide(
            access=access, code=entry.code, accept=True, version=None, reason=entry.decision, method="password"
        )

    def write(self, kind: RecordKind, access: Access, entry: Any) -> None:
        values: dict[str, Any] = {}
        for name in kind.fields:
            values[name] = self.value(kind, name, entry)
        record = record_create(kind=kind, access=access, values=values, code=entry.code)
        self.known[entry.code] = record
        if kind is PROCESSES:
            process_steps_write(
                access=access, code=entry.code, steps=[self.step(row) for row in entry.steps], version=None
            )
        state = getattr(entry, "state", "draft")
        if state == "agreed":
            record_move(kind=kind, access=access, code=entry.code, move="agree", version=None)
        elif state == "withdrawn":
            record_move(
                kind=kind,
                access=access,
                code=entry.code,
                move="withdraw",
                version=None,
                reason="并入相近需求，避免重复验收",
            )

    def step(self, row: StepEntry) -> Step:
        system = self.known.get(row.system)
        return Step(
            key=row.key,
            kind=row.kind,
            lane=self.lane(row.lane),
            action=row.action,
            system=row.system,
            system_name=system.name if system else "",
            exits=tuple(exits_read(row.ways)),
            handoff=row.handoff,
            duplicate=row.duplicate,
        )

    def lane(self, text: str) -> StepLane:
        if text in self.departments:
            return StepLane(LaneKind.DEPARTMENT, self.departments[text].name, text)
        if text in self.known:
            return StepLane(LaneKind.SYSTEM, self.known[text].name, text)
        return StepLane(LaneKind.ROLE, text)

    def value(self, kind: RecordKind, name: str, entry: Any) -> Any:
        if hasattr(entry, f"{name}_day"):
            return self.stage.day(self.programme, getattr(entry, f"{name}_day"))
        if name == "baseline_date":
            return self.stage.day(self.programme, entry.baseline_day)
        if name == "interview":
            return self.known.get(origin(self.inventory.programme, entry.code))
        value = getattr(entry, name)
        field = kind.field(name)
        if field.many_to_many:
            return [self.known[code] for code in value]
        if not field.is_relation:
            return value
        if not value:
            return None
        return self.departments[value] if field.related_model is Department else self.known[value]

    def edit(self, edit: Any) -> None:
        kind = _KINDS[edit.code.rpartition("-")[0]]
        record_revise(
            kind=kind,
            access=self.access(edit.actor),
            code=edit.code,
            values={edit.field: edit.value},
            version=None,
            reason=edit.reason,
        )

    def signing(self, signing: SigningRound) -> list[Event]:
        def at(row: Any) -> datetime:
            return self.stage.moment(row.workdays_ago, row.hour, row.minute)

        found: list[Event] = [(at(signing), partial(self.submit, signing.submitted_by))]
        found += [(at(row), partial(self.sign, row.username)) for row in signing.signed]
        return found

    def submit(self, username: str, summary: str = "首次提交会签") -> None:
        revision_submit(
            programme=self.programme,
            kind=SPECIFICATION,
            actor=self.stage.users[username],
            summary=summary,
            due_on=self.stage.today + timedelta(days=3),
        )

    def sign(self, username: str) -> None:
        user = self.stage.users[username]
        revision = Revision.objects.select_related("round").get(
            document__programme=self.programme, document__kind=SPECIFICATION.code, number=1
        )
        if revision.round is None:
            raise LookupError("the specification has not been submitted")
        tokens = challenge_issue(round_=revision.round, user=user)
        revision_sign(
            revision=revision,
            user=user,
            token=tokens[Meaning.APPROVAL],
            content_hash=revision.content_hash,
            reason="",
            method="password",
        )
