"""The seven-gate line on paper: the drawing of a :class:`~governance_app.paper.gateline.GateLine` for covers and minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from django.utils.safestring import SafeString, mark_safe

from governance_app.paper.gateline import GATES, GateItem, GateLine

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
