"""Drawn networks: labels shown as they are, the same picture each time, refusals that say why."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from governance_app.paper import diagrams
from governance_app.paper.diagrams import DiagramError, Edge, Node, network_svg

# Diagrams

NODES = [Node("A", '办公 "OA"\\N <b>'), Node("B", "人力资源系统", fading=True)]
EDGES = [Edge("A", "B", "员工档案 & 组织", both_ways=True, batch=True, urgent=True)]


def picture(nodes: list[Node] = NODES, edges: list[Edge] = EDGES, **changes: Any) -> str:
    return network_svg(nodes, edges, **({"title": "系统 <图>", "width_mm": 166.0, "height_mm": 100.0} | changes))


def test_labels_are_shown_as_they_are() -> None:
    drawn = picture()
    assert "办公 &quot;OA&quot;\\N &lt;b&gt;" in drawn
    assert "员工档案 &amp; 组织" in drawn
    assert "<title>系统 &lt;图&gt;</title>" in drawn


def test_a_key_cannot_leave_its_quotes() -> None:
    evil = 'A"] ; x [label="\\'
    drawn = picture([Node(evil, "甲"), Node("B", "乙")], [Edge(evil, "B")])
    assert drawn.count("甲") == 1
    assert ">x<" not in drawn


def test_control_characters_are_left_out() -> None:
    assert "\x00" not in picture([Node("A", "甲\x00\x07"), Node("B", "乙")], [Edge("A", "B")])


def test_a_diagram_fits_its_page_and_is_not_enlarged() -> None:
    many = [Node(str(number), f"系统编号 {number:03d}") for number in range(12)]
    arrows = [Edge(str(number), str((number * 5 + 1) % 12), "业务对象") for number in range(12)]
    drawn = picture(many, arrows, width_mm=100.0, height_mm=60.0)
    width, height = (float(drawn.split(f'{side}="')[1].split("pt")[0]) for side in ("width", "height"))
    assert width <= 100 / 25.4 * 72 + 0.1
    assert height <= 60 / 25.4 * 72 + 0.1
    small = picture()
    left, top, wide, high = (float(part) for part in small.split('viewBox="')[1].split('"')[0].split())
    assert (left, top) == (0, 0)
    assert f'width="{wide:.2f}pt"' in small
    assert f'height="{high:.2f}pt"' in small


def test_the_same_network_is_the_same_picture() -> None:
    assert picture() == picture()


def test_an_arrow_without_a_box_is_refused() -> None:
    with pytest.raises(ValueError, match="no box"):
        picture(NODES, [Edge("A", "C")])


def test_a_layout_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = tmp_path / "dot"
    slow.write_text("#!/bin/sh\nexec sleep 5\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with pytest.raises(DiagramError, match=r"0\.1 seconds"):
        picture(time_out=0.1)


def test_without_graphviz_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(DiagramError, match="not installed"):
        picture()


def test_too_large_a_network_is_not_drawn() -> None:
    assert diagrams.drawable(NODES, EDGES)
    assert not diagrams.drawable(NODES, [])
    assert not diagrams.drawable(NODES * 40, EDGES)
    assert not diagrams.drawable(NODES, EDGES * 200)
