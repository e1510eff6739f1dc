"""Whom the programme talked to: head and front line of every department, and the pain points that came of it."""

from requirements_app.demo.entries import InterviewEntry

# fmt: off
INTERVIEWS: tuple[InterviewEntry, ...] = (
    InterviewEntry(code="INTV-001", topic="公文流转与督办", department="GM", rank="head", date_day=1,
        interviewees="总裁办公室主任", interviewer="项目经理",
        notes="督办事项靠表格逐月催报，集团无法及时掌握进展；希望督办与会议决议在同一处跟踪。"),
    InterviewEntry(code="INTV-002", topic="会议决议与公文办理", department="GM", rank="front_line", date_day=1,
        interviewees="总裁办公室文秘、督办专员", interviewer="项目经理",
        notes="每次催办须逐个电话确认，回复口径不一；公文纸质传阅平均三天，重要文件无法知道停在谁手里。"),
    InterviewEntry(code="INTV-003", topic="资产、用车与会议室", department="ADM", rank="head", date_day=1,
        interviewees="行政部经理", interviewer="项目经理",
        notes="资产账实不符，领用与归还没有闭环；希望入离职与资产领用自动衔接。"),
    InterviewEntry(code="INTV-004", topic="资产领用与盘点", department="ADM", rank="front_line", date_day=2,
        interviewees="资产管理员、会务专员", interviewer="项目经理",
        notes="资产卡片在两处登记，盘点时逐件核对；会议室预订与门禁、邮件日历各自独立。"),
    InterviewEntry(code="INTV-005", topic="员工主数据与入离职", department="HR", rank="head", date_day=1,
        interviewees="人力资源部经理", interviewer="项目经理",
        notes="员工编号在多个系统不一致，离职停用账号依赖人工通知，存在安全风险。"),
    InterviewEntry(code="INTV-006", topic="考勤、调动与薪酬核算", department="HR", rank="front_line", date_day=2,
        interviewees="薪酬专员、员工关系专员", interviewer="信息技术部负责人",
        notes="考勤数据每月导出三次后手工核对；调动须在三个系统分别修改部门，常有遗漏。"),
    InterviewEntry(code="INTV-007", topic="费用报销与付款", department="FIN", rank="head", date_day=1,
        interviewees="财务部经理", interviewer="项目经理",
        notes="审批通过后凭证仍须人工录入，月结因此推迟两天；上年度审计指出重复报销。"),
    InterviewEntry(code="INTV-008", topic="凭证录入与发票查重", department="FIN", rank="front_line", date_day=2,
        interviewees="应付会计、税务会计、出纳", interviewer="项目经理",
        notes="报销单逐张重录，平均每张十二分钟；发票登记在共享表格中查重，多人同时编辑时遗漏。"),
    InterviewEntry(code="INTV-009", topic="订单到回款", department="SAL", rank="head", date_day=2,
        interviewees="销售部总监", interviewer="项目经理",
        notes="交期与信用无法在报价时确认，客户投诉集中在超额订单发货前被拦截。"),
    InterviewEntry(code="INTV-010", topic="订单录入与库存查询", department="SAL", rank="front_line", date_day=3,
        interviewees="订单内勤、客户经理", interviewer="信息技术部负责人",
        notes="订单在两个系统各录一遍；库存只能电话询问仓库，口头答复与实际不符时交期落空。"),
    InterviewEntry(code="INTV-011", topic="采购申请到入库", department="PUR", rank="head", date_day=2,
        interviewees="采购部经理", interviewer="项目经理",
        notes="采购进度散落在邮件中，供应商资质到期无提醒；希望比价与审批留痕。"),
    InterviewEntry(code="INTV-012", topic="订单下达与到货登记", department="PUR", rank="front_line", date_day=3,
        interviewees="采购员、供应商管理员", interviewer="项目经理",
        notes="审批后的采购申请须重录为订单；到货信息由仓库发表格，次日才能对账。"),
    InterviewEntry(code="INTV-013", topic="系统运维与接口现状", department="IT", rank="head", date_day=2,
        interviewees="信息技术部经理", interviewer="项目经理",
        notes="现有接口没有统一清单与监控，故障多由业务部门先发现；希望统一账号与接口规范。"),
    InterviewEntry(code="INTV-014", topic="账号开通与数据核对", department="IT", rank="front_line", date_day=3,
        interviewees="系统管理员、数据库管理员", interviewer="项目经理",
        notes="每名新员工在七个系统分别建账号；接口失败靠用户报修，补数须手工执行脚本。"),
    InterviewEntry(code="INTV-015", topic="合同审批与用印", department="LEG", rank="head", date_day=3,
        interviewees="法务部经理", interviewer="项目经理",
        notes="合同审批与用印脱节，用印后无法确认文本与审批版本一致。"),
    InterviewEntry(code="INTV-016", topic="合同登记与归档", department="LEG", rank="front_line", date_day=4,
        interviewees="法务专员、印章管理员", interviewer="项目经理",
        notes="合同台账由专员逐份登记，履行节点不提醒；查找历史合同平均需要半小时。"),
    InterviewEntry(code="INTV-017", topic="分公司与总部的衔接", department="EC", rank="head", date_day=3,
        interviewees="华东分公司总经理", interviewer="项目经理",
        notes="审批须总部代录，时差与责任不清；经营数据每月邮件上报，口径常有出入。"),
    InterviewEntry(code="INTV-018", topic="分公司日常单据办理", department="EC", rank="front_line", date_day=4,
        interviewees="综合管理部文员、分公司会计", interviewer="信息技术部负责人",
        notes="外网访问不便，单据由总部人员代录，责任无法追溯；报表每月手工汇总。"),
)

