"""A small BPMN 2.0 file as a modeller writes it: two pools, lanes, and elements a process record has no place for."""

_FILE = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:example">
  <collaboration id="c">
    <participant id="p1" name="报销" processRef="a"/>
    <participant id="p2" name="供应商"/>
    <messageFlow id="m1" name="发票" sourceRef="p2" targetRef="p1"/>
  </collaboration>
  <process id="a" isExecutable="false">
    <laneSet id="ls">
      <lane id="l1" name="财务部"><flowNodeRef>pay</flowNodeRef><flowNodeRef>done</flowNodeRef></lane>
      <lane id="l2" name="报销人"><flowNodeRef>s</flowNodeRef><flowNodeRef>fill</flowNodeRef><flowNodeRef>g</flowNodeRef></lane>
    </laneSet>
    <startEvent id="s" name="发生费用"><timerEventDefinition id="t"/></startEvent>
    <userTask id="fill" name="填写报销单"/>
    <exclusiveGateway id="g" name="金额？"/>
    <task id="pay" name="付款"/>
    <endEvent id="done" name="收款"/>
    <boundaryEvent id="late" name="超时" attachedToRef="fill"/>
    <dataObject id="o" name="发票"/>
    <sequenceFlow id="f1" sourceRef="s" targetRef="fill"/>
    <sequenceFlow id="f2" sourceRef="fill" targetRef="g"/>
    <sequenceFlow id="f3" name="超过 5,000" sourceRef="g" targetRef="pay"/>
    <sequenceFlow id="f4" sourceRef="g" targetRef="done">
      <conditionExpression>其余</conditionExpression>
    </sequenceFlow>
    <sequenceFlow id="f5" sourceRef="pay" targetRef="done"/>
    <sequenceFlow id="f6" sourceRef="late" targetRef="done"/>
  </process>
</definitions>
"""


def bpmn_file() -> bytes:
    """The file's bytes."""
    return _FILE.encode()
