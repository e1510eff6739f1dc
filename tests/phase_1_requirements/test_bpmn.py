"""BPMN 2.0 in and out: hostile files are refused, nothing is dropped silently, what goes out comes in again."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from governance_app.errors import Refusal
from requirements_app.processes.bpmn.reading import bpmn_read
from requirements_app.processes.bpmn.steps import bpmn_of, steps_of
from requirements_app.processes.bpmn.values import DC, DD, DI, MODEL
from requirements_app.processes.bpmn.xml import MOST_BYTES, MOST_DEPTH, MOST_ELEMENTS
from requirements_app.processes.rules import Exit, Step, StepLane, flow_faults
from tests.factories.bpmn import bpmn_file
from tests.phase_1_requirements.test_process_flow import FINANCE, OA, processes, sound

#: Files as three modellers write them, and those of the interchange group where they lie beside the product.
DRAWINGS = sorted((Path(__file__).parent / "drawings").glob("*.bpmn"))
SHARED = sorted((Path(__file__).resolve().parents[3] / "shared" / "data" / "bpmn").glob("*.bpmn"))


def find(kind: str, code: str, name: str) -> StepLane | None:
    known = {("department", "财务部"): FINANCE, ("system", "OA"): OA}
    return known.get((kind, name))


def wrapped(inside: str) -> bytes:
    return f'<definitions xmlns="{MODEL}">{inside}</definitions>'.encode()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"   ", "empty"),
        (b"x" * (MOST_BYTES + 1), "too-large"),
        (b"not xml", "malformed"),
        (b"<a><b></a>", "malformed"),
        (b'<?xml version="1.0" encoding="no-such"?><a/>', "malformed"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "entities"),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "entities"),
        (b'<!DOCTYPE a [<!ENTITY x "1"><!ENTITY y "&x;&x;">]><a>&y;</a>', "entities"),
        (b"<a>" * (MOST_DEPTH + 1) + b"</a>" * (MOST_DEPTH + 1), "too-deep"),
        (b"<a>" + b"<b/>" * MOST_ELEMENTS + b"</a>", "too-large"),
        (b"<html><body/></html>", "not-bpmn"),
        (wrapped(""), "no-process"),
        (wrapped('<process id="p"/>'), "no-process"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_refused_with_its_cause(data: bytes, code: str):
    with pytest.raises(Refusal) as caught:
        bpmn_read(data)
    assert caught.value.code == code
    assert str(caught.value)


def test_a_modellers_file_arrives_with_lanes_conditions_and_a_word_on_all_else():
    file = bpmn_read(bpmn_file())
    arrival = steps_of(file.processes[0], find)
    assert [(step.key, step.kind, step.lane.name, step.action) for step in arrival.steps] == [
        ("1", "start", "报销人", "发生费用"),
        ("2", "task", "报销人", "填写报销单"),
        ("3", "exclusive", "报销人", "金额？"),
        ("4", "end", "财务部", "收款"),
        ("5", "task", "财务部", "付款"),
    ]
    assert arrival.steps[3].lane == FINANCE, "the lane of a department's name is the department's"
    assert arrival.steps[1].exits == (Exit("3"), Exit("4", "超时"))
    assert arrival.steps[2].exits == (Exit("5", "超过 5,000"), Exit("4", "其余"))
    assert flow_faults(arrival.steps) == []
    assert {(note.type, note.id, note.fate) for note in file.notes} == {
        ("timerEventDefinition", "t", "event"),
        ("userTask", "fill", "as-task"),
        ("boundaryEvent", "late", "boundary"),
        ("dataObject", "o", "left-out"),
        ("participant", "p2", "pool-only"),
        ("messageFlow", "m1", "left-out"),
    }


def test_texts_longer_than_their_place_are_shortened_and_said_so():
    data = bpmn_file().replace("填写报销单".encode(), ("长" * 300).encode()).replace('name="付款"'.encode(), b"")
    arrival = steps_of(bpmn_read(data).processes[0], find)
    assert {note.fate for note in arrival.notes} == {"shortened", "unnamed"}
    assert len(arrival.steps[1].action) == 200


def test_the_file_names_all_it_draws_and_draws_all_it_names():
    root = ElementTree.fromstring(bpmn_of(sound(), code="PROC-001", title="报销"))
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for name in ("sourceRef", "targetRef", "processRef", "bpmnElement"):
        assert {element.get(name) for element in root.iter() if element.get(name)} <= set(ids), name
    for name in ("flowNodeRef", "incoming", "outgoing"):
        assert {element.text for element in root.iter(f"{{{MODEL}}}{name}")} <= set(ids), name
    drawn = {element.get("bpmnElement") for element in root.iter(f"{{{DI}}}BPMNShape")}
    process = root.find(f"{{{MODEL}}}process")
    assert process is not None
    nodes = {
        child.get("id") for child in process if child.tag.rpartition("}")[2].endswith(("Event", "task", "Gateway"))
    }
    assert drawn == nodes | {"pool", "lane_1", "lane_2", "lane_3"}
    for bounds in root.iter(f"{{{DC}}}Bounds"):
        assert float(bounds.get("width", 0)) > 0
        assert float(bounds.get("x", -1)) >= 0
    for edge in root.iter(f"{{{DI}}}BPMNEdge"):
        assert len(edge.findall(f"{{{DD}}}waypoint")) >= 2


@settings(max_examples=15)
@given(steps=processes())
def test_what_goes_out_comes_in_the_same(steps: list[Step]):
    file = bpmn_read(bpmn_of(steps, code="PROC-001", title="流程 <一>", description="说明"))
    assert file.notes == ()
    assert (file.processes[0].name, file.processes[0].documentation) == ("流程 <一>", "说明")
    arrival = steps_of(file.processes[0], find)
    assert list(arrival.steps) == steps
    assert arrival.notes == ()


def test_files_of_other_modellers_arrive_sound():
    arrived = {}
    for path in [*DRAWINGS, *SHARED]:
        for process in bpmn_read(path.read_bytes()).processes:
            steps = steps_of(process, find).steps
            assert flow_faults(steps) == [], path.name
            arrived[path.stem, process.name] = len(steps)
    assert {key: arrived[key] for key in arrived if key[0] in {path.stem for path in DRAWINGS}} == {
        ("incident", "故障处理"): 9,
        ("leave_of_absence", "请假"): 8,
        ("purchase", "采购"): 6,
        ("purchase", "供货"): 3,
    }


def test_nothing_of_other_modellers_files_is_dropped_silently():
    said = {path.stem: {note.id: note.fate for note in bpmn_read(path.read_bytes()).notes} for path in DRAWINGS}
    assert said["leave_of_absence"] == {}
    inside = dict.fromkeys(("in_start", "in_ask", "in_end", "i1", "i2"), "inside")
    assert said["purchase"] == inside | {
        "order_text": "left-out",
        "m1": "left-out",
        "m2": "left-out",
        "choose": "as-task",
        "send": "as-task",
        "wait": "as-task",
        "pay": "as-task",
        "received_message": "event",
    }
    aside = ("store", "shared_task", "cat", "ticket", "ticket_object", "store_here", "night", "remark", "to_remark")
    assert said["incident"] == dict.fromkeys(aside, "left-out") | {
        "record": "as-task",
        "tell": "as-task",
        "repair": "as-task",
        "escalate": "as-task",
        "solved": "as-exclusive",
        "overdue": "boundary",
        "stop": "event",
    }
