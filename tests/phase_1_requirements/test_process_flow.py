"""The rules of a process: what is refused names the step, figures count, the picture keeps steps in their lanes."""

import itertools
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from requirements_app.processes.forms import exits_read, exits_text
from requirements_app.processes.lanepaper import chart_svg
from requirements_app.processes.rules import (
    Exit,
    Step,
    StepLane,
    chart_of,
    flow_advice,
    flow_faults,
    flow_figures,
    flow_kept,
    flow_lines,
    flow_read,
)
from requirements_app.processes.swimlanes import Box, Layout, chart_layout

ROLE, FINANCE, OA = (
    StepLane("role", "报销人"),
    StepLane("department", "财务部", "FIN"),
    StepLane("system", "OA", "SYS-001"),
)


def step(key: str, kind: str = "task", to: str = "", lane: StepLane = ROLE, **more) -> Step:
    return Step(key, kind, lane, more.pop("action", f"办理 {key}"), exits=tuple(exits_read(to)), **more)


def sound() -> list[Step]:
    return [
        step("1", "start", "2"),
        step("2", "task", "3", handoff=True, system="SYS-001", system_name="OA"),
        step("3", "exclusive", "2: 退回\n4: 同意", FINANCE),
        step("4", "task", "5", OA, duplicate=True),
        step("5", "end"),
    ]


def changed(place: int, **values) -> list[Step]:
    steps = sound()
    steps[place] = replace(steps[place], **values)
    return steps


def test_a_sound_process_has_no_fault_and_an_empty_one_neither():
    assert flow_faults(sound()) == []
    assert flow_faults([]) == []
    assert flow_advice(sound()) == []


@pytest.mark.parametrize(
    ("steps", "place", "words"),
    [
        (changed(0, kind="task"), None, "没有开始"),
        (changed(4, kind="task", exits=(Exit("2"),)), None, "没有结束"),
        (changed(3, exits=(Exit("9"),)), 3, "步骤 9，但该步骤不存在"),
        (changed(3, exits=()), 3, "步骤 4“办理 4”是死路"),
        (changed(3, exits=(Exit("4"),)), 3, "它自己"),
        (changed(3, exits=(Exit("1"),)), 3, "指回开始"),
        (changed(3, exits=(Exit("5"), Exit("5", "又"))), 3, "两次指向步骤 5"),
        (changed(4, exits=(Exit("2"),)), 4, "其后不能再有步骤"),
        (changed(2, exits=(Exit("4"),)), 2, "既不分支也不汇合"),
        (changed(1, action=""), 1, "没有写明做什么"),
        (changed(1, key="4"), 3, "编号 4 重复"),
        (changed(1, key="第二"), 1, "编号须为"),
        ([*sound(), step("6", "task", "5")], 5, "步骤 6“办理 6”无法到达"),
        ([*changed(2, exits=(Exit("4"), Exit("6"))), step("6", "task", "7"), step("7", "task", "6")], 5, "一直循环"),
        ([step(str(number)) for number in range(151)], None, "最多 150 个"),
    ],
)
def test_what_is_refused_names_the_step(steps: list[Step], place: int | None, words: str):
    faults = [fault for fault in flow_faults(steps) if words in fault.text]
    assert faults, [fault.text for fault in flow_faults(steps)]
    assert faults[0].place == place


def test_a_gateway_that_joins_may_have_one_way_out():
    steps = [
        step("1", "start", "2"),
        step("2", "parallel", "3\n4"),
        step("3", "task", "5"),
        step("4", "task", "5"),
        step("5", "parallel", "6"),
        step("6", "end"),
    ]
    assert flow_faults(steps) == []


def test_ways_without_conditions_are_advised_against_not_refused():
    steps = changed(2, exits=(Exit("2"), Exit("4")))
    assert flow_faults(steps) == []
    assert "条件" in flow_advice(steps)[0]


def test_figures_count_tasks_changes_of_lane_marks_and_systems_once():
    figures = flow_figures(sound(), ["SYS-001", "SYS-002"])
    assert (figures.steps, figures.lanes, figures.crossings) == (2, 3, 4)
    assert (figures.handoffs, figures.duplicates, figures.systems) == (1, 1, 2)


