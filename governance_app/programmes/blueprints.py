"""What a new programme can be made from: departments, kinds of firm and scenario packs, as plain values.

Names and drafts are content, as people would type it, and stay in Chinese; titles are texts of the pages. Apps add
what they bring to each by a part of their own.
"""

from django.utils.translation import gettext_lazy as _

from governance_app.programmes.registry import (
    DepartmentSeed,
    FirmKind,
    ScenarioPack,
    department_seeds,
    firm_kinds,
    scenario_packs,
)

for code, name in (
    ("ADM", "行政部"),
    ("HR", "人力资源部"),
    ("FIN", "财务部"),
    ("SAL", "销售部"),
    ("WH", "仓储物流部"),
    ("LEG", "法务部"),
    ("IT", "信息技术部"),
    ("BR", "分支机构综合管理部"),
    ("DATA", "数据管理部"),
    ("ACQ", "并入公司综合管理部"),
):
    department_seeds.add(code, DepartmentSeed(code, name))

for firm in (
    FirmKind(
        code="branches",
        title=_("Many branches"),
        text=_(
            "Branches in several regions: one office standard, data in step, processes seen through from end to end."
        ),
        departments=("ADM", "IT", "BR"),
        weeks=(8, 7, 8, 14, 6, 10, 13),
        policy={"gates.quorum": 75, "gates.days": 10, "signoff.escalation": 7},
        purpose=(
            "统一{organisation}总部与各分支机构的办公标准，实现数据实时同步与流程贯通。\n"
            "本说明书界定{name}的业务需求、集成范围与预期成果，经各涉及部门负责人签字确认后冻结为基线。"
        ),
    ),
    FirmKind(
        code="growing",
        title=_("Fast growing"),
        text=_("Business grows faster than its scattered systems: join them soon, and leave room for more people."),
        departments=("ADM", "IT"),
        weeks=(4, 4, 5, 8, 4, 5, 9),
        policy={"gates.days": 5, "signoff.reminder": 1, "signoff.escalation": 3},
        purpose=(
            "整合{organisation}在业务扩张中形成的分散系统，以统一的流程和数据支撑规模化运营。\n"
            "本说明书界定{name}的业务需求、集成范围与预期成果，经各涉及部门负责人签字确认后冻结为基线。"
        ),
    ),
    FirmKind(
        code="digital",
        title=_("Going digital"),
        text=_("Business and management data come together, so that decisions rest on one set of figures."),
        departments=("ADM", "IT", "DATA"),
        weeks=(7, 7, 8, 13, 6, 6, 13),
        policy={"gates.majority": 60},
        purpose=(
            "打通{organisation}的业务与管理数据，为经营决策提供一体化数据支撑。\n"
            "本说明书界定{name}的业务需求、集成范围与预期成果，经各涉及部门负责人签字确认后冻结为基线。"
        ),
    ),
    FirmKind(
        code="merged",
        title=_("Merged"),
        text=_("Two firms with systems of their own become one: double systems joined, rules of operation made one."),
        departments=("ADM", "IT", "ACQ"),
        weeks=(8, 7, 7, 17, 7, 7, 13),
        policy={"gates.quorum": 75, "gates.majority": 66, "gates.days": 10},
        purpose=(
            "整合{organisation}与并入公司的办公系统，统一运营规范，消除两套体系并行造成的重复录入与口径差异。\n"
            "本说明书界定{name}的业务需求、集成范围与预期成果，经各涉及部门负责人签字确认后冻结为基线。"
        ),
    ),
):
    firm_kinds.add(firm.code, firm)

for pack in (
    ScenarioPack(
        code="onboarding",
        title=_("Onboarding: OA to HR"),
        text=_("What OA approves of a new colleague reaches HR, accounts and attendance without being typed again."),
        departments=("HR", "ADM", "IT"),
        scope="员工入职：OA 入职审批通过后，员工档案、账号与考勤信息自动建立，各系统员工编号一致。",
    ),
    ScenarioPack(
        code="order",
        title=_("Orders: CRM to ERP"),
        text=_(
            "A sales order signed in CRM becomes an order in ERP; delivery and payment come back to the salesperson."
        ),
        departments=("SAL", "FIN", "WH", "IT"),
        scope="销售订单到回款：CRM 生效订单自动进入 ERP，发货与回款状态回传 CRM。",
    ),
    ScenarioPack(
        code="approvals",
        title=_("Approvals across departments"),
        text=_(
            "One way of approval for all departments: the same levels, time limits and archive of contracts and seals."
        ),
        departments=("ADM", "LEG", "FIN", "IT"),
        scope="跨部门审批：统一审批层级与时限，审批结果自动送达合同管理与电子签章，全程可查。",
    ),
    ScenarioPack(
        code="expenses",
        title=_("Expense claims: OA to finance"),
        text=_("A claim is submitted once in OA; budget check, voucher and payment follow in the finance system."),
        departments=("FIN", "ADM", "IT"),
        scope="费用报销：OA 一次提交，预算校验、凭证与付款在财务系统自动完成，结果回传申请人。",
    ),
):
    scenario_packs.add(pack.code, pack)
