"""Reading interviews, pain points, goals and requirements."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from governance_app.base.reading import once
from governance_app.base.statements import Kept
from governance_app.people.models import Department
from governance_app.programmes.models import Programme
from requirements_app.inventory.models import Interaction
from requirements_app.inventory.states import Level
from requirements_app.needs.models import Goal, Interview, PainPoint, Requirement
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


def research_counts(programme: Programme) -> dict[str, int]:
    """What the criteria count of pain points and goals, in one statement.

    High pain points and those nothing answers, goals and the unmeasured.
    """
    return once(("research", programme.pk), lambda: _RESEARCH.of(programme.pk)[0])


def _research_counts(programme: Any) -> QuerySet[Any, Any]:
    def number(rows: QuerySet[Any]) -> Coalesce:
        grouped = rows.order_by().values("programme")
        return Coalesce(Subquery(grouped.annotate(number=Count("pk")).values("number")), 0)

    counted = {
        "high_pain": high_pain_points(programme),
        "unanswered": unanswered_pain_points(programme),
        "goals": Goal.objects.filter(programme=programme),
        "unmeasured": unmeasured_goals(programme),
    }
    numbers: Any = {name: number(rows) for name, rows in counted.items()}
    return Programme.objects.filter(pk=programme).values(**numbers)


_RESEARCH = Kept(_research_counts)


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