def test_kept_steps_read_back_and_tell_themselves_in_a_line():
    assert flow_read(flow_kept(sound())) == sound()
    assert flow_lines(flow_kept(sound()))[1] == "2 任务 [报销人] 办理 2 (OA) 交接 → 3"


def test_next_steps_are_one_a_line_with_either_colon():
    text = "3\n4：金额 ≥ 5,000：含税\n\n 5 : 其余"
    found = exits_read(text)
    assert found == [Exit("3"), Exit("4", "金额 ≥ 5,000：含税"), Exit("5", "其余")]
    assert exits_read(exits_text(found)) == found


def test_the_picture_escapes_its_words_and_is_the_same_each_time():
    steps = changed(1, action='<script>"&')
    drawn = chart_svg(chart_of(steps), title="流程 <图>")
    ElementTree.fromstring(drawn)
    assert "<script>" not in drawn
    assert "重复录入" in drawn
    assert "交接" in drawn
    chart_layout.cache_clear()
    assert chart_svg(chart_of(steps), title="流程 <图>") == drawn
    assert chart_svg(chart_of(steps), title="", width_mm=20, height_mm=20) == "", "too small to be read"


@st.composite
def processes(draw) -> list[Step]:
    """Sound processes: a way from start to end, with branches, joins and loops back."""
    count = draw(st.integers(2, 9))
    lanes = draw(st.lists(st.sampled_from([ROLE, FINANCE, OA, StepLane("role", "客户 A & B")]), min_size=1, max_size=4))
    words = st.text("办理审批 <&>\"'AZaz09", max_size=12).map(lambda text: " ".join(text.split()))
    steps = []
    for number in range(count):
        last = number == count - 1
        onward = [number + 1] if not last else []
        more = draw(st.lists(st.integers(1, count - 1), max_size=2, unique=True)) if 0 < number < count - 1 else []
        targets = list(dict.fromkeys([*onward, *(target for target in more if target != number)]))
        kind = "start" if not number else "end" if last else "task"
        if len(targets) > 1:
            kind = draw(st.sampled_from(["exclusive", "parallel", "task"]))
        used = kind == "task" and draw(st.booleans())
        steps.append(
            Step(
                key=f"k{number}",
                kind=kind,
                lane=draw(st.sampled_from(lanes)),
                action=draw(words) or "办理",
                system="SYS-001" if used else "",
                system_name="OA" if used else "",
                exits=tuple(Exit(f"k{target}", draw(words)) for target in targets),
                handoff=draw(st.booleans()),
                duplicate=draw(st.booleans()),
            )
        )
    assert flow_faults(steps) == []
    return steps


def crossed(box: Box, one: tuple[float, float], two: tuple[float, float]) -> bool:
    """Whether a horizontal or vertical stretch runs through the inside of a box."""
    left, right = sorted((one[0], two[0]))
    top, bottom = sorted((one[1], two[1]))
    return (
        left < box.left + box.width - 1
        and right > box.left + 1
        and top < box.top + box.height - 1
        and bottom > box.top + 1
    )


def inside(layout: Layout, lane: str, key: str) -> bool:
    band, box = layout.lanes[lane], layout.shapes[key]
    return (
        band.left <= box.left
        and box.left + box.width <= band.left + band.width
        and band.top <= box.top
        and box.top + box.height <= band.top + band.height
    )


@settings(max_examples=15)
@given(steps=processes(), across=st.booleans())
def test_steps_stand_in_their_lanes_and_no_arrow_runs_through_one(steps: list[Step], across: bool):
    layout = chart_layout(chart_of(steps), across=across)
    for row in steps:
        assert inside(layout, row.lane.key, row.key)
    for route in layout.routes:
        for one, two in itertools.pairwise(route):
            assert one[0] == two[0] or one[1] == two[1], "ways go straight or turn at right angles"
            assert not any(crossed(box, one, two) for box in layout.shapes.values())
