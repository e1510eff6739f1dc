"""The demo programme's phase-1 records: what a group with head office and branches found, wants and will measure.

Plain values only. Field names are those of the models in ``requirements_app.models``; a reference is the code of the
record or department it points at. ``*_day`` counts calendar days from the programme's start, ``workdays_ago`` counts
working days back from today; ``governance_app.programmes.demo_content`` turns both into dates. The tuples hold the
records as first written; ``history`` holds the later edits, oldest first, and with them the records as they stand.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Level = Literal["high", "medium", "low"]
Hosting = Literal["on_premise", "private_cloud", "public_cloud", "saas"]
Capability = Literal["none", "file", "database", "soap", "rest", "message"]
LifeCycle = Literal["keep", "replace", "retire"]
Trend = Literal["increase", "decrease"]
Kind = Literal["functional", "performance", "security", "data", "operability"]
State = Literal["draft", "agreed", "withdrawn"]
Flow = Literal["one_way", "two_way"]
Mode = Literal["realtime", "batch"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemEntry:
    """One system of the inventory; ``modules`` holds one module a line."""

    code: str
    name: str
    version_label: str
    maker: str
    owner_department: str
    modules: str
    data_formats: str
    user_count: int
    hosting: Hosting
    interface_capability: Capability
    criticality: Level
    life_cycle: LifeCycle
    notes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PainPointEntry:
    """One pain point; it costs ``minutes_lost * people_affected * times_per_month / 60`` hours a month."""

    code: str
    title: str
    process: str
    description: str
    department: str
    systems: tuple[str, ...]
    minutes_lost: Decimal
    people_affected: int
    times_per_month: Decimal
    severity: Level
    reported_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalEntry:
    """One integration goal with its baseline."""

    code: str
    statement: str
    metric: str
    direction: Trend
    unit: str
    baseline_value: Decimal
    baseline_day: int
    baseline_evidence: str
    target_value: Decimal
    measure_by_day: int
    owner_department: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementEntry:
    """One requirement with the pain points it answers and the goals it serves."""

    code: str
    title: str
    description: str
    kind: Kind
    priority: Level
    acceptance: str
    owner_department: str
    systems: tuple[str, ...]
    pain_points: tuple[str, ...]
    goals: tuple[str, ...]
    state: State = "agreed"


@dataclass(frozen=True, slots=True, kw_only=True)
class InteractionEntry:
    """One flow between two systems, serving one requirement."""

    code: str
    source: str
    target: str
    business_object: str
    trigger: str
    direction: Flow
    mode: Mode
    frequency: str
    daily_volume: int
    priority: Level
    requirement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEdit:
    """One later edit: who gave which field which value, why and when."""

    actor: str
    code: str
    field: str
    value: str | int | Decimal
    reason: str
    workdays_ago: int
    hour: int
    minute: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorship:
    """Who first wrote the records of one kind, and when; ``kind`` is the prefix of their codes."""

    kind: str
    actor: str
    workdays_ago: int
    hour: int
    minute: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedSlot:
    """A department head's approval in the open round."""

    username: str
    department: str
    workdays_ago: int
    hour: int
    minute: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningRound:
    """The open round on the specification: submitted, signed so far (in order), still to sign."""

    submitted_by: str
    workdays_ago: int
    hour: int
    minute: int
    signed: tuple[SignedSlot, ...]
    waiting: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """Everything phase 1 of one programme starts from."""

    programme: str
    systems: tuple[SystemEntry, ...]
    pain_points: tuple[PainPointEntry, ...]
    goals: tuple[GoalEntry, ...]
    requirements: tuple[RequirementEntry, ...]
    interactions: tuple[InteractionEntry, ...]
    authors: tuple[Authorship, ...]
    history: tuple[HistoryEdit, ...]
    signing: SigningRound | None


# Laid out by hand, a record in a few lines: first what it is and points at, then its prose.
# fmt: off

SYSTEMS: tuple[SystemEntry, ...] = (
    SystemEntry(code="SYS-001", name="协同办公系统（OA）", version_label="V8.2", maker="供应商甲",
        owner_department="ADM", data_formats="JSON, XML", user_count=2980, hosting="on_premise",
        interface_capability="rest", criticality="high", life_cycle="keep",
        modules="审批流程\n公文管理\n会议管理\n资产领用\n用印申请\n统一工作台",
        notes="集团审批的统一入口。各分公司的账号已并入，审批模板尚未统一。"),
    SystemEntry(code="SYS-002", name="企业资源计划系统（ERP）", version_label="V12.1", maker="供应商乙",
        owner_department="PUR", data_formats="XML, JSON", user_count=860, hosting="on_premise",
        interface_capability="soap", criticality="high", life_cycle="keep",
        modules="采购管理\n销售管理\n库存管理\n应付管理\n固定资产\n生产计划",
        notes="每晚 23:00 至次日 01:00 为批处理窗口，期间不接受大批量调用。"),
    SystemEntry(code="SYS-003", name="客户关系管理系统（CRM）", version_label="V5.6", maker="供应商丙",
        owner_department="SAL", data_formats="JSON", user_count=420, hosting="saas", interface_capability="rest",
        criticality="high", life_cycle="keep",
        modules="线索与商机\n客户档案\n报价与订单\n回款跟踪\n服务工单",
        notes="云端租用，接口按租户限流，每分钟不超过 600 次。"),
    SystemEntry(code="SYS-004", name="人力资源管理系统（HR）", version_label="V6.3", maker="供应商丁",
        owner_department="HR", data_formats="JSON, CSV", user_count=150, hosting="on_premise",
        interface_capability="rest", criticality="high", life_cycle="keep",
        modules="组织与岗位\n员工档案\n入转调离\n薪酬核算\n培训记录",
        notes="员工编号与部门编码的权威来源。早年建档的员工编号存在缺前导零的情况，迁移前须清洗。"),
    SystemEntry(code="SYS-005", name="财务与费用报销系统", version_label="V4.8", maker="供应商乙",
        owner_department="FIN", data_formats="XML, CSV", user_count=310, hosting="on_premise",
        interface_capability="soap", criticality="high", life_cycle="keep",
        modules="费用报销\n预算控制\n总账核算\n发票管理\n资金结算",
        notes="下文简称财务系统。每月末三个工作日为结账期，期间接口变更须经财务部同意。"),
    SystemEntry(code="SYS-006", name="合同管理系统", version_label="V3.4", maker="供应商戊", owner_department="LEG",
        data_formats="JSON, XML", user_count=260, hosting="private_cloud", interface_capability="rest",
        criticality="medium", life_cycle="keep",
        modules="合同起草\n合同审批\n履约跟踪\n合同归档",
        notes="存量合同约 1.8 万份，其中约四成的对方单位名称尚未与客户、供应商主数据对应。"),
    SystemEntry(code="SYS-007", name="电子签章平台", version_label="V2.9", maker="供应商己", owner_department="LEG",
        data_formats="JSON, PDF", user_count=180, hosting="saas", interface_capability="rest", criticality="medium",
        life_cycle="keep",
        modules="印章管理\n电子签署\n签署存证\n证书管理",
        notes="目前仅用于销售合同，采购合同与内部用印仍为实体印章。"),
    SystemEntry(code="SYS-008", name="仓储管理系统（WMS）", version_label="V7.0", maker="供应商庚",
        owner_department="PUR", data_formats="JSON, CSV", user_count=140, hosting="on_premise",
        interface_capability="message", criticality="high", life_cycle="keep",
        modules="收货入库\n库位管理\n拣货出库\n库存盘点",
        notes="覆盖总部中心仓与华东仓，库存变动以消息方式发布。"),
    SystemEntry(code="SYS-009", name="考勤与门禁系统", version_label="V2.1", maker="供应商辛", owner_department="HR",
        data_formats="CSV", user_count=3200, hosting="on_premise", interface_capability="file", criticality="medium",
        life_cycle="keep",
        modules="排班管理\n打卡采集\n假勤汇总\n门禁授权",
        notes="只能按日导入、导出文件，没有在线接口。"),
    SystemEntry(code="SYS-010", name="企业邮件与即时通信平台", version_label="V4.2", maker="供应商壬",
        owner_department="IT", data_formats="JSON, ICS", user_count=3200, hosting="saas", interface_capability="rest",
        criticality="medium", life_cycle="keep",
        modules="电子邮件\n即时消息\n日历\n通讯录",
        notes="账号以员工编号建立，是告警与待办提醒的统一送达渠道。"),
    SystemEntry(code="SYS-011", name="数据仓库与经营分析平台", version_label="V1.7", maker="信息技术部自研",
        owner_department="IT", data_formats="Parquet, CSV, JSON", user_count=95, hosting="private_cloud",
        interface_capability="database", criticality="medium", life_cycle="keep",
        modules="数据采集\n主题模型\n经营报表\n指标看板\n日志检索",
        notes="目前每周由人工导入一次业务数据，指标口径由总裁办公室确定。"),
    SystemEntry(code="SYS-012", name="员工门户", version_label="V1.3", maker="信息技术部自研", owner_department="IT",
        data_formats="JSON", user_count=3050, hosting="on_premise", interface_capability="none", criticality="low",
        life_cycle="retire",
        modules="公告通知\n常用链接\n个人信息查询",
        notes="入口功能由 OA 统一工作台承接，公告与链接迁移完成后停用。"),
)

