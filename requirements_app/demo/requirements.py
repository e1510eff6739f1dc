"""The requirements of the group as the demonstration tells them."""

from requirements_app.demo.entries import RequirementEntry

# Laid out by hand, a record in a few lines: first what it is and points at, then its prose.
# fmt: off
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
