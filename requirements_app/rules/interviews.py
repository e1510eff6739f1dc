"""When an interview may bear notes, and which departments have been heard."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from requirements_app.states.interviews import Rank


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
