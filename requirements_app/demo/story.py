"""Who wrote, edited and signed what in the demonstration."""

from decimal import Decimal

from requirements_app.demo.entries import Authorship, HistoryEdit, SignedSlot, SigningRound

# Laid out by hand, a record in a few lines: first what it is and points at, then its prose.
# fmt: off
AUTHORS: tuple[Authorship, ...] = (
    Authorship(kind="SYS", actor="it.lead", workdays_ago=28, hour=9, minute=40),
    Authorship(kind="INTV", actor="pmo", workdays_ago=26, hour=16, minute=30),
    Authorship(kind="PP", actor="pmo", workdays_ago=25, hour=14, minute=5),
    Authorship(kind="GOAL", actor="pmo", workdays_ago=19, hour=10, minute=20),
    Authorship(kind="REQ", actor="pmo", workdays_ago=16, hour=9, minute=15),
    Authorship(kind="INT", actor="it.lead", workdays_ago=13, hour=15, minute=30),
    Authorship(kind="PROC", actor="pmo", workdays_ago=12, hour=14, minute=0),
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
