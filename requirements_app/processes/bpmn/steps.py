"""Steps of a process as BPMN and back. What BPMN has no word for travels in our own extension elements."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import cast

from django.utils.translation import gettext as _

from governance_app.base.tabular import text_plain
from requirements_app.processes.bpmn.values import BpmnFlow, BpmnLane, BpmnNote, BpmnProcess, BpmnStep
from requirements_app.processes.bpmn.writing import bpmn_write
from requirements_app.processes.rules import KEY, Exit, Step, StepLane, chart_of
from requirements_app.processes.states import LaneKind, StepKind
from requirements_app.processes.swimlanes import Arrow, Chart, Kind, chart_layout

LONGEST_ACTION, LONGEST_CONDITION, LONGEST_ROLE = 200, 120, 60
#: Finds a department or system by kind, code and name; None when the programme has none such.
Find = Callable[[str, str, str], StepLane | None]


@dataclass(frozen=True, slots=True)
class Arrival:
    """Steps made of a process that was read, and what had to be changed on the way."""

    steps: tuple[Step, ...]
    notes: tuple[BpmnNote, ...]


def bpmn_of(steps: Sequence[Step], *, code: str, title: str, description: str = "") -> bytes:
    """The process as BPMN 2.0 XML with its diagram; refuses like ``chart_layout`` when there is nothing to draw."""
    lanes = list(dict.fromkeys(step.lane for step in steps))
    lane_ids = {lane.key: f"lane_{number}" for number, lane in enumerate(lanes, 1)}
    flows = tuple(
        BpmnFlow(_step_id(step.key), _step_id(out.target), out.condition) for step in steps for out in step.exits
    )
    process = BpmnProcess(
        id=f"process_{code}",
        name=title,
        lanes=tuple(
            BpmnLane(
                lane_ids[lane.key], lane.name, {"kind": str(lane.kind), **({"code": lane.code} if lane.code else {})}
            )
            for lane in lanes
        ),
        steps=tuple(
            BpmnStep(
                _step_id(step.key), cast("Kind", str(step.kind)), step.action, lane_ids[step.lane.key], _facts(step)
            )
            for step in steps
        ),
        flows=flows,
        documentation=description,
    )
    chart = chart_of(steps)
    drawn = Chart(
        tuple(replace(lane, key=lane_ids[lane.key]) for lane in chart.lanes),
        tuple(replace(shape, key=_step_id(shape.key), lane=lane_ids[shape.lane]) for shape in chart.shapes),
        tuple(Arrow(flow.source, flow.target, flow.condition) for flow in flows),
    )
    return bpmn_write(process, chart_layout(drawn, across=True))


def _step_id(key: str) -> str:
    return f"step_{key}"


def _facts(step: Step) -> dict[str, str]:
    facts = {"key": step.key}
    if step.system:
        facts |= {"system": step.system, "systemName": step.system_name}
    facts |= {name: "true" for name in ("handoff", "duplicate") if getattr(step, name)}
    return facts


def steps_of(process: BpmnProcess, find: Find) -> Arrival:
    """The steps of a process that was read; lanes become departments and systems where their names say so."""
    notes: list[BpmnNote] = []
    lanes = {lane.id: _lane(lane, find) for lane in process.lanes}
    keys = _keys(process)
    steps = []
    for step in _in_order(process, keys):
        system = find(LaneKind.SYSTEM, step.facts.get("system", ""), step.facts.get("systemName", ""))
        action = _cut(step.name, LONGEST_ACTION, step, notes)
        if step.kind == "task" and not action:
            action = _("Unnamed step")
            notes.append(BpmnNote(step.kind, step.id, "", "unnamed"))
        exits: dict[str, str] = {}
        for flow in process.flows:
            if flow.source == step.id:
                condition = _cut(flow.condition, LONGEST_CONDITION, step, notes)
                target = keys[flow.target]
                exits[target] = " / ".join(dict.fromkeys(filter(None, (exits.get(target, ""), condition))))
        steps.append(
            Step(
                key=keys[step.id],
                kind=StepKind(step.kind),
                lane=lanes[step.lane],
                action=action,
                system=system.code if system else "",
                system_name=system.name if system else "",
                exits=tuple(Exit(target, condition[:LONGEST_CONDITION]) for target, condition in exits.items()),
                handoff=step.facts.get("handoff") == "true",
                duplicate=step.facts.get("duplicate") == "true",
            )
        )
    return Arrival(tuple(steps), tuple(notes))


def _lane(lane: BpmnLane, find: Find) -> StepLane:
    name = text_plain(lane.name).replace("\n", " ").strip()[:LONGEST_ROLE] or _("Not assigned")
    wanted = lane.facts.get("kind", "")
    if wanted == LaneKind.ROLE:
        return StepLane(LaneKind.ROLE, name)
    for kind in (LaneKind.DEPARTMENT, LaneKind.SYSTEM):
        if wanted in {"", kind}:
            found = find(kind, lane.facts.get("code", ""), name)
            if found:
                return found
    return StepLane(LaneKind.ROLE, name)


def _cut(text: str, most: int, step: BpmnStep, notes: list[BpmnNote]) -> str:
    clean = text_plain(text).replace("\n", " ").strip()
    if len(clean) > most:
        notes.append(BpmnNote(step.kind, step.id, clean[:40], "shortened"))
        return clean[: most - 1] + "…"
    return clean


def _keys(process: BpmnProcess) -> dict[str, str]:
    """A number for each step: those the file brings where they are sound, else counted along the flow."""
    own = [step.facts.get("key", "") for step in process.steps]
    if len(set(own)) == len(own) and all(KEY.fullmatch(key) for key in own):
        return {step.id: key for step, key in zip(process.steps, own, strict=True)}
    ahead: dict[str, list[str]] = {}
    for flow in process.flows:
        ahead.setdefault(flow.source, []).append(flow.target)
    found: dict[str, str] = {}
    firsts = [step.id for step in process.steps if step.kind == "start"]
    for first in [*firsts, *(step.id for step in process.steps)]:
        waiting = deque([first])
        while waiting:
            name = waiting.popleft()
            if name not in found:
                found[name] = str(len(found) + 1)
                waiting.extend(ahead.get(name, ()))
    return found


def _in_order(process: BpmnProcess, keys: dict[str, str]) -> list[BpmnStep]:
    if all(step.facts.get("key") == keys[step.id] for step in process.steps):
        return list(process.steps)
    return sorted(process.steps, key=lambda step: int(keys[step.id]))
