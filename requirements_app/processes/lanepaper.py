"""Flow charts in lanes as SVG, for pages and papers: colours from attributes, words beside every sign."""

from __future__ import annotations

from html import escape

from governance_app.paper.diagrams import ACCENT, FONT, INK, MM_TO_POINTS, PAPER, SECOND
from requirements_app.processes.swimlanes import (
    LABEL_LINE,
    NAME_GAP,
    NAME_LINE,
    TASK_LINE,
    Box,
    Chart,
    Lane,
    Layout,
    Point,
    Shape,
    arrow_lines,
    chart_layout,
    label_lines,
    note_line,
    wrapped,
)

LINE, HEAD_GROUND, RISK, RISK_SOFT, ACCENT_SOFT = "#c9c3b3", "#eeebe2", "#7b4a00", "#fbf0d7", "#e2edeb"
_MARK_HIGH = 12.0
#: Smaller than this, the words of a chart cannot be read on paper.
LEAST_SCALE = 0.5


def chart_svg(chart: Chart, *, title: str, width_mm: float = 0, height_mm: float = 0) -> str:
    """The chart as an SVG element in its own size, or made to fit ``width_mm`` by ``height_mm``; never enlarged.

    Empty when it would have to be so small that it cannot be read. Refuses like ``chart_layout``.
    """
    layout = chart_layout(chart)
    pad = 1.0
    width, height = layout.width + 2 * pad, layout.height + 2 * pad
    scale = 1.0
    if width_mm and height_mm:
        scale = min(1.0, width_mm * MM_TO_POINTS / width, height_mm * MM_TO_POINTS / height)
        if scale < LEAST_SCALE:
            return ""
    inside = [*_lanes(chart, layout), *_arrows(layout), *_shapes(chart, layout), *_labels(chart, layout)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width * scale:.2f}pt" '
        f'height="{height * scale:.2f}pt" viewBox="{-pad} {-pad} {width} {height}" '
        f'font-family="{FONT}, PingFang SC, Microsoft YaHei, sans-serif"><title>{escape(title)}</title>'
        f"{''.join(inside)}</svg>"
    )


def _lanes(chart: Chart, layout: Layout) -> list[str]:
    parts = []
    for lane in chart.lanes:
        parts.append(_rect(layout.lanes[lane.key], PAPER, LINE))
        parts.append(_rect(layout.heads[lane.key], HEAD_GROUND, LINE))
        parts += _head(lane, layout.heads[lane.key])
    return parts


def _head(lane: Lane, box: Box) -> list[str]:
    letters = max(4.0, (box.width - 8) / 10)
    lines = wrapped(lane.title, letters, 2)
    before, mark, after = lane.title.partition("（")
    if len(lines) > 1 and mark and before and len(wrapped(before, letters, 2)) == 1:
        lines = [before, *wrapped(mark + after, letters, 1)]
    x, rows = box.left + box.width / 2, len(lines) + 0.9 * bool(lane.note)
    top = box.top + (box.height - rows * 12) / 2 + 9.5
    parts = [_text(x, top + number * 12, line, 10, bold=True) for number, line in enumerate(lines)]
    return [*parts, _text(x, top + len(lines) * 12 - 0.5, lane.note, 8, colour=SECOND)] if lane.note else parts


def _arrows(layout: Layout) -> list[str]:
    parts = []
    for route in layout.routes:
        path = " ".join(f"{'M' if number == 0 else 'L'}{x:g} {y:g}" for number, (x, y) in enumerate(_straight(route)))
        parts.append(f'<path d="{path}" fill="none" stroke="{SECOND}" stroke-width="1"/>')
        parts.append(_tip(route))
    return parts


def _straight(route: tuple[Point, ...]) -> list[Point]:
    """The way without points that lie on the line between their neighbours."""
    kept = [route[0]]
    for here, after in zip(route[1:], [*route[2:], None], strict=True):
        before = kept[-1]
        between = after is not None and (before[0] == here[0] == after[0] or before[1] == here[1] == after[1])
        if here != before and not between:
            kept.append(here)
    return kept


def _tip(route: tuple[Point, ...]) -> str:
    x, y = route[-1]
    return f'<path d="M{x:g} {y:g} l-3.2 -6.4 h6.4 z" fill="{SECOND}"/>'


def _shapes(chart: Chart, layout: Layout) -> list[str]:
    parts: list[str] = []
    for shape in chart.shapes:
        parts += _figure(shape, layout.shapes[shape.key])
    return parts


