"""What phase 1 brings to each kind of firm."""

from decimal import Decimal

from requirements_app.blueprints.entries import (
    Contents,
    GoalSeed,
    InteractionSeed,
    PainPointSeed,
    RequirementSeed,
)

# fmt: off
BRANCHES = Contents(
    systems=("oa", "branch-oa"),
    pain_points=(
        PainPointSeed(key="branch-reports", title="分支机构数据按周汇总上报", process="分支机构上报", department="BR",
            systems=("oa", "branch-oa"), minutes_lost=Decimal(90), people_affected=6, times_per_month=Decimal(4),
            severity="high", description="各分支机构用本地系统办公，审批与人员数据按周导出汇总，总部看到的数据滞后且口径不一。"),
    ),
    goals=(
        GoalSeed(key="one-standard", statement="全部分支机构采用统一的办公流程",
            metric="采用统一流程办理的事项占分支机构全部事项的比例", direction="increase", unit="%",
            target_value=Decimal(95), department="BR"),
    ),
    requirements=(
        RequirementSeed(key="branch-joined", title="分支机构审批与人员数据实时接入总部", department="BR",
            systems=("oa", "branch-oa"), pain_points=("branch-reports",), goals=("one-standard",),
            description="分支机构的审批进度与人员变动实时进入总部 OA，统一编码与口径；网络中断恢复后自动补传。",
            acceptance="任选 3 家分支机构各 50 条数据，10 分钟内全部进入总部 OA 且逐项一致；断网 1 小时后补传无遗漏、无重复。"),
    ),
    interactions=(
        InteractionSeed(source="branch-oa", target="oa", business_object="分支机构审批与人员数据",
            trigger="分支机构数据变更", requirement="branch-joined", frequency="变更后 10 分钟内"),
    ),
)

GROWING = Contents(
    systems=("oa",),
    pain_points=(
        PainPointSeed(key="slow-at-peak", title="业务高峰时审批系统响应缓慢", process="日常审批", department="IT",
            systems=("oa",), minutes_lost=Decimal(3), people_affected=60, times_per_month=Decimal(20),
            severity="medium", description="人员增长后，月初月末集中审批时页面打开缓慢，员工反复提交造成重复单据。"),
    ),
    goals=(
        GoalSeed(key="room-to-grow", statement="系统可承载现有三倍的并发用户",
            metric="页面响应不超过 3 秒时可承载的并发审批人数", direction="increase", unit="人",
            target_value=Decimal(150), department="IT", measured=5),
    ),
    requirements=(
        RequirementSeed(key="scales", title="并发审批能力随业务扩展", department="IT", kind="performance",
            systems=("oa",), pain_points=("slow-at-peak",), goals=("room-to-grow",),
            description="统一接口与审批服务可横向扩展，新增部门与系统时不影响现有业务。",
            acceptance="150 人同时审批持续 30 分钟，响应时间不超过 3 秒的请求占 95% 以上，错误率低于 0.1%。"),
    ),
    interactions=(),
)

DIGITAL = Contents(
    systems=("erp", "warehouse-data"),
    pain_points=(
        PainPointSeed(key="figures-by-hand", title="经营报表靠多系统导出拼接", process="经营分析", department="DATA",
            systems=("erp", "warehouse-data"), minutes_lost=Decimal(240), people_affected=3,
            times_per_month=Decimal(4), severity="high",
            description="每次经营例会前，分析人员从多套系统导出数据手工拼接，口径不一，数字常被质疑。"),
    ),
    goals=(
        GoalSeed(key="daily-figures", statement="核心经营指标每日自动更新", metric="按日自动更新的核心经营指标占比",
            direction="increase", unit="%", target_value=Decimal(90), department="DATA"),
    ),
    requirements=(
        RequirementSeed(key="one-set-of-figures", title="统一指标口径并每日自动汇集业务数据", department="DATA",
            kind="data", systems=("erp", "warehouse-data"), pain_points=("figures-by-hand",), goals=("daily-figures",),
            description="制定指标口径并写入数据字典，业务数据每日自动进入数据仓库，报表可追溯到来源单据。",
            acceptance="连续 10 个工作日 07:00 前完成汇集；抽查 20 项指标与来源系统一致，且可逐层追溯到单据。"),
    ),
    interactions=(
        InteractionSeed(source="erp", target="warehouse-data", business_object="业务单据与余额", trigger="每日日终",
            requirement="one-set-of-figures", frequency="每日 05:00", mode="batch"),
    ),
)

MERGED = Contents(
    systems=("oa", "hr", "acquired-oa", "acquired-hr"),
    pain_points=(
        PainPointSeed(key="two-approvals", title="同一事项在两套 OA 分别审批", process="跨公司审批", department="ACQ",
            systems=("oa", "acquired-oa"), minutes_lost=Decimal(25), people_affected=15, times_per_month=Decimal(8),
            severity="high", description="涉及双方的事项须在两套 OA 各走一遍流程，附件与意见互不可见，办结时间加倍。"),
        PainPointSeed(key="two-rosters", title="员工与组织在两套人事系统并存", process="员工主数据", department="ACQ",
            systems=("hr", "acquired-hr"), minutes_lost=Decimal(60), people_affected=3, times_per_month=Decimal(10),
            severity="high", description="两套人事系统编号规则与岗位体系不同，合并人数、薪酬与权限都靠人工对照表。"),
    ),
    goals=(
        GoalSeed(key="one-rulebook", statement="双方事项全部按统一规范办理", metric="按统一流程规范办理的事项占比",
            direction="increase", unit="%", target_value=Decimal(95), department="ACQ"),
    ),
    requirements=(
        RequirementSeed(key="approvals-joined", title="两套 OA 审批互认并逐步归一", department="ACQ",
            systems=("oa", "acquired-oa"), pain_points=("two-approvals",), goals=("one-rulebook",),
            description="过渡期内跨公司事项只提交一次，对方环节以待办形式送达并回传意见；过渡期后归并到一套 OA。",
            acceptance="50 件跨公司事项只提交一次即可办结，双方意见与附件完整可查；任一系统中断时待办不丢失。"),
        RequirementSeed(key="rosters-joined", title="两套人事数据合并为一份员工主数据", department="ACQ", kind="data",
            systems=("hr", "acquired-hr"), pain_points=("two-rosters",), goals=("one-rulebook",),
            description="按数据字典统一员工编号、部门编码与岗位，清洗去重后并入 HR 系统，原编号保留备查。",
            acceptance="全量迁移演练后员工人数、在职状态与部门逐人一致；重复员工为 0；原编号均可反查。"),
    ),
    interactions=(
        InteractionSeed(source="oa", target="acquired-oa", business_object="跨公司审批待办", trigger="事项流转到对方环节",
            requirement="approvals-joined", frequency="流转后 5 分钟内", direction="two_way"),
        InteractionSeed(source="acquired-hr", target="hr", business_object="员工档案", trigger="过渡期内每日",
            requirement="rosters-joined", frequency="每日 22:00", mode="batch"),
    ),
)
# fmt: on
