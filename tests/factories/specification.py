"""A believable 《需求规格说明书》: the frozen content and the context a paper is rendered from."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.safestring import mark_safe

from governance_app.gateline import PhaseView, gate_line
from governance_app.gatepaper import PaperLabels, gate_line_svg

Content = dict[str, Any]

DEPARTMENTS = [
    ("D-FIN", "财务部"),
    ("D-HR", "人力资源部"),
    ("D-PUR", "采购部"),
    ("D-ADM", "行政部"),
    ("D-IT", "信息技术部"),
    ("D-SAL", "销售部"),
    ("D-LEG", "法务部"),
]

# name, version, maker, owner, modules, formats, users, hosting, interface, criticality, life cycle, notes
SYSTEMS = [
    (
        "办公自动化（OA）",
        "V8.2",
        "云阶软件",
        "行政部",
        ["公文流转", "审批流程", "会议管理", "印章管理"],
        "JSON, XML",
        2600,
        "on_premise",
        "rest",
        "high",
        "keep",
        "审批单附件存放在独立文件服务器。",
    ),
    (
        "人力资源系统（HR）",
        "2024R1",
        "青禾云计算",
        "人力资源部",
        ["组织架构", "员工档案", "考勤", "薪酬"],
        "JSON",
        2600,
        "saas",
        "rest",
        "high",
        "keep",
        "员工编号由本系统产生，其他系统不得自编。",
    ),
    (
        "企业资源计划（ERP）",
        "12.1.3",
        "磐石软件",
        "财务部",
        ["总账", "应付", "应收", "库存", "采购"],
        "XML, 定长文本",
        780,
        "on_premise",
        "soap",
        "high",
        "keep",
        "月末 25 日至次月 3 日冻结接口变更。",
    ),
    (
        "客户关系管理（CRM）",
        "9.0",
        "云客科技",
        "销售部",
        ["客户主数据", "商机", "订单", "回款"],
        "JSON",
        430,
        "saas",
        "rest",
        "high",
        "keep",
        "",
    ),
    (
        "费用报销系统",
        "3.7",
        "快账科技",
        "财务部",
        ["报销单", "预算占用", "影像"],
        "JSON, PDF",
        2600,
        "saas",
        "rest",
        "medium",
        "keep",
        "影像保存期限 30 年。",
    ),
    (
        "供应商管理平台",
        "5.4",
        "采诚科技",
        "采购部",
        ["供应商准入", "寻源", "合同", "绩效"],
        "XML",
        160,
        "private_cloud",
        "soap",
        "medium",
        "keep",
        "",
    ),
    (
        "合同管理系统",
        "2.1",
        "自主开发",
        "法务部",
        ["合同起草", "用印", "履约"],
        "XLSX, PDF",
        210,
        "on_premise",
        "database",
        "medium",
        "replace",
        "无接口文档，原开发人员已离职。",
    ),
    (
        "考勤门禁系统",
        "6.5",
        "安目科技",
        "行政部",
        ["门禁", "考勤机", "访客"],
        "CSV",
        2600,
        "on_premise",
        "file",
        "low",
        "keep",
        "每日 01:00 导出一次文件。",
    ),
    (
        "数据分析平台",
        "2023.2",
        "观数科技",
        "信息技术部",
        ["经营驾驶舱", "自助分析"],
        "JDBC",
        320,
        "private_cloud",
        "database",
        "medium",
        "keep",
        "",
    ),
    (
        "统一身份认证",
        "4.0",
        "信钥科技",
        "信息技术部",
        ["单点登录", "账号生命周期"],
        "JSON",
        2800,
        "private_cloud",
        "rest",
        "high",
        "keep",
        "支持 OIDC 与 SAML 2.0。",
    ),
    (
        "仓储管理系统（WMS）",
        "7.3",
        "仓达科技",
        "采购部",
        ["入库", "出库", "盘点"],
        "XML, CSV",
        95,
        "on_premise",
        "message",
        "high",
        "keep",
        "",
    ),
    (
        "旧版公文系统",
        "1.9",
        "自主开发",
        "行政部",
        ["历史公文查询"],
        "HTML",
        40,
        "on_premise",
        "none",
        "low",
        "retire",
        "只读，待历史公文迁移后停用。",
    ),
]

# title, process, description, department index, systems (1-based), minutes, people, times a month, severity, role
PAIN_POINTS = [
    (
        "入职信息在 OA 与 HR 各录一遍",
        "员工入职",
        "人事专员在 OA 发起入职审批后，须在 HR 系统重新录入 42 个字段，证件号录错时要到首月算薪才被发现。",
        1,
        (1, 2),
        "12",
        6,
        "85",
        "high",
        "人力资源部招聘专员",
    ),
    (
        "报销审批完成后人工制证",
        "费用报销",
        "会计从报销系统导出清单，逐笔在 ERP 录入凭证，影像编号靠手工填写。",
        0,
        (5, 3),
        "9",
        4,
        "620",
        "high",
        "财务部报销会计",
    ),
    (
        "订单取消后库存占用不释放",
        "订单变更",
        "销售在 CRM 取消订单，ERP 的库存占用要等仓库次日核对后手工释放，造成缺货误判。",
        5,
        (4, 3, 11),
        "15",
        8,
        "140",
        "high",
        "销售部订单专员",
    ),
    (
        "供应商信息三处维护",
        "供应商准入",
        "供应商的银行账号在供应商平台、ERP 与合同系统各存一份，变更时常漏改。",
        2,
        (6, 3, 7),
        "20",
        5,
        "36",
        "high",
        "采购部供应商管理员",
    ),
    (
        "离职账号不能及时停用",
        "员工离职",
        "离职审批结束后，由信息技术部按邮件逐系统停用账号，平均滞后 3 个工作日。",
        4,
        (1, 2, 10),
        "25",
        3,
        "48",
        "high",
        "信息技术部账号管理员",
    ),
    (
        "考勤异常靠表格核对",
        "考勤结算",
        "门禁导出的 CSV 与 HR 排班表用表格比对，跨夜班次需要手工拆分。",
        1,
        (8, 2),
        "35",
        4,
        "22",
        "medium",
        "人力资源部薪酬专员",
    ),
    (
        "合同用印进度无法查询",
        "合同签订",
        "业务人员通过电话询问用印进度，印章管理与合同系统之间没有关联。",
        6,
        (1, 7),
        "6",
        60,
        "90",
        "medium",
        "法务部合同专员",
    ),
    (
        "经营报表每月手工汇总",
        "经营分析",
        "各分公司导出 ERP 余额表后由总部汇总，口径不一，返工两到三轮。",
        0,
        (3, 9),
        "180",
        12,
        "3",
        "high",
        "财务部预算主管",
    ),
    (
        "客户名称写法不统一",
        "客户主数据",
        "同一客户在 CRM 与 ERP 存在多个名称，对账时须人工归并。",
        5,
        (4, 3),
        "8",
        10,
        "210",
        "medium",
        "销售部客户经理",
    ),
    (
        "采购到货与入库脱节",
        "采购收货",
        "WMS 入库后由仓管员在 ERP 再次登记收货，数量不一致时无法追溯。",
        2,
        (11, 3),
        "7",
        9,
        "330",
        "high",
        "采购部收货员",
    ),
]

# business object, source system, target system (1-based), owner department, trigger, frequency, volume
OBJECTS = [
    ("员工档案", 1, 2, "人力资源部", "入职审批通过", "即时", 30),
    ("组织架构", 2, 1, "人力资源部", "组织调整生效", "每日 02:00", 12),
    ("报销凭证", 5, 3, "财务部", "报销审批通过", "即时", 310),
    ("销售订单", 4, 3, "销售部", "订单提交或取消", "即时", 460),
    ("供应商主数据", 6, 3, "采购部", "准入或变更审批通过", "即时", 18),
    ("采购收货单", 11, 3, "采购部", "入库确认", "每 5 分钟", 520),
    ("考勤明细", 8, 2, "行政部", "每日结算", "每日 01:30", 5200),
    ("账号状态", 2, 10, "信息技术部", "入职、调岗、离职", "即时", 45),
    ("合同履约信息", 7, 6, "法务部", "合同生效", "每日 03:00", 25),
    ("客户主数据", 4, 3, "销售部", "客户核实", "即时", 60),
    ("用印申请", 7, 1, "法务部", "合同定稿", "即时", 40),
    ("经营余额", 3, 9, "财务部", "每日关账", "每日 04:00", 86000),
    ("库存余额", 11, 4, "采购部", "库存变动", "每 10 分钟", 3400),
]

# title, description, kind, acceptance; {obj} {src} {dst} are filled in
REQUIREMENT_PATTERNS = [
    (
        "{obj}在{src}审批通过后，1 分钟内写入{dst}并回写编号",
        "{src}为{obj}的来源系统。审批流程到达“通过”后立即推送，{dst}写入成功后返回本方编号，任何一方不得要求用户再次录入。",
        "functional",
        "批量提交 50 笔{obj}，全部在 60 秒内写入，编号逐笔一致，无重复。",
    ),
    (
        "{obj}变更同步至{dst}，网络中断恢复后补传，不重不漏",
        "变更以业务时间排序并带唯一流水号。{dst}按流水号去重；中断期间的变更保存在发送方队列，恢复后按序补传。",
        "functional",
        "断网 10 分钟后恢复，200 笔变更全部到达且无重复，先后次序与来源一致。",
    ),
    (
        "50 人同时提交{obj}时，接口响应时间不超过 3 秒",
        "响应时间从网关收到请求起，到返回业务结果止，含鉴权与数据校验，不含客户端渲染。",
        "performance",
        "50 个并发持续 10 分钟，p95 ≤ 3 秒，错误率 ≤ 0.1%。",
    ),
    (
        "{obj}按岗位授权查看，越权访问被拒绝并留痕",
        "字段级权限以统一身份认证的岗位为准。证件号、银行账号在页面与日志中脱敏；越权请求返回统一提示，并记录人员、时间与对象。",
        "security",
        "以 6 类岗位逐一验证 24 个受控字段，越权全部被拒绝，审计日志可查。",
    ),
    (
        "{obj}编码全局唯一，以{src}为主数据来源",
        "其他系统只引用、不自编。历史重复数据在迁移时归并，保留最近一次人工核实的字段值，并建立新旧编码对照表。",
        "data",
        "抽样 300 条，编码唯一，归并结果与核实单一致率 100%。",
    ),
    (
        "{obj}同步失败时 5 分钟内告警，值班人员可重发",
        "失败原因以业务语言说明（缺少字段、编码不存在、对方拒绝、超时），连同原始报文供有权人员查看。重发不得产生重复数据。",
        "operability",
        "注入 4 类故障各 5 次，均在 5 分钟内告警，重发后数据一致。",
    ),
]

GOALS = [
    ("缩短入职手续办理时间", "从审批通过到账号可用的小时数（中位数）", "decrease", "小时", "52", "4", 1),
    ("减少报销制证人工", "每月人工制证工时", "decrease", "小时/月", "372", "60", 0),
    ("提高订单变更同步及时率", "1 分钟内完成同步的订单变更占比", "increase", "%", "38.5", "99", 5),
    ("消除供应商账号差异", "三系统银行账号不一致的供应商数", "decrease", "家", "41", "0", 2),
    ("缩短月结周期", "月末关账到经营报表发布的工作日数", "decrease", "工作日", "7", "3", 0),
    ("提高离职账号停用及时率", "离职当日停用全部账号的占比", "increase", "%", "22", "100", 4),
]

ORGANISATION = [
    ("chair", "林建国", "总经理办公室"),
    ("pmo", "赵文彬", "信息技术部"),
    ("it_lead", "陈思远", "信息技术部"),
    ("dept_head", "周敏", "财务部"),
    ("dept_head", "王喆", "人力资源部"),
    ("dept_head", "吴桂芳", "采购部"),
    ("dept_head", "郑海涛", "行政部"),
    ("dept_head", "孙莉", "销售部"),
    ("dept_head", "何璟", "法务部"),
    ("key_user", "刘洋", "财务部"),
    ("key_user", "黄雅琴", "人力资源部"),
    ("key_user", "唐志强", "销售部"),
]

PAPER_LABELS = PaperLabels("七关线", "计划", "预计", "实际")

PRIORITIES = ("high", "medium", "high", "medium", "low")


def _code(prefix: str, index: int, width: int = 3) -> str:
    return f"{prefix}-{index:0{width}d}"


def _systems(count: int) -> list[Content]:
    keys = (
        "name",
        "version_label",
        "maker",
        "owner_department",
        "modules",
        "data_formats",
        "user_count",
        "hosting",
        "interface_capability",
        "criticality",
        "life_cycle",
        "notes",
    )
    rows = []
    for index in range(count):
        row = dict(zip(keys, SYSTEMS[index % len(SYSTEMS)], strict=True))
        if index >= len(SYSTEMS):
            row["name"] = f"{row['name']}（{index // len(SYSTEMS) + 1} 号分公司）"
        rows.append({"code": _code("SYS", index + 1), **row})
    return rows


def _pain_points(count: int, systems: int) -> list[Content]:
    rows = []
    for index in range(count):
        title, process, description, department, used, minutes, people, times, severity, role = PAIN_POINTS[
            index % len(PAIN_POINTS)
        ]
        round_ = index // len(PAIN_POINTS)
        place = ("", "华东分公司：", "华南分公司：", "西部分公司：")[round_ % 4]
        people = max(1, people - round_)
        hours = (Decimal(minutes) * people * Decimal(times) / 60).quantize(Decimal("0.1"))
        rows.append(
            {
                "code": _code("PP", index + 1),
                "title": f"{place}{title}",
                "process": process,
                "description": description,
                "department": DEPARTMENTS[department][1],
                "systems": [_code("SYS", number) for number in used if number <= systems],
                "minutes_lost": minutes,
                "people_affected": people,
                "times_per_month": times,
                "hours_per_month": str(hours),
                "severity": severity,
                "reported_by": role,
            }
        )
    return rows


def _goals(count: int) -> list[Content]:
    rows = []
    for index in range(count):
        statement, metric, direction, unit, baseline, target, department = GOALS[index % len(GOALS)]
        rows.append(
            {
                "code": _code("GOAL", index + 1, 2),
                "statement": statement,
                "metric": metric,
                "direction": direction,
                "unit": unit,
                "baseline_value": baseline,
                "baseline_date": "2025-12-31",
                "baseline_evidence": "2025 年第四季度运行统计，见访谈记录",
                "target_value": target,
                "measure_by": "2027-06-30",
                "owner_department": DEPARTMENTS[department][1],
            }
        )
    return rows


def _requirements(count: int, pain_points: int, goals: int) -> list[Content]:
    rows = []
    for index in range(count):
        obj, source, target, department, *_ = OBJECTS[index % len(OBJECTS)]
        title, description, kind, acceptance = REQUIREMENT_PATTERNS[
            (index + index // len(OBJECTS)) % len(REQUIREMENT_PATTERNS)
        ]
        words = {"obj": obj, "src": _short(source), "dst": _short(target)}
        rows.append(
            {
                "code": _code("REQ", index + 1),
                "version": 1 + index % 3,
                "title": _spaced(title.format(**words)),
                "description": _spaced(description.format(**words)),
                "kind": kind,
                "priority": PRIORITIES[index % len(PRIORITIES)],
                "acceptance": acceptance.format(**words),
                "owner_department": department,
                "systems": [_code("SYS", source), _code("SYS", target)],
                "pain_points": [_code("PP", 1 + (index * 7) % pain_points)] if pain_points and index % 4 else [],
                "goals": [_code("GOAL", 1 + index % goals, 2)] if goals and index % 3 == 0 else [],
            }
        )
    return rows


def _spaced(text: str) -> str:
    """A space where Chinese meets Latin letters, as house style has it."""
    return re.sub(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z])|(?<=[A-Za-z])(?=[\u4e00-\u9fff])", " ", text)


def _short(number: int) -> str:
    name = str(SYSTEMS[number - 1][0])
    return name[name.index("（") + 1 : -1] if "（" in name else name


def _interactions(count: int, requirements: int) -> list[Content]:
    rows = []
    for index in range(count):
        obj, source, target, _, trigger, frequency, volume = OBJECTS[index % len(OBJECTS)]
        if index >= len(OBJECTS):
            source, target = target, 1 + (target + index) % len(SYSTEMS)
            if source == target:
                target = 1 + target % len(SYSTEMS)
        rows.append(
            {
                "code": _code("INT", index + 1),
                "source": _code("SYS", source),
                "target": _code("SYS", target),
                "business_object": obj,
                "trigger": trigger,
                "direction": "two_way" if index % 6 == 0 else "one_way",
                "mode": "batch" if frequency.startswith("每日") else "realtime",
                "frequency": frequency,
                "daily_volume": volume,
                "priority": PRIORITIES[index % len(PRIORITIES)],
                "requirement": _code("REQ", index + 1) if index < requirements else None,
            }
        )
    return rows


def specification_content(
    *,
    systems: int = 12,
    pain_points: int = 40,
    goals: int = 6,
    requirements: int = 60,
    interactions: int = 25,
) -> Content:
    """The frozen content of a specification with so many records of each kind."""
    return {
        "document": {
            "kind": "software_requirements",
            "number": "HC-2026-01-REQ-01",
            "title": "需求规格说明书",
            "title_en": "Software Requirements Specification",
            "classification": "internal",
        },
        "programme": {
            "code": "HC-2026-01",
            "name": "华辰集团办公系统集成项目",
            "sponsor": "华辰集团",
            "description": "把集团 12 个办公与业务系统连成一体，消除重复录入，"
            "让审批、人事、财务与供应链的数据一次产生、处处可用。",
            "start_date": "2026-01-05",
            "end_date": "2027-06-30",
            "profile": {"branches": 14, "users": 2600, "systems": 12, "peak_tps": 180},
        },
        "purpose": "本说明书记录华辰集团办公系统集成项目须实现的全部需求，经涉及部门负责人签署后作为基线，"
        "是方案设计、系统选型、接口开发与验收测试的唯一依据。\n\n"
        "读者为专项组成员、涉及部门负责人、技术委员会、接口开发方与测试人员。",
        "scope": "范围包括总部与 14 家分公司使用的办公、人事、财务、采购、销售与仓储系统之间的数据交换与流程衔接。\n\n"
        "不包括：各系统内部功能的改造、硬件采购、分公司自建且未纳入清单的系统。",
        "organisation": [{"role": role, "name": name, "department": place} for role, name, place in ORGANISATION],
        "departments": [{"code": code, "name": name} for code, name in DEPARTMENTS],
        "systems": _systems(systems),
        "pain_points": _pain_points(pain_points, systems),
        "goals": _goals(goals),
        "requirements": _requirements(requirements, pain_points, goals),
        "interactions": _interactions(interactions, requirements),
        "attachments": [],
    }


def _phases() -> list[PhaseView]:
    names = ("需求调研", "方案设计", "系统选型", "数据迁移", "系统测试", "上线培训", "运维优化")
    ends = ((4, 15), (6, 2), (7, 31), (12, 4), (1, 8), (2, 3), (6, 4))
    phases = []
    for number, (name, (month, day)) in enumerate(zip(names, ends, strict=True), start=1):
        end = date(2026 if number < 5 else 2027, month, day)
        if number == 1:
            phases.append(
                PhaseView(1, name, name, "in_review", "评审中", 8, 9, unmet=1, planned_end=end, forecast_end=end)
            )
        else:
            phases.append(PhaseView(number, name, name, "not_started", "未开始", planned_end=end, forecast_end=end))
    return phases


def canonical_bytes(content: Content) -> bytes:
    """The content as compact JSON with sorted keys: near enough to the canonical form for a rendering test."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _slots(content_hash: str, signed: int) -> list[Content]:
    rows = []
    heads = {place: name for role, name, place in ORGANISATION if role == "dept_head"} | {"信息技术部": "陈思远"}
    for index, (_, department) in enumerate(DEPARTMENTS):
        done = index < signed
        rows.append(
            {
                "department": department,
                "title": f"{department}负责人",
                "signer_name": heads[department] if done else "",
                "signer_role": f"{department}负责人" if done else "",
                "meaning_label": "批准" if done else "",
                "signed_at_text": f"2026-11-{20 + index % 4} 1{index % 8}:05 +08:00" if done else "",
                "method_label": ("密码", "动态口令", "通行密钥")[index % 3] if done else "",
                "short_hash": content_hash[:8] if done else "",
                "state": "signed" if done else "waiting",
            }
        )
    return rows


