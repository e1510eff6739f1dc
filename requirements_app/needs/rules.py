"""When a goal can be measured and an interview bear notes; which departments have been heard; what pain costs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from requirements_app.needs.states import Rank


def goal_refusal(goal: Any) -> tuple[str, str] | None:
    """The field and the sentence when a goal's target lies on the wrong side of its baseline, else None."""
    if goal.baseline_date and goal.measure_by and goal.measure_by <= goal.baseline_date:
        return "measure_by", _("The goal must be measured after its baseline.")
    if goal.baseline_value is None or goal.target_value is None:
        return None
    if goal.direction == "increase" and goal.target_value <= goal.baseline_value:
        return "target_value", _("Higher is better here, so the target must lie above the baseline.")
    if goal.direction == "decrease" and goal.target_value >= goal.baseline_value:
        return "target_value", _("Lower is better here, so the target must lie below the baseline.")
    return None


def interview_refusal(interview: Any, today: date) -> tuple[str, str] | None:
    """The field and the sentence when there are notes of an interview that lies ahead, else None."""
    if interview.notes and interview.date and interview.date > today:
        return "date", _("There are notes already, so the interview cannot lie in the future; please correct the date.")
    return None


@dataclass(frozen=True, slots=True)
class Seat:
    """One level of one department: the interviews held with it and those planned, by date."""

    department: Any
    rank: Rank
    held: tuple[Any, ...]
    planned: tuple[Any, ...]


def coverage(departments: Iterable[Any], interviews: Iterable[Any]) -> list[Seat]:
    """Every level of every department with its interviews; a seat is covered when one was held."""
    found: dict[tuple[Any, str], list[Any]] = {}
    for interview in sorted(interviews, key=lambda row: (row.date, row.code)):
        found.setdefault((interview.department_id, interview.rank), []).append(interview)
    seats = []
    for department in departments:
        for rank in Rank:
            rows = found.get((department.pk, rank.value), [])
            seats.append(
                Seat(
                    department,
                    rank,
                    tuple(row for row in rows if row.held),
                    tuple(row for row in rows if not row.held),
                )
            )
    return seats


MINUTES_AN_HOUR = 60


def hours_of(minutes: Decimal) -> Decimal:
    """Minutes as hours; divided once, after everything has been added up."""
    return minutes / MINUTES_AN_HOUR


@dataclass(frozen=True, slots=True)
class Cost:
    """What the pain points of one group lose a month."""

    key: Any
    count: int
    minutes: Decimal

    @property
    def hours(self) -> Decimal:
        """The same in hours."""
        return hours_of(self.minutes)


def costs(points: Iterable[Any], key: Callable[[Any], Any]) -> list[Cost]:
    """Pain points grouped by ``key`` with their minutes added up, the dearest group first; nothing is rounded."""
    groups: dict[Any, tuple[int, Decimal]] = {}
    for point in points:
        count, minutes = groups.get(key(point), (0, Decimal(0)))
        groups[key(point)] = count + 1, minutes + point.minutes_per_month
    found = [Cost(name, count, minutes) for name, (count, minutes) in groups.items()]
    return sorted(found, key=lambda cost: (-cost.minutes, str(cost.key)))
