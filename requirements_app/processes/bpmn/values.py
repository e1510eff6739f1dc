"""What a BPMN 2.0 file says, in plain values."""

from __future__ import annotations

from dataclasses import dataclass, field

from requirements_app.processes.swimlanes import Kind

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DD = "http://www.omg.org/spec/DD/20100524/DI"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
#: Our own members of ``extensionElements``: what BPMN has no word for.
OWN = "urn:sevengate:process:1"


@dataclass(frozen=True, slots=True)
class BpmnLane:
    """A lane; ``facts`` are our own attributes of it."""

    id: str
    name: str
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BpmnStep:
    """A flow node."""

    id: str
    kind: Kind
    name: str
    lane: str
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BpmnFlow:
    """A sequence flow with its condition."""

    source: str
    target: str
    condition: str = ""


@dataclass(frozen=True, slots=True)
class BpmnProcess:
    """A process: the one of a pool, or one that stands alone."""

    id: str
    name: str
    lanes: tuple[BpmnLane, ...]
    steps: tuple[BpmnStep, ...]
    flows: tuple[BpmnFlow, ...]
    documentation: str = ""


@dataclass(frozen=True, slots=True)
class BpmnNote:
    """An element that is not taken as it is: its type, id and name, and what becomes of it (a code)."""

    type: str
    id: str
    name: str
    fate: str


@dataclass(frozen=True, slots=True)
class BpmnFile:
    """Everything read from a file."""

    processes: tuple[BpmnProcess, ...]
    notes: tuple[BpmnNote, ...]
