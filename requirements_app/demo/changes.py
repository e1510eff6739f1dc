"""The change requests of the demonstration: one accepted and carried out, one waiting for its decision."""

from dataclasses import dataclass
from typing import Literal

from requirements_app.demo.entries import HistoryEdit


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Who does something, and when."""

    username: str
    workdays_ago: int
    hour: int
    minute: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeEntry:
    """A change request; with ``accepted`` it is decided on, ``edits`` are then made under it."""

    code: str
    title: str
    description: str
    rationale: str
    department: str
    requested_by: str
    extent: Literal["listed", "with_new"]
    requirements: tuple[str, ...]
    interactions: tuple[str, ...]
    goals: tuple[str, ...] = ()
    processes: tuple[str, ...] = ()
    pain_points: tuple[str, ...] = ()
    interviews: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    submitted: Moment
    accepted: Moment | None = None
    decision: str = ""
    edits: tuple[HistoryEdit, ...] = ()


# fmt: off
LOGISTICS: tuple[ChangeEntry, ...] = (
    ChangeEntry(code="CR-001", title="出库交接后建立运单的时限由 3 分钟改为 1 分钟", department="HL-OPS",
        requested_by="运营部调度主管", extent="listed", requirements=("REQ-001",), interactions=("INT-001",),
        description="REQ-001 的验收标准由“3 分钟内”改为“1 分钟内”，INT-001 的时限随之修改；交接数据内容不变。",
        rationale="夜班干线发车时间自下月起提前 20 分钟，3 分钟的时限会使末批货物赶不上首班车。",
        submitted=Moment(username="hl.ku.ops", workdays_ago=2, hour=9, minute=10),
        accepted=Moment(username="hl.chair", workdays_ago=2, hour=15, minute=30),
        decision="影响限于运营部的两套系统，不增加接口；同意修改。",
        edits=(
            HistoryEdit(actor="hl.it.lead", code="REQ-001", field="acceptance", workdays_ago=1, hour=10, minute=15,
                value="500 单交接在 1 分钟内全部建立运单，件数与重量逐单一致，重复推送不产生第二张运单。",
                reason="夜班发车时间提前"),
            HistoryEdit(actor="hl.it.lead", code="INT-001", field="frequency", workdays_ago=1, hour=10, minute=22,
                value="交接后 1 分钟内", reason="与 REQ-001 的新时限一致"),
        )),
    ChangeEntry(code="CR-002", title="新增承运商对账差异提醒", department="HL-FIN", requested_by="财务部结算主管",
        extent="with_new", requirements=("REQ-002",), interactions=(),
        description="运费结算与承运商账单不一致时，当天提醒结算员与承运商；为此新增一条需求，REQ-002 的差异处理引用它。",
        rationale="上月有 17 张账单在付款后才发现差异，追回平均用时 9 天。",
        submitted=Moment(username="hl.pmo", workdays_ago=1, hour=16, minute=30)),
)
# fmt: on
#: The revision that carries what was accepted goes out for signature.
SECOND_ROUND = Moment(username="hl.pmo", workdays_ago=1, hour=11, minute=0)
