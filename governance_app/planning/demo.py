"""Plan and control's chapter of the demonstration, told through the same services as everything else."""

from datetime import timedelta
from functools import partial
from typing import Any

from governance_app.phases import Phase
from governance_app.planning import demo_content as content
from governance_app.planning.kinds import ACTIONS, DECISIONS, MEETINGS, MILESTONES, RISKS
from governance_app.planning.models import Meeting
from governance_app.planning.selectors import items_of, people_called
from governance_app.planning.services.meetings import agenda_fill, attendance_take, item_write, minutes_write
from governance_app.planning.states import Presence
from governance_app.programmes.demo import Event, Stage, chapters
from governance_app.programmes.rules import Access
from governance_app.programmes.selectors import access_for
from governance_app.records.registry import RecordKind
from governance_app.records.services import record_create, record_move, record_revise

_WRITER = "pmo"


class _Chapter:
    """The events of the programme that is shown in full."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.programme = stage, stage.programmes[content.PROGRAMME]
        self.found: list[Event] = []

    def at(self, ago: int, hour: int, minute: int, happen: Any) -> None:
        self.found.append((self.stage.moment(ago, hour, minute), happen))

    def access(self, username: str = _WRITER) -> Access:
        access = access_for(self.stage.users[username], self.programme.slug)
        if access is None:
            raise LookupError(f"{username} holds no role in {self.programme}")
        return access

    def record(self, kind: RecordKind, code: str) -> Any:
        return kind.model._default_manager.get(programme=self.programme, code=code) if code else None

    def create(self, kind: RecordKind, values: dict[str, Any], links: dict[str, tuple[RecordKind, str]]) -> None:
        found = {name: self.record(other, code) for name, (other, code) in links.items()}
        record_create(kind=kind, access=self.access(), values={**values, **found})

    def move(self, kind: RecordKind, code: str, actor: str, move: str, reason: str) -> None:
        record_move(kind=kind, access=self.access(actor), code=code, move=move, version=None, reason=reason)

    def day(self, offset: int | None) -> Any:
        return None if offset is None else self.stage.day(self.programme, offset)

    def events(self) -> list[Event]:
        self.milestones()
        self.risks()
        self.actions()
        self.decisions()
        self.meetings()
        return self.found

    def milestones(self) -> None:
        for number, row in enumerate(content.MILESTONES, 1):
            values = {
                "title": row.title,
                "phase": row.phase,
                "owner": self.stage.users[row.owner],
                "planned_on": self.day(row.planned),
                "forecast_on": self.day(row.forecast),
                "description": row.description,
            }
            self.at(30, 16, number, partial(self.create, MILESTONES, values, {}))
            code = f"MS-{number:02d}"
            if row.actual is not None:
                changed = {"actual_on": self.day(row.actual)}
                ago = 30 if row.actual == 0 else 17
                self.at(ago, 17, number, partial(self.revise, code, changed, "验收通过，登记实际日期"))
            if row.later is not None:
                changed = {"forecast_on": self.day(row.later)}
                self.at(row.later_ago, 15, number, partial(self.revise, code, changed, row.why))

    def revise(self, code: str, values: dict[str, Any], reason: str) -> None:
        record_revise(kind=MILESTONES, access=self.access(), code=code, values=values, version=None, reason=reason)

    def moves(self, kind: RecordKind, code: str, row: Any) -> None:
        for move, ago, reason in row.moves:
            actor = _WRITER if move == "cancel" else row.owner
            self.at(ago, 16, 40, partial(self.move, kind, code, actor, move, reason))

    def risks(self) -> None:
        for number, row in enumerate(content.RISKS, 1):
            values = {
                name: getattr(row, name)
                for name in ("title", "description", "phase", "probability", "impact", "strategy", "response")
            }
            values |= {
                "owner": self.stage.users[row.owner],
                "review_on": self.stage.today + timedelta(days=row.review_in),
            }
            self.at(row.ago, 10, number * 2, partial(self.create, RISKS, values, {}))
            self.moves(RISKS, f"RSK-{number:03d}", row)

    def actions(self) -> None:
        for number, row in enumerate(content.ACTIONS, 1):
            values = {
                "title": row.title,
                "description": row.description,
                "owner": self.stage.users[row.owner],
                "due_on": self.stage.today + timedelta(days=row.due_in),
            }
            links: dict[str, tuple[RecordKind, str]] = {"meeting": (MEETINGS, row.meeting), "risk": (RISKS, row.risk)}
            self.at(row.ago, 17, 10 + number, partial(self.coded, ACTIONS, f"ACT-{number:03d}", values, links))
            self.moves(ACTIONS, f"ACT-{number:03d}", row)

    def decisions(self) -> None:
        for number, row in enumerate(content.DECISIONS, 1):
            values = {name: getattr(row, name) for name in ("title", "grounds", "alternatives")}
            values |= {
                "decided_by": self.stage.users[row.decided_by],
                "decided_on": self.stage.moment(row.ago, 12, 0).date(),
            }
            links: dict[str, tuple[RecordKind, str]] = {
                "meeting": (MEETINGS, row.meeting),
                "supersedes": (DECISIONS, row.supersedes),
            }
            self.at(row.ago, 17, 30 + number, partial(self.coded, DECISIONS, f"DEC-{number:03d}", values, links))

    def coded(
        self, kind: RecordKind, code: str, values: dict[str, Any], links: dict[str, tuple[RecordKind, str]]
    ) -> None:
        found = {name: self.record(other, known) for name, (other, known) in links.items()}
        record_create(kind=kind, access=self.access(), values={**values, **found}, code=code)

    def meetings(self) -> None:
        for number, row in enumerate(content.MEETINGS, 1):
            code = f"MTG-{number:03d}"
            day = (
                self.stage.today + timedelta(days=row.in_days)
                if row.ago is None
                else self.stage.moment(row.ago, 12, 0).date()
            )
            values = {name: getattr(row, name) for name in ("title", "kind", "hours", "place", "purpose")}
            values |= {
                "meets_on": day,
                "leader": self.stage.users["chair"],
                "secretary": self.stage.users[_WRITER],
            }
            self.at(row.called_ago, 9, 5, partial(self.coded, MEETINGS, code, values, {}))
            for place, title in enumerate(row.extra):
                self.at(row.called_ago, 9, 6 + place, partial(self.item, code, title))
            if number > 1:
                self.at(row.called_ago, 9, 20, partial(self.fill, code))
            if row.ago is not None:
                self.at(row.ago, 16, 5, partial(self.hold, code, row))
            if row.confirmed_ago is not None:
                self.at(row.confirmed_ago, 10, 0, partial(self.move, MEETINGS, code, "chair", "confirm", ""))

    def item(self, code: str, title: str) -> None:
        item_write(access=self.access(), code=code, number=None, values={"title": title}, version=None)

    def fill(self, code: str) -> None:
        agenda_fill(access=self.access(), code=code)

    def hold(self, code: str, row: content.MeetingEntry) -> None:
        meeting = Meeting.objects.select_related("programme").get(programme=self.programme, code=code)
        absent = {self.stage.users[name].pk for name in row.absent}
        presences = {
            user.pk: Presence.EXCUSED if user.pk in absent else Presence.PRESENT for user in people_called(meeting)
        }
        attendance_take(access=self.access(), code=code, presences=presences, version=None)
        self.move(MEETINGS, code, _WRITER, "hold", "")
        minutes = {}
        for item in items_of(meeting):
            said = next((text for start, text in row.minutes if item.title.startswith(start)), row.otherwise)
            minutes[item.pk] = said
        minutes_write(access=self.access(), code=code, summary=row.summary, minutes=minutes, version=None)


def tell(stage: Stage) -> list[Event]:
    """Milestones are set and slip, risks are treated, the committee meets and minutes are written."""
    return _Chapter(stage).events()


chapters.add("planning", (Phase.REQUIREMENTS, tell))
