"""The demo programmes: who takes part, in which role, and when each phase is planned.

Plain values only. Names are roles, never people. Dates are kept as day offsets from a start computed from today, so
the demo is always in the middle of its first phase: ``programme_start`` gives the start, ``workday_before`` the dates
of what people did since.
"""

import datetime
from dataclasses import dataclass

GROUP_SLUG = "hc-2026-01"
LOGISTICS_SLUG = "hl-2026-01"

_FRIDAY = 4  #: as ``date.weekday`` counts


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentEntry:
    """A department; ``parent`` is the code of one that stands before it, ``head`` a username or empty."""

    code: str
    name: str
    parent: str = ""
    head: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountEntry:
    """A person to sign in as; ``roles`` are (role, department code or empty) and hold in each of ``programmes``."""

    username: str
    display_name: str
    employee_number: str
    department: str
    roles: tuple[tuple[str, str], ...]
    programmes: tuple[str, ...] = (GROUP_SLUG,)

    @property
    def email(self) -> str:
        """An address that reaches nobody."""
        return f"{self.username}@example.com"


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


DEPARTMENTS: tuple[DepartmentEntry, ...] = (
    DepartmentEntry(code="HC", name="华辰集团", head="chair"),
    DepartmentEntry(code="GM", name="总裁办公室", parent="HC", head="head.gm"),
    DepartmentEntry(code="ADM", name="行政部", parent="HC", head="head.adm"),
    DepartmentEntry(code="HR", name="人力资源部", parent="HC", head="head.hr"),
    DepartmentEntry(code="FIN", name="财务部", parent="HC", head="head.fin"),
    DepartmentEntry(code="SAL", name="销售部", parent="HC", head="head.sal"),
    DepartmentEntry(code="PUR", name="采购部", parent="HC", head="head.pur"),
    DepartmentEntry(code="IT", name="信息技术部", parent="HC", head="head.it"),
    DepartmentEntry(code="LEG", name="法务部", parent="HC", head="head.leg"),
    DepartmentEntry(code="AUD", name="审计部", parent="HC", head="auditor"),
    DepartmentEntry(code="EC", name="华东分公司", parent="HC", head="head.ec"),
    DepartmentEntry(code="EC-ADM", name="华东分公司综合管理部", parent="EC"),
    DepartmentEntry(code="EC-FIN", name="华东分公司财务部", parent="EC"),
    DepartmentEntry(code="EC-SAL", name="华东分公司销售部", parent="EC"),
    DepartmentEntry(code="HL", name="华辰物流", parent="HC", head="hl.chair"),
    DepartmentEntry(code="HL-OPS", name="华辰物流运营部", parent="HL", head="hl.head.ops"),
    DepartmentEntry(code="HL-FIN", name="华辰物流财务部", parent="HL", head="hl.head.fin"),
    DepartmentEntry(code="HL-IT", name="华辰物流信息部", parent="HL", head="hl.it.lead"),
)

