"""Reading what the specification as a whole rests on: departments concerned, their heads, the last editor."""

from typing import Any

from django.db.models import QuerySet, Value

from governance_app.base.reading import once
from governance_app.people.models import Department
from governance_app.programmes.models import Membership, Programme, WorkItem
from governance_app.programmes.selectors import people_of
from governance_app.programmes.states import Role
from requirements_app.inventory.models import Interaction, System
from requirements_app.needs.models import Goal, Interview, PainPoint, Requirement
from requirements_app.needs.selectors import living_requirements, living_with_owners
from requirements_app.processes.models import Process

MODELS = (System, Interview, PainPoint, Goal, Requirement, Interaction, Process)


def departments_concerned(programme: Programme) -> QuerySet[Department]:
    """The departments that own a living requirement: their heads sign the specification."""
    owners = living_requirements(programme).values("owner_department_id")
    return Department.objects.filter(pk__in=owners).order_by("code")


def concerned(programme: Programme) -> list[Department]:
    """The departments concerned, read once for content, problems and policy."""

    def found() -> list[Department]:
        return sorted(departments_concerned(programme).order_by(), key=lambda department: department.code)

    return once(("concerned", programme.pk), found)


def concerned_in_content(programme: Programme) -> list[Department]:
    """The departments concerned, told from the requirements that the content holds anyway."""

    def found() -> list[Department]:
        departments = {row.owner_department for row in living_with_owners(programme)}
        return sorted(departments, key=lambda department: department.code)

    return once(("concerned", programme.pk), found)


def heads_of(programme: Programme, department_ids: list[int]) -> dict[int, list[Membership]]:
    """The active heads of departments, by department."""
    found: dict[int, list[Membership]] = {department: [] for department in department_ids}
    for row in people_of(programme):
        if row.role == Role.DEPT_HEAD and row.department_id in found:
            found[row.department_id].append(row)
    return found


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
