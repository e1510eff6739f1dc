"""The plan as a picture: bars over months, diamonds for milestones, a line for today.

This module turns plain :class:`Row` values into an SVG for the page; it reads no database and no clock. Colours come
from the page's style sheet by class, so that the picture follows the screen and prints. What the picture shows also
stands in a table beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import Final

from django.utils.safestring import SafeString

HEAD: Final = 44
ROW: Final = 36
#: A month's width lies between these, so that a year fits a wide window and five years can still be read.
MONTH_LEAST: Final = 34
MONTH_MOST: Final = 96
WIDE: Final = 1000
_DECEMBER: Final = 12
_DAYS_A_MONTH: Final = 30.4375


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the plan: a phase with its windows, or (``point``) a milestone with its days as ends.

    ``note`` is the slip in words, drawn beside; ``late`` colours it. ``told`` is the row in words, for its tooltip.
    """

    planned: tuple[date | None, date | None]
    expected: tuple[date | None, date | None]
    reached: bool = False
    late: bool = False
    point: bool = False
    note: str = ""
    told: str = ""


def _months(first: date, last: date) -> list[date]:
    found = [first.replace(day=1)]
    while found[-1] <= last:
        month = found[-1]
        found.append(date(month.year + 1, 1, 1) if month.month == _DECEMBER else date(month.year, month.month + 1, 1))
    return found


class _Scale:
    def __init__(self, rows: Sequence[Row], today: date) -> None:
        days = [day for row in rows for day in (*row.planned, *row.expected) if day] + [today]
        # Room at the end for the words beside the last bar.
        self.months = _months(min(days), max(days) + timedelta(days=20))
        count = len(self.months) - 1
        self.per_day = min(MONTH_MOST, max(MONTH_LEAST, WIDE / count)) / _DAYS_A_MONTH
        self.width = self.x(self.months[-1])

    def x(self, day: date) -> float:
        return (day - self.months[0]).days * self.per_day


def gantt_svg(rows: Sequence[Row], today: date, *, title: str, today_label: str) -> SafeString:
    """Draw the rows below each other, one every ``ROW`` pixels below a head of ``HEAD``; nothing without a date."""
    scale = _Scale(rows, today)
    height = HEAD + ROW * len(rows)
    head = (
        f'<svg class="sg-gantt-svg" role="img" width="{scale.width:.0f}" height="{height}" '
        f'viewBox="0 0 {scale.width:.0f} {height}" xmlns="http://www.w3.org/2000/svg"><title>{escape(title)}</title>'
    )
    parts = [head, *_grid(scale, height, len(rows))]
    for number, row in enumerate(rows):
        top = HEAD + ROW * number
        drawn = _point(scale, row, top) if row.point else _bars(scale, row, top)
        parts.append(f"<g><title>{escape(row.told)}</title>{drawn}</g>")
    x = scale.x(today)
    anchor = "end" if x > scale.width - 80 else "start"
    parts.append(
        f'<line class="now" x1="{x:.1f}" x2="{x:.1f}" y1="20" y2="{height}"/>'
        f'<text class="now-t" x="{x + (4 if anchor == "start" else -4):.1f}" y="14" text-anchor="{anchor}">'
        f"{escape(today_label)}</text></svg>"
    )
    return SafeString("".join(parts))


def _grid(scale: _Scale, height: int, count: int) -> list[str]:
    parts = [
        f'<line class="row" x1="0" x2="{scale.width:.0f}" y1="{HEAD + ROW * number}" y2="{HEAD + ROW * number}"/>'
        for number in range(count + 1)
    ]
    for month in scale.months[:-1]:
        x = scale.x(month)
        new_year = month.month == 1 or month == scale.months[0]
        parts.append(
            f'<line class="{"year" if new_year else "month"}" x1="{x:.1f}" x2="{x:.1f}" y1="22" y2="{height}"/>'
        )
        label = f"{month.year}-{month.month:02d}" if new_year else f"{month.month:02d}"
        parts.append(f'<text class="month-t" x="{x + 4:.1f}" y="37">{label}</text>')
    return parts


def _bars(scale: _Scale, row: Row, top: int) -> str:
    parts, ends = [], []
    for (start, end), css, y, high in (
        (row.planned, "plan", top + 6, 8),
        (row.expected, "done" if row.reached else "late" if row.late else "next", top + 17, 11),
    ):
        if start is None or end is None:
            continue
        wide = max(2.0, (end - start).days * scale.per_day)
        ends.append(scale.x(start) + wide)
        parts.append(
            f'<rect class="{css}" x="{scale.x(start):.1f}" y="{y}" width="{wide:.1f}" height="{high}" rx="1"/>'
        )
    if row.note and ends:
        parts.append(_note(row, max(ends) + 6, top + 27))
    return "".join(parts)


def _point(scale: _Scale, row: Row, top: int) -> str:
    middle = top + ROW / 2
    planned, expected = row.planned[1], row.expected[1]
    parts, ends = [], []
    if planned and expected and planned != expected:
        parts.append(
            f'<line class="slip" x1="{scale.x(planned):.1f}" x2="{scale.x(expected):.1f}" y1="{middle}" y2="{middle}"/>'
        )
    css = "done" if row.reached else "late" if row.late else "next"
    for day, name, size in ((planned, "plan", 6), (expected, css, 7)):
        if day is None:
            continue
        x = scale.x(day)
        ends.append(x + size)
        parts.append(
            f'<path class="{name}" d="M{x:.1f} {middle - size}l{size} {size}l-{size} {size}l-{size} -{size}z"/>'
        )
    if row.note and ends:
        parts.append(_note(row, max(ends) + 6, middle + 4))
    return "".join(parts)


def _note(row: Row, x: float, y: float) -> str:
    css = "note-late" if row.late else "note"
    return f'<text class="{css}" x="{x:.1f}" y="{y}">{escape(row.note)}</text>'