ACCOUNTS: tuple[AccountEntry, ...] = (
    AccountEntry(
        username="chair",
        display_name="集团分管副总裁",
        employee_number="E000012",
        department="HC",
        roles=(("chair", ""),),
    ),
    AccountEntry(
        username="committee.fin",
        display_name="集团财务总监",
        employee_number="E000018",
        department="HC",
        roles=(("committee", ""),),
    ),
    AccountEntry(
        username="committee.ops",
        display_name="集团运营总监",
        employee_number="E000021",
        department="HC",
        roles=(("committee", ""),),
    ),
    AccountEntry(
        username="committee.risk",
        display_name="集团风控总监",
        employee_number="E000025",
        department="HC",
        roles=(("committee", ""),),
    ),
    AccountEntry(
        username="pmo", display_name="项目经理", employee_number="E001206", department="IT", roles=(("pmo", ""),)
    ),
    AccountEntry(
        username="it.lead",
        display_name="集团信息化总监",
        employee_number="E000029",
        department="IT",
        roles=(("it_lead", ""),),
    ),
    AccountEntry(
        username="head.gm",
        display_name="总裁办公室负责人",
        employee_number="E000133",
        department="GM",
        roles=(("dept_head", "GM"),),
    ),
    AccountEntry(
        username="head.adm",
        display_name="行政部负责人",
        employee_number="E000208",
        department="ADM",
        roles=(("dept_head", "ADM"),),
    ),
    AccountEntry(
        username="head.hr",
        display_name="人力资源部负责人",
        employee_number="E000176",
        department="HR",
        roles=(("dept_head", "HR"),),
    ),
    AccountEntry(
        username="head.fin",
        display_name="财务部负责人",
        employee_number="E000159",
        department="FIN",
        roles=(("dept_head", "FIN"),),
    ),
    AccountEntry(
        username="head.sal",
        display_name="销售部负责人",
        employee_number="E000264",
        department="SAL",
        roles=(("dept_head", "SAL"),),
    ),
    AccountEntry(
        username="head.pur",
        display_name="采购部负责人",
        employee_number="E000291",
        department="PUR",
        roles=(("dept_head", "PUR"),),
    ),
    AccountEntry(
        username="head.it",
        display_name="信息技术部负责人",
        employee_number="E000347",
        department="IT",
        roles=(("dept_head", "IT"),),
    ),
    AccountEntry(
        username="head.leg",
        display_name="法务部负责人",
        employee_number="E000318",
        department="LEG",
        roles=(("dept_head", "LEG"),),
    ),
    AccountEntry(
        username="head.ec",
        display_name="华东分公司负责人",
        employee_number="E000402",
        department="EC",
        roles=(("dept_head", "EC"),),
    ),
    AccountEntry(
        username="ku.adm",
        display_name="行政部业务骨干",
        employee_number="E001583",
        department="ADM",
        roles=(("key_user", "ADM"),),
    ),
    AccountEntry(
        username="ku.hr",
        display_name="人力资源部业务骨干",
        employee_number="E001427",
        department="HR",
        roles=(("key_user", "HR"),),
    ),
    AccountEntry(
        username="ku.fin",
        display_name="财务部业务骨干",
        employee_number="E001365",
        department="FIN",
        roles=(("key_user", "FIN"),),
    ),
    AccountEntry(
        username="ku.sal",
        display_name="销售部业务骨干",
        employee_number="E001719",
        department="SAL",
        roles=(("key_user", "SAL"),),
    ),
    AccountEntry(
        username="ku.pur",
        display_name="采购部业务骨干",
        employee_number="E001804",
        department="PUR",
        roles=(("key_user", "PUR"),),
    ),
    AccountEntry(
        username="ku.it",
        display_name="信息技术部业务骨干",
        employee_number="E001250",
        department="IT",
        roles=(("key_user", "IT"),),
    ),
    AccountEntry(
        username="ku.leg",
        display_name="法务部业务骨干",
        employee_number="E001938",
        department="LEG",
        roles=(("key_user", "LEG"),),
    ),
    AccountEntry(
        username="ku.ec",
        display_name="华东分公司业务骨干",
        employee_number="E002416",
        department="EC-ADM",
        roles=(("key_user", "EC"),),
    ),
    AccountEntry(
        username="tech.arch",
        display_name="技术委员会委员（架构）",
        employee_number="E000533",
        department="IT",
        roles=(("tech_committee", ""),),
    ),
    AccountEntry(
        username="tech.data",
        display_name="技术委员会委员（数据）",
        employee_number="E000581",
        department="IT",
        roles=(("tech_committee", ""),),
    ),
    AccountEntry(
        username="tech.security",
        display_name="技术委员会委员（安全）",
        employee_number="E000619",
        department="IT",
        roles=(("tech_committee", ""),),
    ),
    AccountEntry(
        username="evaluator",
        display_name="选型评审专家",
        employee_number="E000745",
        department="PUR",
        roles=(("evaluator", ""),),
    ),
    AccountEntry(
        username="developer",
        display_name="集成开发组开发工程师",
        employee_number="E002107",
        department="IT",
        roles=(("developer", ""),),
    ),
    AccountEntry(
        username="qa.lead",
        display_name="测试负责人",
        employee_number="E001092",
        department="IT",
        roles=(("qa_lead", ""),),
    ),
    AccountEntry(
        username="qa", display_name="测试工程师", employee_number="E002233", department="IT", roles=(("qa", ""),)
    ),
    AccountEntry(
        username="hr",
        display_name="人力资源部培训主管",
        employee_number="E001148",
        department="HR",
        roles=(("hr", ""),),
    ),
    AccountEntry(
        username="ops", display_name="运维值班工程师", employee_number="E002058", department="IT", roles=(("ops", ""),)
    ),
    AccountEntry(
        username="trainee",
        display_name="参训人员（行政专员）",
        employee_number="E002871",
        department="ADM",
        roles=(("trainee", ""),),
    ),
    AccountEntry(
        username="vendor", display_name="供应商甲代表", employee_number="", department="", roles=(("vendor", ""),)
    ),
    AccountEntry(
        username="auditor",
        display_name="集团审计负责人",
        employee_number="E000097",
        department="AUD",
        roles=(("auditor", ""),),
        programmes=(GROUP_SLUG, LOGISTICS_SLUG),
    ),
    AccountEntry(
        username="hl.chair",
        display_name="华辰物流总经理",
        employee_number="E000061",
        department="HL",
        roles=(("chair", ""),),
        programmes=(LOGISTICS_SLUG,),
    ),
    AccountEntry(
        username="hl.pmo",
        display_name="华辰物流项目经理",
        employee_number="E003015",
        department="HL-IT",
        roles=(("pmo", ""),),
        programmes=(LOGISTICS_SLUG,),
    ),
    AccountEntry(
        username="hl.it.lead",
        display_name="华辰物流信息部负责人",
        employee_number="E003008",
        department="HL-IT",
        roles=(("it_lead", ""), ("dept_head", "HL-IT")),
        programmes=(LOGISTICS_SLUG,),
    ),
    AccountEntry(
        username="hl.head.ops",
        display_name="华辰物流运营部负责人",
        employee_number="E003027",
        department="HL-OPS",
        roles=(("dept_head", "HL-OPS"),),
        programmes=(LOGISTICS_SLUG,),
    ),
    AccountEntry(
        username="hl.head.fin",
        display_name="华辰物流财务部负责人",
        employee_number="E003033",
        department="HL-FIN",
        roles=(("dept_head", "HL-FIN"),),
        programmes=(LOGISTICS_SLUG,),
    ),
    AccountEntry(
        username="hl.ku.ops",
        display_name="华辰物流运营部业务骨干",
        employee_number="E003141",
        department="HL-OPS",
        roles=(("key_user", "HL-OPS"),),
        programmes=(LOGISTICS_SLUG,),
    ),
)

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