PAIN_POINTS: tuple[PainPointEntry, ...] = (
    PainPointEntry(code="PP-001", title="报销单据在 OA 与财务系统重复录入", process="费用报销", department="FIN",
        systems=("SYS-001", "SYS-005"), minutes_lost=Decimal(12), people_affected=40, times_per_month=Decimal(22),
        severity="high", reported_by="财务部报销会计",
        description="员工在 OA 提交报销并完成审批后，报销专员还要把同一张单据逐项录入财务系统。"
                    "全集团 40 名报销专员每人每个工作日约重复录入 1 单，录错科目须退回重填。"),
    PainPointEntry(code="PP-002", title="报销附件打印后再扫描上传财务系统", process="费用报销", department="FIN",
        systems=("SYS-001", "SYS-005"), minutes_lost=Decimal(6), people_affected=40, times_per_month=Decimal(11),
        severity="medium", reported_by="财务部报销会计",
        description="OA 中已有的发票与行程单影像无法带入财务系统，报销专员打印后再次扫描上传。扫描件不清晰时，"
                    "会计须联系员工补交。"),
    PainPointEntry(code="PP-003", title="付款审批通过后手工登记 ERP 付款单", process="付款", department="FIN",
        systems=("SYS-001", "SYS-002"), minutes_lost=Decimal(9), people_affected=8, times_per_month=Decimal(85),
        severity="high", reported_by="财务部出纳",
        description="OA 终审通过后，出纳按审批单号在 ERP 逐笔登记付款单。近一个季度登记错误 5 笔，"
                    "其中 1 笔造成重复付款。"),
    PainPointEntry(code="PP-004", title="月末 ERP 与财务系统往来余额人工对账", process="月末结账", department="FIN",
        systems=("SYS-002", "SYS-005"), minutes_lost=Decimal(180), people_affected=6, times_per_month=Decimal(2),
        severity="medium", reported_by="财务部总账会计",
        description="两套系统的应收、应付余额口径不同，结账前由会计导出表格逐户核对。差异要到月末才发现，"
                    "结账平均推迟 1.5 个工作日。"),
    PainPointEntry(code="PP-005", title="提单时看不到预算余额，审批后才退回", process="费用报销", department="FIN",
        systems=("SYS-001", "SYS-005"), minutes_lost=Decimal(5), people_affected=130, times_per_month=Decimal(6),
        severity="medium", reported_by="财务部预算专员",
        description="预算余额只在财务系统可查，员工在 OA 提单时无法得知。约 9% 的单据走完部门审批后因超预算被退回，"
                    "须重新提交。"),
    PainPointEntry(code="PP-006", title="进项发票查重依赖人工台账", process="发票管理", department="FIN",
        systems=("SYS-005",), minutes_lost=Decimal(4), people_affected=5, times_per_month=Decimal(320),
        severity="medium", reported_by="财务部税务会计",
        description="会计把发票号码登记在共享表格中逐张查重，多人同时编辑时容易遗漏。"
                    "上年度审计指出 3 张发票重复报销。"),
    PainPointEntry(code="PP-007", title="CRM 订单由销售内勤重新录入 ERP", process="销售订单", department="SAL",
        systems=("SYS-003", "SYS-002"), minutes_lost=Decimal(15), people_affected=18, times_per_month=Decimal(80),
        severity="high", reported_by="销售部订单内勤",
        description="客户经理在 CRM 确认订单后，内勤按订单逐行录入 ERP 才能排产发货。从确认到可发货平均 95 分钟，"
                    "月末积压时隔日才能录完。"),
    PainPointEntry(code="PP-008", title="报价前无法查询实时可用库存", process="报价", department="SAL",
        systems=("SYS-003", "SYS-008"), minutes_lost=Decimal(8), people_affected=45, times_per_month=Decimal(24),
        severity="medium", reported_by="销售部客户经理",
        description="库存只在仓储管理系统可查，客户经理报价前须电话询问仓库。口头答复与实际不符时，交期承诺落空。"),
    PainPointEntry(code="PP-009", title="信用额度不同步，超额订单发货前才拦截", process="销售订单", department="SAL",
        systems=("SYS-003", "SYS-002"), minutes_lost=Decimal(25), people_affected=12, times_per_month=Decimal(18),
        severity="high", reported_by="销售部区域经理",
        description="信用额度在 ERP 维护，CRM 下单时不校验，超额订单到发货环节才被拦下。每次须客户、销售、"
                    "财务三方重新协商，客户投诉集中。"),
    PainPointEntry(code="PP-010", title="回款到账靠财务邮件逐笔通知", process="回款", department="SAL",
        systems=("SYS-003", "SYS-005"), minutes_lost=Decimal(10), people_affected=45, times_per_month=Decimal(8),
        severity="medium", reported_by="销售部客户经理",
        description="到账信息由财务部按日汇总后发邮件，客户经理再手工更新 CRM。信息滞后一至两天，"
                    "已回款客户仍被催款的情况时有发生。"),
    PainPointEntry(code="PP-011", title="同一客户在 CRM 与 ERP 编码不一致", process="客户主数据", department="SAL",
        systems=("SYS-003", "SYS-002"), minutes_lost=Decimal(12), people_affected=10, times_per_month=Decimal(35),
        severity="medium", reported_by="销售部订单内勤",
        description="两套系统各自建立客户档案，编码与名称写法不同。抽查 500 家客户，有 61 家无法自动对应，"
                    "开票与发货时须人工确认。"),
    PainPointEntry(code="PP-012", title="商机赢单后合同信息重复填写", process="合同起草", department="SAL",
        systems=("SYS-003", "SYS-006"), minutes_lost=Decimal(20), people_affected=30, times_per_month=Decimal(6),
        severity="medium", reported_by="销售部客户经理",
        description="客户名称、产品明细、金额等信息在 CRM 已有，起草合同时须在合同系统重填。"
                    "金额与报价不符的合同约占 4%，在法务审核时退回。"),
    PainPointEntry(code="PP-013", title="入职审批通过后手工建立 HR 档案", process="员工入职", department="HR",
        systems=("SYS-001", "SYS-004"), minutes_lost=Decimal(25), people_affected=4, times_per_month=Decimal(18),
        severity="high", reported_by="人力资源部人事专员",
        description="OA 入职审批单上的姓名、岗位、部门等信息须由人事专员重新录入 HR 系统后才产生员工编号。"
                    "录入差错会一直带到薪酬与考勤。"),
    PainPointEntry(code="PP-014", title="新员工报到当日账号未开通", process="员工入职", department="HR",
        systems=("SYS-004", "SYS-010"), minutes_lost=Decimal(240), people_affected=72, times_per_month=Decimal(1),
        severity="high", reported_by="人力资源部人事专员",
        description="人事专员以邮件通知信息技术部开通账号，平均要到报到后第二天才完成。每月约 72 名新员工，"
                    "每人平均半天无法开展工作。"),
    PainPointEntry(code="PP-015", title="员工编号在 HR 与 OA 不一致", process="员工主数据", department="HR",
        systems=("SYS-004", "SYS-001"), minutes_lost=Decimal(15), people_affected=5, times_per_month=Decimal(24),
        severity="high", reported_by="人力资源部主数据专员",
        description="比对 3,200 名在册员工，有 76 人在两套系统的编号不同，主要原因是缺前导零与历史调动未回写。"
                    "审批记录无法与人事档案对应，统计须人工更正。"),
    PainPointEntry(code="PP-016", title="离职人员账号停用滞后", process="员工离职", department="HR",
        systems=("SYS-004", "SYS-001"), minutes_lost=Decimal(20), people_affected=3, times_per_month=Decimal(36),
        severity="high", reported_by="人力资源部员工关系专员",
        description="离职生效后由人事专员逐个系统申请停用账号。抽查近半年 180 名离职人员，"
                    "有 27 人离职三天后仍能登录 OA，存在信息泄露风险。"),
    PainPointEntry(code="PP-017", title="请假审批结果手工导入考勤", process="假勤管理", department="HR",
        systems=("SYS-001", "SYS-009"), minutes_lost=Decimal(2), people_affected=9, times_per_month=Decimal(170),
        severity="medium", reported_by="人力资源部考勤员",
        description="请假、出差在 OA 审批，考勤员每天导出表格再导入考勤系统。漏导会被记为旷工，"
                    "每月约有 30 人次申诉。"),
    PainPointEntry(code="PP-018", title="考勤数据转换后才能用于薪酬核算", process="薪酬核算", department="HR",
        systems=("SYS-009", "SYS-004"), minutes_lost=Decimal(150), people_affected=6, times_per_month=Decimal(2),
        severity="medium", reported_by="人力资源部薪酬专员",
        description="考勤系统导出的汇总表与 HR 系统薪酬模板字段不同，薪酬专员每月两次手工转换。"
                    "加班与夜班分类容易错位，须二次复核。"),
    PainPointEntry(code="PP-019", title="组织调整后各系统分别维护部门信息", process="组织管理", department="HR",
        systems=("SYS-004", "SYS-001", "SYS-002"), minutes_lost=Decimal(30), people_affected=7,
        times_per_month=Decimal(4), severity="low", reported_by="人力资源部组织发展专员",
        description="部门新设、更名后，由七名系统管理员分别在各自系统修改。修改时间不一，"
                    "期间审批路由与成本归集会出错。"),
    PainPointEntry(code="PP-020", title="采购申请审批后重新录入 ERP 订单", process="采购申请", department="PUR",
        systems=("SYS-001", "SYS-002"), minutes_lost=Decimal(14), people_affected=9, times_per_month=Decimal(75),
        severity="high", reported_by="采购部采购员",
        description="采购申请在 OA 审批通过后，采购员按申请单逐行录入 ERP 生成采购订单。物料编码靠人工查找，"
                    "选错物料每月约 12 次。"),
    PainPointEntry(code="PP-021", title="供应商资料在 ERP 与合同系统分别维护", process="供应商管理", department="PUR",
        systems=("SYS-002", "SYS-006"), minutes_lost=Decimal(18), people_affected=6, times_per_month=Decimal(12),
        severity="low", reported_by="采购部供应商管理专员",
        description="供应商名称、开户行、账号在两套系统各存一份，变更时容易漏改。曾因账号未更新导致付款退回。"),
    PainPointEntry(code="PP-022", title="到货进度依赖电话确认", process="到货入库", department="PUR",
        systems=("SYS-008", "SYS-002"), minutes_lost=Decimal(7), people_affected=12, times_per_month=Decimal(60),
        severity="medium", reported_by="采购部跟单员",
        description="仓库收货后当天下班前才统一登记，采购员须电话确认是否到货。"
                    "急用物料已到库却仍在催货的情况每周都有。"),
    PainPointEntry(code="PP-023", title="采购订单、入库单、发票三单人工核对", process="应付", department="PUR",
        systems=("SYS-002", "SYS-008", "SYS-005"), minutes_lost=Decimal(11), people_affected=7,
        times_per_month=Decimal(110), severity="high", reported_by="采购部应付专员",
        description="三单分别在 ERP、仓储与财务系统，付款前由采购员打印后逐行核对数量与金额。"
                    "供应商平均等待付款 11 天，催款电话频繁。"),
    PainPointEntry(code="PP-024", title="合同审批意见在两套系统分散留存", process="合同审批", department="LEG",
        systems=("SYS-001", "SYS-006"), minutes_lost=Decimal(13), people_affected=5, times_per_month=Decimal(85),
        severity="high", reported_by="法务部合同审核员",
        description="业务部门在 OA 审批合同，法务在合同系统出具意见，修订稿靠邮件往返。"
                    "同一份合同曾以未采纳法务意见的版本签出，形成合规风险。"),
    PainPointEntry(code="PP-025", title="用印申请仍走纸质签批", process="用印", department="LEG",
        systems=("SYS-001", "SYS-007"), minutes_lost=Decimal(22), people_affected=14, times_per_month=Decimal(16),
        severity="medium", reported_by="法务部印章管理员",
        description="采购合同与内部文件用印须打印申请单逐级签字，再到印章保管处盖章。分公司用印须寄送原件，"
                    "往返三至五天。"),
    PainPointEntry(code="PP-026", title="合同付款与到期节点没有系统提醒", process="合同履约", department="LEG",
        systems=("SYS-006",), minutes_lost=Decimal(20), people_affected=6, times_per_month=Decimal(15),
        severity="medium", reported_by="法务部合同管理员",
        description="付款节点与到期日记在各承办人的表格里，人员变动后无人跟进。上年度有 4 份合同逾期续签，"
                    "1 份因逾期付款承担违约金。"),
    PainPointEntry(code="PP-027", title="已签合同下载后再上传归档", process="合同归档", department="LEG",
        systems=("SYS-007", "SYS-006"), minutes_lost=Decimal(6), people_affected=4, times_per_month=Decimal(48),
        severity="low", reported_by="法务部合同管理员",
        description="电子签章完成后，管理员从签章平台下载合同，再上传到合同系统并补填签署日期。"
                    "归档平均滞后五个工作日。"),
    PainPointEntry(code="PP-028", title="资产领用审批与资产台账脱节", process="资产管理", department="ADM",
        systems=("SYS-001", "SYS-002"), minutes_lost=Decimal(10), people_affected=16, times_per_month=Decimal(20),
        severity="medium", reported_by="行政部资产管理员",
        description="资产在 OA 审批领用，ERP 固定资产台账由行政专员月底补登。"
                    "年度盘点时有 7% 的资产使用人与台账不符。"),
    PainPointEntry(code="PP-029", title="会议室预订时段冲突", process="会议管理", department="ADM",
        systems=("SYS-001",), minutes_lost=Decimal(5), people_affected=70, times_per_month=Decimal(8), severity="low",
        reported_by="行政部会议服务专员",
        description="会议室可由多个部门以电话、表格与 OA 三种方式预订，时段冲突要到会前才发现。"
                    "每周约 15 场会议临时更换地点。"),
    PainPointEntry(code="PP-030", title="集团公文由分公司文员二次转发", process="公文管理", department="ADM",
        systems=("SYS-001", "SYS-010"), minutes_lost=Decimal(12), people_affected=9, times_per_month=Decimal(26),
        severity="medium", reported_by="行政部文秘",
        description="集团公文在 OA 发出后，分公司文员下载再以邮件转发本单位人员。签收情况靠电话统计，"
                    "重要通知漏收无从查证。"),
    PainPointEntry(code="PP-031", title="访客登记与门禁授权分别录入", process="访客管理", department="ADM",
        systems=("SYS-001", "SYS-009"), minutes_lost=Decimal(4), people_affected=6, times_per_month=Decimal(110),
        severity="low", reported_by="行政部前台",
        description="访客先在 OA 预约，到访时前台再在门禁系统录入一遍才能放行。上午高峰时段前台排队约 10 分钟。"),
    PainPointEntry(code="PP-032", title="接口故障靠业务人员电话反映", process="系统运维", department="IT",
        systems=("SYS-001", "SYS-002"), minutes_lost=Decimal(30), people_affected=60, times_per_month=Decimal(3),
        severity="high", reported_by="信息技术部服务台",
        description="现有 7 个点对点接口没有监控，数据中断多由业务人员发现后来电。近半年平均 5 小时才有人响应，"
                    "期间业务人员反复手工补录。"),
    PainPointEntry(code="PP-033", title="月末审批高峰页面响应超过 10 秒", process="审批", department="IT",
        systems=("SYS-001",), minutes_lost=Decimal(3), people_affected=300, times_per_month=Decimal(6),
        severity="high", reported_by="信息技术部应用运维工程师",
        description="月末三天审批集中，同时在线审批人数达到 50 人时，OA 打开与提交单据超过 10 秒，偶有提交失败。"
                    "审批人反复重试，进一步加重负荷。"),
    PainPointEntry(code="PP-034", title="多套系统入口与口令分别维护", process="账号管理", department="IT",
        systems=("SYS-001", "SYS-003", "SYS-012"), minutes_lost=Decimal(8), people_affected=260,
        times_per_month=Decimal(1), severity="low", reported_by="信息技术部服务台",
        description="员工平均使用 4 套系统，入口散落在门户与收藏夹，口令有效期各不相同。"
                    "服务台四分之一的来电是重置口令。"),
    PainPointEntry(code="PP-035", title="跨系统操作记录分散，问题追查耗时", process="审计与追查", department="IT",
        systems=("SYS-001", "SYS-002", "SYS-003", "SYS-011"), minutes_lost=Decimal(120), people_affected=4,
        times_per_month=Decimal(6), severity="medium", reported_by="信息技术部信息安全工程师",
        description="各系统日志格式与保存期限不一，追查一笔单据须向三至四名管理员分别索取。部分日志只保存 30 天，"
                    "追查时已被覆盖。"),
    PainPointEntry(code="PP-036", title="分公司审批单由总部人员代为录入", process="审批", department="EC",
        systems=("SYS-001",), minutes_lost=Decimal(16), people_affected=8, times_per_month=Decimal(55),
        severity="medium", reported_by="华东分公司业务经办人",
        description="分公司沿用纸质审批单，扫描后发至总部，由总部文员代录 OA。代录单据的发起人显示为总部人员，"
                    "责任难以追溯。"),
    PainPointEntry(code="PP-037", title="分公司费用科目与集团口径不一致", process="费用核算", department="EC",
        systems=("SYS-005",), minutes_lost=Decimal(40), people_affected=4, times_per_month=Decimal(10),
        severity="medium", reported_by="华东分公司会计",
        description="分公司沿用原有费用科目，合并报表前须人工对照调整。市场推广与业务招待两类费用的归集口径差异最大"
                    "。"),
    PainPointEntry(code="PP-038", title="分公司外勤人员在弱网环境难以审批", process="移动审批", department="EC",
        systems=("SYS-001",), minutes_lost=Decimal(6), people_affected=35, times_per_month=Decimal(10),
        severity="low", reported_by="华东分公司外勤主管",
        description="外勤与工地网络不稳定，OA 手机页面加载常常超时。审批须等回到办公室处理，平均拖延半天。"),
    PainPointEntry(code="PP-039", title="月度经营报表口径不一、出具迟缓", process="经营分析", department="GM",
        systems=("SYS-002", "SYS-003", "SYS-011"), minutes_lost=Decimal(240), people_affected=7,
        times_per_month=Decimal(4), severity="high", reported_by="总裁办公室经营分析主管",
        description="各部门按自有口径报送收入、订单与库存数据，总裁办公室汇总后须反复核对。"
                    "月报平均在次月第 6 个工作日才能提交经营会。"),
    PainPointEntry(code="PP-040", title="待办分散，督办事项靠人工催办", process="督办", department="GM",
        systems=("SYS-001", "SYS-010"), minutes_lost=Decimal(6), people_affected=85, times_per_month=Decimal(12),
        severity="medium", reported_by="总裁办公室督办专员",
        description="会议决议与领导批示记在表格中，由督办专员逐个电话催问。责任人的待办又散在多处，"
                    "约两成事项超过期限才反馈。"),
)

