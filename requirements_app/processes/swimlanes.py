"""Flow charts in lanes: who does what, in which order. Values, where everything stands, and the picture.

Graphviz says which step stands in which rank; lanes and the ways of the arrows are laid out here, so that an
arrow never runs through a step. The same chart gives the same picture.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from governance_app.paper.diagrams import DiagramError, ranks_of

Kind = Literal["start", "task", "exclusive", "parallel", "end"]
Point = tuple[float, float]

#: Inches of paper hold 72 points; all measures here are points.
TASK_WIDE, TASK_LEAST, TASK_LINE, TASK_PAD = 99.0, 38.0, 13.0, 9.0
CIRCLE, DIAMOND = 26.0, 34.0
NAME_LINE, NAME_GAP = 11.5, 4.0
HEAD, EDGE, GUTTER, CHANNEL, TRACK = 46.0, 10.0, 16.0, 24.0, 7.0
HEAD_ACROSS = 84.0
LABEL_LINE = 10.5
ASIDE = 14.0
LETTERS, LABEL_LETTERS = 8.6, 10.0
_LAST_NARROW = 0x2E7F
#: A name in brackets at the end stands for the whole where there is no room for it.
_SHORT_NAME = re.compile(r"[（(]([^（()）]+)[）)]$")


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane: its title, and what it is (a department, a system, a role)."""

    key: str
    title: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A word on a step's edge; ``urgent`` sets it in the colour of what costs."""

    word: str
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """A step: what it is, in which lane, what it says, a second line and marks."""

    key: str
    kind: Kind
    lane: str
    label: str
    note: str = ""
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrow:
    """From one step to the next, with the condition."""

    source: str
    target: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A flow chart in lanes."""

    lanes: tuple[Lane, ...]
    shapes: tuple[Shape, ...]
    arrows: tuple[Arrow, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything stands: lanes with their heads, steps by key, arrows in the chart's order."""

    width: float
    height: float
    lanes: dict[str, Box]
    heads: dict[str, Box]
    shapes: dict[str, Box]
    routes: tuple[tuple[Point, ...], ...]
    #: Where each arrow's label is anchored, and at which of its ends.
    labels: tuple[tuple[float, float, str], ...]


def wrapped(text: str, letters: float, most: int) -> list[str]:
    """``text`` in lines of so many wide letters; what does not fit ends in an ellipsis."""
    lines, line, wide = [], "", 0.0
    for letter in " ".join(text.split()):
        step = 1.0 if ord(letter) > _LAST_NARROW else 0.58
        if line and wide + step > letters:
            head, gap, tail = line.rpartition(" ")
            # A word of Latin letters goes to the next line whole where there is a space to part it at.
            carry = tail if gap and letter != " " and letter.isascii() and tail.isascii() else ""
            lines.append(head if carry else line)
            line, wide = carry, 0.58 * len(carry)
        if not line and letter == " ":
            continue
        line, wide = line + letter, wide + step
    lines += [line] if line else []
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1][:-1] + "…"]
    return [line.strip() for line in lines]


def label_lines(shape: Shape) -> list[str]:
    """The lines of a step's own text."""
    return wrapped(shape.label, LETTERS if shape.kind == "task" else LABEL_LETTERS, 4 if shape.kind == "task" else 2)


def note_line(shape: Shape) -> str:
    """The second line of a step."""
    if shape.kind != "task":
        return ""
    short = _SHORT_NAME.search(shape.note)
    fits = len(wrapped(shape.note, LETTERS + 1.5, 2)) == 1
    return "".join(wrapped(short.group(1) if short and not fits else shape.note, LETTERS + 1.5, 1))


def arrow_lines(arrow: Arrow) -> list[str]:
    """The lines of a condition."""
    return wrapped(arrow.label, LABEL_LETTERS, 2)


def body_size(shape: Shape) -> tuple[float, float]:
    """Width and height of a step's own figure."""
    if shape.kind == "task":
        lines = len(label_lines(shape)) + bool(note_line(shape))
        return TASK_WIDE, max(TASK_LEAST, lines * TASK_LINE + 2 * TASK_PAD)
    side = CIRCLE if shape.kind in {"start", "end"} else DIAMOND
    return side, side


def _name_below(shape: Shape) -> float:
    """What the words of a circle or diamond take below it."""
    return 0.0 if shape.kind == "task" else len(label_lines(shape)) * NAME_LINE + NAME_GAP


@lru_cache(maxsize=256)
def chart_layout(chart: Chart, *, across: bool = False) -> Layout:
    """Where everything stands, the flow going down the page or ``across`` it.

    Refuses with :class:`DiagramError` when Graphviz cannot be asked or there is nothing to draw.
    """
    if not chart.shapes:
        raise DiagramError("there are no steps to draw")
    return _Plan(chart, across).layout()


