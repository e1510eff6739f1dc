"""The demonstration's plan and control: plain values only.

``*_day`` counts calendar days from the programme's start, ``ago`` working days back from today.
"""

from dataclasses import dataclass

from governance_app.programmes.demo_people import GROUP_SLUG

PROGRAMME = GROUP_SLUG


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneEntry:
    """A milestone; ``later`` is a second forecast, given ``later_ago`` working days back."""

    title: str
    phase: int | None
    owner: str
    planned: int
    forecast: int | None = None
    actual: int | None = None
    later: int | None = None
    later_ago: int = 0
    why: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskEntry:
    """A risk; ``moves`` are (move, working days ago, reason)."""

    title: str
    description: str
    phase: int | None
    probability: int
    impact: int
    owner: str
    review_in: int
    strategy: str = ""
    response: str = ""
    ago: int = 27
    moves: tuple[tuple[str, int, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionEntry:
    """An action; ``due_in`` counts days from today, ``meeting`` and ``risk`` are codes."""

    title: str
    owner: str
    due_in: int
    ago: int
    meeting: str = ""
    risk: str = ""
    description: str = ""
    moves: tuple[tuple[str, int, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionEntry:
    """A decision, taken ``ago`` working days back."""

    title: str
    grounds: str
    alternatives: str
    decided_by: str
    ago: int
    meeting: str = ""
    supersedes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingEntry:
    """A meeting ``ago`` working days back, or ``in_days`` days ahead, called ``called_ago`` working days back.

    ``minutes`` go by the words their item's title begins with.
    """

    title: str
    kind: str
    hours: str
    place: str
    purpose: str
    called_ago: int
    ago: int | None = None
    in_days: int = 0
    extra: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    summary: str = ""
    minutes: tuple[tuple[str, str], ...] = ()
    otherwise: str = ""
    confirmed_ago: int | None = None


MILESTONES = (
    MilestoneEntry(title="项目启动会召开", phase=1, owner="pmo", planned=0, actual=0),
    MilestoneEntry(title="系统清单与痛点清单完成", phase=1, owner="pmo", planned=14, actual=17),
    MilestoneEntry(
        title="四套核心系统接口能力摸底完成",
        phase=1,
        owner="it.lead",
        planned=37,
        description="逐套核实 OA、ERP、CRM、HR 开放的接口、限流与授权方式，形成摸底表。",
    ),
    MilestoneEntry(
        title="《需求规格说明书》全部部门签署",
        phase=1,
        owner="pmo",
        planned=44,
        later=49,
        later_ago=4,
        why="财务部、销售部要求补充对账口径，签署顺延",
    ),
    MilestoneEntry(
        title="集成架构设计通过技术委员会评审",
        phase=2,
        owner="it.lead",
        planned=82,
        later=86,
        later_ago=4,
        why="随需求签署顺延",
    ),
    MilestoneEntry(title="集成平台供应商签约", phase=3, owner="head.pur", planned=140),
    MilestoneEntry(title="员工与组织主数据迁移对账一致", phase=4, owner="developer", planned=231),
    MilestoneEntry(title="行政部、财务部试点上线", phase=6, owner="it.lead", planned=312),
    MilestoneEntry(title="集团全部部门切换完成", phase=6, owner="pmo", planned=324),
)

RISKS = (
    RiskEntry(
        title="部门负责人签署不及时，需求基线推迟冻结",
        description="九个部门须全部签署；季末业务繁忙，任一部门拖延都会顺延第 1 关。",
        phase=1,
        probability=4,
        impact=4,
        owner="pmo",
        review_in=3,
        strategy="reduce",
        response="每日通报签署进度；超过两个工作日未签的，由项目经理当面说明差异；必要时请集团分管副总裁协调。",
        moves=(("treat", 20, ""),),
    ),
    RiskEntry(
        title="ERP 厂商接口须另行购买授权",
        description="现有 ERP 合同未含开放接口授权，订单与库存接口开发可能受阻并产生预算外支出。",
        phase=3,
        probability=4,
        impact=5,
        owner="head.pur",
        review_in=-4,
        strategy="transfer",
        response="商务谈判中将接口授权并入年度维保；合同约定接口文档与沙箱的交付期限。",
        moves=(("treat", 15, ""),),
    ),
    RiskEntry(
        title="员工编号规则不一致，主数据无法一一对应",
        description="HR 与 OA 的员工编号位数不同，离职返聘人员存在一人多号，合并后审批流可能错派。",
        phase=4,
        probability=3,
        impact=5,
        owner="head.hr",
        review_in=10,
        strategy="reduce",
        response="以 HR 编号为准建立对照表，上线前对账一致率须达 100 %。",
        moves=(("treat", 18, ""),),
    ),
    RiskEntry(
        title="季末集中审批时响应时间超标",
        description="季末约 50 单同时审批，跨系统调用叠加可能超过 2 秒。",
        phase=5,
        probability=3,
        impact=3,
        owner="qa.lead",
        review_in=20,
        strategy="reduce",
        response="在测试阶段以 50 单并发压测，异步回写非关键字段。",
    ),
    RiskEntry(
        title="试点部门培训时间不足",
        description="行政部、财务部月末结账，参训人员难以集中。",
        phase=6,
        probability=3,
        impact=2,
        owner="hr",
        review_in=30,
        strategy="accept",
        response="提供录播课程，考核通过率低于 90 % 时再补训。",
    ),
    RiskEntry(
        title="接口传输个人信息的合规要求未落实",
        description="员工证件号、薪资字段跨系统传输，若未脱敏与留痕，将不符合集团数据安全制度。",
        phase=2,
        probability=2,
        impact=5,
        owner="tech.security",
        review_in=-1,
        strategy="avoid",
        response="默认不传输证件号与薪资；确需传输的字段单独审批并加密。",
    ),
    RiskEntry(
        title="华东分公司网络带宽不足",
        description="分公司专线高峰期占用率已达八成，实时接口可能超时。",
        phase=4,
        probability=2,
        impact=3,
        owner="ops",
        review_in=14,
        strategy="reduce",
        response="批量数据改在夜间传输，并申请专线扩容。",
    ),
    RiskEntry(
        title="关键业务骨干被抽调支援年度审计",
        description="财务部、采购部骨干同时承担年度审计，需求确认人手不足。",
        phase=1,
        probability=2,
        impact=4,
        owner="head.fin",
        review_in=7,
        strategy="accept",
        response="每部门设一名替补骨干，评审会改为线上。",
        moves=(("close", 6, "审计进场时间推迟至明年一月，替补骨干均已到位"),),
    ),
    RiskEntry(
        title="考勤与门禁系统年内停止维护",
        description="厂商已公告停止维护，继续对接的投入可能作废。",
        phase=3,
        probability=5,
        impact=2,
        owner="it.lead",
        review_in=25,
        strategy="avoid",
        response="不再开发旧系统接口，替换系统纳入选型范围。",
        moves=(("occur", 9, "厂商正式发函，年底终止服务"),),
    ),
    RiskEntry(
        title="会议决议未及时转化为行动项",
        description="口头约定未落到责任人和期限，后续难以追踪。",
        phase=None,
        probability=2,
        impact=2,
        owner="pmo",
        review_in=40,
    ),
)

MEETINGS = (
    MeetingEntry(
        title="项目启动会",
        kind="steering",
        hours="09:30–11:30",
        place="总部 18 层第一会议室",
        purpose="明确项目目标、组织与职责，确认第一阶段工作安排。",
        called_ago=30,
        ago=30,
        extra=("项目目标与范围", "项目组织与职责分工", "第一阶段工作计划"),
        absent=("committee.risk",),
        summary="会议同意项目启动，确认首期范围为八个总部部门与华东分公司，由行政部、财务部先行试点。",
        minutes=(
            ("项目目标与范围", "会议认可审批时长缩短一半、消除重复录入两项总目标；首期不含生产制造系统。"),
            ("项目组织", "成立专项小组，项目经理每两周向指导委员会报告；各部门指定一名业务骨干。"),
            ("第一阶段", "痛点与系统清单两周内完成，需求规格说明书六周内提交会签。"),
        ),
        confirmed_ago=28,
    ),
    MeetingEntry(
        title="指导委员会第一次例会",
        kind="steering",
        hours="14:00–15:30",
        place="总部 18 层第一会议室",
        purpose="听取需求调研进展，研究影响第 1 关的问题。",
        called_ago=10,
        ago=8,
        extra=("考勤与门禁系统处置",),
        absent=("committee.ops",),
        summary="会议同意按现有需求范围进入会签；要求商务与信息化两条线同步推进 ERP 接口授权谈判。",
        minutes=(
            ("考勤", "旧系统不再对接，替换方案纳入第 3 阶段选型。"),
            ("RSK-002", "采购部牵头，两周内取得厂商书面报价；报价超预算 10 % 的，提请委员会另议。"),
            ("RSK-001", "会签期间每日通报进度，逾期由总裁办公室协助催办。"),
        ),
        otherwise="会议听取说明，责任人按既定措施办理，下次例会报告结果。",
    ),
    MeetingEntry(
        title="指导委员会第二次例会",
        kind="steering",
        hours="14:00–16:00",
        place="总部 18 层第一会议室",
        purpose="检查第 1 关各项准则，研究滑期的里程碑与逾期事项。",
        called_ago=1,
        in_days=2,
        extra=("第二阶段启动准备",),
    ),
)

ACTIONS = (
    ActionEntry(
        title="编制项目组织架构图与职责分工表",
        owner="pmo",
        due_in=-31,
        ago=30,
        meeting="MTG-001",
        moves=(("start", 29, ""), ("finish", 25, "")),
    ),
    ActionEntry(
        title="各部门指定业务骨干并报项目办公室",
        owner="head.gm",
        due_in=-33,
        ago=30,
        meeting="MTG-001",
        moves=(("finish", 24, ""),),
    ),
    ActionEntry(
        title="建立系统清单并逐项确认责任部门",
        owner="it.lead",
        due_in=-22,
        ago=30,
        meeting="MTG-001",
        moves=(("start", 27, ""), ("finish", 17, "")),
    ),
    ActionEntry(
        title="取得 ERP 厂商接口授权书面报价",
        owner="head.pur",
        due_in=-2,
        ago=8,
        meeting="MTG-002",
        risk="RSK-002",
        description="报价须分列接口授权、沙箱环境与年度维保三项。",
        moves=(("start", 6, ""),),
    ),
    ActionEntry(
        title="财务部补充对账口径说明",
        owner="head.fin",
        due_in=-1,
        ago=8,
        meeting="MTG-002",
        description="明确费用报销与付款单据的对账字段、容差与频次。",
    ),
    ActionEntry(
        title="每日通报需求规格说明书签署进度",
        owner="pmo",
        due_in=5,
        ago=8,
        meeting="MTG-002",
        risk="RSK-001",
        moves=(("start", 7, ""),),
    ),
    ActionEntry(
        title="提出考勤与门禁系统替换需求",
        owner="head.adm",
        due_in=14,
        ago=8,
        meeting="MTG-002",
        risk="RSK-009",
    ),
    ActionEntry(
        title="编制 HR 与 OA 员工编号对照表初稿",
        owner="head.hr",
        due_in=9,
        ago=17,
        risk="RSK-003",
        moves=(("start", 12, ""),),
    ),
    ActionEntry(
        title="核实 ERP、CRM 开放接口与限流参数",
        owner="developer",
        due_in=-3,
        ago=15,
        description="摸底结果填入接口能力摸底表，作为第二阶段设计输入。",
        moves=(("start", 10, ""),),
    ),
    ActionEntry(
        title="梳理含个人信息的接口字段清单",
        owner="tech.security",
        due_in=12,
        ago=14,
        risk="RSK-006",
    ),
    ActionEntry(
        title="申请华东分公司专线扩容",
        owner="ops",
        due_in=21,
        ago=12,
        risk="RSK-007",
    ),
    ActionEntry(
        title="组织第一阶段纸质问卷回访",
        owner="pmo",
        due_in=-9,
        ago=22,
        moves=(("cancel", 13, "线上访谈已覆盖全部部门，不再单独回访"),),
    ),
)

DECISIONS = (
    DecisionEntry(
        title="首期范围为八个总部部门与华东分公司",
        grounds="覆盖跨部门审批的主要流程，又能在一年内完成；其余分公司按同一标准推广。",
        alternatives="一次覆盖六家分公司：培训与切换压力过大，未采纳。",
        decided_by="chair",
        ago=30,
        meeting="MTG-001",
    ),
    DecisionEntry(
        title="由行政部、财务部先行试点",
        grounds="两部门流程标准化程度高，单据量足以检验效果。",
        alternatives="由销售部试点：客户单据影响外部，风险较高，未采纳。",
        decided_by="chair",
        ago=30,
        meeting="MTG-001",
    ),
    DecisionEntry(
        title="考勤与门禁系统按现状对接",
        grounds="减少首期采购，利用现有文件接口。",
        alternatives="立即更换：预算未列。",
        decided_by="it.lead",
        ago=26,
    ),
    DecisionEntry(
        title="员工主数据以 HR 系统为唯一来源",
        grounds="HR 系统入转调离最完整，其他系统只读同步可避免一人多号。",
        alternatives="以 OA 为准：离职人员信息不完整；双向同步：冲突难以裁决。",
        decided_by="it.lead",
        ago=18,
    ),
    DecisionEntry(
        title="考勤与门禁系统不再对接，替换系统纳入选型",
        grounds="厂商已发函终止服务，继续开发接口的投入将作废。",
        alternatives="自行维护旧系统：无源代码与备件，未采纳。",
        decided_by="chair",
        ago=8,
        meeting="MTG-002",
        supersedes="DEC-003",
    ),
    DecisionEntry(
        title="需求规格说明书按现有范围进入会签",
        grounds="40 项痛点均已转化为需求或有书面处理意见，继续扩围将影响第 1 关时间。",
        alternatives="补充访客登记需求后再会签：与门禁替换一并解决，未采纳。",
        decided_by="chair",
        ago=8,
        meeting="MTG-002",
    ),
)
