"""The pain points of the group as the demonstration tells them."""

from decimal import Decimal

from requirements_app.demo.entries import PainPointEntry

# Laid out by hand, a record in a few lines: first what it is and points at, then its prose.
# fmt: off
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