GOALS: tuple[GoalEntry, ...] = (
    GoalEntry(code="GOAL-01", statement="跨部门审批效率提升 50%", metric="每名审批人每个工作日办结的审批件数",
        direction="increase", unit="件/人日", baseline_value=Decimal("12.0"), baseline_day=7,
        target_value=Decimal("18.0"), measure_by_day=410, owner_department="ADM",
        baseline_evidence="OA 审批日志，立项前一个自然月：186 名审批人、22 个工作日，共办结 49,104 件。"),
    GoalEntry(code="GOAL-02", statement="实现 OA、ERP、CRM 三套核心系统数据互通",
        metric="已按接口清单全部投产、数据双向可达的核心系统数", direction="increase", unit="套",
        baseline_value=Decimal(0), baseline_day=8, target_value=Decimal(3), measure_by_day=326, owner_department="IT",
        baseline_evidence="现有系统清单：7 个点对点接口均为单向文件交换，三套核心系统中没有一套满足判定条件。"),
    GoalEntry(code="GOAL-03", statement="员工编号在 HR 与 OA 的一致率达到 100%",
        metric="两系统编号相同的在册员工数占在册员工总数的比例", direction="increase", unit="%",
        baseline_value=Decimal("97.63"), baseline_day=9, target_value=Decimal(100), measure_by_day=263,
        owner_department="HR",
        baseline_evidence="HR 与 OA 员工主数据全量比对。"),
    GoalEntry(code="GOAL-04", statement="基本消除报销单据重复录入", metric="报销单据在第二套系统重复录入的工时",
        direction="decrease", unit="小时/月", baseline_value=Decimal(176), baseline_day=10, target_value=Decimal(10),
        measure_by_day=389, owner_department="FIN",
        baseline_evidence="痛点 PP-001 实测：单次 12 分钟，40 名报销专员，每人每月 22 次；财务部抽样计时 60 单复核。"),
    GoalEntry(code="GOAL-05", statement="订单从 CRM 确认到 ERP 可发货缩短至 5 分钟",
        metric="CRM 订单确认至 ERP 订单状态为可发货的平均时长", direction="decrease", unit="分钟",
        baseline_value=Decimal(95), baseline_day=11, target_value=Decimal(5), measure_by_day=389,
        owner_department="SAL",
        baseline_evidence="CRM 与 ERP 订单时间戳比对，近三个月共 4,860 张订单的平均值。"),
    GoalEntry(code="GOAL-06", statement="新员工报到当日账号与权限全部就绪",
        metric="报到当日 09:00 前账号与岗位权限均已开通的新员工比例", direction="increase", unit="%",
        baseline_value=Decimal("38.9"), baseline_day=11, target_value=Decimal(98), measure_by_day=396,
        owner_department="HR",
        baseline_evidence="信息技术部账号开通工单，立项前一个自然月入职 72 人，当日就绪 28 人。"),
)

