"""A believable 《需求规格说明书》: the frozen content and the context a paper is rendered from."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.safestring import mark_safe

from governance_app.paper.gateline import PhaseView, gate_line
from governance_app.paper.gatepaper import PaperLabels, gate_line_svg
from tests.factories.specification_texts import (
    DEPARTMENTS,
    GOALS,
    OBJECTS,
    ORGANISATION,
    PAIN_POINTS,
    REQUIREMENT_PATTERNS,
    SYSTEMS,
)

Content = dict[str, Any]

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
        "processes": _processes(),
        "attachments": [],
    }


def _processes() -> list[Content]:
    """A process as it is and as it shall be, with a branch, a hand-off and a duplicate entry."""

    def step(key: str, kind: str, lane: str, action: str, *ways: str, **marks: bool) -> Content:
        place = {"lane_kind": "role", "lane_code": "", "lane": lane, "system": "", "system_name": ""}
        onward = [{"to": way[0], "condition": way[2:]} for way in ways]
        return (
            place
            | {"handoff": False, "duplicate": False, "key": key, "kind": kind}
            | marks
            | {
                "action": action,
                "next": onward,
            }
        )

    steps = [
        step("1", "start", "报销人", "发生费用", "2"),
        step("2", "task", "报销人", "填写报销单", "3", handoff=True),
        step("3", "exclusive", "财务部", "预算够吗？", "2 不够", "4 够"),
        step("4", "task", "财务部", "重新录入财务系统", "5", duplicate=True),
        step("5", "end", "报销人", "收到报销款"),
    ]
    common = {"title": "费用报销", "owner_department": DEPARTMENTS[0][1], "description": "报销单从提交到付款。"}
    common |= {"systems": ["SYS-001"], "pain_points": [], "requirements": [], "steps": steps}
    return [
        {"code": "PROC-001", "variant": "as_is", "counterpart": "", **common},
        {"code": "PROC-002", "variant": "to_be", "counterpart": "PROC-001", **common},
    ]


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
