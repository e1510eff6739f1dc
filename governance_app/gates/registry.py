"""Gate criteria, computed from the records of their phase and never ticked by hand."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from governance_app.base.counting import Rows
from governance_app.gates.findings import Finding, Seat
from governance_app.phases import Phase
from governance_app.programmes.models import Programme
from governance_app.registry import Registry


@dataclass(frozen=True, slots=True)
class Fault:
    """Rows that are at fault, and the address of the page that lists just them, from the programme's own."""

    rows: Rows
    url: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Counted:
    """How a counted criterion is judged: of all these rows none may be at fault.

    ``cause`` says what is wrong of ``count`` rows. ``since``, asked where some are at fault, is when the waiting began.
    """

    all: Rows
    fault: Fault
    cause: Any
    seats: tuple[Seat, ...] = ()
    about: str = ""
    since: Callable[[Programme], datetime | None] | None = None

    def finding(self, programme: Programme, total: int, faulty: int) -> Finding:
        """What the numbers amount to."""
        return Finding.of_all(
            total - faulty,
            total,
            url=self.fault.url(programme.slug),
            cause=str(self.cause % {"count": faulty}) if faulty else "",
            seats=self.seats,
            about=self.about,
            since=self.since(programme) if faulty and self.since else None,
        )


#: What judges a criterion: numbers of rows, which the kernel counts for all criteria together, or a function.
Judge = Counted | Callable[[Programme], Finding]


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion of a phase's gate; ``help`` says how it is judged."""

    code: str
    phase: Phase
    title: Any
    judge: Judge
    help: Any = ""


#: By phase and number: “REQ-G9” stands before “REQ-G10”.
criteria: Registry[Criterion] = Registry("gate criteria", order=lambda row: (row.phase, len(row.code), row.code))


def counted(
    code: str,
    phase: Phase,
    title: Any,
    help: Any = "",  # noqa: A002 - the field's word
    *,
    fault: Fault,
    cause: Any,
    of: Q | None = None,
    seats: tuple[Seat, ...] = (),
) -> Criterion:
    """Declare a criterion that holds when no row is at fault of all that meet ``of`` (without it: of all there are).

    The rows at fault are among those that meet ``of``. Without any row there is nothing to judge.
    """
    rows = Rows(fault.rows.model, of or Q(), fault.rows.owner)
    return criteria.add(code, Criterion(code, phase, title, Counted(rows, fault, cause, seats), help))


def criterion(
    code: str,
    phase: Phase,
    title: Any,
    help: Any = "",  # noqa: A002 - the field's word
) -> Callable[[Callable[[Programme], Finding]], Callable[[Programme], Finding]]:
    """Declare a function that judges what cannot be counted row by row."""

    def declare(judge: Callable[[Programme], Finding]) -> Callable[[Programme], Finding]:
        criteria.add(code, Criterion(code, phase, title, judge, help))
        return judge

    return declare


def criteria_of(phase: Phase) -> list[Criterion]:
    """The criteria of a phase's gate, in the order of their numbers."""
    return [row for row in criteria if row.phase == phase]
