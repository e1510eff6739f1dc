"""A BPMN 2.0 file as processes with lanes, steps and flows, and a list of all that is not taken as it is.

What BPMN can say goes further than a process record. Nothing is dropped silently: each element that is
simplified, or left out, is named with its type and id and what becomes of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from governance_app.errors import Invalid
from requirements_app.processes.bpmn.values import (
    MODEL,
    OWN,
    BpmnFile,
    BpmnFlow,
    BpmnLane,
    BpmnNote,
    BpmnProcess,
    BpmnStep,
)
from requirements_app.processes.bpmn.xml import Element, xml_read
from requirements_app.processes.swimlanes import Kind

NotBpmn = Invalid.coded("not-bpmn")
NoProcess = Invalid.coded("no-process")

TAKEN: dict[str, Kind] = {
    "startEvent": "start",
    "endEvent": "end",
    "task": "task",
    "exclusiveGateway": "exclusive",
    "parallelGateway": "parallel",
}
#: Taken as the nearest kind there is.
NEAR: dict[str, Kind] = {
    "userTask": "task",
    "manualTask": "task",
    "serviceTask": "task",
    "sendTask": "task",
    "receiveTask": "task",
    "scriptTask": "task",
    "businessRuleTask": "task",
    "callActivity": "task",
    "subProcess": "task",
    "transaction": "task",
    "adHocSubProcess": "task",
    "intermediateCatchEvent": "task",
    "intermediateThrowEvent": "task",
    "inclusiveGateway": "exclusive",
    "complexGateway": "exclusive",
    "eventBasedGateway": "exclusive",
}
_INNER = {"subProcess", "transaction", "adHocSubProcess"}
#: What belongs to an element and is told with it.
_PARTS = {"incoming", "outgoing", "documentation", "extensionElements", "laneSet", "sequenceFlow", "flowNodeRef"}
_QUIET = {"ioSpecification", "dataInputAssociation", "dataOutputAssociation", "property"}


def bpmn_read(data: bytes | str) -> BpmnFile:
    """The processes of a file. Refuses what is no BPMN 2.0, and a file without a process."""
    root = xml_read(data)
    if root.name != "definitions" or root.space != MODEL:
        text = _("The file is XML but not BPMN 2.0: its outermost element is “%(name)s”.") % {"name": root.name}
        raise NotBpmn(text)
    reader = _Reader(root)
    processes = tuple(reader.process(element) for element in root.named("process") if reader.has_steps(element))
    if not processes:
        raise NoProcess(_("The file holds no process with steps."))
    reader.surroundings()
    return BpmnFile(processes, tuple(reader.notes))


def _name(element: Element) -> str:
    return " ".join(element.get("name").split())


class _Reader:
    """Reads one file."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.notes: list[BpmnNote] = []
        self.pools = {
            part.get("processRef").rpartition(":")[2]: _name(part)
            for group in root.named("collaboration")
            for part in group.named("participant")
        }

    def note(self, element: Element, fate: str) -> None:
        self.notes.append(BpmnNote(element.name, element.get("id"), _name(element), fate))

    def has_steps(self, process: Element) -> bool:
        found = any(child.name in TAKEN or child.name in NEAR for child in process.children)
        if not found:
            self.note(process, "empty")
        return found

    def process(self, process: Element) -> BpmnProcess:
        identity = process.get("id")
        pool = self.pools.get(identity, "")
        lanes, of_step = self._lanes(process)
        steps, boundary = [], {}
        for child in process.children:
            if child.name in _PARTS or child.name in _QUIET:
                continue
            kind = TAKEN.get(child.name) or NEAR.get(child.name)
            if child.name == "boundaryEvent":
                boundary[child.get("id")] = child
                self.note(child, "boundary")
            elif kind is None:
                self.note(child, "left-out")
            else:
                steps.append(self._step(child, kind, of_step.get(child.get("id"), "")))
        names = {step.id for step in steps}
        flows = tuple(self._flows(process, names, boundary))
        if not lanes or any(not step.lane for step in steps):
            lanes.append(BpmnLane("", pool or _name(process) or _("Not assigned")))
        text = " ".join(" ".join(part.text.split()) for part in process.named("documentation"))
        return BpmnProcess(identity, _name(process) or pool, tuple(lanes), tuple(steps), flows, text)

    def _lanes(self, process: Element) -> tuple[list[BpmnLane], dict[str, str]]:
        lanes: list[BpmnLane] = []
        of_step: dict[str, str] = {}

        def read(group: Element) -> None:
            for lane in group.named("lane"):
                inner = [part for part in lane.named("childLaneSet") if part.named("lane")]
                if inner:
                    self.note(lane, "inner-lanes")
                    for part in inner:
                        read(part)
                    continue
                lanes.append(BpmnLane(lane.get("id"), _name(lane) or lane.get("id"), self._facts(lane, "lane")))
                for ref in lane.named("flowNodeRef"):
                    of_step.setdefault(ref.text.strip().rpartition(":")[2], lane.get("id"))

        for group in process.named("laneSet"):
            read(group)
        return lanes, of_step

    def _step(self, element: Element, kind: Kind, lane: str) -> BpmnStep:
        if element.name in NEAR:
            self.note(element, f"as-{kind}")
        if element.name in _INNER:
            for child in _below(element):
                self.note(child, "inside")
        elif kind in {"start", "end"}:
            for child in element.children:
                if child.name.endswith("EventDefinition"):
                    self.notes.append(
                        BpmnNote(child.name, child.get("id") or element.get("id"), _name(element), "event")
                    )
        for child in element.children:
            if child.name.endswith("LoopCharacteristics"):
                self.notes.append(BpmnNote(child.name, element.get("id"), _name(element), "loop"))
        return BpmnStep(element.get("id"), kind, _name(element), lane, self._facts(element, "step"))

    def _facts(self, element: Element, name: str) -> dict[str, str]:
        for extension in element.named("extensionElements"):
            for child in extension.children:
                if child.space == OWN and child.name == name:
                    return dict(child.attributes)
        return {}

    def _flows(self, process: Element, steps: set[str], boundary: dict[str, Element]) -> Iterator[BpmnFlow]:
        for flow in process.named("sequenceFlow"):
            source = flow.get("sourceRef").rpartition(":")[2]
            target = flow.get("targetRef").rpartition(":")[2]
            condition = _name(flow)
            if not condition:
                condition = " ".join(" ".join(part.text.split()) for part in flow.named("conditionExpression"))
            if source in boundary:
                event = boundary[source]
                condition = condition or _name(event) or _("Event")
                source = event.get("attachedToRef").rpartition(":")[2]
            if source in steps and target in steps:
                yield BpmnFlow(source, target, condition)
            else:
                self.note(flow, "loose")

    def surroundings(self) -> None:
        """Name what stands beside the processes: message flows, artefacts, root elements of other use."""
        for child in self.root.children:
            if child.name == "collaboration":
                for part in child.children:
                    lone = part.name == "participant" and not part.get("processRef")
                    if lone or part.name not in {"participant", *_PARTS}:
                        self.note(part, "pool-only" if lone else "left-out")
            elif child.space == MODEL and child.name not in {"process", "extensionElements"}:
                self.note(child, "left-out")


def _below(element: Element) -> Iterator[Element]:
    """Flow elements and artefacts inside an element, at any depth."""
    for child in element.children:
        if child.name not in _PARTS - {"sequenceFlow"} and child.name not in _QUIET and child.get("id"):
            yield child
        yield from _below(child)