REQUIREMENTS: tuple[RequirementEntry, ...] = (
    # Expense and payment
    RequirementEntry(code="REQ-001", title="报销单在 OA 一次提交，自动送财务系统制单", kind="functional",
        priority="high", owner_department="FIN", systems=("SYS-001", "SYS-005"), pain_points=("PP-001", "PP-002"),
        goals=("GOAL-04", "GOAL-01"),
        description="报销单在 OA 终审通过后，连同科目、金额、附件影像自动送达财务系统，生成凭证草稿。"
                    "报销专员不再二次录入，退回与补正也在 OA 完成。",
        acceptance="连续 200 张报销单终审通过后，2 分钟内全部在财务系统生成凭证草稿；科目、金额、附件页数逐项一致，"
                   "无重复、无遗漏。"),
    RequirementEntry(code="REQ-002", title="提交报销时即时校验部门预算余额", kind="functional", priority="medium",
        owner_department="FIN", systems=("SYS-005", "SYS-001"), pain_points=("PP-005",), goals=("GOAL-01",),
        description="员工在 OA 填写报销单时显示所属部门该科目的可用预算，超出时提示并转预算追加流程。",
        acceptance="选定部门与科目后 2 秒内显示余额，与财务系统相差 0 元；构造 20 张超预算单据，"
                   "提交时全部被拦下并给出追加入口。"),
    RequirementEntry(code="REQ-003", title="报销附件全程电子流转", kind="functional", priority="medium",
        owner_department="FIN", systems=("SYS-001",), pain_points=("PP-002",), goals=("GOAL-04",),
        description="发票、行程单等附件以影像随单流转，会计可在审核页面逐页查看并标注问题，不再要求打印与重复扫描。",
        acceptance="单张单据可附 30 个文件、合计 100 MB；抽查 50 张单据，附件可逐页打开，标注能回到提单人待办；"
                   "全程不打印纸质单据。"),
    RequirementEntry(code="REQ-004", title="进项发票自动查重与验真", kind="functional", priority="medium",
        owner_department="FIN", systems=("SYS-005",), pain_points=("PP-006",), goals=("GOAL-04",),
        description="发票录入时按发票代码与号码自动查重，并核对票面金额与税额；重复或不符的发票不得进入报销。",
        acceptance="以 500 张测试发票（含 25 张重复、10 张金额不符）验证，35 张全部被拦截，其余 465 张无误拦。"),
    RequirementEntry(code="REQ-005", title="ERP 与财务系统往来余额每日自动对账", kind="data", priority="medium",
        owner_department="FIN", systems=("SYS-002", "SYS-005"), pain_points=("PP-004",), goals=("GOAL-02",),
        description="每日将 ERP 应收、应付余额按客户和供应商送财务系统比对，差异形成清单并指派会计处理，"
                    "不再集中到月末。",
        acceptance="连续 10 个工作日 07:30 前完成对账；人为制造 5 笔差异，全部列入清单且金额精确到分；"
                   "月末结账前未处理差异为 0。"),
    RequirementEntry(code="REQ-006", title="分公司费用科目按集团口径统一", kind="data", priority="medium",
        owner_department="EC", systems=("SYS-005",), pain_points=("PP-037",), goals=("GOAL-04",),
        description="以集团费用科目表为准，为分公司原科目建立一对一映射并设定停用日期，映射关系由财务部维护、"
                    "分公司确认。",
        acceptance="华东分公司在用的全部费用科目均有映射，无一对多；用上一季度凭证试算，"
                   "映射后合并费用总额与原报表相差 0 元。"),
    RequirementEntry(code="REQ-007", title="付款单须经制单、复核两人办理", kind="security", priority="high",
        owner_department="FIN", systems=("SYS-002",), pain_points=("PP-003",), goals=("GOAL-02",),
        description="ERP 付款单由接口生成后，制单与复核必须由不同人员完成；单笔 50 万元及以上须再经资金主管复核。",
        acceptance="同一账号先后制单、复核时系统拒绝并记录；单笔 50 万元的付款缺少资金主管复核时不能提交银行；"
                   "两类拒绝均可在日志中查到。"),
    RequirementEntry(code="REQ-008", title="结账期报销制单不积压", kind="performance", priority="medium",
        owner_department="FIN", systems=("SYS-005",), pain_points=("PP-001",), goals=("GOAL-04",),
        description="每月末三个工作日单据集中到达时，财务系统自动制单仍须当时完成，不影响会计人工审核。",
        acceptance="1 小时内送入 600 张报销单，最后一张送达后 5 分钟内全部制单完成；"
                   "期间会计审核页面 p95 响应时间 ≤ 3 秒。"),
    # From sales order to receipt
    RequirementEntry(code="REQ-009", title="销售订单由 CRM 自动同步至 ERP", kind="functional", priority="high",
        owner_department="SAL", systems=("SYS-003", "SYS-002"), pain_points=("PP-007",), goals=("GOAL-05", "GOAL-02"),
        description="客户经理在 CRM 确认订单后，订单头、明细、交期与价格自动进入 ERP 生成销售订单，"
                    "并将 ERP 订单号写回 CRM。",
        acceptance="连续同步 300 张订单（含 50 行明细的大单 10 张），95% 在 1 分钟内、全部在 5 分钟内生成 ERP 订单；"
                   "行数、数量、含税金额逐行一致，重复推送不产生第二张订单。"),
    RequirementEntry(code="REQ-010", title="销售订单取消后释放 ERP 库存占用", kind="functional", priority="high",
        owner_department="SAL", systems=("SYS-003", "SYS-002"), pain_points=("PP-007", "PP-008"), goals=("GOAL-05",),
        description="CRM 订单取消或减量后即时通知 ERP 释放对应的库存占用；已进入拣货的订单须返回不可取消的原因。",
        acceptance="100 笔取消订单在 1 分钟内全部释放占用；20 笔已拣货订单全部被拒绝，CRM 显示原因，库存数量不变。"),
    RequirementEntry(code="REQ-011", title="报价时可查询实时可用库存", kind="functional", priority="medium",
        owner_department="SAL", systems=("SYS-008", "SYS-003"), pain_points=("PP-008",), goals=("GOAL-05",),
        description="客户经理在 CRM 报价页面按物料查看总部中心仓与华东仓的可用数量和最近一批在途数量，"
                    "不再电话询问仓库。",
        acceptance="查询 p95 响应时间 ≤ 2 秒；抽取 100 个物料与仓储管理系统同一时点核对，可用数量全部一致，"
                   "数据时延不超过 1 分钟。"),
    RequirementEntry(code="REQ-012", title="下单时校验客户信用额度", kind="functional", priority="high",
        owner_department="SAL", systems=("SYS-002", "SYS-003"), pain_points=("PP-009",), goals=("GOAL-05", "GOAL-02"),
        description="ERP 的客户信用额度与占用情况同步至 CRM，下单即校验；超额订单转信用审批，批准后方可提交。",
        acceptance="额度变更后 1 分钟内 CRM 可见；构造 30 张超额订单，提交时全部转入信用审批，"
                   "未批准前 ERP 中不出现对应订单。"),
    RequirementEntry(code="REQ-013", title="回款到账自动通知客户经理", kind="functional", priority="medium",
        owner_department="SAL", systems=("SYS-005", "SYS-003"), pain_points=("PP-010",), goals=("GOAL-02",),
        description="财务系统确认到账后，将金额、日期、对应订单同步至 CRM，更新应收状态并提醒客户经理。",
        acceptance="到账确认后 10 分钟内 CRM 回款记录更新并发出提醒；抽查 100 笔，金额与对应订单全部正确，"
                   "已结清客户不再出现在催款清单。"),
    RequirementEntry(code="REQ-014", title="赢单商机一键生成合同草稿", kind="functional", priority="medium",
        owner_department="SAL", systems=("SYS-003", "SYS-006"), pain_points=("PP-012",), goals=("GOAL-01",),
        description="CRM 商机标记为赢单后，客户、产品明细、金额与付款条件带入合同系统，按标准模板生成草稿，"
                    "客户经理只补充特殊条款。",
        acceptance="50 个赢单商机生成草稿，带入字段与 CRM 报价逐项一致；起草用时中位数由 20 分钟降至 5 分钟以内。"),
    RequirementEntry(code="REQ-015", title="同步失败的订单可由内勤查看并重发", kind="operability", priority="medium",
        owner_department="SAL", systems=("SYS-003",), pain_points=("PP-007", "PP-032"), goals=("GOAL-05",),
        description="同步失败的订单集中列出原因与建议，销售内勤更正后自行重发，无须等待信息技术部处理。",
        acceptance="人为制造 5 类失败共 20 笔，1 分钟内全部列入清单且原因为业务用语；"
                   "内勤不借助技术人员重发成功 20 笔，重发不产生重复订单。"),
    RequirementEntry(code="REQ-016", title="客户联系方式按区域授权查看", kind="security", priority="medium",
        owner_department="SAL", systems=("SYS-003",), pain_points=("PP-035",), goals=("GOAL-02",),
        description="客户联系人电话、邮箱默认隐去中间位，本区域客户经理及其主管可查看完整内容，导出须经审批并留痕。",
        acceptance="以三个区域共 6 个账号交叉验证，跨区域查看全部为脱敏结果；未经审批的导出被拒绝；"
                   "查看与导出记录可按人、按客户检索。"),
    RequirementEntry(code="REQ-017", title="客户视图 2 秒内汇集订单与回款", kind="performance", priority="low",
        owner_department="SAL", systems=("SYS-003",), pain_points=("PP-008", "PP-010"), goals=("GOAL-05",),
        description="客户经理打开客户页面即可看到近一年订单、应收、信用占用与合同，不必逐页查询。",
        acceptance="取订单最多的 100 家客户，页面完整显示的 p95 时间 ≤ 2 秒；50 名客户经理同时打开时 p95 ≤ 3 秒。"),
    RequirementEntry(code="REQ-018", title="客户名称与统一社会信用代码校验", kind="data", priority="low",
        owner_department="SAL", systems=("SYS-003",), pain_points=("PP-011",), goals=("GOAL-05",), state="withdrawn",
        description="新建客户时校验统一社会信用代码格式与重复。经评审，校验规则并入 REQ-058 客户主数据合并，"
                    "本条撤回，编号不再使用。",
        acceptance="录入 30 个格式错误或重复的代码，保存时全部被拒绝并指出原因。"),
    # From purchase to stock
    RequirementEntry(code="REQ-019", title="采购申请审批通过后自动生成 ERP 采购订单", kind="functional",
        priority="high", owner_department="PUR", systems=("SYS-001", "SYS-002"), pain_points=("PP-020",),
        goals=("GOAL-01", "GOAL-02"),
        description="OA 采购申请终审通过后，物料、数量、需求日期与预算科目送 ERP 生成待下达的采购订单，"
                    "采购员补充供应商与价格后下达。",
        acceptance="150 张申请共 600 行明细，3 分钟内全部生成；物料编码与数量逐行一致，"
                   "停用物料在提交申请时即被提示；撤回的申请不生成订单。"),
    RequirementEntry(code="REQ-020", title="到货入库结果实时回传 ERP", kind="functional", priority="high",
        owner_department="PUR", systems=("SYS-008", "SYS-002"), pain_points=("PP-022", "PP-023"), goals=("GOAL-02",),
        description="仓库收货、质检、上架后，入库数量与批次即时回传 ERP 并更新采购订单状态，"
                    "采购员与申请人可在订单中查看到货进度。",
        acceptance="200 行收货在上架后 1 分钟内全部回传，数量、批次一致；仓储网络中断 30 分钟后恢复，"
                   "期间记录自动补传，不重不漏。"),
    RequirementEntry(code="REQ-021", title="采购订单、入库单、发票三单自动匹配", kind="functional", priority="high",
        owner_department="PUR", systems=("SYS-002",), pain_points=("PP-023",), goals=("GOAL-02",),
        description="在 ERP 应付管理登记发票后，系统自动匹配订单与入库单的数量、单价和税额；容差内自动通过，"
                    "超差转采购员处理并记录结论。",
        acceptance="以 300 组单据验证，完全相符与容差内的 270 组自动通过，30 组超差全部转人工并标出差异行；"
                   "供应商平均等待付款天数由 11 天降至 5 天以内。"),
    RequirementEntry(code="REQ-022", title="物料主数据唯一来源与停用管理", kind="data", priority="medium",
        owner_department="PUR", systems=("SYS-002",), pain_points=("PP-020", "PP-022"), goals=("GOAL-02",),
        description="物料编码以 ERP 为唯一来源，新增须经采购部审核；停用物料不可被新单据引用，历史单据保持可查。",
        acceptance="同名同规格物料重复建档时被拒绝；停用 20 个物料后，新建单据均无法选用，历史单据显示不变；"
                   "存量重复物料清理至 0。"),
    RequirementEntry(code="REQ-023", title="制单时 2 秒内带出历史采购价", kind="performance", priority="low",
        owner_department="PUR", systems=("SYS-002",), pain_points=("PP-020",), goals=("GOAL-01",),
        description="采购员录入物料后自动显示最近三次成交价、供应商与日期，价格上浮超过 5% 时提示。",
        acceptance="在 5 年历史、约 80 万行采购明细的数据量下，带出历史价的 p95 时间 ≤ 2 秒；"
                   "20 个上浮超过 5% 的样例全部提示。"),
    RequirementEntry(code="REQ-024", title="供应商银行账号变更须双人核实", kind="security", priority="medium",
        owner_department="PUR", systems=("SYS-002",), pain_points=("PP-021",), goals=("GOAL-02",),
        description="变更供应商开户行或账号须上传对方盖章函，由采购、财务各一人核实；"
                    "生效前的付款仍按原账号并予以提示。",
        acceptance="仅一人核实时变更不能生效；10 次变更的申请、附件、核实人与时间均可查询；"
                   "生效当日首笔付款提示账号已变更。"),
    # People and organisation
    RequirementEntry(code="REQ-025", title="员工编号在 HR 与 OA 全量一致", kind="data", priority="high",
        owner_department="HR", systems=("SYS-004", "SYS-001"), pain_points=("PP-015",), goals=("GOAL-03",),
        description="以 HR 为员工编号唯一来源，格式为字母 E 加 6 位数字，保留前导零；新增与变更即时下发 OA，"
                    "每日全量核对并告警差异。",
        acceptance="迁移后 3,200 名在册员工编号一致率 100%，差异 0 条；人为修改 3 条后，"
                   "次日核对全部发现并通知主数据专员。"),
    RequirementEntry(code="REQ-026", title="组织机构与部门编码由 HR 统一下发", kind="data", priority="medium",
        owner_department="HR", systems=("SYS-004", "SYS-002"), pain_points=("PP-019",), goals=("GOAL-02", "GOAL-03"),
        description="部门新设、更名、撤并在 HR 维护后按生效日期自动下发 ERP，成本归集随之切换；"
                    "部门编码一经停用不再复用。",
        acceptance="模拟一次含 3 个新设、2 个更名、1 个撤并的调整，生效日 00:30 前 ERP 部门与 HR 完全一致；"
                   "已停用编码再次使用时被拒绝。"),
    RequirementEntry(code="REQ-027", title="请假、出差审批结果自动进入考勤", kind="functional", priority="medium",
        owner_department="HR", systems=("SYS-001", "SYS-009"), pain_points=("PP-017",), goals=("GOAL-01",),
        description="OA 中请假、出差、加班审批通过后自动形成考勤记录，销假与撤销同步更正，员工可查看处理结果。",
        acceptance="150 条审批在 15 分钟内全部进入考勤，起止时间与类别一致；撤销 10 条后对应记录全部冲销；"
                   "试运行一个月漏导申诉为 0。"),
    RequirementEntry(code="REQ-028", title="考勤结果按薪酬周期送 HR 核算", kind="functional", priority="medium",
        owner_department="HR", systems=("SYS-009", "SYS-004"), pain_points=("PP-018",), goals=("GOAL-02",),
        description="考勤汇总按薪酬周期自动送 HR 系统，加班、夜班、缺勤按统一分类换算，薪酬专员确认后锁定当期数据。",
        acceptance="用此前两个薪酬周期的实际数据回放，3,200 人的各类时数与人工核定结果一致；"
                   "锁定后再送的数据被拒绝并说明原因。"),
    RequirementEntry(code="REQ-029", title="离职生效后及时停用 OA 账号", kind="security", priority="high",
        owner_department="HR", systems=("SYS-004", "SYS-001"), pain_points=("PP-016",), goals=("GOAL-03",),
        description="HR 离职生效即通知 OA 停用账号、终止会话，名下未办事项转交直属主管；停用结果回写 HR 备查。",
        acceptance="离职生效当日停用 OA 账号，已登录会话同时失效；抽查 30 人全部符合，未办事项转交主管。"),
    RequirementEntry(code="REQ-030", title="新员工报到前自动开通邮箱与通信账号", kind="functional", priority="high",
        owner_department="HR", systems=("SYS-004", "SYS-010"), pain_points=("PP-014",), goals=("GOAL-06",),
        description="HR 建档后按岗位自动开通企业邮箱与即时通信账号，加入所属部门群组，初始口令只发送至本人手机。",
        acceptance="报到日前一个工作日 18:00 前账号就绪；50 名新员工于报到日 09:00 全部可登录，邮箱、"
                   "群组与岗位一致。"),
    RequirementEntry(code="REQ-031", title="员工入职审批通过后自动建立 HR 档案", kind="functional", priority="high",
        owner_department="HR", systems=("SYS-001", "SYS-004"), pain_points=("PP-013", "PP-015"),
        goals=("GOAL-06", "GOAL-03"),
        description="OA 入职审批通过后，HR 自动建立员工档案、产生员工编号并回写 OA，人事专员只核对证件原件。",
        acceptance="50 人批量入职，HR 在 1 分钟内全部建档并回写员工编号，姓名、部门、岗位、编号逐项一致；"
                   "同一审批重复推送不产生第二份档案。"),
    RequirementEntry(code="REQ-032", title="员工敏感个人信息加密存储并脱敏显示", kind="security", priority="high",
        owner_department="HR", systems=("SYS-004",), pain_points=("PP-016", "PP-035"), goals=("GOAL-03",),
        description="身份证号、银行账号、住址等敏感个人信息加密存储，默认脱敏显示；查看完整内容须有授权并填写事由。",
        acceptance="直接读取数据库与备份文件均得不到明文；无授权账号查看与导出均为脱敏结果；20 次授权查看的人员、"
                   "事由、时间均有记录。"),
    RequirementEntry(code="REQ-033", title="员工主数据变更保留生效日期与历史", kind="data", priority="medium",
        owner_department="HR", systems=("SYS-004",), pain_points=("PP-015", "PP-019"), goals=("GOAL-03",),
        description="部门、岗位、职级的每次变更记录生效日期、依据与经办人，可按任一日期还原当时的人员归属。",
        acceptance="抽取 40 名有过调动的员工，按三个历史日期还原的部门与岗位和人事文件一致；"
                   "未来生效的变更到期前不影响当前数据。"),
    RequirementEntry(code="REQ-034", title="新员工入职办理清单", kind="functional", priority="low",
        owner_department="HR", systems=("SYS-001",), pain_points=("PP-014",), goals=("GOAL-06",),
        description="入职审批通过后在 OA 自动生成办理清单，包含工位、设备、门禁、制度学习等事项，"
                    "逐项指派经办人并跟踪完成。",
        acceptance="清单随审批通过自动生成，事项按岗位区分；逾期一个工作日提醒经办人及其主管；"
                   "试运行新员工清单按期完成率 ≥ 95%。"),
    RequirementEntry(code="REQ-035", title="校园招聘季批量建档能力", kind="performance", priority="medium",
        owner_department="HR", systems=("SYS-004",), pain_points=("PP-013",), goals=("GOAL-06",),
        description="每年集中入职期间，HR 系统须在短时间内完成批量建档与编号分配，不影响日常人事业务。",
        acceptance="一次送入 200 份入职信息，10 分钟内全部建档，编号连续且不重复；"
                   "期间其他用户页面 p95 响应时间 ≤ 3 秒。"),
    RequirementEntry(code="REQ-036", title="岗位调整后审批权限自动收回与授予", kind="security", priority="medium",
        owner_department="IT", systems=("SYS-001",), pain_points=("PP-016", "PP-034"), goals=("GOAL-03",),
        description="OA 权限按岗位授予。员工调岗后，原岗位的审批权限与可见范围自动收回，新岗位权限同时生效，"
                    "兼任期间按任命文件保留。",
        acceptance="20 名调岗员工于生效日 00:30 前权限切换完成；以原岗位身份审批被拒绝；"
                   "每季度权限复核报告中越权账号为 0。"),
    # Approvals and administration
    RequirementEntry(code="REQ-037", title="付款审批结果实时同步至 ERP", kind="functional", priority="high",
        owner_department="FIN", systems=("SYS-001", "SYS-002"), pain_points=("PP-003",), goals=("GOAL-02", "GOAL-01"),
        description="付款申请在 OA 终审通过后，审批结果、金额与收款方送 ERP 生成付款单，支付状态回写 OA；"
                    "同一审批单只生成一张付款单。",
        acceptance="审批结果在 5 分钟内同步至 ERP。"),
    RequirementEntry(code="REQ-038", title="资产领用审批同步更新 ERP 资产台账", kind="functional", priority="medium",
        owner_department="ADM", systems=("SYS-001", "SYS-002"), pain_points=("PP-028",), goals=("GOAL-01", "GOAL-02"),
        description="资产领用、调拨、归还在 OA 审批完成后自动更新 ERP 固定资产台账的使用人、部门与存放地点。",
        acceptance="100 笔领用、调拨、归还在 10 分钟内更新台账，使用人与部门一致；试点部门盘点，"
                   "账实相符率由 93% 提高到 99% 以上。"),
    RequirementEntry(code="REQ-039", title="跨部门审批流程标准化", kind="functional", priority="high",
        owner_department="ADM", systems=("SYS-001",), pain_points=("PP-036", "PP-040"), goals=("GOAL-01",),
        description="将在用的 63 个审批模板归并为 25 个以内的集团标准模板，明确各环节办理时限、代理与会签规则，"
                    "分公司差异以条件分支体现。",
        acceptance="标准模板不超过 25 个，覆盖原模板全部业务；每个环节均设办理时限与超时升级；"
                   "试点部门审批平均环节数减少 30% 以上。"),
    RequirementEntry(code="REQ-040", title="统一工作台按紧急程度排列待办", kind="functional", priority="medium",
        owner_department="GM", systems=("SYS-001",), pain_points=("PP-040", "PP-034"), goals=("GOAL-01",),
        description="员工在 OA 统一工作台查看全部待办，按时限与紧急程度排列，同类低风险事项可批量办理。",
        acceptance="待办到达后 30 秒内出现在工作台，办结后 30 秒内消失；100 条待办的排序与时限一致；批量办理 20 条，"
                   "逐条留有意见与时间。"),
    RequirementEntry(code="REQ-041", title="50 人同时审批时响应时间不超过 3 秒", kind="performance", priority="high",
        owner_department="IT", systems=("SYS-001",), pain_points=("PP-033",), goals=("GOAL-01",),
        description="月末审批高峰，50 名审批人同时在线打开单据、填写意见并提交，系统须保持流畅，不出现提交失败。",
        acceptance="50 人同时审批，平均响应时间不超过 3 秒。"),
    RequirementEntry(code="REQ-042", title="分公司人员可在手机完成审批", kind="functional", priority="medium",
        owner_department="EC", systems=("SYS-001",), pain_points=("PP-038", "PP-036"), goals=("GOAL-01",),
        description="审批人可在手机查看单据与附件、填写意见、转办与加签；涉及付款与用印的事项须再次验证身份。",
        acceptance="全部标准模板均可在手机办结，关键字段无缺失；付款、用印类未再次验证时不能提交；"
                   "试点人员 20 人完成全部任务，无须求助。"),
    RequirementEntry(code="REQ-043", title="弱网环境下审批页面 5 秒内可用", kind="performance", priority="low",
        owner_department="EC", systems=("SYS-001",), pain_points=("PP-038",), goals=("GOAL-01",),
        description="在带宽不足、时延较高的外勤环境，审批页面先显示关键信息与操作按钮，附件按需加载；"
                    "断线后已填意见不丢失。",
        acceptance="在下行 2 Mbit/s、往返时延 300 毫秒、丢包 1% 的条件下，审批页面 5 秒内可操作；断网 2 分钟后恢复，"
                   "已填写的意见仍在。"),
    RequirementEntry(code="REQ-044", title="分公司本地发起审批，不再由总部代录", kind="functional", priority="high",
        owner_department="EC", systems=("SYS-001",), pain_points=("PP-036",), goals=("GOAL-01",),
        description="分公司员工以本人账号在 OA 发起审批，单据记录真实发起人与所属机构；纸质审批单设停用日期。",
        acceptance="停用日期后总部代录单据为 0；抽查华东分公司 100 张单据，发起人与所属机构全部为分公司人员。"),
    RequirementEntry(code="REQ-045", title="集团公文直达分公司并回执签收", kind="functional", priority="medium",
        owner_department="ADM", systems=("SYS-001",), pain_points=("PP-030",), goals=("GOAL-01",),
        description="集团公文按发文范围直达分公司相关人员，须签收的公文记录签收时间，"
                    "逾期未签收自动提醒本人与单位负责人。",
        acceptance="向 9 个单位 300 人发文，1 分钟内全部送达；签收统计与实际一致；"
                   "超过 1 个工作日未签收者全部收到提醒。"),
    RequirementEntry(code="REQ-046", title="督办事项自动提醒与逐级升级", kind="functional", priority="medium",
        owner_department="GM", systems=("SYS-001",), pain_points=("PP-040",), goals=("GOAL-01",),
        description="会议决议与批示登记为督办事项，设定责任人与期限，到期前提醒，逾期按级上报并纳入月度通报。",
        acceptance="到期前 3 天与当天各提醒一次，逾期 1 天升级至部门负责人、逾期 3 天升级至分管领导；"
                   "以 40 个事项模拟，提醒与升级全部按时发出。"),
    RequirementEntry(code="REQ-047", title="会议室统一预订与冲突校验", kind="functional", priority="low",
        owner_department="ADM", systems=("SYS-001",), pain_points=("PP-029",), goals=("GOAL-01",),
        description="会议室只能在 OA 预订，提交时校验时段冲突并推荐可用会议室；未签到的预订 15 分钟后自动释放。",
        acceptance="两人同时预订同一时段，只有一人成功，另一人收到推荐；20 场未签到预订全部按时释放；"
                   "试运行一个月时段冲突为 0。"),
    RequirementEntry(code="REQ-048", title="员工门户停用前完成内容迁移与告知", kind="operability", priority="low",
        owner_department="IT", systems=("SYS-012",), pain_points=("PP-034",), goals=("GOAL-01",),
        description="员工门户的公告、常用链接迁移至 OA 统一工作台，原地址保留 90 天跳转提示，"
                    "停用前分三次告知全体员工。",
        acceptance="有效公告与链接迁移率 100%，抽查 100 个链接均可打开；停用后 90 天内访问原地址自动跳转；"
                   "服务台相关来电每周不超过 10 个。"),
    # Contracts and seals
    RequirementEntry(code="REQ-049", title="合同审批意见与版本在两系统一致留存", kind="functional", priority="high",
        owner_department="LEG", systems=("SYS-006", "SYS-001"), pain_points=("PP-024",), goals=("GOAL-01", "GOAL-02"),
        description="合同在合同系统起草并送 OA 审批，各方意见与修订版本回写合同系统；"
                    "法务意见未处理完毕的合同不得进入签署。",
        acceptance="30 份合同各经 3 轮修订，两系统的意见条数、版本号与正文散列全部一致；"
                   "留有未处理法务意见的 10 份合同均无法发起签署。"),
    RequirementEntry(code="REQ-050", title="用印审批通过后自动发起电子签章", kind="functional", priority="medium",
        owner_department="LEG", systems=("SYS-001", "SYS-007"), pain_points=("PP-025",), goals=("GOAL-01",),
        description="OA 用印申请审批通过后，文件与印章类型送电子签章平台按顺序签署，进度与签署完成的文件返回申请单。",
        acceptance="60 份用印申请通过后 2 分钟内全部发起签署；审批后被改动的文件不能签署；"
                   "分公司用印平均用时由 3 天以上降至 4 小时以内。"),
    RequirementEntry(code="REQ-051", title="已签合同自动归档", kind="functional", priority="low",
        owner_department="LEG", systems=("SYS-007", "SYS-006"), pain_points=("PP-027",), goals=("GOAL-02",),
        description="电子签章完成后，签署文件、签署日期与签署人自动回到合同系统归档，与原合同草稿关联。",
        acceptance="签署完成后 30 分钟内归档；抽查 50 份，文件散列与签章平台一致，签署日期与签署人完整；"
                   "归档滞后由五个工作日降为当日。"),
    RequirementEntry(code="REQ-052", title="合同付款与到期节点提前提醒", kind="functional", priority="medium",
        owner_department="LEG", systems=("SYS-006",), pain_points=("PP-026",), goals=("GOAL-01",),
        description="合同生效时登记付款、交付、到期节点，按 30 天、7 天、当天三次提醒承办人；"
                    "承办人离岗时自动转其主管。",
        acceptance="以 80 个节点模拟，三次提醒全部按时送达；停用承办人账号后提醒转至主管；"
                   "合同到期前 30 天未处理的清单每周送达部门负责人。"),
    RequirementEntry(code="REQ-053", title="电子签章证据保存不少于 10 年", kind="security", priority="medium",
        owner_department="LEG", systems=("SYS-007",), pain_points=("PP-025",), goals=("GOAL-02",),
        description="每次签署保存原文散列、签署人身份验证记录、时间戳与证书链，供审计与争议时出具，"
                    "保存期自合同终止起算。",
        acceptance="任取 20 份已签文件，10 分钟内可导出完整证据包并独立验证通过；改动原文任一字节后验证失败；"
                   "保存期设置不可由业务人员缩短。"),
    RequirementEntry(code="REQ-054", title="合同正文按密级控制查看与下载", kind="security", priority="low",
        owner_department="LEG", systems=("SYS-006",), pain_points=("PP-024",), goals=("GOAL-02",),
        description="合同分为公开、内部、秘密三级。秘密级合同仅限经办部门与法务部查看，下载文件带查看人与时间水印。",
        acceptance="以 8 个角色逐级验证，越级查看全部被拒绝且搜索结果中不出现标题；"
                   "下载的秘密级文件每页均有查看人与时间水印。"),
    # Data and running
    RequirementEntry(code="REQ-055", title="经营数据每日自动汇集，口径统一", kind="data", priority="high",
        owner_department="GM", systems=("SYS-002", "SYS-011"), pain_points=("PP-039",), goals=("GOAL-02",),
        description="ERP 的订单、库存、应收应付数据每日自动进入数据仓库，按总裁办公室确定的指标口径生成经营报表，"
                    "口径变更留痕。",
        acceptance="连续 20 个工作日 06:30 前完成汇集，记录数与金额合计和 ERP 一致；12 项核心指标与财务月报一致；"
                   "月报提交由第 6 个工作日提前到第 2 个工作日。"),
    RequirementEntry(code="REQ-056", title="接口故障响应时间不超过 2 小时", kind="operability", priority="high",
        owner_department="IT", systems=("SYS-010",), pain_points=("PP-032",), goals=("GOAL-02",),
        description="接口中断、超时或数据积压时自动告警，经即时通信与电话送达值班人员；值班人员须在时限内受理，"
                    "未受理逐级升级。",
        acceptance="模拟 10 次接口故障，响应时间均不超过 2 小时。"),
    RequirementEntry(code="REQ-057", title="接口调用日志集中留存并可按单号检索", kind="operability",
        priority="medium", owner_department="IT", systems=("SYS-011",), pain_points=("PP-035", "PP-032"),
        goals=("GOAL-02",),
        description="全部集成接口的调用时间、双方系统、业务单号、结果与耗时集中留存，"
                    "可按单号还原一笔业务经过的全部环节。",
        acceptance="日志留存不少于 180 天且不可改写；任取 50 个单号，30 秒内列出全部调用环节，与各系统记录一致；"
                   "日志中不含敏感个人信息明文。"),
    RequirementEntry(code="REQ-058", title="客户主数据合并与统一编码", kind="data", priority="medium",
        owner_department="SAL", systems=("SYS-003", "SYS-002"), pain_points=("PP-011",), goals=("GOAL-02", "GOAL-05"),
        description="CRM 与 ERP 的客户按统一社会信用代码合并为一个编码，合并时保留最近一次人工核实的字段；"
                    "新客户在 CRM 建档，审核后下发 ERP。",
        acceptance="存量客户合并后一户一码，两系统编码一致率 100%；抽样 300 家，合并结果与核实单一致；"
                   "格式错误或重复的信用代码保存时被拒绝。"),
    RequirementEntry(code="REQ-059", title="OA 对外接口统一采用 OAuth 2.0 认证并限流", kind="security",
        priority="high", owner_department="IT", systems=("SYS-001",), pain_points=("PP-035", "PP-032"),
        goals=("GOAL-02",),
        description="OA 提供的接口一律经统一认证授权后调用，按调用方设定频率上限；超限返回明确提示与重试时间，"
                    "不影响其他调用方。",
        acceptance="无令牌、过期令牌、越权令牌的调用全部被拒绝；某一调用方超限时返回 429 与重试时间，"
                   "其余调用方 p95 响应时间不变；密钥每 90 天轮换且不中断业务。"),
    RequirementEntry(code="REQ-060", title="接口中断时可切换手工处理并在恢复后补录", kind="operability",
        priority="medium", owner_department="IT", systems=("SYS-002",), pain_points=("PP-032",), goals=("GOAL-02",),
        description="ERP 接口中断超过 30 分钟时，业务部门按预案切换手工处理；恢复后按统一模板批量补录，"
                    "系统自动识别已处理单据。",
        acceptance="演练中断 4 小时，30 分钟内切换完成；恢复后 2 小时内补录 200 笔，无重复、无遗漏。"),
)

