"""Small charts for pages: a line over the weeks, a bar, a ring, a bar in parts; each says in words what it draws.

Classes and attributes alone, as the content security policy asks; colours come from ``static/css``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDE, HIGH = 120, 28
_TOP, _BOTTOM = 3, 25
_RADIUS = 15.9155  # the circle's length is then 100
_MOST_PARTS = 4


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a bar: its name and how many."""

    label: str
    count: int


def percent(value: float, of: float) -> int:
    """A share in whole per cent, 0 to 100, rounded so that neither end is claimed too soon."""
    if of <= 0 or value <= 0:
        return 0
    return 100 if value >= of else max(int(value * 100 / of), 1)


def spark_svg(points: Sequence[tuple[date, float]], words: str, target: float | None = None) -> SafeString:
    """A line through the points, evenly spaced, from 0 up; the target dashed. A single point is a flat line."""
    values = [value for _day, value in points]
    top = max([*values, target or 0, 1])
    step = WIDE / max(len(values) - 1, 1)

    def height(value: float) -> str:
        return f"{_BOTTOM - max(value, 0) / top * (_BOTTOM - _TOP):.1f}"

    drawn = values if len(values) > 1 else values * 2
    path = " ".join(f"{number * step:.1f},{height(value)}" for number, value in enumerate(drawn))
    line = (
        format_html('<line class="t" x1="0" x2="{}" y1="{}" y2="{}"/>', WIDE, height(target), height(target))
        if target is not None
        else ""
    )
    end = format_html('<path class="p" d="M{} {}h0"/>', WIDE, height(drawn[-1])) if drawn else ""
    inside = format_html('{}<polyline class="l" points="{}"/>{}', line, path, end)
    return _svg(inside, words, "sg-spark", f"0 0 {WIDE} {HIGH}")


def bar_svg(share: int, words: str, target: int | None = None) -> SafeString:
    """A bar filled to ``share`` per cent, with a mark where the target stands unless that is the whole."""
    mark = (
        format_html('<line class="m" x1="{}" x2="{}" y1="7" y2="21"/>', target, target)
        if target is not None and 0 < target < 100  # noqa: PLR2004 - per cent
        else ""
    )
    inside = format_html(
        '<rect class="b" y="11" width="100" height="6"/><rect class="f" y="11" width="{}" height="6"/>{}', share, mark
    )
    return _svg(inside, words, "sg-spark", f"0 0 100 {HIGH}")


def parts_svg(parts: Sequence[Part], words: str) -> SafeString:
    """A bar divided among up to four parts, the gravest first."""
    whole = sum(part.count for part in parts) or 1
    pieces, place = [], 0.0
    for number, part in enumerate(parts[:_MOST_PARTS], start=1):
        width = part.count * 100 / whole
        pieces.append((number, f"{place:.2f}", f"{width:.2f}"))
        place += width
    inside = format_html(
        '<rect class="b" y="11" width="100" height="6"/>{}',
        format_html_join("", '<rect class="sg-f{}" x="{}" y="11" width="{}" height="6"/>', pieces),
    )
    return _svg(inside, words, "sg-spark", f"0 0 100 {HIGH}")


def ring_svg(share: int, words: str) -> SafeString:
    """A ring closed to ``share`` per cent."""
    inside = format_html(
        '<circle class="b" cx="20" cy="20" r="{0}"/>'
        '<circle class="f" cx="20" cy="20" r="{0}" stroke-dasharray="{1} 100" transform="rotate(-90 20 20)"/>',
        _RADIUS,
        share,
    )
    return _svg(inside, words, "sg-ring", "0 0 40 40", stretched=False)


def _svg(inside: SafeString, words: str, css: str, box: str, *, stretched: bool = True) -> SafeString:
    stretch = SafeString(' preserveAspectRatio="none"') if stretched else ""
    return format_html(
        '<svg class="{}" viewBox="{}"{} role="img" aria-label="{}">{}</svg>', css, box, stretch, words, inside
    )
