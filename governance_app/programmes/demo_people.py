"""The departments and accounts of the demonstration: names are roles, never people."""

from dataclasses import dataclass

GROUP_SLUG = "hc-2026-01"
LOGISTICS_SLUG = "hl-2026-01"


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentEntry:
    """A department; ``parent`` is the code of one that stands before it, ``head`` a username or empty."""

    code: str
    name: str
    parent: str = ""
    head: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountEntry:
    """A person to sign in as; ``roles`` are (role, department code or empty) and hold in each of ``programmes``.

    A ``founder`` may set up programmes.
    """

    username: str
    display_name: str
    employee_number: str
    department: str
    roles: tuple[tuple[str, str], ...]
    programmes: tuple[str, ...] = (GROUP_SLUG,)
    founder: bool = False

    @property
    def email(self) -> str:
        """An address that reaches nobody."""
        return f"{self.username}@example.com"


DEPARTMENTS: tuple[DepartmentEntry, ...] = (
    DepartmentEntry(code="HC", name="华辰集团", head="chair"),
    DepartmentEntry(code="GM", name="总裁办公室", parent="HC", head="head.gm"),
    DepartmentEntry(code="ADM", name="行政部", parent="HC", head="head.adm"),
    DepartmentEntry(code="HR", name="人力资源部", parent="HC", head="head.hr"),
    DepartmentEntry(code="FIN", name="财务部", parent="HC", head="head.fin"),
    DepartmentEntry(code="SAL", name="销售部", parent="HC", head="head.sal"),
    DepartmentEntry(code="PUR", name="采购部", parent="HC", head="head.pur"),
    DepartmentEntry(code="IT", name="信息技术部", parent="HC", head="head.it"),
    DepartmentEntry(code="LEG", name="法务部", parent="HC", head="head.leg"),
    DepartmentEntry(code="AUD", name="审计部", parent="HC", head="auditor"),
    DepartmentEntry(code="EC", name="华东分公司", parent="HC", head="head.ec"),
    DepartmentEntry(code="EC-ADM", name="华东分公司综合管理部", parent="EC"),
    DepartmentEntry(code="EC-FIN", name="华东分公司财务部", parent="EC"),
    DepartmentEntry(code="EC-SAL", name="华东分公司销售部", parent="EC"),
    DepartmentEntry(code="HL", name="华辰物流", parent="HC", head="hl.chair"),
    DepartmentEntry(code="HL-OPS", name="华辰物流运营部", parent="HL", head="hl.head.ops"),
    DepartmentEntry(code="HL-FIN", name="华辰物流财务部", parent="HL", head="hl.head.fin"),
    DepartmentEntry(code="HL-IT", name="华辰物流信息部", parent="HL", head="hl.it.lead"),
)