INTERACTIONS: tuple[InteractionEntry, ...] = (
    InteractionEntry(code="INT-001", source="SYS-001", target="SYS-005", business_object="报销单",
        trigger="报销单终审通过", direction="one_way", mode="realtime", frequency="终审通过后 2 分钟内",
        daily_volume=40, priority="high", requirement="REQ-001"),
    InteractionEntry(code="INT-002", source="SYS-005", target="SYS-001", business_object="部门预算余额",
        trigger="填写报销单并选定部门与科目", direction="one_way", mode="realtime", frequency="填单时即时查询",
        daily_volume=60, priority="medium", requirement="REQ-002"),
    InteractionEntry(code="INT-003", source="SYS-002", target="SYS-005", business_object="应收应付余额",
        trigger="ERP 日终批处理完成", direction="one_way", mode="batch", frequency="每日 02:00", daily_volume=5200,
        priority="medium", requirement="REQ-005"),
    InteractionEntry(code="INT-004", source="SYS-003", target="SYS-002", business_object="销售订单",
        trigger="客户经理确认订单", direction="two_way", mode="realtime", frequency="确认后 1 分钟内",
        daily_volume=65, priority="high", requirement="REQ-009"),
    InteractionEntry(code="INT-005", source="SYS-003", target="SYS-002", business_object="订单取消与减量通知",
        trigger="订单取消或减量生效", direction="two_way", mode="realtime", frequency="生效后 1 分钟内",
        daily_volume=6, priority="high", requirement="REQ-010"),
    InteractionEntry(code="INT-006", source="SYS-008", target="SYS-003", business_object="可用库存",
        trigger="库存数量变动", direction="one_way", mode="realtime", frequency="变动后 1 分钟内", daily_volume=1400,
        priority="medium", requirement="REQ-011"),
    InteractionEntry(code="INT-007", source="SYS-002", target="SYS-003", business_object="客户信用额度与占用",
        trigger="额度调整、发货或回款核销", direction="one_way", mode="realtime", frequency="变更后 1 分钟内",
        daily_volume=180, priority="high", requirement="REQ-012"),
    InteractionEntry(code="INT-008", source="SYS-005", target="SYS-003", business_object="回款记录",
        trigger="财务确认到账", direction="one_way", mode="realtime", frequency="确认后 10 分钟内", daily_volume=18,
        priority="medium", requirement="REQ-013"),
    InteractionEntry(code="INT-009", source="SYS-003", target="SYS-006", business_object="合同草稿",
        trigger="商机标记为赢单", direction="one_way", mode="realtime", frequency="赢单后即时", daily_volume=9,
        priority="medium", requirement="REQ-014"),
    InteractionEntry(code="INT-010", source="SYS-001", target="SYS-002", business_object="采购申请",
        trigger="采购申请终审通过", direction="one_way", mode="realtime", frequency="终审通过后 3 分钟内",
        daily_volume=31, priority="high", requirement="REQ-019"),
    InteractionEntry(code="INT-011", source="SYS-008", target="SYS-002", business_object="入库单",
        trigger="收货上架完成", direction="one_way", mode="realtime", frequency="上架后 1 分钟内", daily_volume=130,
        priority="high", requirement="REQ-020"),
    InteractionEntry(code="INT-012", source="SYS-004", target="SYS-001", business_object="员工主数据",
        trigger="员工新增或信息变更", direction="one_way", mode="realtime",
        frequency="变更后 1 分钟内，每日 03:00 全量核对", daily_volume=60, priority="high", requirement="REQ-025"),
    InteractionEntry(code="INT-013", source="SYS-004", target="SYS-002", business_object="组织机构",
        trigger="组织调整到达生效日期", direction="one_way", mode="batch", frequency="每日 00:10", daily_volume=3,
        priority="medium", requirement="REQ-026"),
    InteractionEntry(code="INT-014", source="SYS-001", target="SYS-009", business_object="请假与出差记录",
        trigger="假勤审批通过或撤销", direction="one_way", mode="batch", frequency="每 15 分钟", daily_volume=70,
        priority="medium", requirement="REQ-027"),
    InteractionEntry(code="INT-015", source="SYS-009", target="SYS-004", business_object="考勤汇总",
        trigger="薪酬周期截止", direction="one_way", mode="batch", frequency="每半月一次，截止次日 04:00",
        daily_volume=3200, priority="medium", requirement="REQ-028"),
    InteractionEntry(code="INT-016", source="SYS-004", target="SYS-001", business_object="离职通知",
        trigger="离职生效", direction="two_way", mode="realtime", frequency="生效后 30 分钟内", daily_volume=2,
        priority="high", requirement="REQ-029"),
    InteractionEntry(code="INT-017", source="SYS-004", target="SYS-010", business_object="邮箱与通信账号",
        trigger="员工档案建立", direction="two_way", mode="realtime", frequency="建档后 1 小时内", daily_volume=4,
        priority="high", requirement="REQ-030"),
    InteractionEntry(code="INT-018", source="SYS-001", target="SYS-004", business_object="入职信息",
        trigger="入职审批通过", direction="two_way", mode="realtime", frequency="审批通过后 1 分钟内", daily_volume=4,
        priority="high", requirement="REQ-031"),
    InteractionEntry(code="INT-019", source="SYS-001", target="SYS-002", business_object="付款审批结果",
        trigger="付款申请终审通过", direction="two_way", mode="realtime", frequency="终审通过后 30 秒内",
        daily_volume=31, priority="high", requirement="REQ-037"),
    InteractionEntry(code="INT-020", source="SYS-001", target="SYS-002", business_object="资产领用与调拨",
        trigger="领用、调拨或归还审批通过", direction="one_way", mode="realtime", frequency="审批通过后 10 分钟内",
        daily_volume=15, priority="medium", requirement="REQ-038"),
    InteractionEntry(code="INT-021", source="SYS-006", target="SYS-001", business_object="合同审批意见与版本",
        trigger="合同送审或各方出具意见", direction="two_way", mode="realtime", frequency="送审或出具意见后即时",
        daily_volume=58, priority="high", requirement="REQ-049"),
    InteractionEntry(code="INT-022", source="SYS-001", target="SYS-007", business_object="用印文件",
        trigger="用印申请审批通过", direction="two_way", mode="realtime", frequency="审批通过后 2 分钟内",
        daily_volume=10, priority="medium", requirement="REQ-050"),
    InteractionEntry(code="INT-023", source="SYS-007", target="SYS-006", business_object="已签合同",
        trigger="全部签署方完成签署", direction="one_way", mode="realtime", frequency="签署完成后 30 分钟内",
        daily_volume=9, priority="low", requirement="REQ-051"),
    InteractionEntry(code="INT-024", source="SYS-002", target="SYS-011", business_object="经营明细数据",
        trigger="ERP 日终批处理完成", direction="one_way", mode="batch", frequency="每周一 01:30", daily_volume=26000,
        priority="high", requirement="REQ-055"),
    InteractionEntry(code="INT-025", source="SYS-003", target="SYS-002", business_object="客户主数据",
        trigger="客户建档审核通过或资料变更", direction="two_way", mode="realtime", frequency="审核通过后 5 分钟内",
        daily_volume=25, priority="high", requirement="REQ-058"),
)

