"""A process as BPMN 2.0 XML with its diagram, so that other modellers open it drawn."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from requirements_app.processes.bpmn.values import DC, DD, DI, MODEL, OWN, XSI, BpmnProcess
from requirements_app.processes.swimlanes import Box, Layout, Point

for _prefix, _space in (("bpmn", MODEL), ("bpmndi", DI), ("dc", DC), ("di", DD), ("xsi", XSI), ("sevengate", OWN)):
    register_namespace(_prefix, _space)

_NAMES = {
    "start": "startEvent",
    "task": "task",
    "exclusive": "exclusiveGateway",
    "parallel": "parallelGateway",
    "end": "endEvent",
}
_GATEWAYS = {"exclusive", "parallel"}
_POOL_HEAD = 30.0


def bpmn_write(process: BpmnProcess, layout: Layout) -> bytes:
    """The file; ``layout`` lies across the page and names lanes and steps by their ids."""
    root = Element(_model("definitions"), {"id": "definitions", "targetNamespace": OWN, "exporter": "Sevengate"})
    collaboration = SubElement(root, _model("collaboration"), {"id": "collaboration"})
    pool = {"id": "pool", "name": process.name, "processRef": process.id}
    SubElement(collaboration, _model("participant"), pool)
    element = SubElement(root, _model("process"), {"id": process.id, "name": process.name, "isExecutable": "false"})
    if process.documentation:
        SubElement(element, _model("documentation")).text = process.documentation
    _lanes(element, process)
    _steps(element, process)
    for number, flow in enumerate(process.flows, 1):
        attributes = {"id": f"flow_{number}", "sourceRef": flow.source, "targetRef": flow.target}
        if flow.condition:
            attributes["name"] = flow.condition
        made = SubElement(element, _model("sequenceFlow"), attributes)
        kinds = {step.id: step.kind for step in process.steps}
        if flow.condition and kinds[flow.source] == "exclusive":
            wanted = {f"{{{XSI}}}type": "bpmn:tFormalExpression"}
            SubElement(made, _model("conditionExpression"), wanted).text = flow.condition
    _diagram(root, process, layout)
    indent(root)
    text: bytes = tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + text + b"\n"


def _model(name: str) -> str:
    return f"{{{MODEL}}}{name}"


def _own(element: Element, name: str, facts: Mapping[str, str]) -> None:
    if facts:
        extension = SubElement(element, _model("extensionElements"))
        SubElement(extension, f"{{{OWN}}}{name}", dict(facts))


def _lanes(element: Element, process: BpmnProcess) -> None:
    group = SubElement(element, _model("laneSet"), {"id": "lanes"})
    for lane in process.lanes:
        made = SubElement(group, _model("lane"), {"id": lane.id, "name": lane.name})
        _own(made, "lane", lane.facts)
        for step in process.steps:
            if step.lane == lane.id:
                SubElement(made, _model("flowNodeRef")).text = step.id


def _steps(element: Element, process: BpmnProcess) -> None:
    ids = [(flow, f"flow_{number}") for number, flow in enumerate(process.flows, 1)]
    for step in process.steps:
        came = [name for flow, name in ids if flow.target == step.id]
        goes = [name for flow, name in ids if flow.source == step.id]
        attributes = {"id": step.id}
        if step.name:
            attributes["name"] = step.name
        if step.kind in _GATEWAYS:
            attributes["gatewayDirection"] = _direction(len(came), len(goes))
        made = SubElement(element, _model(_NAMES[step.kind]), attributes)
        _own(made, "step", step.facts)
        for name in came:
            SubElement(made, _model("incoming")).text = name
        for name in goes:
            SubElement(made, _model("outgoing")).text = name


def _direction(came: int, goes: int) -> str:
    if came > 1:
        return "Mixed" if goes > 1 else "Converging"
    return "Diverging" if goes > 1 else "Unspecified"


def _diagram(root: Element, process: BpmnProcess, layout: Layout) -> None:
    diagram = SubElement(root, f"{{{DI}}}BPMNDiagram", {"id": "diagram"})
    plane = SubElement(diagram, f"{{{DI}}}BPMNPlane", {"id": "plane", "bpmnElement": "collaboration"})
    whole = Box(-_POOL_HEAD, 0, layout.width + _POOL_HEAD, layout.height)
    _shape(plane, "pool", whole, level=True)
    for lane in process.lanes:
        _shape(plane, lane.id, layout.lanes[lane.id], level=True)
    for step in process.steps:
        _shape(plane, step.id, layout.shapes[step.id])
    for number, route in enumerate(layout.routes, 1):
        edge = SubElement(plane, f"{{{DI}}}BPMNEdge", {"id": f"flow_{number}_di", "bpmnElement": f"flow_{number}"})
        for x, y in _ways(route):
            SubElement(edge, f"{{{DD}}}waypoint", {"x": f"{x + _POOL_HEAD:g}", "y": f"{y:g}"})


def _ways(route: tuple[Point, ...]) -> list[Point]:
    return [point for number, point in enumerate(route) if number == 0 or point != route[number - 1]]


def _shape(plane: Element, name: str, box: Box, *, level: bool = False) -> None:
    attributes = {"id": f"{name}_di", "bpmnElement": name}
    if level:
        attributes["isHorizontal"] = "true"
    made = SubElement(plane, f"{{{DI}}}BPMNShape", attributes)
    places = {"x": box.left + _POOL_HEAD, "y": box.top, "width": box.width, "height": box.height}
    SubElement(made, f"{{{DC}}}Bounds", {key: f"{value:g}" for key, value in places.items()})
