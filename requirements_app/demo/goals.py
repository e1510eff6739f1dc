"""The goals of the group as the demonstration tells them."""

from decimal import Decimal

from requirements_app.demo.entries import GoalEntry

# Laid out by hand, a record in a few lines: first what it is and points at, then its prose.
# fmt: off
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
