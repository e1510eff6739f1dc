"""Reading phase 1."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from governance_app.people.models import Department
from governance_app.programmes.models import Membership, Programme
from governance_app.programmes.states import Role
from governance_app.reading import once
from requirements_app.models import Goal, Interaction, PainPoint, Requirement, System
from requirements_app.states import Level, LifeCycle, RequirementState

MODELS = (System, PainPoint, Goal, Requirement, Interaction)

INCOMPLETE = Q(owner_department=None) | Q(data_formats="")
UNMEASURED = Q(baseline_value=None) | Q(baseline_date=None) | Q(target_value=None) | Q(measure_by=None)
UNTESTABLE = Q(acceptance="")
UNCOVERED = ~Q(Exists(Interaction.objects.filter(requirement=OuterRef("pk"))))


def tally(rows: QuerySet[Any], **conditions: Q) -> dict[str, int]:
    """How many rows there are in all, and how many meet each condition, in one statement."""
    counts = {name: Count("pk", filter=condition) for name, condition in conditions.items()}
    return rows.order_by().aggregate(total=Count("pk"), **counts)


def living_requirements(programme: Programme) -> QuerySet[Requirement]:
    """The requirements that count: all but the withdrawn."""
    return Requirement.objects.filter(programme=programme).exclude(state=RequirementState.WITHDRAWN)


def departments_concerned(programme: Programme) -> QuerySet[Department]:
    """The departments that own a living requirement: their heads sign the specification."""
    owners = living_requirements(programme).values("owner_department_id")
    return Department.objects.filter(pk__in=owners).order_by("code")


def concerned(programme: Programme) -> list[Department]:
    """The departments concerned, read once for content, problems and policy."""
    return once(("concerned", programme.pk), lambda: list(departments_concerned(programme)))


def heads_of(programme: Programme, department_ids: list[int]) -> dict[int, list[Membership]]:
    """The active heads of departments, by department."""
    found: dict[int, list[Membership]] = {department: [] for department in department_ids}
    rows = Membership.objects.filter(
        programme=programme, role=Role.DEPT_HEAD, department_id__in=department_ids, user__is_active=True
    ).select_related("user", "department")
    for row in rows.order_by("pk"):
        if row.department_id is not None:
            found[row.department_id].append(row)
    return found


def requirement_counts(programme: Programme) -> dict[str, int]:
    """The living requirements: all, agreed, of high priority, and those that cannot be tested."""
    conditions = {
        "agreed": Q(state=RequirementState.AGREED),
        "high": Q(priority=Level.HIGH),
        "untestable": UNTESTABLE,
    }
    return once(("requirements", programme.pk), lambda: tally(living_requirements(programme), **conditions))


def linking_counts(programme: Programme) -> dict[str, int]:
    """The living requirements that name two systems or more: all, and those without an interaction."""
    return once(("linking", programme.pk), lambda: tally(linking_requirements(programme), uncovered=UNCOVERED))


def last_editor(programme: Programme) -> int | None:
    """Who last wrote, changed or removed a record of the specification, or None."""
    latest: tuple[Any, int | None] | None = None
    for model in MODELS:
        # The history, for it also knows who removed what is no longer there.
        history: Any = model.history
        row = (
            history.filter(programme=programme)
            .order_by("-history_date", "-history_id")
            .values_list("history_date", "history_user_id")
            .first()
        )
        if row and (latest is None or row[0] > latest[0]):
            latest = row
    return latest[1] if latest else None


def seats_held(programme: Programme) -> set[tuple[str, int | None]]:
    """The roles held by active people, each with the department for which it is held."""
    rows = Membership.objects.filter(programme=programme, user__is_active=True).order_by()
    return set(rows.values_list("role", "department_id").distinct())


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


def linking_requirements(programme: Programme) -> QuerySet[Requirement]:
    """Living requirements that name two systems or more."""
    named = Requirement.systems.through.objects.filter(requirement=OuterRef("pk"))
    # A second row is looked for instead of all being counted.
    return living_requirements(programme).filter(Exists(named[1:2]))


def uncovered_requirements(programme: Programme) -> QuerySet[Requirement]:
    """Requirements that name two systems and have no interaction."""
    return linking_requirements(programme).filter(UNCOVERED)
