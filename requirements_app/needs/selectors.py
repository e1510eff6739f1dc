"""Reading interviews, pain points, goals and requirements."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from governance_app.base.reading import once
from governance_app.base.statements import Kept
from governance_app.people.models import Department
from governance_app.programmes.models import Programme
from requirements_app.inventory.models import Interaction
from requirements_app.inventory.states import Level
from requirements_app.needs.models import Interview, PainPoint, Requirement
from requirements_app.needs.rules import Seat, coverage
from requirements_app.needs.states import RequirementState

_TAKES_PART: Any = Programme.departments.through._default_manager

_DEPARTMENTS = Kept(
    lambda programme: Department.objects.filter(
        pk__in=_TAKES_PART.filter(programme=programme).values("department")
    ).order_by("code")
)
_INTERVIEWS = Kept(lambda programme: Interview.objects.filter(programme=programme).defer("links"))


def interview_coverage(programme: Programme) -> list[Seat]:
    """Each level of each department that takes part in the programme, with its interviews."""

    def read() -> list[Seat]:
        return coverage(_DEPARTMENTS.of(programme.pk), _INTERVIEWS.of(programme.pk))

    return once(("interviews", programme.pk), read)


UNMEASURED = Q(baseline_value=None) | Q(baseline_date=None) | Q(target_value=None) | Q(measure_by=None)
UNTESTABLE = Q(acceptance="")
HIGH_PAIN = Q(severity=Level.HIGH)
#: Of a pain point that leads to no living requirement.
UNANSWERED = ~Q(
    Exists(Requirement.objects.exclude(state=RequirementState.WITHDRAWN).filter(pain_points=OuterRef("pk")))
)
UNCOVERED = ~Q(Exists(Interaction.objects.filter(requirement=OuterRef("pk"))))


def living_requirements(programme: Programme) -> QuerySet[Requirement]:
    """The requirements that count: all but the withdrawn."""
    return Requirement.objects.filter(programme=programme).exclude(state=RequirementState.WITHDRAWN)


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


def unanswered_pain_points(programme: Programme) -> QuerySet[PainPoint]:
    """High pain points that lead to no living requirement."""
    return PainPoint.objects.filter(HIGH_PAIN & UNANSWERED, programme=programme)


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
