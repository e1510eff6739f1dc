"""The business processes of the group as the demonstration tells them: as they run today, and as they shall run."""

from requirements_app.demo.entries import ProcessEntry, StepEntry

# Laid out by hand, a step in a line: number, type, lane, what is done, next steps, then system and marks.
# fmt: off
S = StepEntry

_ONBOARDING_NOW = (
    S("1", "start", "新员工", "确认录用", "2"),
    S("2", "task", "HR", "在 OA 发起入职审批", "3", system="SYS-001"),
    S("3", "task", "用人部门负责人", "审批入职申请", "4", system="SYS-001"),
    S("4", "exclusive", "用人部门负责人", "是否同意？", "2: 退回修改\n5: 同意"),
    S("5", "task", "HR", "把 OA 表单重新录入 HR 档案", "6", system="SYS-004", duplicate=True),
    S("6", "task", "HR", "发邮件请信息技术部开通账号", "7", system="SYS-010", handoff=True),
    S("7", "task", "IT", "手工建立 OA 与邮箱账号", "8", system="SYS-001", duplicate=True),
    S("8", "task", "IT", "电话告知账号与初始口令", "9", handoff=True),
    S("9", "task", "ADM", "登记门禁与考勤", "10", system="SYS-009", duplicate=True),
    S("10", "end", "新员工", "入职办理完成", ""),
)
_ONBOARDING_THEN = (
    S("1", "start", "新员工", "确认录用", "2"),
    S("2", "task", "HR", "在 OA 发起入职审批", "3", system="SYS-001"),
    S("3", "task", "用人部门负责人", "审批入职申请", "4", system="SYS-001"),
    S("4", "exclusive", "用人部门负责人", "是否同意？", "2: 退回修改\n5: 同意"),
    S("5", "task", "SYS-004", "自动建立员工档案并取员工编号", "6"),
    S("6", "parallel", "SYS-004", "", "7\n8"),
    S("7", "task", "SYS-010", "自动开通邮箱与通信账号", "9"),
    S("8", "task", "SYS-009", "接收人员信息，授权门禁", "9"),
    S("9", "parallel", "SYS-004", "", "10"),
    S("10", "task", "HR", "核对入职清单", "11", system="SYS-004"),
    S("11", "end", "新员工", "入职办理完成", ""),
)
_ORDER_NOW = (
    S("1", "start", "客户", "提出订货", "2"),
    S("2", "task", "客户经理", "在 CRM 登记订单", "3", system="SYS-003"),
    S("3", "task", "客户经理", "导出订单，用邮件交销售内勤", "4", system="SYS-010", handoff=True),
    S("4", "task", "SAL", "逐行重新录入 ERP 销售订单", "5", system="SYS-002", duplicate=True),
    S("5", "exclusive", "SAL", "信用额度够吗？", "6: 不够\n7: 够"),
    S("6", "task", "FIN", "人工核对欠款并答复", "5", system="SYS-005", handoff=True),
    S("7", "task", "PUR", "打印出库单交仓库", "8", system="SYS-002", handoff=True),
    S("8", "task", "PUR", "在仓储系统再次登记出库", "9", system="SYS-008", duplicate=True),
    S("9", "task", "SAL", "电话把发货情况告诉客户经理", "10", handoff=True),
    S("10", "end", "客户", "收到货物", ""),
)
_ORDER_THEN = (
    S("1", "start", "客户", "提出订货", "2"),
    S("2", "task", "客户经理", "在 CRM 登记订单", "3", system="SYS-003"),
    S("3", "task", "SYS-003", "下单时校验信用额度", "4"),
    S("4", "exclusive", "SYS-003", "额度够吗？", "5: 不够\n6: 够"),
    S("5", "task", "FIN", "审批超额订单", "6", system="SYS-001"),
    S("6", "task", "SYS-002", "自动生成销售订单", "7"),
    S("7", "task", "SYS-008", "接收出库任务，拣货出库", "8"),
    S("8", "task", "SYS-002", "回写发货结果", "9"),
    S("9", "task", "SYS-003", "自动通知客户经理", "10"),
    S("10", "end", "客户", "收到货物", ""),
)
_EXPENSE_NOW = (
    S("1", "start", "报销人", "发生费用", "2"),
    S("2", "task", "报销人", "在 OA 填写报销单", "3", system="SYS-001"),
    S("3", "task", "报销人", "打印附件，送部门签字", "4", handoff=True),
    S("4", "task", "部门负责人", "在 OA 审批报销单", "5", system="SYS-001"),
    S("5", "task", "FIN", "把报销单重新录入财务系统", "6", system="SYS-005", duplicate=True),
    S("6", "task", "FIN", "扫描纸质附件上传", "7", system="SYS-005", duplicate=True),
    S("7", "exclusive", "FIN", "预算够吗？", "8: 不够\n9: 够"),
    S("8", "task", "FIN", "电话退回报销人修改", "2", handoff=True),
    S("9", "task", "FIN", "手工登记 ERP 付款单", "10", system="SYS-002", duplicate=True),
    S("10", "end", "报销人", "收到报销款", ""),
)
_EXPENSE_THEN = (
    S("1", "start", "报销人", "发生费用", "2"),
    S("2", "task", "报销人", "在 OA 填写报销单并拍照上传附件", "3", system="SYS-001"),
    S("3", "task", "SYS-005", "提交时校验预算余额", "4"),
    S("4", "exclusive", "SYS-005", "预算够吗？", "2: 不够，当场提示\n5: 够"),
    S("5", "task", "部门负责人", "在 OA 审批报销单", "6", system="SYS-001"),
    S("6", "task", "SYS-005", "自动制单", "7"),
    S("7", "task", "FIN", "复核凭证", "8", system="SYS-005"),
    S("8", "task", "SYS-002", "自动生成付款单并付款", "9"),
    S("9", "end", "报销人", "收到报销款", ""),
)
_APPROVAL_NOW = (
    S("1", "start", "EC", "业务人员提出申请", "2"),
    S("2", "task", "EC", "填纸质审批单并传真总部", "3", handoff=True),
    S("3", "task", "ADM", "在 OA 代为录入审批单", "4", system="SYS-001", duplicate=True),
    S("4", "task", "总部审批人", "逐级审批", "5", system="SYS-001"),
    S("5", "exclusive", "总部审批人", "涉及合同吗？", "6: 涉及合同\n7: 其余"),
    S("6", "task", "LEG", "在合同系统再填审批意见", "7", system="SYS-006", duplicate=True),
    S("7", "task", "ADM", "打印结果，邮件通知分公司", "8", system="SYS-010", handoff=True),
    S("8", "end", "EC", "按审批结果办理", ""),
)
_APPROVAL_THEN = (
    S("1", "start", "EC", "业务人员提出申请", "2"),
    S("2", "task", "EC", "在本地或手机发起审批", "3", system="SYS-001"),
    S("3", "task", "SYS-001", "按统一规则确定审批路径", "4"),
    S("4", "exclusive", "SYS-001", "涉及合同吗？", "5: 涉及合同\n6: 其余"),
    S("5", "task", "LEG", "在合同系统审批，意见同步 OA", "6", system="SYS-006"),
    S("6", "task", "总部审批人", "在统一工作台审批", "7", system="SYS-001"),
    S("7", "task", "SYS-010", "自动把结果通知申请人", "8"),
    S("8", "end", "EC", "按审批结果办理", ""),
)

