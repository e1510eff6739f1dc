"""Reading interviews, pain points, goals and requirements."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from governance_app.base.reading import once
from governance_app.people.models import Department
from governance_app.programmes.models import Programme
from requirements_app.inventory.models import Interaction
from requirements_app.inventory.states import Level
from requirements_app.needs.models import Interview, Requirement
from requirements_app.needs.rules import Seat, coverage
from requirements_app.needs.states import RequirementState

_TAKES_PART: Any = Programme.departments.through._default_manager


def interview_coverage(programme: Programme) -> list[Seat]:
    """Each level of each department that takes part in the programme, with its interviews."""

    def read() -> list[Seat]:
        part = Department.objects.filter(pk__in=_TAKES_PART.filter(programme=programme).values("department"))
        interviews = Interview.objects.filter(programme=programme).defer("links")
        return coverage(sorted(part.order_by(), key=lambda row: row.code), interviews)

    return once(("interviews", programme.pk), read)


UNMEASURED = Q(baseline_value=None) | Q(baseline_date=None) | Q(target_value=None) | Q(measure_by=None)
#: The requirements that count are all but the withdrawn.
LIVING = ~Q(state=RequirementState.WITHDRAWN)
UNTESTABLE = LIVING & Q(acceptance="")
#: Of a requirement that names two systems or more: a second row is looked for instead of all being counted.
LINKING = LIVING & Q(Exists(Requirement.systems.through.objects.filter(requirement=OuterRef("pk"))[1:2]))
HIGH_PAIN = Q(severity=Level.HIGH)
#: Of a pain point that leads to no living requirement.
UNANSWERED = ~Q(Exists(Requirement.objects.filter(LIVING, pain_points=OuterRef("pk"))))
UNCOVERED = LINKING & ~Q(Exists(Interaction.objects.filter(requirement=OuterRef("pk"))))


def living_requirements(programme: Programme) -> QuerySet[Requirement]:
    """The requirements that count: all but the withdrawn."""
    return Requirement.objects.filter(LIVING, programme=programme)


def living_with_owners(programme: Programme) -> list[Requirement]:
    """The same with their owner departments, by code: read once for the specification's rows and its departments."""

    def found() -> list[Requirement]:
        return list(living_requirements(programme).select_related("owner_department").order_by("code"))

    return once(("living requirements", programme.pk), found)
