"""The demonstration: people and programmes, and the chapters phases add to its story."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Permission
from django.db import transaction
from django.utils import timezone

from governance_app.base.clock import this_day, this_moment, told_at
from governance_app.people.models import Department, User
from governance_app.phases import Phase
from governance_app.programmes import demo_content, demo_people
from governance_app.programmes.models import Programme
from governance_app.programmes.rules import FOUND
from governance_app.programmes.services.people import member_add
from governance_app.programmes.services.phases import phase_state_set
from governance_app.programmes.services.programmes import programme_create
from governance_app.programmes.states import PhaseState, Role
from governance_app.registry import Registry


@dataclass
class Stage:
    """Where the story plays: people and programmes by name, and a clock that chapters set back."""

    today: date
    users: dict[str, User] = field(default_factory=dict)
    programmes: dict[str, Programme] = field(default_factory=dict)

    def moment(self, workdays_ago: int, hour: int, minute: int) -> datetime:
        """A moment so many working days before today; never one that has not come yet."""
        day = demo_content.workday_before(self.today, workdays_ago)
        local = datetime.combine(day, time(hour, minute), tzinfo=timezone.get_default_timezone())
        return min(local, this_moment())

    def day(self, programme: Programme, offset: int) -> date:
        """A day so many days after the programme's start."""
        return programme.start_date + timedelta(days=offset)


#: What phases add to the story, in the order of the phases. A chapter gives dated events.
Event = tuple[datetime, Callable[[], object]]
chapters: Registry[tuple[Phase, Callable[[Stage], list[Event]]]] = Registry("demo chapters")


def chapter(phase: Phase) -> Callable[[Callable[[Stage], list[Event]]], Callable[[Stage], list[Event]]]:
    """Declare the function that gives a phase's chapter of the story."""

    def declare(tell: Callable[[Stage], list[Event]]) -> Callable[[Stage], list[Event]]:
        chapters.add(phase.segment, (phase, tell))
        return tell

    return declare


def story_load(*, stage_phase: int, today: date | None = None) -> Stage:
    """Load the demonstration into an empty database, event by event in the order of time."""
    stage = Stage(today or this_day())
    with transaction.atomic():
        _people(stage)
        for entry in demo_content.PROGRAMMES:
            _programme(stage, entry)
    events = [
        event
        for phase, tell in sorted(chapters, key=lambda row: row[0])
        if phase <= stage_phase
        for event in tell(stage)
    ]
    # The sort is stable: events of one minute keep the order in which their chapter tells them.
    for moment, happen in sorted(events, key=lambda event: event[0]):
        with told_at(moment), transaction.atomic():
            happen()
    return stage


def _people(stage: Stage) -> None:
    departments: dict[str, Department] = {}
    for row in demo_people.DEPARTMENTS:
        departments[row.code] = Department.objects.create(
            code=row.code, name=row.name, parent=departments.get(row.parent)
        )
    # One hash for all: hashing forty times the same password would take longer than the rest of the story.
    password = make_password(settings.DEMO_PASSWORD)
    for account in demo_people.ACCOUNTS:
        stage.users[account.username] = User.objects.create(
            username=account.username,
            display_name=account.display_name,
            employee_number=account.employee_number or None,
            department=departments.get(account.department),
            email=account.email,
            password=password,
        )
        if account.founder:
            app, _dot, codename = FOUND.partition(".")
            found = Permission.objects.get(content_type__app_label=app, codename=codename)
            stage.users[account.username].user_permissions.add(found)
    for row in demo_people.DEPARTMENTS:
        if row.head:
            department = departments[row.code]
            department.head = stage.users[row.head]
            department.save()


def _programme(stage: Stage, entry: demo_content.ProgrammeEntry) -> None:
    start = demo_content.programme_start(entry, stage.today)
    begun = datetime.combine(start, time(9, 0), tzinfo=timezone.get_default_timezone())
    fields = (
        "code",
        "slug",
        "name",
        "organisation",
        "sponsor",
        "description",
        "purpose",
        "scope",
        "branch_count",
        "user_count",
        "system_count",
        "peak_tps",
    )
    values = {name: getattr(entry, name) for name in fields}
    values |= {"start_date": start, "end_date": start + timedelta(days=entry.end_day_offset)}
    windows = {
        Phase(row.phase): (start + timedelta(days=row.start_day_offset), start + timedelta(days=row.end_day_offset))
        for row in entry.windows
    }
    departments = {row.code: row for row in Department.objects.filter(code__in=entry.departments)}
    members = [account for account in demo_people.ACCOUNTS if entry.slug in account.programmes]
    manager = next(account for account in members if any(role == Role.PMO for role, _department in account.roles))
    actor = stage.users[manager.username]
    with told_at(begun):
        programme = programme_create(
            values=values, departments=list(departments.values()), windows=windows, actor=actor
        )
        stage.programmes[entry.slug] = programme
        for account in members:
            for role, code in account.roles:
                if code and code not in departments:
                    continue
                member_add(
                    programme=programme,
                    user=stage.users[account.username],
                    role=Role(role),
                    department=departments[code] if code else None,
                    actor=actor,
                )
        phase_state_set(programme=programme, phase=Phase.REQUIREMENTS, state=PhaseState.ACTIVE, actor=actor)
    for row in entry.windows:
        if row.forecast_day_offset is not None:
            phase = programme.phases.get(phase=row.phase)
            phase.forecast_end = start + timedelta(days=row.forecast_day_offset)
            phase.save()
