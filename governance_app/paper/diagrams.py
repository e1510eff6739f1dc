"""Diagrams laid out by Graphviz: the only module that calls ``dot``.

Labels are quoted and escaped, colours are six-digit, a time-out holds, and the same input gives the same
picture. Names and sizes come from records, so nothing here trusts them.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape, unescape

INK = "#18231f"
SECOND = "#59625e"
ACCENT = "#0f4c4f"
PAPER = "#fffefb"

FONT = "Noto Sans CJK SC"
NODE_POINTS = 10
EDGE_POINTS = 8.5

#: Ways to arrange a network: direction of the ranks and inches between them.
ARRANGEMENTS = (("TB", 0.3), ("LR", 0.3), ("TB", 0.2))

#: Share of the width from which a drawing counts as filling it, and of the scale that filling may cost.
ROOMY = 0.9

#: How far short of the whole width a drawing is stretched: labels at the sides need the rest.
STRETCH = 0.84

#: Larger networks make no readable page; the list beside the diagram holds them all.
MOST_NODES = 40
MOST_EDGES = 120

MM_TO_POINTS = 72 / 25.4
_VIEW = re.compile(r'<svg[^>]*viewBox="([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+)"[^>]*>(.*)</svg>', re.DOTALL)
_ARROW = re.compile(r"<g>\s*<path.*?</g>", re.DOTALL)
_TEXT = re.compile(r'<text [^>]*?x="([-\d.]+)" y="([-\d.]+)"[^>]*>(.*?)</text>\s*', re.DOTALL)
_LAST_NARROW = 0x2E7F
_NOISE = re.compile(r'<!--.*?-->|<title>.*?</title>| (?:id|class)="[^"]*"', re.DOTALL)


class DiagramError(RuntimeError):
    """No diagram came of it: Graphviz is missing, failed or took too long. The text says which."""


@dataclass(frozen=True, slots=True)
class Node:
    """A box: what it is called, a second line, and whether it is on its way out (dashed)."""

    key: str
    label: str
    note: str = ""
    fading: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow between two boxes; ``batch`` dashes it, ``urgent`` sets it in the accent colour."""

    source: str
    target: str
    label: str = ""
    both_ways: bool = False
    batch: bool = False
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What ``dot`` made: its box in points and what is inside."""

    left: float
    top: float
    width: float
    height: float
    inside: str

    def scale(self, width: float, height: float) -> float:
        return min(1.0, width / self.width, height / self.height)


def drawable(nodes: Sequence[Node], edges: Sequence[Edge]) -> bool:
    """Whether a network of this size makes a readable page."""
    return bool(edges) and len(nodes) <= MOST_NODES and len(edges) <= MOST_EDGES


def network_svg(
    nodes: Sequence[Node],
    edges: Sequence[Edge],
    *,
    title: str,
    width_mm: float,
    height_mm: float,
    time_out: float = 20.0,
) -> str:
    """An SVG element of boxes and arrows, at most ``width_mm`` by ``height_mm`` and never enlarged.

    Several arrangements are tried, the one that shrinks least is taken and stretched to the page's width
    where there is room. Refuses with :class:`DiagramError` when Graphviz is missing, fails or needs more
    than ``time_out`` seconds for one arrangement, and with ``ValueError`` when an arrow has no box to point at.
    """
    known = {node.key for node in nodes}
    for edge in edges:
        if edge.source not in known or edge.target not in known:
            raise ValueError(f"no box for the arrow {edge.source} → {edge.target}")
    width, height = width_mm * MM_TO_POINTS, height_mm * MM_TO_POINTS

    def drawn(direction: str, apart: float, ratio: float | None = None) -> _Drawing:
        return _lay_out(_source(nodes, edges, direction, apart, ratio), time_out)

    best, way = max(((drawn(*way), way) for way in ARRANGEMENTS), key=lambda found: found[0].scale(width, height))
    scale = best.scale(width, height)
    if best.width * scale < width * ROOMY:
        wider = drawn(*way, ratio=height / width / STRETCH)
        if wider.scale(width, height) >= scale * ROOMY:
            best, scale = wider, wider.scale(width, height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{best.width * scale:.2f}pt" '
        f'height="{best.height * scale:.2f}pt" viewBox="{best.left} {best.top} {best.width} {best.height}">'
        f"<title>{escape(title)}</title>{best.inside}</svg>"
    )


def _source(nodes: Sequence[Node], edges: Sequence[Edge], direction: str, apart: float, ratio: float | None) -> str:
    shape = "" if ratio is None else f", ratio={ratio:.3f}"
    graph = f"rankdir={direction}, ranksep={apart}, nodesep=0.28, margin=0, pad=0.04, bgcolor=transparent{shape}"
    node_style = (
        f'shape=box, style=filled, fillcolor="{PAPER}", color="{INK}", fontcolor="{INK}", penwidth=0.9, '
        f'fontname="{FONT}", fontsize={NODE_POINTS}, margin="0.11,0.06", height=0.3'
    )
    edge_style = (
        f'color="{SECOND}", fontcolor="{INK}", penwidth=0.9, arrowsize=0.6, fontname="{FONT}", fontsize={EDGE_POINTS}'
    )
    lines = ["digraph {", f"graph [{graph}];", f"node [{node_style}];", f"edge [{edge_style}];"]
    for node in nodes:
        text = node.label + (f"\n{node.note}" if node.note else "")
        style = ', style="filled,dashed"' if node.fading else ""
        lines.append(f"{_quoted(node.key)} [label={_quoted(text)}{style}];")
    for edge in edges:
        style = ', dir="both"' if edge.both_ways else ""
        style += ', style="dashed"' if edge.batch else ""
        style += f', color="{ACCENT}", penwidth=1.5' if edge.urgent else ""
        lines.append(f"{_quoted(edge.source)} -> {_quoted(edge.target)} [label={_quoted(edge.label)}{style}];")
    lines.append("}")
    return "\n".join(lines)


def _quoted(text: str) -> str:
    """``text`` as a quoted string of the dot language, where a backslash would start an escape of its own."""
    clean = "".join(character for character in text if character == "\n" or character.isprintable())
    return '"' + clean.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def ranks_of(
    count: int, arrows: Sequence[tuple[int, int]], groups: Sequence[int], time_out: float = 20.0
) -> list[tuple[int, float]]:
    """For each of ``count`` steps its rank from the top, from 0, and its order in the rank.

    Steps of one group are kept in line where that costs nothing. Refuses like :func:`network_svg`.
    """
    lines = ["digraph {", "graph [rankdir=TB];", 'node [shape=box, fixedsize=true, width=1, height=0.5, label=""];']
    lines += [f"n{number} [group=g{group}];" for number, group in enumerate(groups)]
    lines += [f"n{source} -> n{target};" for source, target in arrows]
    places: dict[int, tuple[float, float]] = {}
    for line in _run("\n".join([*lines, "}"]), "plain", time_out).splitlines():
        words = line.split()
        if words and words[0] == "node":
            places[int(words[1][1:])] = (float(words[2]), float(words[3]))
    heights = sorted({y for _x, y in places.values()}, reverse=True)
    return [(heights.index(places[number][1]), places[number][0]) for number in range(count)]


def _lay_out(source: str, time_out: float) -> _Drawing:
    found = _VIEW.search(_run(source, "svg", time_out))
    if found is None:
        raise DiagramError("Graphviz gave no picture")
    left, top, width, height = (float(part) for part in found.groups()[:4])
    return _Drawing(left, top, width, height, _labels_on_top(_NOISE.sub("", found.group(5)).strip()))


def _run(source: str, form: str, time_out: float) -> str:
    program = shutil.which("dot")
    if program is None:
        raise DiagramError("Graphviz is not installed: the program dot was not found")
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program without a shell; the text goes in by standard input
            [program, f"-T{form}"], input=source.encode(), capture_output=True, timeout=time_out, check=True
        )
    except subprocess.TimeoutExpired as error:
        raise DiagramError(f"Graphviz needed more than {time_out:g} seconds") from error
    except subprocess.CalledProcessError as error:
        raise DiagramError(f"Graphviz failed: {error.stderr.decode(errors='replace').strip()}") from error
    return done.stdout.decode()


def _labels_on_top(inside: str) -> str:
    """The drawing with the arrows' labels after everything else, each on a ground of its own to be read on."""
    labels: list[str] = []

    def lift(arrow: re.Match[str]) -> str:
        for text in _TEXT.finditer(arrow.group(0)):
            x, y, words = float(text.group(1)), float(text.group(2)), unescape(text.group(3))
            wide = EDGE_POINTS * sum(1.0 if ord(letter) > _LAST_NARROW else 0.58 for letter in words)
            labels.append(
                f'<rect x="{x - wide / 2:.2f}" y="{y - EDGE_POINTS * 0.86:.2f}" width="{wide:.2f}" '
                f'height="{EDGE_POINTS * 1.04:.2f}" fill="#ffffff" fill-opacity="0.85"/>{text.group(0)}'
            )
        return _TEXT.sub("", arrow.group(0))

    rest = _ARROW.sub(lift, inside)
    before, end, after = rest.rpartition("</g>")
    return before + "".join(labels) + end + after
