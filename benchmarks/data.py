"""Programmes of any size, written straight into the tables. Needs Django set up with ``benchmarks.settings``."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from governance_app.ledger.registry import ledger_acts
from governance_app.ledger.services import ledger_append
from governance_app.people.models import Department, User
from governance_app.phases import Phase
from governance_app.programmes.models import CodeCounter, Membership, Programme, ProgrammePhase
from governance_app.programmes.states import PhaseState, Role
from requirements_app.models import Goal, Interaction, PainPoint, Requirement, System

PASSWORD = "an-honest-password"  # noqa: S105 - guards invented data
_BATCH = 1000
_STATES = ("draft", "agreed", "agreed", "withdrawn")
_TYPES = ("functional", "performance", "security", "data", "operability")
_LEVELS = ("high", "medium", "low")


@dataclass
class Made:
    """A programme and who matters in it."""

    programme: Programme
    manager: User
    heads: list[User]


def departments_make(count: int) -> list[Department]:
    """So many departments, those there are first."""
    there = Department.objects.count()
    Department.objects.bulk_create(
        Department(code=f"D-{number:03d}", name=f"业务{number}部") for number in range(there + 1, count + 1)
    )
    return list(Department.objects.order_by("code")[:count])


def programme_make(slug: str, *, scale: int, requirements: int, departments: int, history: bool = True) -> Made:
    """A programme with the records of phase 1: ``scale`` times the demo's, and so many requirements.

    Each department has a head; all records are complete, so that the specification can be submitted.
    """
    places = departments_make(departments)
    programme = Programme.objects.create(
        code=slug.upper(),
        slug=slug,
        name=f"办公系统集成 {slug}",
        organisation="华辰集团",
        purpose="打通办公系统",
        scope="总部与分公司",
        start_date=timezone.localdate() - timedelta(days=40),
    )
    programme.departments.set(places)
    start = programme.start_date
    ProgrammePhase.objects.bulk_create(
        ProgrammePhase(
            programme=programme,
            phase=phase,
            state=PhaseState.ACTIVE if phase == Phase.REQUIREMENTS else PhaseState.NOT_STARTED,
            planned_start=start + timedelta(days=45 * (phase - 1)),
            planned_end=start + timedelta(days=45 * phase),
            forecast_end=start + timedelta(days=45 * phase),
        )
        for phase in Phase
    )
    manager, heads = _people(programme, places)
    made = Made(programme, manager, heads)
    _records(made, places, scale, requirements, history=history)
    _ledger(made, min(200 * scale, 2000))
    return made


def _people(programme: Programme, places: list[Department]) -> tuple[User, list[User]]:
    slug, password = programme.slug, make_password(PASSWORD)
    names = [("manager", None), ("chair", None), ("it", None), *((f"head{row.pk}", row) for row in places)]
    User.objects.bulk_create(
        User(username=f"{slug}-{name}", display_name=f"用户{name}", department=place, password=password)
        for name, place in names
    )
    people = list(User.objects.filter(username__startswith=f"{slug}-").order_by("pk"))
    roles = [Role.PMO, Role.CHAIR, Role.IT_LEAD]
    Membership.objects.bulk_create(
        Membership(
            programme=programme,
            user=user,
            role=roles[number] if number < len(roles) else Role.DEPT_HEAD,
            department=names[number][1],
        )
        for number, user in enumerate(people)
    )
    return people[0], people[len(roles) :]


def _records(made: Made, places: list[Department], scale: int, requirements: int, *, history: bool) -> None:
    programme, by = made.programme, made.manager
    common: dict[str, Any] = {"programme": programme, "created_by": by, "updated_by": by}

    def place(number: int) -> Department:
        return places[number % len(places)]

    systems = _write(
        System,
        "SYS",
        [
            {
                "name": f"系统 {n}",
                "version_label": "V8.2",
                "owner_department": place(n),
                "data_formats": "JSON, XML",
                "user_count": 100 * n,
                "modules": "审批\n档案",
            }
            for n in range(1, 12 * scale + 1)
        ],
        common,
        history=history,
    )
    points = _write(
        PainPoint,
        "PP",
        [
            {
                "title": f"同一信息在两处各录一遍 {n}",
                "process": "费用报销",
                "department": place(n),
                "minutes_lost": Decimal(12),
                "people_affected": 6,
                "times_per_month": Decimal(85),
                "severity": _LEVELS[n % 3],
                "links": {"systems": [systems[n % len(systems)].code]},
            }
            for n in range(1, 40 * scale + 1)
        ],
        common,
        history=history,
    )
    goals = _write(
        Goal,
        "GOAL",
        [
            {
                "statement": f"审批时长减半 {n}",
                "metric": "平均审批时长",
                "direction": "decrease",
                "unit": "天",
                "baseline_value": Decimal(4),
                "baseline_date": date(2026, 1, 5),
                "target_value": Decimal(2),
                "measure_by": date(2027, 1, 5),
                "owner_department": place(n),
            }
            for n in range(1, 6 * scale + 1)
        ],
        common,
        history=history,
    )

    def named(rows: list[Any], *numbers: int) -> list[Any]:
        return [rows[number % len(rows)] for number in numbers]

    linked = [
        {
            "systems": named(systems, n, n + 1),
            "pain_points": named(points, n * 7) if n % 4 else [],
            "goals": named(goals, n) if n % 3 == 0 else [],
        }
        for n in range(1, requirements + 1)
    ]
    made_requirements = _write(
        Requirement,
        "REQ",
        [
            {
                "title": f"审批结果在 {n % 9 + 1} 分钟内同步至下游系统 {n}",
                "description": "网络中断恢复后须补传，不得重复。每次同步写入日志，失败三次后告警。",
                "acceptance": "100 张单据 1 分钟内同步，断网 10 分钟后恢复，无遗漏。",
                "kind": _TYPES[n % len(_TYPES)],
                "priority": _LEVELS[n % 3],
                "state": _STATES[n % len(_STATES)] if n > len(places) else "agreed",
                "owner_department": place(n),
                "links": {name: [row.code for row in rows] for name, rows in linked[n - 1].items()},
            }
            for n in range(1, requirements + 1)
        ],
        common,
        history=history,
    )
    for name in ("systems", "pain_points", "goals"):
        through = getattr(Requirement, name).through
        target = f"{Requirement._meta.get_field(name).related_model._meta.model_name}_id"
        through.objects.bulk_create(
            (
                through(requirement_id=record.pk, **{target: row.pk})
                for record, rows in zip(made_requirements, linked, strict=True)
                for row in rows[name]
            ),
            batch_size=_BATCH,
        )
    PainPoint.systems.through.objects.bulk_create(
        (
            PainPoint.systems.through(painpoint_id=point.pk, system_id=systems[n % len(systems)].pk)
            for n, point in enumerate(points, 1)
        ),
        batch_size=_BATCH,
    )
    _write(
        Interaction,
        "INT",
        [
            {
                "source": systems[n % len(systems)],
                "target": systems[(n + 1) % len(systems)],
                "business_object": f"单据 {n}",
                "mode": "realtime" if n % 2 else "batch",
                "daily_volume": 100 * n,
                "requirement": made_requirements[n % len(made_requirements)],
            }
            for n in range(1, requirements // 4 + 1)
        ],
        common,
        history=history,
    )


def _write(model: Any, prefix: str, rows: list[dict[str, Any]], common: dict[str, Any], *, history: bool) -> list[Any]:
    now = timezone.now()
    records = [
        model(code=f"{prefix}-{number:03d}", created_at=now, updated_at=now, **common, **row)
        for number, row in enumerate(rows, 1)
    ]
    with transaction.atomic():
        if history:
            bulk_create_with_history(records, model, batch_size=_BATCH, default_user=common["updated_by"])
        else:
            model.objects.bulk_create(records, batch_size=_BATCH)
    CodeCounter.objects.create(programme=common["programme"], prefix=prefix, last=len(rows))
    return records if records and records[0].pk else list(model.objects.filter(programme=common["programme"]))


def _ledger(made: Made, count: int) -> None:
    with transaction.atomic():
        for number in range(1, count + 1):
            ledger_append(
                act=ledger_acts["requirements.revised"],
                subject=f"requirements:REQ-{number:03d}",
                subject_label=f"REQ-{number:03d} 审批结果同步",
                actor=made.manager,
                programme=made.programme.slug,
                detail={"version": 2, "reason": ""},
            )


def cookies_of(user: User) -> dict[str, str]:
    """The cookies of a person just signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return {settings.SESSION_COOKIE_NAME: session.session_key}


def analyse() -> None:
    """Let the database gather its statistics, so that it does not do so while being measured."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
