"""Reading phase 1."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet

from governance_app.people.models import Department
from governance_app.programmes.models import Membership, Programme
from governance_app.programmes.states import Role
from requirements_app.models import Goal, Interaction, PainPoint, Requirement, System
from requirements_app.states import Level, LifeCycle, RequirementState

MODELS = (System, PainPoint, Goal, Requirement, Interaction)


def living_requirements(programme: Programme) -> QuerySet[Requirement]:
    """The requirements that count: all but the withdrawn."""
    return Requirement.objects.filter(programme=programme).exclude(state=RequirementState.WITHDRAWN)


def departments_concerned(programme: Programme) -> QuerySet[Department]:
    """The departments that own a living requirement: their heads sign the specification."""
    owners = living_requirements(programme).values("owner_department_id")
    return Department.objects.filter(pk__in=owners).order_by("code")


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


def last_editor(programme: Programme) -> int | None:
    """Who edited the records of the specification last, or None."""
    latest: tuple[Any, int | None] | None = None
    for model in MODELS:
        row = (
            model._default_manager.filter(programme=programme)
            .order_by("-updated_at")
            .values_list("updated_at", "updated_by_id")
            .first()
        )
        if row and (latest is None or row[0] > latest[0]):
            latest = row
    return latest[1] if latest else None


def representation(programme: Programme) -> Mapping[str, int]:
    """How many active people hold each role that the task force needs."""
    rows = (
        Membership.objects.filter(programme=programme, user__is_active=True).values("role").annotate(number=Count("id"))
    )
    return {row["role"]: row["number"] for row in rows.order_by()}


def active_systems(programme: Programme) -> QuerySet[System]:
    """The systems that stay or are replaced: those that will be integrated."""
    return System.objects.filter(programme=programme).exclude(life_cycle=LifeCycle.RETIRE)


def incomplete_systems(programme: Programme) -> QuerySet[System]:
    """Active systems without owner or data format."""
    return active_systems(programme).filter(Q(owner_department=None) | Q(data_formats=""))


def high_pain_points(programme: Programme) -> QuerySet[PainPoint]:
    """Pain points of high severity."""
    return PainPoint.objects.filter(programme=programme, severity=Level.HIGH)


def unanswered_pain_points(programme: Programme) -> QuerySet[PainPoint]:
    """High pain points that lead to no living requirement."""
    answered = living_requirements(programme).values("pain_points")
    return high_pain_points(programme).exclude(pk__in=answered.filter(pain_points__isnull=False))


def unmeasured_goals(programme: Programme) -> QuerySet[Goal]:
    """Goals without baseline, target or date."""
    return Goal.objects.filter(programme=programme).filter(
        Q(baseline_value=None) | Q(baseline_date=None) | Q(target_value=None) | Q(measure_by=None)
    )


def untestable_requirements(programme: Programme) -> QuerySet[Requirement]:
    """Living requirements without acceptance criteria."""
    return living_requirements(programme).filter(acceptance="")


def linking_requirements(programme: Programme) -> QuerySet[Requirement]:
    """Living requirements that name two systems or more."""
    return living_requirements(programme).annotate(number=Count("systems", distinct=True)).filter(number__gte=2)


def uncovered_requirements(programme: Programme) -> QuerySet[Requirement]:
    """Requirements that name two systems and have no interaction."""
    return linking_requirements(programme).filter(interactions=None)
