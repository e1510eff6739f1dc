"""Reading phase 1."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from governance_app.base.reading import once
from governance_app.base.statements import Kept
from governance_app.people.models import Department
from governance_app.programmes.models import Membership, Programme, WorkItem
from governance_app.programmes.selectors import people_of
from governance_app.programmes.states import Role
from governance_app.records.references import References, label_of
from requirements_app.models import (
    Goal,
    Interaction,
    Interview,
    PainPoint,
    Process,
    ProcessFlow,
    ProcessStep,
    Requirement,
    System,
)
from requirements_app.rules.processes import Exit, Step, StepLane
from requirements_app.states import LaneKind, Level, LifeCycle, RequirementState, Variant

MODELS = (System, Interview, PainPoint, Goal, Requirement, Interaction, Process)

INCOMPLETE = Q(owner_department=None) | Q(data_formats="")
UNMEASURED = Q(baseline_value=None) | Q(baseline_date=None) | Q(target_value=None) | Q(measure_by=None)
UNTESTABLE = Q(acceptance="")
UNCOVERED = ~Q(Exists(Interaction.objects.filter(requirement=OuterRef("pk"))))


def living_requirements(programme: Programme) -> QuerySet[Requirement]:
    """The requirements that count: all but the withdrawn."""
    return Requirement.objects.filter(programme=programme).exclude(state=RequirementState.WITHDRAWN)


def departments_concerned(programme: Programme) -> QuerySet[Department]:
    """The departments that own a living requirement: their heads sign the specification."""
    owners = living_requirements(programme).values("owner_department_id")
    return Department.objects.filter(pk__in=owners).order_by("code")


_CONCERNED = Kept(departments_concerned)


def concerned(programme: Programme, living: Iterable[Requirement] | None = None) -> list[Department]:
    """The departments concerned, read once for content, problems and policy.

    Where the living requirements have been read with their owners, those owners are taken.
    """

    def found() -> list[Department]:
        if living is None:
            return _CONCERNED.of(programme.pk)
        return sorted({row.owner_department for row in living}, key=lambda department: department.code)

    return once(("concerned", programme.pk), found)


def heads_of(programme: Programme, department_ids: list[int]) -> dict[int, list[Membership]]:
    """The active heads of departments, by department."""
    found: dict[int, list[Membership]] = {department: [] for department in department_ids}
    for row in people_of(programme):
        if row.role == Role.DEPT_HEAD and row.department_id in found:
            found[row.department_id].append(row)
    return found


def requirement_counts(programme: Programme) -> dict[str, int]:
    """The living requirements: all, agreed, of high priority, and those that cannot be tested.

    Then those that name two systems or more (linking), and those of them without an interaction (uncovered).
    """
    return once(("requirements", programme.pk), lambda: next(iter(_REQUIREMENTS.of(programme.pk)), _NO_REQUIREMENTS))


def _requirement_counts(programme: Any) -> QuerySet[Any, Any]:
    links = _names_two_systems()
    conditions = {
        "agreed": Q(state=RequirementState.AGREED),
        "high": Q(priority=Level.HIGH),
        "untestable": UNTESTABLE,
        "linking": links,
        "uncovered": links & UNCOVERED,
    }
    counts: Any = {"total": Count("pk")} | {
        name: Count("pk", filter=condition) for name, condition in conditions.items()
    }
    grouped: Any = living_requirements(programme).order_by().values("programme")
    counted: QuerySet[Any, Any] = grouped.annotate(**counts).values(*counts)
    return counted


#: No row where no requirement lives.
_NO_REQUIREMENTS = dict.fromkeys(("total", "agreed", "high", "untestable", "linking", "uncovered"), 0)
_REQUIREMENTS = Kept(_requirement_counts)


def inventory_counts(programme: Programme) -> dict[str, int]:
    """What the criteria count of systems, pain points and goals, in one statement.

    Active systems and the incomplete of them, high pain points and those nothing answers, goals and the unmeasured.
    """
    return once(("inventory", programme.pk), lambda: _INVENTORY.of(programme.pk)[0])


def _inventory_counts(programme: Any) -> QuerySet[Any, Any]:
    def number(rows: QuerySet[Any]) -> Coalesce:
        grouped = rows.order_by().values("programme")
        return Coalesce(Subquery(grouped.annotate(number=Count("pk")).values("number")), 0)

    counted = {
        "systems": active_systems(programme),
        "incomplete": incomplete_systems(programme),
        "high_pain": high_pain_points(programme),
        "unanswered": unanswered_pain_points(programme),
        "goals": Goal.objects.filter(programme=programme),
        "unmeasured": unmeasured_goals(programme),
    }
    numbers: Any = {name: number(rows) for name, rows in counted.items()}
    return Programme.objects.filter(pk=programme).values(**numbers)


_INVENTORY = Kept(_inventory_counts)


def last_editor(programme: Programme) -> int | None:
    """Who last wrote, changed or removed a record of the specification or a row of its matrix, or None."""
    versions = []
    for place, model in enumerate((*MODELS, WorkItem)):
        # The history, for it also knows who removed what is no longer there.
        history: Any = model.history  # type: ignore[attr-defined]
        newest = history.filter(programme=programme).order_by("-history_date", "-history_id").values("pk")[:1]
        versions.append(
            history.filter(pk__in=newest)
            .order_by()
            .annotate(place=Value(place))
            .values_list("history_date", "place", "history_user_id")
        )
    latest = versions[0].union(*versions[1:], all=True).order_by("-history_date", "place").first()
    return latest[2] if latest else None


def seats_held(programme: Programme) -> set[tuple[str, int | None]]:
    """The roles held by active people, each with the department for which it is held."""
    return {(row.role, row.department_id) for row in people_of(programme)}


def active_systems(programme: Programme) -> QuerySet[System]:
    """The systems that stay or are replaced: those that will be integrated."""
    return System.objects.filter(programme=programme).exclude(life_cycle=LifeCycle.RETIRE)


def incomplete_systems(programme: Programme) -> QuerySet[System]:
    """Active systems without owner or data format."""
    return active_systems(programme).filter(INCOMPLETE)


def high_pain_points(programme: Programme) -> QuerySet[PainPoint]:
    """Pain points of high severity."""
    return PainPoint.objects.filter(programme=programme, severity=Level.HIGH)


def unanswered(programme: Programme) -> Q:
    """The condition of a pain point that leads to no living requirement."""
    return ~Q(Exists(living_requirements(programme).filter(pain_points=OuterRef("pk"))))


def unanswered_pain_points(programme: Programme) -> QuerySet[PainPoint]:
    """High pain points that lead to no living requirement."""
    return high_pain_points(programme).filter(unanswered(programme))


def unmeasured_goals(programme: Programme) -> QuerySet[Goal]:
    """Goals without baseline, target or date."""
    return Goal.objects.filter(programme=programme).filter(UNMEASURED)


def untestable_requirements(programme: Programme) -> QuerySet[Requirement]:
    """Living requirements without acceptance criteria."""
    return living_requirements(programme).filter(UNTESTABLE)


def _names_two_systems() -> Q:
    named = Requirement.systems.through.objects.filter(requirement=OuterRef("pk"))
    # A second row is looked for instead of all being counted.
    return Q(Exists(named[1:2]))


def linking_requirements(programme: Programme) -> QuerySet[Requirement]:
    """Living requirements that name two systems or more."""
    return living_requirements(programme).filter(_names_two_systems())


def uncovered_requirements(programme: Programme) -> QuerySet[Requirement]:
    """Requirements that name two systems and have no interaction."""
    return linking_requirements(programme).filter(UNCOVERED)


def processes_naming(system: System) -> QuerySet[Process]:
    """The processes that name a system: as involved, as a lane or as what a step is done with."""
    steps = ProcessStep.objects.filter(Q(lane_system=system) | Q(system=system)).values("process")
    involved = Process.systems.through.objects.filter(system=system).values("process")
    return Process.objects.filter(Q(pk__in=steps) | Q(pk__in=involved)).order_by("code")


def counterparts(process: Process) -> tuple[Process | None, Process | None]:
    """The as-is and the to-be process of which this is one; either may be missing."""
    if process.variant == Variant.TO_BE:
        return process.counterpart, process
    return process, process.successors.first()


def steps_by_process(processes: Iterable[Process]) -> dict[int, list[Step]]:
    """The steps of processes in their order, by the process's key, with departments and systems as they are named now."""
    rows = (
        ProcessStep.objects.filter(process__in=[process.pk for process in processes])
        .select_related("lane_department", "lane_system", "system")
        .prefetch_related(Prefetch("exits", ProcessFlow.objects.select_related("target").order_by("position")))
        .order_by("process", "position")
    )
    found: dict[int, list[Step]] = {process.pk: [] for process in processes}
    for row in rows:
        found[row.process_id].append(_step(row))
    return found


def _step(row: ProcessStep) -> Step:
    holder = row.lane_department or row.lane_system
    lane = (
        StepLane(row.lane_kind, row.lane_role)
        if holder is None
        else StepLane(row.lane_kind, str(getattr(holder, "name", holder)), holder.code)
    )
    return Step(
        key=row.key,
        kind=row.kind,
        lane=lane,
        action=row.action,
        system=row.system.code if row.system else "",
        system_name=row.system.name if row.system else "",
        exits=tuple(Exit(out.target.key, out.condition) for out in row.exits.all()),
        handoff=row.handoff,
        duplicate=row.duplicate,
    )


def lane_finder(references: References) -> Callable[[str, str, str], StepLane | None]:
    """Finds the department or system a lane or step means: by its name; by its code where nothing else is said."""

    def find(kind: str, code: str, name: str) -> StepLane | None:
        model: Any = Department if kind == LaneKind.DEPARTMENT else System
        known = references.of(model)
        row = known.get(code)
        if row is None or (name and label_of(row) != name):
            row = references.find(model, name) if name else None
        return StepLane(kind, label_of(row), row.code) if row is not None else None

    return find