PROCESSES: tuple[ProcessEntry, ...] = (
    ProcessEntry(code="PROC-001", title="员工入职（OA→HR）", variant="as_is", owner_department="HR",
        systems=("SYS-001", "SYS-004", "SYS-009", "SYS-010"), pain_points=("PP-013", "PP-014", "PP-015"),
        description="入职审批在 OA 完成后，人力资源部、信息技术部与行政部依次手工建档、建账号、办门禁。"
                    "同一份人员信息录入四遍，报到当日账号常未开通。", steps=_ONBOARDING_NOW),
    ProcessEntry(code="PROC-002", title="员工入职（OA→HR）", variant="to_be", owner_department="HR",
        counterpart="PROC-001", systems=("SYS-001", "SYS-004", "SYS-009", "SYS-010"), pain_points=("PP-013", "PP-014"),
        requirements=("REQ-030", "REQ-031", "REQ-034"),
        description="审批通过即由 HR 系统建档并下发员工编号，邮箱与门禁自动开通，人力资源部只核对清单。",
        steps=_ONBOARDING_THEN),
    ProcessEntry(code="PROC-003", title="销售订单（CRM→ERP）", variant="as_is", owner_department="SAL",
        systems=("SYS-002", "SYS-003", "SYS-005", "SYS-008"), pain_points=("PP-007", "PP-009"),
        description="订单先在 CRM 登记，再由销售内勤逐行录入 ERP，仓库第三次登记。信用额度在发货前才发现不足。",
        steps=_ORDER_NOW),
    ProcessEntry(code="PROC-004", title="销售订单（CRM→ERP）", variant="to_be", owner_department="SAL",
        counterpart="PROC-003", systems=("SYS-001", "SYS-002", "SYS-003", "SYS-008"), pain_points=("PP-007", "PP-009"),
        requirements=("REQ-009", "REQ-012"),
        description="订单在 CRM 录入一次，信用额度下单时校验，ERP 与仓储系统自动接续，发货结果回写 CRM。",
        steps=_ORDER_THEN),
    ProcessEntry(code="PROC-005", title="费用报销", variant="as_is", owner_department="FIN",
        systems=("SYS-001", "SYS-002", "SYS-005"), pain_points=("PP-001", "PP-002", "PP-003", "PP-005"),
        description="报销单在 OA 审批后，由财务部重新录入财务系统并扫描附件；预算不足要到这时才退回。",
        steps=_EXPENSE_NOW),
    ProcessEntry(code="PROC-006", title="费用报销", variant="to_be", owner_department="FIN",
        counterpart="PROC-005", systems=("SYS-001", "SYS-002", "SYS-005"),
        pain_points=("PP-001", "PP-002", "PP-003", "PP-005"), requirements=("REQ-001", "REQ-002", "REQ-003", "REQ-037"),
        description="报销单一次提交，预算当场校验，审批后自动制单、付款，财务部只复核。", steps=_EXPENSE_THEN),
    ProcessEntry(code="PROC-007", title="分公司跨部门审批", variant="as_is", owner_department="EC",
        systems=("SYS-001", "SYS-006", "SYS-010"), pain_points=("PP-024", "PP-036", "PP-038"),
        description="分公司填纸质单，总部代为录入；涉及合同的意见在两套系统各填一遍，结果再用邮件传回。",
        steps=_APPROVAL_NOW),
    ProcessEntry(code="PROC-008", title="分公司跨部门审批", variant="to_be", owner_department="EC",
        counterpart="PROC-007", systems=("SYS-001", "SYS-006", "SYS-010"), pain_points=("PP-024", "PP-036", "PP-038"),
        requirements=("REQ-039", "REQ-042", "REQ-044", "REQ-049"),
        description="分公司在本地或手机发起，审批路径由规则确定，合同意见自动同步，结果直接到申请人。",
        steps=_APPROVAL_THEN),
)
# fmt: on