def specification_context(
    content: Content | None = None,
    *,
    language: str = "zh-hans",
    watermark: str = "",
    signed: int = 5,
    rendered_for: str = "record",
) -> Content:
    """Everything the specification's template reads, as the documents service supplies it."""
    content = specification_content() if content is None else content
    content_hash = hashlib.sha256(canonical_bytes(content)).hexdigest()
    changes = [
        (
            "REQ-002",
            "审批结果在 <del>5 分钟</del> <ins>1 分钟</ins> 内同步至 ERP，<ins>网络中断恢复后补传</ins>",
            "财务部、销售部",
        ),
        ("REQ-004", "优先级 <del>中</del> <ins>高</ins>", "销售部"),
        ("REQ-060", "<ins>新增</ins>", "销售部、采购部"),
        ("GOAL-03", "目标值 <del>95</del> <ins>99</ins> %", "销售部"),
    ]
    return {
        "content": content,
        "language": language,
        "document": {
            "number": content["document"]["number"],
            "title": content["document"]["title"],
            "title_en": content["document"]["title_en"],
        },
        "revision": {
            "number": 3,
            "state": "in_signing",
            "state_label": "签署中" if language != "en" else "In signing",
            "watermark": watermark,
            "submitted_by": "赵文彬",
            "submitted_on": "2026-11-20",
            "supersedes": "修订 2（2026-04-14）",
            "classification_label": "内部" if language != "en" else "Internal",
            "owner_department": "信息技术部",
            "status_text": f"签署中，{signed}/7" if language != "en" else f"In signing, {signed}/7",
        },
        "content_hash": content_hash,
        "verify_url": f"https://sevengate.example/verify/{content_hash[:16]}",
        "history": [
            {
                "number": 3,
                "date": "2026-11-20",
                "by": "赵文彬",
                "summary": "按变更 CR-007 缩短同步时限，新增订单取消后的库存释放需求。",
                "state_label": "签署中",
            },
            {
                "number": 2,
                "date": "2026-04-14",
                "by": "赵文彬",
                "summary": "补充仓储与门禁系统，确认优先级。",
                "state_label": "已批准",
            },
            {"number": 1, "date": "2026-03-02", "by": "赵文彬", "summary": "首次提交。", "state_label": "已取代"},
        ],
        "policy_text": "涉及部门负责人全部批准；可同时签署。",
        "slots": _slots(content_hash, signed),
        "gate_line_svg": gate_line_svg(gate_line(_phases(), date(2026, 11, 20)), 1, PAPER_LABELS),
        "checkpoint": {"sequence": 8412, "short": "5be091d7", "time": "2026-11-24 09:00"},
        "organisation": "华辰集团",
        "changes": [
            {"position": position, "html": mark_safe(html), "departments": departments}
            for position, html, departments in changes
        ],
        "rendered_for": rendered_for,
    }