ACCOUNTS: tuple[AccountEntry, ...] = (
    AccountEntry(
        username="chair",
        display_name="集团分管副总裁",
        employee_number="E000012",
        department="HC",
        roles=(("chair", ""),),
    ),
    AccountEntry(
        username="committee.fin",
        display_name="集团财务总监",
        employee_number="E000018",
        department="HC",
        roles=(("committee", ""),),
    ),
    AccountEntry(
        username="committee.ops",
        display_name="集团运营总监",
        employee_number="E000021",
        department="HC",
        roles=(("committee", ""),),
    ),
    AccountEntry(
        username="committee.risk",
        display_name="集团风控总监",
        employee_number="E000025",
        department="HC",
        roles=(("committee", ""),),
    ),
    AccountEntry(
        username="pmo",
        display_name="项目经理",
        employee_number="E001206",
        department="IT",
        roles=(("pmo", ""),),
        founder=True,
    ),
    AccountEntry(
        username="it.lead",
        display_name="集团信息化总监",
        employee_number="E000029",
        department="IT",
        roles=(("it_lead", ""),),
    ),
    AccountEntry(
        username="head.gm",
        display_name="总裁办公室负责人",
        employee_number="E000133",
        department="GM",
        roles=(("dept_head", "GM"),),
    ),
    AccountEntry(
        username="head.adm",
        display_name="行政部负责人",
        employee_number="E000208",
        department="ADM",
        roles=(("dept_head", "ADM"),),
    ),
    AccountEntry(
        username="head.hr",
        display_name="人力资源部负责人",
        employee_number="E000176",
        department="HR",
        roles=(("dept_head", "HR"),),
    ),
    AccountEntry(
        username="head.fin",
        display_name="财务部负责人",
        employee_number="E000159",
        department="FIN",
        roles=(("dept_head", "FIN"),),
    ),
    AccountEntry(
        username="head.sal",
        display_name="销售部负责人",
        employee_number="E000264",
        department="SAL",
        roles=(("dept_head", "SAL"),),
    ),
    AccountEntry(
        username="head.pur",
        display_name="采购部负责人",
        employee_number="E000291",
        department="PUR",
        roles=(("dept_head", "PUR"),),
    ),
    AccountEntry(
        username="head.it",
        display_name="信息技术部负责人",
        employee_number="E000347",
        department="IT",
        roles=(("dept_head", "IT"),),
    ),
    AccountEntry(
        username="head.leg",
        display_name="法务部负责人",
        employee_number="E000318",
        department="LEG",
        roles=(("dept_head", "LEG"),),
    ),
    AccountEntry(
        username="head.ec",
        display_name="华东分公司负责人",
        employee_number="E000402",
        department="EC",
        roles=(("dept_head", "EC"),),
    ),
    AccountEntry(
        username="ku.adm",
        display_name="行政部业务骨干",
        employee_number="E001583",
        department="ADM",
        roles=(("key_user", "ADM"),),
    ),
    AccountEntry(
        username="ku.hr",
        display_name="人力资源部业务骨干",
        employee_number="E001427",
        department="HR",
        roles=(("key_user", "HR"),),
    ),
    AccountEntry(
        username="ku.fin",
        display_name="财务部业务骨干",
        employee_number="E001365",
        department="FIN",
        roles=(("key_user", "FIN"),),
    ),
    AccountEntry(
        username="ku.sal",
        display_name="销售部业务骨干",
        employee_number="E001719",
        department="SAL",
        roles=(("key_user", "SAL"),),
    ),
    AccountEntry(
        username="ku.pur",
        display_name="采购部业务骨干",
        employee_number="E001804",
        department="PUR",
        roles=(("key_user", "PUR"),),
    ),
    AccountEntry(
        username="ku.it",
        display_name="信息技术部业务骨干",
        employee_number="E001250",
        department="IT",
        roles=(("key_user", "IT"),),
    ),
    AccountEntry(
        username="ku.leg",
        display_name="法务部业务骨干",
        employee_number="E001938",
        department="LEG",
        roles=(("key_user", "LEG"),),
    ),
    AccountEntry(
        username="ku.ec",
        display_name="华东分公司业务骨干",
        employee_number="E002416",
        department="EC-ADM",
        roles=(("key_user", "EC"),),
    ),
    AccountEntry(
        username="tech.arch",
        display_name="技术委员会委员（架构）",
        employee_number="E000533",
        department="IT",
        roles=(("tech_committee", ""),),
    ),
    AccountEntry(
        username="tech.data",
        display_name="技术委员会委员（数据）",
        employee_number="E000581",
        department="IT",
        roles=(("tech_committee", ""),),
    ),
    AccountEntry(
        username="tech.security",
        display_name="技术委员会委员（安全）",
        employee_number="E000619",
        department="IT",
        roles=(("tech_committee", ""),),
    ),
    AccountEntry(
        username="evaluator",
        display_name="选型评审专家",
        employee_number="E000745",
        department="PUR",
        roles=(("evaluator", ""),),
    ),
    AccountEntry(
        username="developer",
        display_name="集成开发组开发工程师",
        employee_number="E002107",
        department="IT",
        roles=(("developer", ""),),
    ),
    AccountEntry(
        username="qa.lead",
        display_name="测试负责人",
        employee_number="E001092",
        department="IT",
        roles=(("qa_lead", ""),),
    ),
    AccountEntry(
        username="qa", display_name="测试工程师", employee_number="E002233", department="IT", roles=(("qa", ""),)
    ),
    AccountEntry(
        username="hr",
        display_name="人力资源部培训主管",
        employee_number="E001148",
        department="HR",
        roles=(("hr", ""),),
    ),
    AccountEntry(
        username="ops", display_name="运维值班工程师", employee_number="E002058", department="IT", roles=(("ops", ""),)
    ),
    AccountEntry(
        username="trainee",
        display_name="参训人员（行政专员）",
        employee_number="E002871",
        department="ADM",
        roles=(("trainee", ""),),
    ),
    AccountEntry(
        username="vendor", display_name="供应商甲代表", employee_number="", department="", roles=(("vendor", ""),)
    ),
    AccountEntry(
        username="auditor",
        display_name="集团审计负责人",
        employee_number="E000097",
        department="AUD",
        roles=(("auditor", ""),),
        programmes=(GROUP_SLUG, LOGISTICS_SLUG),
    ),
    AccountEntry(
        username="hl.chair",
        display_name="华辰物流总经理",
        employee_number="E000061",
        department="HL",
        roles=(("chair", ""),),
        programmes=(LOGISTICS_SLUG,),
    ),
    AccountEntry(
        username="hl.pmo",
        display_name="华辰物流项目经理",
        employee_number="E003015",
        department="HL-IT",
        roles=(("pmo", ""),),
        programmes=(LOGISTICS_SLUG,),
    ),
    AccountEntry(
        username="hl.it.lead",
        display_name="华辰物流信息部负责人",
        employee_number="E003008",
        department="HL-IT",
        roles=(("it_lead", ""), ("dept_head", "HL-IT")),
        programmes=(LOGISTICS_SLUG,),
    ),
    AccountEntry(
        username="hl.head.ops",
        display_name="华辰物流运营部负责人",
        employee_number="E003027",
        department="HL-OPS",
        roles=(("dept_head", "HL-OPS"),),
        programmes=(LOGISTICS_SLUG,),
    ),
    AccountEntry(
        username="hl.head.fin",
        display_name="华辰物流财务部负责人",
        employee_number="E003033",
        department="HL-FIN",
        roles=(("dept_head", "HL-FIN"),),
        programmes=(LOGISTICS_SLUG,),
    ),
    AccountEntry(
        username="hl.ku.ops",
        display_name="华辰物流运营部业务骨干",
        employee_number="E003141",
        department="HL-OPS",
        roles=(("key_user", "HL-OPS"),),
        programmes=(LOGISTICS_SLUG,),
    ),
)
