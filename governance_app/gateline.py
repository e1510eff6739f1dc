"""The seven-gate line: where a programme stands, as lengths, places and words on one line.

A phase is a stretch of line and its gate stands at the end of the stretch. This module turns seven
:class:`PhaseView` values and a date into a :class:`GateLine`, which the page draws with
``components/_gate_line.html`` and the paper with :func:`gate_line_svg`. Nothing here reads a
database, a clock or a request.

Two rules hold whatever the data say:

* the thick line and the mark of today never run past a shut gate;
* no share is rounded up to a threshold: 100 per cent means that every criterion is met.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import Final

from django.utils.safestring import SafeString, mark_safe

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


# ---------- paper ----------
# Page rules do not reach into an inline picture when WeasyPrint draws it, so colours are attributes
# and every gate repeats its paths. Lengths are user units of a picture 664 wide.


@dataclass(frozen=True, slots=True)
class PaperLabels:
    """The words of the paper form, in the language of the document."""

    title: str = "Seven-gate line"
    planned: str = "Planned"
    forecast: str = "Forecast"
    actual: str = "Actual"


_STRETCH: Final = 650 / GATES
_TEXT_INDENT: Final = 8.0
_TEXT_WIDTH: Final = 88.0
_RAIL_Y: Final = 34
_NAME_SIZE: Final = 12.5
_STATE_SIZE: Final = 11.0
_DATE_SIZE: Final = 10.5
_ROW: Final = 13.0
_LATIN_END: Final = "\u2e7f"
_INK: Final = "#18231f"
_INK_3: Final = "#59625e"
_SURFACE: Final = "#fffefb"
_DONE: Final = "#0f4c4f"
_EARLY: Final = "#9fbfbb"
_RAIL: Final = "#c9c3b3"
_TEXT: Final = {
    "met": "#1f6b34",
    "risk": "#7b4a00",
    "block": "#a3241b",
    "act": "#0f4c4f",
    "off": _INK_3,
}
_STROKE: Final = {
    "g-passed": "#2e8246",
    "g-cond": "#b97a0c",
    "g-review": _DONE,
    "g-active": _DONE,
    "g-returned": "#b92d22",
    "g-none": "#8d938d",
}
_WALL: Final = {
    "g-passed": "#2e8246",
    "g-cond": "#b97a0c",
    "g-review": "#e2edeb",
    "g-returned": "#fbeae6",
}
_SOLID_ROOF: Final = frozenset({"g-passed", "g-cond", "g-review", "g-returned"})
_WALL_PATH: Final = "M6.5 12.5h19l2.5 18.5h-24z"
_ROOF_PATH: Final = "M1.5 10.5c3.4-.4 5.8-2.4 6.7-5.5h15.6c.9 3.1 3.3 5.1 6.7 5.5l-2 2.5h-25z"
_ARCH_PATH: Final = "M11 31v-7.5a5 5 0 0 1 10 0V31z"


def gate_line_svg(
    line: GateLine,
    highlight: int = 0,
    labels: PaperLabels | None = None,
    font: str = "Noto Sans CJK SC",
) -> SafeString:
    """Draw the line for paper, the phase numbered ``highlight`` underlined (0 underlines none).

    The picture carries no mark of today: a cover shows the line as it stood when it was made.
    """
    labels = labels or PaperLabels()
    columns = [_column(item, labels) for item in line.items]
    name_rows = max(len(column.name) for column in columns)
    widest = max(_width(row, _NAME_SIZE) for column in columns for row in column.name)
    name_size = _NAME_SIZE * min(_TEXT_WIDTH / widest, 1)
    state_rows = max(len(column.state) for column in columns)
    state_y = 80 + (name_rows - 1) * _ROW
    date_y = state_y + 16 + (state_rows - 1) * _ROW
    bar_y = date_y + 7 + (max(len(column.date) for column in columns) - 1) * _ROW

    rail = f'y1="{_RAIL_Y}" y2="{_RAIL_Y}" stroke="{_RAIL}" stroke-width="2"'
    drawn = [f'<line x1="0" x2="654" {rail} stroke-dasharray="2 4"/>']
    for index, item in enumerate(line.items):
        if item.percent:
            start = index * _STRETCH
            end = start + _STRETCH * item.percent / 100
            colour = _EARLY if item.early else _DONE
            drawn.append(
                f'<line x1="{_n(start)}" x2="{_n(end)}" y1="{_RAIL_Y}" y2="{_RAIL_Y}"'
                f' stroke="{colour}" stroke-width="4"/>'
            )
    for index, (item, column) in enumerate(zip(line.items, columns, strict=True)):
        left = index * _STRETCH + _TEXT_INDENT
        chosen = item.phase.number == highlight
        weight = ' font-weight="700"' if chosen else ""
        drawn.append(_glyph(item, (index + 1) * _STRETCH))
        name_look = f'fill="{_INK}" font-size="{_n(name_size)}"{weight}'
        drawn.extend(_rows(column.name, left, 62, name_look))
        state_look = f'fill="{_TEXT[item.look.family]}" font-size="{_STATE_SIZE:g}"'
        drawn.extend(_rows(column.state, left, state_y, state_look))
        date_look = f'fill="{_INK_3}" font-size="{_DATE_SIZE:g}"'
        drawn.extend(_rows(column.date, left, date_y, date_look))
        if chosen:
            drawn.append(
                f'<rect x="{_n(left)}" y="{_n(bar_y)}" width="{_n(_STRETCH - 16)}" height="2.5" fill="{_DONE}"/>'
            )
    return mark_safe(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 664 {_n(bar_y + 5)}" role="img"'
        f' aria-label="{escape(labels.title)}" font-family="{escape(font)}" font-size="12">'
        f"{''.join(drawn)}</svg>"
    )


@dataclass(frozen=True, slots=True)
class _Column:
    """The words under one gate on paper, already broken into rows."""

    name: list[str]
    state: list[str]
    date: list[str]


def _column(item: GateItem, labels: PaperLabels) -> _Column:
    """Choose and break the words under one gate."""
    if item.end_text != "—":
        when = f"{labels.actual if item.end_is_actual else labels.forecast} {item.end_text}"
    else:
        when = f"{labels.planned} {item.planned_text}"
    return _Column(
        name=_broken(f"{item.phase.number}\u00a0{item.phase.short_name}", _NAME_SIZE),
        state=_broken(item.phase.state_label, _STATE_SIZE),
        date=_broken(when, _DATE_SIZE),
    )


def _width(text: str, size: float) -> float:
    """Estimate the width of a text: a Chinese character is one em wide, a Latin one about half."""
    return sum(1.0 if char > _LATIN_END else 0.58 for char in text) * size or size


def _broken(text: str, size: float) -> list[str]:
    """Break a text at its spaces where it would not fit its column."""
    first, *others = text.split(" ")
    rows = [first]
    for word in others:
        if _width(f"{rows[-1]} {word}", size) <= _TEXT_WIDTH:
            rows[-1] += f" {word}"
        else:
            rows.append(word)
    return rows


def _rows(rows: Sequence[str], x: float, y: float, look: str) -> list[str]:
    """Draw texts one below the other."""
    return [
        f'<text x="{_n(x)}" y="{_n(y + index * _ROW)}" {look}>{escape(row)}</text>' for index, row in enumerate(rows)
    ]


def _glyph(item: GateItem, end: float) -> str:
    """Draw one gate with its middle at ``end``: with a road through it, or shut by a seam."""
    gate = item.look.gate
    colour = _STROKE[gate]
    roof = colour if gate in _SOLID_ROOF else _SURFACE
    if item.is_open:
        inside = f'<path d="M11 26h10" stroke="{_DONE}" stroke-width="4"/>'
    elif item.is_shut:
        inside = '<path d="M16 19v12" stroke-width="1.25"/>'
    else:
        inside = ""
    return (
        f'<g transform="translate({_n(end - 16)},8)" stroke="{colour}" stroke-width="1.75"'
        ' stroke-linejoin="round">'
        f'<path d="{_WALL_PATH}" fill="{_WALL.get(gate, _SURFACE)}"/>'
        f'<path d="{_ROOF_PATH}" fill="{roof}"/>'
        f'<path d="{_ARCH_PATH}" fill="{_SURFACE}"/>{inside}</g>'
    )


def _n(value: float) -> str:
    """Write a length with at most two decimals, the same on every machine."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
