"""The seven-gate line: where a programme stands, as lengths, places and words on one line.

A phase is a stretch of line and its gate stands at the end of the stretch. This module turns seven
:class:`PhaseView` values and a date into a :class:`GateLine`, which the page draws with
``components/_gate_line.html`` and the paper with :func:`governance_app.paper.gatepaper.gate_line_svg`. Nothing here reads a
database, a clock or a request.

Two rules hold whatever the data say:

* the thick line and the mark of today never run past a shut gate;
* no share is rounded up to a threshold: 100 per cent means that every criterion is met.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

GATES: Final = 7
"""How many stretches the line has."""

HOLD_PERCENT: Final = 84
"""Where the mark of today is held before a shut gate.

The narrowest stretch of the horizontal line is 129 px (at a window of 1200 px, beside the
navigation), so 16 per cent of it leaves the 20 px that the look asks for.
"""

LEAVE_PERCENT: Final = 14
"""The nearest place to the gate just passed, so that the mark is not hidden behind it."""

TAG_ROOM_PERCENT: Final = 57
"""On the first stretch the tag hangs to the right of the mark until it fits to its left."""

WORKING_WEEKDAYS: Final = 5
"""Monday to Friday; weekday numbers from here on are the weekend."""

PASSED: Final = "passed"
PASSED_WITH_CONDITIONS: Final = "passed_with_conditions"
IN_REVIEW: Final = "in_review"
ACTIVE: Final = "active"
RETURNED: Final = "returned"
REOPENED: Final = "reopened"
NOT_STARTED: Final = "not_started"
NOT_REQUIRED: Final = "not_required"

_OPEN: Final = frozenset({PASSED, PASSED_WITH_CONDITIONS})
_DECIDED: Final = _OPEN | {NOT_REQUIRED}


@dataclass(frozen=True, slots=True)
class StateLook:
    """How one phase state is drawn: its icon, its colour family and the class of its gate."""

    icon: str
    family: str
    gate: str


LOOKS: Final[dict[str, StateLook]] = {
    NOT_STARTED: StateLook("circle-dotted", "off", "g-none"),
    ACTIVE: StateLook("progress", "act", "g-active"),
    IN_REVIEW: StateLook("gavel", "act", "g-review"),
    PASSED: StateLook("circle-check", "met", "g-passed"),
    PASSED_WITH_CONDITIONS: StateLook("circle-half-2", "risk", "g-cond"),
    RETURNED: StateLook("arrow-back-up", "block", "g-returned"),
    REOPENED: StateLook("arrow-back-up", "block", "g-returned"),
    NOT_REQUIRED: StateLook("circle-minus", "off", "g-none"),
}
"""The look of every phase state, by its code."""


@dataclass(frozen=True, slots=True)
class PhaseView:
    """What the line must know of one phase. Labels come in the reader's language."""

    number: int
    name: str
    short_name: str
    state: str
    state_label: str
    met: int = 0
    total: int = 0
    unmet: int = 0
    inconclusive: int = 0
    planned_end: date | None = None
    forecast_end: date | None = None
    actual_end: date | None = None
    url: str = ""
    open_conditions: int = 0


@dataclass(frozen=True, slots=True)
class GateItem:
    """One stretch and its gate, ready to draw.

    ``percent`` is the length of the line on this stretch, ``early`` whether it is drawn light
    because a gate before it is still shut, ``is_open`` whether the gate stands open and ``is_shut``
    whether it bars the way (a phase that is not required does neither). ``shift`` is the distance
    of the actual or forecast date from the plan in working days, late positive, or ``None``.
    """

    phase: PhaseView
    look: StateLook
    percent: int
    early: bool
    is_open: bool
    is_shut: bool
    is_decided: bool
    planned_text: str
    end_text: str
    end_is_actual: bool
    shift: int | None

    @property
    def late_days(self) -> int:
        """Working days behind the plan, or 0."""
        return max(self.shift or 0, 0)

    @property
    def early_days(self) -> int:
        """Working days ahead of the plan, or 0."""
        return max(-(self.shift or 0), 0)

    @property
    def is_part(self) -> bool:
        """Work is on this stretch, but its gate is not open."""
        return not self.is_open and self.percent > 0

    @property
    def counts_are_shown(self) -> bool:
        """Unmet and inconclusive are counted only once the phase has begun."""
        return self.phase.state not in {NOT_STARTED, NOT_REQUIRED}


