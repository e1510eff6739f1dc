"""What phase 1 of each programme of the demonstration holds."""

from decimal import Decimal

from requirements_app.demo.entries import (
    Authorship,
    GoalEntry,
    InteractionEntry,
    Inventory,
    PainPointEntry,
    RequirementEntry,
    SignedSlot,
    SigningRound,
    SystemEntry,
)
from requirements_app.demo.goals import GOALS
from requirements_app.demo.interactions import INTERACTIONS
from requirements_app.demo.interviews import INTERVIEWS, LOGISTICS_INTERVIEWS
from requirements_app.demo.pain_points import PAIN_POINTS
from requirements_app.demo.processes import PROCESSES
from requirements_app.demo.requirements import REQUIREMENTS
from requirements_app.demo.story import AUTHORS, HISTORY, SIGNING
from requirements_app.demo.systems import SYSTEMS

HUACHEN = Inventory(
    programme="hc-2026-01",
    systems=SYSTEMS,
    interviews=INTERVIEWS,
    pain_points=PAIN_POINTS,
    goals=GOALS,
    requirements=REQUIREMENTS,
    interactions=INTERACTIONS,
    processes=PROCESSES,
    authors=AUTHORS,
    history=HISTORY,
    signing=SIGNING,
)

# fmt: off
LOGISTICS = Inventory(
    programme="hl-2026-01",
    systems=(
        SystemEntry(code="SYS-001", name="运输管理系统（TMS）", version_label="V4.0", maker="供应商子",
            owner_department="HL-OPS", data_formats="JSON", user_count=210, hosting="private_cloud",
            interface_capability="rest", criticality="high", life_cycle="keep",
            modules="运单管理\n调度派车\n在途跟踪\n签收回单",
            notes="承运商通过独立账号登录查看派车任务。"),
        SystemEntry(code="SYS-002", name="仓配作业系统", version_label="V2.3", maker="供应商丑",
            owner_department="HL-OPS", data_formats="XML", user_count=160, hosting="on_premise",
            interface_capability="soap", criticality="high", life_cycle="keep",
            modules="入库\n分拣\n出库交接",
            notes="三个仓各有一套独立部署，版本一致。"),
        SystemEntry(code="SYS-003", name="物流结算系统", version_label="V1.9", maker="供应商寅",
            owner_department="HL-FIN", data_formats="CSV, XML", user_count=36, hosting="on_premise",
            interface_capability="file", criticality="medium", life_cycle="replace",
            modules="运费计算\n承运商对账\n开票申请",
            notes="只支持文件导入，对账期集中在每月前五天。"),
    ),
    interviews=LOGISTICS_INTERVIEWS,
    pain_points=(
        PainPointEntry(code="PP-001", title="出库交接后运单须在 TMS 重新录入", process="出库发运",
            department="HL-OPS", systems=("SYS-002", "SYS-001"), minutes_lost=Decimal(6), people_affected=14,
            times_per_month=Decimal(180), severity="high", reported_by="运营部调度员",
            description="仓库完成出库交接后，调度员按交接单在运输管理系统重新建立运单。"
                        "夜班高峰时发车因此推迟半小时以上。"),
        PainPointEntry(code="PP-002", title="签收回单人工传递，结算滞后", process="运费结算", department="HL-FIN",
            systems=("SYS-001", "SYS-003"), minutes_lost=Decimal(5), people_affected=6, times_per_month=Decimal(260),
            severity="medium", reported_by="财务部结算员",
            description="司机带回纸质回单，结算员核对后才计算运费。承运商对账平均滞后 12 天。"),
        PainPointEntry(code="PP-003", title="在途异常无人及时跟进", process="在途跟踪", department="HL-OPS",
            systems=("SYS-001",), minutes_lost=Decimal(18), people_affected=5, times_per_month=Decimal(40),
            severity="medium", reported_by="运营部客服主管",
            description="车辆延误、破损等异常由司机电话上报，没有记录与时限。客户查询时客服无法答复。"),
    ),
    goals=(
        GoalEntry(code="GOAL-01", statement="运单从出库交接到可派车缩短至 3 分钟",
            metric="出库交接完成至运单可派车的平均时长", direction="decrease", unit="分钟",
            baseline_value=Decimal(34), baseline_day=3, target_value=Decimal(3), measure_by_day=270,
            owner_department="HL-OPS",
            baseline_evidence="三个仓一周交接记录与运单时间戳比对，共 2,180 单。"),
    ),
    requirements=(
        RequirementEntry(code="REQ-001", title="出库交接完成后自动建立运单", kind="functional", priority="high",
            owner_department="HL-OPS", systems=("SYS-002", "SYS-001"), pain_points=("PP-001",), goals=("GOAL-01",),
            description="仓配作业系统完成出库交接后，收货方、件数、体积与重量自动送运输管理系统建立运单。",
            acceptance="500 单交接在 3 分钟内全部建立运单，件数与重量逐单一致，重复推送不产生第二张运单。"),
        RequirementEntry(code="REQ-002", title="电子签收结果自动进入运费结算", kind="functional", priority="medium",
            owner_department="HL-FIN", systems=("SYS-001", "SYS-003"), pain_points=("PP-002",), goals=("GOAL-01",),
            description="收货方电子签收后，签收时间与数量每小时送结算系统计算运费，差异单转人工处理。",
            acceptance="300 单签收结果在下一整点全部进入结算，运费与人工核定结果一致；差异单全部列出原因。"),
        RequirementEntry(code="REQ-003", title="在途异常登记与限时处理", kind="operability", priority="medium",
            owner_department="HL-OPS", systems=("SYS-001",), pain_points=("PP-003",), goals=("GOAL-01",),
            description="司机在手机端登记异常并上传照片，系统按类别指派客服并计时，超时升级至运营部负责人。",
            acceptance="20 起模拟异常均在登记时指派客服，故意超过 30 分钟未受理的 3 起全部升级；"
                       "客户可凭运单号查询处理进度。"),
    ),
    interactions=(
        InteractionEntry(code="INT-001", source="SYS-002", target="SYS-001", business_object="运单",
            trigger="出库交接完成", direction="one_way", mode="realtime", frequency="交接后 3 分钟内",
            daily_volume=310, priority="high", requirement="REQ-001"),
        InteractionEntry(code="INT-002", source="SYS-001", target="SYS-003", business_object="签收结果",
            trigger="收货方电子签收", direction="one_way", mode="batch", frequency="每小时整点", daily_volume=300,
            priority="medium", requirement="REQ-002"),
    ),
    authors=(
        Authorship(kind="SYS", actor="hl.pmo", workdays_ago=9, hour=9, minute=30),
        Authorship(kind="INTV", actor="hl.pmo", workdays_ago=9, hour=16, minute=0),
        Authorship(kind="PP", actor="hl.pmo", workdays_ago=8, hour=14, minute=0),
        Authorship(kind="GOAL", actor="hl.pmo", workdays_ago=6, hour=10, minute=0),
        Authorship(kind="REQ", actor="hl.pmo", workdays_ago=5, hour=11, minute=0),
        Authorship(kind="INT", actor="hl.pmo", workdays_ago=4, hour=16, minute=0),
    ),
    history=(),
    signing=SigningRound(
        submitted_by="hl.pmo", workdays_ago=3, hour=9, minute=30, waiting=(),
        signed=(
            SignedSlot(username="hl.head.ops", department="HL-OPS", workdays_ago=3, hour=14, minute=5),
            SignedSlot(username="hl.head.fin", department="HL-FIN", workdays_ago=3, hour=16, minute=20),
        ),
    ),
)
# fmt: on

INVENTORIES: tuple[Inventory, ...] = (HUACHEN, LOGISTICS)