LOGISTICS_INTERVIEWS: tuple[InterviewEntry, ...] = (
    InterviewEntry(code="INTV-001", topic="出库交接与调度", department="HL-OPS", rank="head", date_day=0,
        interviewees="运营部经理", interviewer="物流项目经理",
        notes="交接后运单重录导致夜班发车推迟；异常没有时限，客户查询无法答复。"),
    InterviewEntry(code="INTV-002", topic="运单录入与在途跟踪", department="HL-OPS", rank="front_line", date_day=1,
        interviewees="调度员、客服主管", interviewer="物流项目经理",
        notes="每单重录约六分钟，高峰时两人专职录入；在途异常只凭司机电话，没有记录。"),
    InterviewEntry(code="INTV-003", topic="运费结算与承运商对账", department="HL-FIN", rank="front_line", date_day=21,
        interviewees="结算员", interviewer="物流项目经理", notes=""),
)
# fmt: on

#: Which interview a pain point came up in, by programme; the others were entered by key users.
ORIGINS: dict[str, dict[str, tuple[int, ...]]] = {
    "hc-2026-01": {
        "INTV-001": (39,),
        "INTV-002": (40,),
        "INTV-003": (28,),
        "INTV-004": (29, 30),
        "INTV-005": (13, 14, 15),
        "INTV-006": (16, 17, 18),
        "INTV-007": (4, 5),
        "INTV-008": (1, 2, 3, 6),
        "INTV-009": (9, 10),
        "INTV-010": (7, 8, 11),
        "INTV-011": (20, 21),
        "INTV-012": (22,),
        "INTV-013": (32, 33),
        "INTV-014": (34,),
        "INTV-015": (24, 25),
        "INTV-016": (26,),
        "INTV-017": (36,),
        "INTV-018": (37, 38),
    },
    "hl-2026-01": {"INTV-001": (3,), "INTV-002": (1,)},
}


def origin(programme: str, pain_point: str) -> str:
    """The code of the interview a pain point came up in, or nothing."""
    number = int(pain_point.rpartition("-")[2])
    return next((code for code, numbers in ORIGINS.get(programme, {}).items() if number in numbers), "")
