"""The demo programmes: who takes part, in which role, and when each phase is planned.

Plain values only. Names are roles, never people. Dates are kept as day offsets from a start computed from today, so
the demo is always in the middle of its first phase: ``programme_start`` gives the start, ``workday_before`` the dates
of what people did since.
"""

import datetime
from dataclasses import dataclass

from governance_app.programmes.demo_people import GROUP_SLUG, LOGISTICS_SLUG

_FRIDAY = 4  #: as ``date.weekday`` counts


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseWindow:
    """When a phase is planned, in days from the programme's start."""

    phase: int
    start_day_offset: int
    end_day_offset: int
    forecast_day_offset: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeEntry:
    """A programme; ``purpose`` and ``scope`` hold one paragraph a line."""

    code: str
    slug: str
    name: str
    organisation: str
    sponsor: str
    description: str
    purpose: str
    scope: str
    branch_count: int
    user_count: int
    system_count: int
    peak_tps: int
    weeks_running: int
    end_day_offset: int
    windows: tuple[PhaseWindow, ...]
    departments: tuple[str, ...]


def programme_start(programme: ProgrammeEntry, today: datetime.date) -> datetime.date:
    """The Monday ``weeks_running`` weeks before the Monday of today's week."""
    return today - datetime.timedelta(days=today.weekday(), weeks=programme.weeks_running)


def workday_before(today: datetime.date, workdays: int) -> datetime.date:
    """The day that lies ``workdays`` working days (Monday to Friday) before today."""
    day = today
    for _ in range(workdays):
        day -= datetime.timedelta(days=1)
        while day.weekday() > _FRIDAY:
            day -= datetime.timedelta(days=1)
    return day


GROUP = ProgrammeEntry(
    code="HC-2026-01",
    slug=GROUP_SLUG,
    name="华辰集团办公系统集成项目",
    organisation="华辰集团",
    sponsor="集团总裁办公室",
    description=(
        "打通集团总部与六家分公司的 OA、ERP、CRM、HR 及八套配套系统，统一审批流程、主数据与接口规范，"
        "消除重复录入。首期覆盖八个总部部门与华东分公司，行政部、财务部先行试点。"
    ),
    purpose=(
        "本说明书界定华辰集团办公系统集成项目的业务需求、集成范围与预期成果，是后续方案设计、系统选型、数据迁移、"
        "接口开发、测试与验收的共同依据。\n"
        "集团总部与六家分公司现有十二套办公与业务系统，多数独立运行：同一张单据在两套系统重复录入，员工、客户、"
        "部门等主数据各自维护，跨部门审批进度无法贯通。调研共记录 40 项痛点，逐项按单次损失时间、"
        "影响人数与每月次数折算为每月工时，作为确定优先级与衡量成效的基础。\n"
        "本说明书经各涉及部门负责人签字确认后生效，并冻结为基线。此后的变更须提出变更申请、说明影响范围，"
        "并由受影响部门重新签署。"
    ),
    scope=(
        "系统范围：OA、ERP、CRM、HR 四套核心系统，以及财务与费用报销、合同管理、电子签章、仓储管理、考勤与门禁、"
        "企业邮件与即时通信、数据仓库与经营分析、员工门户八套配套系统。\n"
        "业务范围：费用报销与付款、销售订单到回款、采购到入库、员工入转调离、合同审批与用印、资产领用、"
        "公文与督办、月度经营分析。\n"
        "组织范围：总裁办公室、行政部、人力资源部、财务部、销售部、采购部、信息技术部、法务部及华东分公司；"
        "其余五家分公司在试点验证通过后按同一标准推广。\n"
        "数据范围：员工、组织机构、客户、供应商、物料五类主数据，以及报销单、付款单、销售订单、采购订单、入库单、"
        "合同六类业务单据。\n"
        "范围之外：生产制造执行与设备控制系统；各系统与集成无关的界面改造和功能升级；客户、"
        "供应商自有系统的直接对接；访客登记与门禁授权的打通，后者随考勤与门禁系统更换一并解决。"
    ),
    branch_count=6,
    user_count=3200,
    system_count=12,
    peak_tps=180,
    weeks_running=6,
    end_day_offset=445,
    windows=(
        PhaseWindow(phase=1, start_day_offset=0, end_day_offset=46, forecast_day_offset=50),
        PhaseWindow(phase=2, start_day_offset=49, end_day_offset=88),
        PhaseWindow(phase=3, start_day_offset=91, end_day_offset=144),
        PhaseWindow(phase=4, start_day_offset=147, end_day_offset=263),
        PhaseWindow(phase=5, start_day_offset=266, end_day_offset=298),
        PhaseWindow(phase=6, start_day_offset=301, end_day_offset=326),
        PhaseWindow(phase=7, start_day_offset=329, end_day_offset=438),
    ),
    departments=("GM", "ADM", "HR", "FIN", "SAL", "PUR", "IT", "LEG", "EC"),
)

LOGISTICS = ProgrammeEntry(
    code="HL-2026-01",
    slug=LOGISTICS_SLUG,
    name="华辰物流办公系统整合项目",
    organisation="华辰物流",
    sponsor="华辰物流总经理办公室",
    description="整合华辰物流的运输、仓配与结算系统，运单、签收与运费数据一次录入、全程共用。",
    purpose="本说明书界定华辰物流办公系统整合项目第一期的业务需求与范围，作为方案设计与验收的依据。",
    scope=(
        "范围内：运输、仓配与结算三套系统之间的运单、签收与运费数据互通，覆盖运营部、财务部与信息部。\n"
        "范围外：车辆定位设备与承运商自有系统。"
    ),
    branch_count=3,
    user_count=410,
    system_count=3,
    peak_tps=25,
    weeks_running=2,
    end_day_offset=298,
    windows=(
        PhaseWindow(phase=1, start_day_offset=0, end_day_offset=39),
        PhaseWindow(phase=2, start_day_offset=42, end_day_offset=74),
        PhaseWindow(phase=3, start_day_offset=77, end_day_offset=109),
        PhaseWindow(phase=4, start_day_offset=112, end_day_offset=165),
        PhaseWindow(phase=5, start_day_offset=168, end_day_offset=193),
        PhaseWindow(phase=6, start_day_offset=196, end_day_offset=214),
        PhaseWindow(phase=7, start_day_offset=217, end_day_offset=291),
    ),
    departments=("HL-OPS", "HL-FIN", "HL-IT"),
)

PROGRAMMES: tuple[ProgrammeEntry, ...] = (GROUP, LOGISTICS)
