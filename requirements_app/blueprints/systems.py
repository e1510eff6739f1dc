"""The systems that kinds of firm and packs name: each is written once, however many name it."""

from requirements_app.blueprints.entries import SystemSeed

# fmt: off
SYSTEMS: dict[str, SystemSeed] = {system.key: system for system in (
    SystemSeed(key="oa", name="OA 协同办公系统", department="ADM", interface_capability="rest",
        modules="流程审批\n公文与通知\n组织与人员\n待办"),
    SystemSeed(key="hr", name="HR 人力资源系统", department="HR", interface_capability="rest",
        modules="员工档案\n组织与岗位\n入转调离\n薪酬"),
    SystemSeed(key="crm", name="CRM 客户关系系统", department="SAL", interface_capability="rest",
        modules="客户与联系人\n商机与报价\n销售订单\n回款跟踪"),
    SystemSeed(key="erp", name="ERP 企业资源计划系统", department="FIN", interface_capability="database",
        modules="销售与采购\n库存\n应收应付\n物料主数据"),
    SystemSeed(key="finance", name="财务与费用系统", department="FIN", interface_capability="soap",
        modules="总账与凭证\n预算\n费用报销\n付款"),
    SystemSeed(key="contract", name="合同管理系统", department="LEG", criticality="medium", interface_capability="rest",
        modules="合同起草\n合同台账\n履约提醒\n归档"),
    SystemSeed(key="seal", name="电子签章系统", department="LEG", criticality="medium", interface_capability="rest",
        modules="用印申请\n电子签署\n印章台账"),
    SystemSeed(key="directory", name="统一账号目录", department="IT", interface_capability="rest",
        modules="账号开通与停用\n单点登录\n权限组"),
    SystemSeed(key="attendance", name="考勤与门禁系统", department="ADM", criticality="medium",
        interface_capability="file", modules="考勤排班\n门禁授权\n假期"),
    SystemSeed(key="warehouse", name="仓储管理系统", department="WH", interface_capability="rest",
        modules="入库\n拣货与出库\n库存查询"),
    SystemSeed(key="warehouse-data", name="数据仓库与经营分析系统", department="DATA", criticality="medium",
        interface_capability="database", modules="数据采集\n指标口径\n经营报表"),
    SystemSeed(key="branch-oa", name="分支机构办公系统", department="BR", criticality="medium",
        interface_capability="file", modules="本地审批\n本地通知\n人员台账"),
    SystemSeed(key="acquired-oa", name="并入公司 OA 系统", department="ACQ", interface_capability="file",
        modules="流程审批\n公文\n通讯录"),
    SystemSeed(key="acquired-hr", name="并入公司人事系统", department="ACQ", criticality="medium",
        interface_capability="file", modules="员工档案\n考勤\n薪酬"),
)}