@dataclass(frozen=True, slots=True)
class GateLine:
    """The whole line. ``is_complete``: every gate is decided, and today lies beyond them."""

    items: tuple[GateItem, ...]
    today_index: int
    today_percent: int
    today_text: str
    is_complete: bool

    @property
    def tag_is_right(self) -> bool:
        """Whether the tag of today hangs to the right of its mark, for want of room to its left."""
        return self.today_index == 0 and self.today_percent < TAG_ROOM_PERCENT

    @property
    def is_behind(self) -> bool:
        """Whether the line ends left of today: less is done than the dates ask for."""
        return not self.is_complete and self.items[self.today_index].percent < self.today_percent


def working_days(start: date, end: date) -> int:
    """Count Monday to Friday from the day after ``start`` up to ``end``; negative when earlier.

    From a Friday to the next Monday is one working day. Public holidays are not known here.
    """
    if end < start:
        return -working_days(end, start)
    weeks, rest = divmod((end - start).days, 7)
    tail = (start + timedelta(days=offset) for offset in range(1, rest + 1))
    return weeks * WORKING_WEEKDAYS + sum(day.weekday() < WORKING_WEEKDAYS for day in tail)


def short_date(day: date | None, today: date) -> str:
    """Write a date as ``11-24`` in the year of ``today``, else ``2027-01-08``; nothing as ``—``."""
    if day is None:
        return "—"
    return f"{day:%m-%d}" if day.year == today.year else day.isoformat()


def share(met: int, total: int) -> int:
    """Per cent of criteria met, 0 to 100, rounded so that neither end is claimed too soon."""
    if total <= 0 or met <= 0:
        return 0
    if met >= total:
        return 100
    return max(met * 100 // total, 1)


def gate_line(phases: Sequence[PhaseView], today: date, starts_on: date | None = None) -> GateLine:
    """Lay out the line for seven phases in order. ``starts_on`` is the programme's first day.

    Refuses anything but the phases 1 to 7 with a known state by ``ValueError``.
    """
    if [phase.number for phase in phases] != list(range(1, GATES + 1)):
        raise ValueError("The gate line takes the phases 1 to 7 in their order.")
    if unknown := {phase.state for phase in phases} - LOOKS.keys():
        raise ValueError(f"Unknown phase state: {', '.join(sorted(unknown))}")

    items: list[GateItem] = []
    road_is_open = True
    for phase in phases:
        items.append(_item(phase, today, early=not road_is_open))
        road_is_open = road_is_open and phase.state in _DECIDED
    index = next((i for i, item in enumerate(items) if not item.is_decided), GATES - 1)
    return GateLine(
        items=tuple(items),
        today_index=index,
        today_percent=100 if road_is_open else _today_percent(phases, index, today, starts_on),
        today_text=f"{today:%m-%d}",
        is_complete=road_is_open,
    )


def _item(phase: PhaseView, today: date, *, early: bool) -> GateItem:
    """Lay out one stretch; it is early when a gate before it is still shut."""
    is_open = phase.state in _OPEN
    if is_open:
        percent = 100
    elif phase.state in {NOT_STARTED, NOT_REQUIRED}:
        percent = 0
    else:
        percent = share(phase.met, phase.total)
    end = phase.actual_end or phase.forecast_end
    planned = phase.planned_end if phase.state != NOT_REQUIRED else None
    return GateItem(
        phase=phase,
        look=LOOKS[phase.state],
        percent=percent,
        early=early,
        is_open=is_open,
        is_shut=phase.state not in _DECIDED,
        is_decided=phase.state in _DECIDED,
        planned_text=short_date(phase.planned_end, today),
        end_text=short_date(end, today),
        end_is_actual=phase.actual_end is not None,
        shift=working_days(planned, end) if planned and end else None,
    )


def _today_percent(phases: Sequence[PhaseView], index: int, today: date, starts_on: date | None) -> int:
    """Place today by date between the last gate decided and the next one, held before the latter.

    Without dates the mark stands in the middle: it then says which stretch, and claims no more.
    """
    decided = (p.actual_end for p in reversed(phases[:index]) if p.actual_end)
    start = next(decided, starts_on)
    end = phases[index].forecast_end or phases[index].planned_end
    if end is not None and today >= end:
        return HOLD_PERCENT
    if start is None or end is None:
        return 50
    percent = 0 if today <= start else (today - start).days * 100 // (end - start).days
    nearest = LEAVE_PERCENT if index else 1
    return min(max(percent, nearest), HOLD_PERCENT)