AUTHORS: tuple[Authorship, ...] = (
    Authorship(kind="SYS", actor="it.lead", workdays_ago=28, hour=9, minute=40),
    Authorship(kind="PP", actor="pmo", workdays_ago=25, hour=14, minute=5),
    Authorship(kind="GOAL", actor="pmo", workdays_ago=19, hour=10, minute=20),
    Authorship(kind="REQ", actor="pmo", workdays_ago=16, hour=9, minute=15),
    Authorship(kind="INT", actor="it.lead", workdays_ago=13, hour=15, minute=30),
)

HISTORY: tuple[HistoryEdit, ...] = (
    HistoryEdit(actor="it.lead", code="SYS-001", field="user_count", value=3200, workdays_ago=24, hour=10, minute=12,
        reason="与 HR 在册人数核对，补计华东分公司 220 个账号。"),
    HistoryEdit(actor="ku.sal", code="PP-007", field="times_per_month", value=Decimal(90), workdays_ago=23, hour=16,
        minute=48,
        reason="按近三个月订单台账复核，每名内勤每月平均录入 90 张。"),
    HistoryEdit(actor="ku.ec", code="PP-036", field="severity", value="high", workdays_ago=21, hour=11, minute=6,
        reason="访谈分公司一线员工确认，代录单据责任无法追溯，内控检查已列为整改项。"),
    HistoryEdit(actor="it.lead", code="SYS-009", field="life_cycle", value="replace", workdays_ago=18, hour=9,
        minute=33,
        reason="供应商辛已停止该版本更新，且没有在线接口，列入系统选型范围。"),
    HistoryEdit(actor="pmo", code="GOAL-03", field="baseline_evidence", workdays_ago=17, hour=15, minute=21,
        value="HR 与 OA 员工主数据全量比对：在册 3,200 人，编号不一致 76 人，其中缺前导零 48 人、"
              "历史调动未回写 28 人。",
        reason="补充差异构成，便于迁移后逐类核销。"),
    HistoryEdit(actor="ku.it", code="REQ-041", field="acceptance", workdays_ago=12, hour=10, minute=57,
        value="50 人同时审批并持续 10 分钟，打开与提交的 p95 响应时间 ≤ 3 秒，错误率 ≤ 0.1%，无单据丢失。",
        reason="平均值会掩盖少数人的长时间等待，改用 p95 并限定错误率。"),
    HistoryEdit(actor="it.lead", code="INT-004", field="daily_volume", value=90, workdays_ago=11, hour=14, minute=26,
        reason="原按月均折算，改取促销月的日均订单量。"),
    HistoryEdit(actor="ku.fin", code="REQ-037", field="acceptance", workdays_ago=10, hour=16, minute=2,
        value="审批结果在 30 秒内同步至 ERP；断网 10 分钟后恢复，200 笔全部到达且无重复，每张审批单对应唯一付款单。",
        reason="上季度重复付款即因补传无去重，资金主管要求明确时限与不重不漏。"),
    HistoryEdit(actor="ku.hr", code="REQ-029", field="acceptance", workdays_ago=9, hour=9, minute=18,
        value="离职生效后 30 分钟内 OA 账号停用、已登录会话全部失效；抽查 30 人全部符合，未办事项全部转交主管，"
              "停用时间回写 HR。",
        reason="“当日”仍留有数小时空档，按信息安全要求改为 30 分钟。"),
    HistoryEdit(actor="ku.sal", code="REQ-058", field="priority", value="high", workdays_ago=8, hour=11, minute=40,
        reason="订单同步与信用校验均以统一客户编码为前提，须先行完成。"),
    HistoryEdit(actor="ku.it", code="REQ-056", field="acceptance", workdays_ago=7, hour=17, minute=9,
        value="模拟 10 次接口故障（含夜间与周末 4 次），告警 5 分钟内送达，值班人员 2 小时内受理并给出处置意见；"
              "自动回复不计为响应。",
        reason="与拟签服务协议的响应条款口径一致，明确自动回复不算响应。"),
    HistoryEdit(actor="it.lead", code="INT-024", field="frequency", value="每日 01:30", workdays_ago=6, hour=15,
        minute=44,
        reason="REQ-055 要求每日 06:30 前完成汇集，原“每周一”与之不符。"),
    HistoryEdit(actor="pmo", code="REQ-060", field="acceptance", workdays_ago=5, hour=10, minute=31,
        value="演练中断 4 小时，30 分钟内切换完成；恢复后 2 小时内补录 200 笔，无重复、无遗漏；财务、采购、"
              "销售三个部门各完成一次演练。",
        reason="各部门统稿会意见：演练须覆盖单据量最大的三个部门。"),
)