def _figure(shape: Shape, box: Box) -> list[str]:
    x, y = box.left + box.width / 2, box.top + box.height / 2
    if shape.kind == "task":
        return _task(shape, box)
    below = box.top + box.height + NAME_GAP + 6
    words = [_text(x, below + number * NAME_LINE, line, 9.5) for number, line in enumerate(label_lines(shape))]
    if shape.kind in {"start", "end"}:
        stroke = 1.2 if shape.kind == "start" else 3.2
        radius = box.width / 2 - stroke / 2
        circle = f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{PAPER}" stroke="{INK}" stroke-width="{stroke}"/>'
        return [circle, *words]
    half = box.width / 2
    diamond = (
        f'<path d="M{x:g} {y - half:g} L{x + half:g} {y:g} L{x:g} {y + half:g} L{x - half:g} {y:g} z" '
        f'fill="{PAPER}" stroke="{ACCENT}" stroke-width="1.3"/>'
    )
    sign = (
        f'<path d="M{x - 5:g} {y - 5:g} l10 10 m0 -10 l-10 10" stroke="{ACCENT}" stroke-width="2"/>'
        if shape.kind == "exclusive"
        else f'<path d="M{x - 7:g} {y:g} h14 m-7 -7 v14" stroke="{ACCENT}" stroke-width="2"/>'
    )
    ground = [
        f'<rect x="{x - _wide(line, 9.5) / 2:.2f}" y="{below + number * NAME_LINE - 8.5:.2f}" '
        f'width="{_wide(line, 9.5):.2f}" height="{NAME_LINE}" fill="{PAPER}"/>'
        for number, line in enumerate(label_lines(shape))
    ]
    return [diamond, sign, *ground, *words]


def _task(shape: Shape, box: Box) -> list[str]:
    urgent = any(mark.urgent for mark in shape.marks)
    lines, note = label_lines(shape), note_line(shape)
    count = len(lines) + bool(note)
    x, y = box.left + box.width / 2, box.top + (box.height - count * TASK_LINE) / 2 + 10
    ground, edge = (RISK_SOFT, RISK) if urgent else ("#ffffff", INK)
    parts = [
        f'<rect x="{box.left:g}" y="{box.top:g}" width="{box.width:g}" height="{box.height:g}" rx="4" fill="{ground}" stroke="{edge}"/>'
    ]
    parts += [_text(x, y + number * TASK_LINE, line, 10) for number, line in enumerate(lines)]
    if note:
        parts.append(_text(x, y + len(lines) * TASK_LINE, note, 8.5, colour=SECOND))
    right = box.left + box.width - 5
    for mark in reversed(shape.marks):
        wide = _wide(mark.word, 8) + 7
        colour, ground = (RISK, RISK_SOFT) if mark.urgent else (ACCENT, ACCENT_SOFT)
        top = box.top + box.height - _MARK_HIGH / 2
        parts.append(
            f'<rect x="{right - wide:.2f}" y="{top:.2f}" width="{wide:.2f}" height="{_MARK_HIGH}" rx="2" '
            f'fill="{ground}" stroke="{colour}" stroke-width="0.8"/>'
        )
        parts.append(_text(right - wide / 2, top + 9, mark.word, 8, colour=colour))
        right -= wide + 3
    return parts


def _labels(chart: Chart, layout: Layout) -> list[str]:
    parts = []
    for arrow, (x, y, anchor) in zip(chart.arrows, layout.labels, strict=True):
        lines = arrow_lines(arrow)
        for number, line in enumerate(lines):
            at = y - (len(lines) - 1 - number) * LABEL_LINE
            wide = _wide(line, 8.5)
            left = x - wide if anchor == "end" else x
            parts.append(
                f'<rect x="{left - 1:.2f}" y="{at - 8:.2f}" width="{wide + 2:.2f}" height="{LABEL_LINE}" '
                f'fill="{PAPER}" fill-opacity="0.9"/>'
            )
            parts.append(_text(x, at, line, 8.5, anchor=anchor))
    return parts


def _rect(box: Box, fill: str, stroke: str) -> str:
    return (
        f'<rect x="{box.left:g}" y="{box.top:g}" width="{box.width:g}" height="{box.height:g}" '
        f'fill="{fill}" stroke="{stroke}" stroke-width="0.8"/>'
    )


def _text(
    x: float, y: float, words: str, size: float, *, colour: str = INK, anchor: str = "middle", bold: bool = False
) -> str:
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text x="{x:.2f}" y="{y:.2f}" font-size="{size:g}" text-anchor="{anchor}" fill="{colour}"{weight}>'
        f"{escape(words)}</text>"
    )


def _wide(words: str, size: float) -> float:
    return size * sum(1.0 if ord(letter) > 0x2E7F else 0.58 for letter in words)  # noqa: PLR2004 - the last narrow letter