@dataclass
class _Plan:
    """One layout in the making. ``m`` runs with the flow, ``c`` crosses it."""

    chart: Chart
    across: bool
    rank: dict[str, int] = field(default_factory=dict)
    slot: dict[str, int] = field(default_factory=dict)
    tracks: dict[int, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    side_tracks: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    stacked: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))

    def layout(self) -> Layout:
        self.by_key = {shape.key: shape for shape in self.chart.shapes}
        self._rank()
        self._slots()
        self.taken = {(self.slot[key], self.rank[key]) for key in self.by_key}
        ways = [self._way(arrow) for arrow in self.chart.arrows]
        self._measure()
        shapes = {key: self._box(shape) for key, shape in self.by_key.items()}
        routes, labels = [], []
        for arrow, way in zip(self.chart.arrows, ways, strict=True):
            route, label = self._route(arrow, way)
            routes.append(tuple(self._point(point) for point in route))
            labels.append(label)
        lanes, heads = self._bands()
        width, height = self._point((self.length, self.breadth))
        return Layout(width, height, lanes, heads, shapes, tuple(routes), tuple(labels))

    def _rank(self) -> None:
        keys = list(self.by_key)
        pairs = [(keys.index(arrow.source), keys.index(arrow.target)) for arrow in self.chart.arrows]
        lanes = [lane.key for lane in self.chart.lanes]
        groups = [lanes.index(shape.lane) for shape in self.chart.shapes]
        places = ranks_of(len(keys), pairs, groups)
        self.rank = {key: places[number][0] for number, key in enumerate(keys)}
        self.order = {key: places[number][1] for number, key in enumerate(keys)}

    def _slots(self) -> None:
        """Slots beside each other in each lane; a step stands under the one it follows where that is free."""
        inside: dict[str, dict[str, int]] = {lane.key: {} for lane in self.chart.lanes}
        used: set[tuple[str, int, int]] = set()
        before: dict[str, list[str]] = defaultdict(list)
        for arrow in self.chart.arrows:
            before[arrow.target].append(arrow.source)
        for key in sorted(self.by_key, key=lambda key: (self.rank[key], self.order[key], key)):
            lane, rank = self.by_key[key].lane, self.rank[key]
            known = [inside[lane][source] for source in before[key] if source in inside[lane]]
            place = min(known, default=0)
            while (lane, rank, place) in used:
                place += 1
            used.add((lane, rank, place))
            inside[lane][key] = place
        self.lane_slots: dict[str, range] = {}
        first = 0
        for band in self.chart.lanes:
            count = max(inside[band.key].values(), default=0) + 1
            self.lane_slots[band.key] = range(first, first + count)
            self.slot |= {key: first + place for key, place in inside[band.key].items()}
            first += count
        self.slots = first

    def _free(self, slot: int, after: int, before: int) -> bool:
        return all((slot, rank) not in self.taken for rank in range(after + 1, before))

    def _way(self, arrow: Arrow) -> str:
        """How an arrow goes: straight, turning soon, turning late, or around; takes the tracks it needs."""
        a, b = self.rank[arrow.source], self.rank[arrow.target]
        p, q = self.slot[arrow.source], self.slot[arrow.target]
        soon, late = ("from", arrow.source), ("to", arrow.target)
        if b > a and p == q and self._free(p, a, b):
            return "straight"
        if b > a and p != q and self._free(q, a, b):
            self._take(a, soon)
            return "soon"
        if b > a and p != q and self._free(p, a, b):
            self._take(b - 1, late)
            return "late"
        self._take(a, soon)
        self._take(b - 1, late)
        gutter = q + 1 if p > q or (p == q and q + 1 == self.slots) else q
        if arrow.target not in self.side_tracks[gutter]:
            self.side_tracks[gutter].append(arrow.target)
        return f"around:{gutter}"

    def _take(self, channel: int, track: tuple[str, str]) -> None:
        if track not in self.tracks[channel]:
            self.tracks[channel].append(track)

    def _measure(self) -> None:
        """Widths of slots and gutters, heights of ranks and the channels between them."""
        count = max(self.rank.values()) + 1
        above, below = [0.0] * count, [0.0] * count
        for key, shape in self.by_key.items():
            wide, high = body_size(shape)
            main = wide if self.across else high
            rank = self.rank[key]
            above[rank] = max(above[rank], main / 2)
            below[rank] = max(below[rank], main / 2 + (0 if self.across else _name_below(shape)))
        words: dict[int, int] = defaultdict(int)
        for key in self.by_key:
            for side in ("left", "right"):
                lines = sum(
                    len(arrow_lines(arrow))
                    for arrow in self.chart.arrows
                    if arrow.target == key and self._side(arrow) == side
                )
                words[self.rank[key] - 1] = max(words[self.rank[key] - 1], lines)
        head = HEAD_ACROSS if self.across else HEAD
        self.axis_m, self.channel_m = [], {}
        at = head + EDGE
        for rank in range(-1, count):
            if rank >= 0:
                at += above[rank]
                self.axis_m.append(at)
                at += below[rank]
            self.channel_m[rank] = at + EDGE
            room = CHANNEL if 0 <= rank < count - 1 else EDGE
            say = 0.0
            if words[rank]:
                say = LABEL_LETTERS * 8.5 if self.across else words[rank] * LABEL_LINE
            at += room + max(0, len(self.tracks[rank]) - (rank >= 0)) * TRACK + say
        self.length = at + EDGE
        self._measure_crossways()

    def _measure_crossways(self) -> None:
        cross = [TASK_WIDE if not self.across else 0.0] * self.slots
        if self.across:
            for key, shape in self.by_key.items():
                high = body_size(shape)[1] / 2 + _name_below(shape)
                cross[self.slot[key]] = max(cross[self.slot[key]], 2 * high, TASK_LEAST)
        self.axis_c, self.gutter_c, self.starts = [], [], []
        at = 0.0
        for slot in range(self.slots):
            self.starts.append(at + GUTTER / 2 if slot else 0.0)
            self.gutter_c.append(at + GUTTER * 0.85)
            at += GUTTER + len(self.side_tracks[slot]) * TRACK
            self.axis_c.append(at + cross[slot] / 2)
            at += cross[slot]
        self.gutter_c.append(at + GUTTER * 0.85)
        self.breadth = at + GUTTER + len(self.side_tracks[self.slots]) * TRACK
        self.starts.append(self.breadth)

    def _side(self, arrow: Arrow) -> str:
        return "left" if self.slot[arrow.source] < self.slot[arrow.target] else "right"

    def _point(self, point: Point) -> Point:
        m, c = point
        return (round(m, 2), round(c, 2)) if self.across else (round(c, 2), round(m, 2))

    def _box(self, shape: Shape) -> Box:
        wide, high = body_size(shape)
        x, y = self._point((self.axis_m[self.rank[shape.key]], self.axis_c[self.slot[shape.key]]))
        return Box(round(x - wide / 2, 2), round(y - high / 2, 2), wide, high)

    def _track(self, channel: int, track: tuple[str, str]) -> float:
        return self.channel_m[channel] + self.tracks[channel].index(track) * TRACK

    def _route(self, arrow: Arrow, way: str) -> tuple[list[Point], tuple[float, float, str]]:
        a, b = self.rank[arrow.source], self.rank[arrow.target]
        p, q = self.axis_c[self.slot[arrow.source]], self.axis_c[self.slot[arrow.target]]
        side = self._side(arrow)
        aims = self.by_key[arrow.target].kind == "task" and way != "straight"
        enter = q + ((-ASIDE if side == "left" else ASIDE) if aims else 0.0)
        leave, arrive = self._end(arrow.source, 1), self._end(arrow.target, -1)
        soon, late = ("from", arrow.source), ("to", arrow.target)
        points: list[Point] = [(leave, p)]
        if way == "soon":
            m = self._track(a, soon)
            points += [(m, p), (m, enter)]
        elif way == "late":
            m = self._track(b - 1, late)
            points += [(m, p), (m, enter)]
        elif way != "straight":
            gutter = int(way.partition(":")[2])
            c = self.gutter_c[gutter] + self.side_tracks[gutter].index(arrow.target) * TRACK
            out, back = self._track(a, soon), self._track(b - 1, late)
            points += [(out, p), (out, c), (back, c), (back, enter)]
        points.append((arrive, enter))
        return points, self._label(arrow, arrive, enter, side)

    def _end(self, key: str, way: int) -> float:
        shape = self.by_key[key]
        wide, high = body_size(shape)
        name = _name_below(shape) if way > 0 and not self.across and label_lines(shape) else 0.0
        return self.axis_m[self.rank[key]] + way * (wide if self.across else high) / 2 + name

    def _label(self, arrow: Arrow, m: float, c: float, side: str) -> tuple[float, float, str]:
        seen = self.stacked[arrow.target, side]
        self.stacked[arrow.target, side] += len(arrow_lines(arrow))
        if self.across:
            return round(m - 10, 2), round(c - 4 - seen * LABEL_LINE, 2), "end"
        x = c - 4 if side == "left" else c + 4
        return round(x, 2), round(m - 9 - seen * LABEL_LINE, 2), "end" if side == "left" else "start"

    def _bands(self) -> tuple[dict[str, Box], dict[str, Box]]:
        lanes, heads = {}, {}
        for lane, slots in self.lane_slots.items():
            start, end = self.starts[slots.start], self.starts[slots.stop]
            head = HEAD_ACROSS if self.across else HEAD
            lanes[lane] = self._flat(start, end, self.length)
            heads[lane] = self._flat(start, end, head)
        return lanes, heads

    def _flat(self, start: float, end: float, long: float) -> Box:
        if self.across:
            return Box(0, round(start, 2), round(long, 2), round(end - start, 2))
        return Box(round(start, 2), 0, round(end - start, 2), round(long, 2))


def known_arrows(shapes: Iterable[Shape], arrows: Sequence[Arrow]) -> tuple[Arrow, ...]:
    """The arrows both of whose ends are there: a chart still being written can be drawn."""
    keys = {shape.key for shape in shapes}
    return tuple(arrow for arrow in arrows if arrow.source in keys and arrow.target in keys)