# fmt: on

SIGNING = SigningRound(
    submitted_by="pmo",
    workdays_ago=4,
    hour=15,
    minute=10,
    signed=(
        SignedSlot(username="head.it", department="IT", workdays_ago=4, hour=16, minute=30),
        SignedSlot(username="head.adm", department="ADM", workdays_ago=4, hour=17, minute=52),
        SignedSlot(username="head.pur", department="PUR", workdays_ago=3, hour=10, minute=40),
        SignedSlot(username="head.gm", department="GM", workdays_ago=3, hour=15, minute=26),
        SignedSlot(username="head.ec", department="EC", workdays_ago=2, hour=9, minute=48),
        SignedSlot(username="head.hr", department="HR", workdays_ago=2, hour=14, minute=18),
        SignedSlot(username="head.fin", department="FIN", workdays_ago=1, hour=17, minute=5),
    ),
    waiting=(("head.sal", "SAL"), ("head.leg", "LEG")),
)

HUACHEN = Inventory(
    programme="hc-2026-01",
    systems=SYSTEMS,
    pain_points=PAIN_POINTS,
    goals=GOALS,
    requirements=REQUIREMENTS,
    interactions=INTERACTIONS,
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
            state="draft",
            description="收货方电子签收后，签收时间与数量每小时送结算系统计算运费，差异单转人工处理。",
            acceptance="300 单签收结果在下一整点全部进入结算，运费与人工核定结果一致；差异单全部列出原因。"),
        RequirementEntry(code="REQ-003", title="在途异常登记与限时处理", kind="operability", priority="medium",
            owner_department="HL-OPS", systems=("SYS-001",), pain_points=("PP-003",), goals=("GOAL-01",),
            state="draft",
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
        Authorship(kind="PP", actor="hl.pmo", workdays_ago=8, hour=14, minute=0),
        Authorship(kind="GOAL", actor="hl.pmo", workdays_ago=6, hour=10, minute=0),
        Authorship(kind="REQ", actor="hl.pmo", workdays_ago=5, hour=11, minute=0),
        Authorship(kind="INT", actor="hl.pmo", workdays_ago=4, hour=16, minute=0),
    ),
    history=(),
    signing=None,
)
# fmt: on

INVENTORIES: tuple[Inventory, ...] = (HUACHEN, LOGISTICS)
