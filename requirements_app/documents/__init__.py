"""《需求规格说明书》: composed from the records of phase 1, signed by the head of every department concerned."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance_app.base.canonical import decimal_text
from governance_app.documents.registry import Content, DocumentKind, Part, Problem, document
from governance_app.paper.words import paper_labels
from governance_app.phases import Phase
from governance_app.programmes.models import Programme
from governance_app.programmes.selectors import people_of
from governance_app.programmes.states import Role
from requirements_app.documents.interviews import INTERVIEW_PART, interview_rows
from requirements_app.documents.pain_points import PAIN_POINT_PART, pain_point_rows
from requirements_app.documents.processes import PROCESS_PART, process_rows
from requirements_app.documents.responsibilities import RESPONSIBILITY_PART, responsibility_rows
from requirements_app.documents.signers import change_rows, policy
from requirements_app.kinds import GOALS, INTERACTIONS, INTERVIEWS, PAIN_POINTS, PROCESSES, REQUIREMENTS, SYSTEMS
from requirements_app.models import ChangeRequest, Goal, Interaction, System
from requirements_app.selectors import (
    concerned,
    heads_of,
    last_editor,
    living_requirements,
)
from requirements_app.selectors.changes import DOCUMENT as CODE
from requirements_app.states import (
    Capability,
    Flow,
    Hosting,
    Improvement,
    Level,
    LifeCycle,
    Mode,
    RequirementState,
    RequirementType,
)

_TITLE_ZH = "需求规格说明书"
_TITLE_EN = "Software Requirements Specification"
_KINDS = (SYSTEMS, INTERVIEWS, PAIN_POINTS, GOALS, REQUIREMENTS, INTERACTIONS, PROCESSES)
#: The roles listed in the chapter on the organisation.
_ORGANISATION = (Role.CHAIR, Role.COMMITTEE, Role.PMO, Role.IT_LEAD, Role.DEPT_HEAD)


def compose(programme: Programme) -> Content:
    """The specification's content from the records as they are now, in plain values."""
    requirements = list(living_requirements(programme).select_related("owner_department").order_by("code"))
    return {
        "document": {
            "kind": CODE,
            "number": f"{programme.code}-REQ-01",
            "title": _TITLE_ZH,
            "title_en": _TITLE_EN,
            "classification": "internal",
        },
        "programme": _programme(programme),
        "purpose": programme.purpose,
        "scope": programme.scope,
        "organisation": _organisation(programme),
        "responsibilities": responsibility_rows(programme),
        "departments": [{"code": row.code, "name": row.name} for row in concerned(programme, requirements)],
        "systems": [_system(row) for row in _rows(System, programme).select_related("owner_department")],
        "interviews": interview_rows(programme),
        "pain_points": pain_point_rows(programme),
        "goals": [_goal(row) for row in _rows(Goal, programme).select_related("owner_department")],
        "requirements": [_requirement(row) for row in requirements],
        "processes": process_rows(programme),
        "interactions": [
            _interaction(row) for row in _rows(Interaction, programme).select_related("source", "target", "requirement")
        ],
        "change_requests": change_rows(programme),
        "attachments": [],
    }


def _rows(model: Any, programme: Programme) -> Any:
    return model._default_manager.filter(programme=programme).order_by("code")


def _programme(programme: Programme) -> dict[str, Any]:
    return {
        "code": programme.code,
        "name": programme.name,
        "organisation": programme.organisation,
        "sponsor": programme.sponsor,
        "description": programme.description,
        "start_date": programme.start_date,
        "end_date": programme.end_date,
        "profile": {
            "branches": programme.branch_count,
            "users": programme.user_count,
            "systems": programme.system_count,
            "peak_tps": programme.peak_tps,
        },
    }


def _organisation(programme: Programme) -> list[dict[str, str]]:
    order = {role: position for position, role in enumerate(_ORGANISATION)}
    members = sorted(
        (row for row in people_of(programme) if row.role in _ORGANISATION),
        key=lambda row: (order[Role(row.role)], row.department.code if row.department else "", row.user_id),
    )
    return [
        {"role": row.role, "name": str(row.user), "department": str(row.department or row.user.department or "")}
        for row in members
    ]


def _system(row: System) -> dict[str, Any]:
    return {
        "code": row.code,
        "name": row.name,
        "version_label": row.version_label,
        "maker": row.maker,
        "owner_department": str(row.owner_department or ""),
        "modules": [line.strip() for line in row.modules.splitlines() if line.strip()],
        "data_formats": row.data_formats,
        "user_count": row.user_count,
        "hosting": row.hosting,
        "interface_capability": row.interface_capability,
        "criticality": row.criticality,
        "life_cycle": row.life_cycle,
        "notes": row.notes,
    }


def _goal(row: Goal) -> dict[str, Any]:
    return {
        "code": row.code,
        "statement": row.statement,
        "metric": row.metric,
        "direction": row.direction,
        "unit": row.unit,
        "baseline_value": None if row.baseline_value is None else decimal_text(row.baseline_value),
        "baseline_date": row.baseline_date,
        "baseline_evidence": row.baseline_evidence,
        "target_value": None if row.target_value is None else decimal_text(row.target_value),
        "measure_by": row.measure_by,
        "owner_department": str(row.owner_department),
    }


def _requirement(row: Any) -> dict[str, Any]:
    return {
        "code": row.code,
        "version": row.version,
        "title": row.title,
        "description": row.description,
        "kind": row.kind,
        "priority": row.priority,
        "acceptance": row.acceptance,
        "owner_department": str(row.owner_department),
        "state": row.state,
        "systems": row.links.get("systems", []),
        "pain_points": row.links.get("pain_points", []),
        "goals": row.links.get("goals", []),
    }


def _interaction(row: Interaction) -> dict[str, Any]:
    return {
        "code": row.code,
        "source": row.source.code,
        "target": row.target.code,
        "business_object": row.business_object,
        "trigger": row.trigger,
        "direction": row.direction,
        "mode": row.mode,
        "frequency": row.frequency,
        "daily_volume": row.daily_volume,
        "priority": row.priority,
        "requirement": row.requirement.code if row.requirement else "",
    }


def problems(programme: Programme, content: Content) -> list[Problem]:
    """What keeps the specification from being submitted, each with the place where it can be mended."""
    slug = programme.slug
    found = []
    if not content["requirements"]:
        found.append(Problem(gettext("There are no requirements yet."), REQUIREMENTS.url(slug)))
    if not content["goals"]:
        found.append(Problem(gettext("There are no goals yet."), GOALS.url(slug)))
    if not content["systems"]:
        found.append(Problem(gettext("There are no systems yet."), SYSTEMS.url(slug)))
    for row in content["requirements"]:
        if not row["acceptance"]:
            text = gettext("%(code)s “%(title)s” has no acceptance criteria.") % {
                "code": row["code"],
                "title": row["title"],
            }
            found.append(Problem(text, REQUIREMENTS.url(slug, row["code"], "edit/")))
    for row in content["goals"]:
        if None in {row[name] for name in ("baseline_value", "baseline_date", "target_value", "measure_by")}:
            text = gettext("%(code)s lacks a baseline, a target or a date.") % {"code": row["code"]}
            found.append(Problem(text, GOALS.url(slug, row["code"], "edit/")))
    departments = {row.pk: row for row in concerned(programme)}
    for department, members in heads_of(programme, list(departments)).items():
        if not members:
            text = gettext("%(name)s is concerned but has no head in this programme who could sign.")
            found.append(Problem(text % {"name": departments[department].name}))
    return found


def facts(content: Content) -> list[tuple[Any, str]]:
    """The figures shown beside a revision."""
    requirements = content.get("requirements", [])
    high = sum(row["priority"] == Level.HIGH for row in requirements)
    return [
        (_("Requirements"), gettext("%(all)s (high: %(high)s)") % {"all": len(requirements), "high": high}),
        (_("System interactions"), str(len(content.get("interactions", [])))),
        (_("Pain points"), str(len(content.get("pain_points", [])))),
        (_("Departments concerned"), str(len(content.get("departments", [])))),
    ]


def _names(model: Any, *fields: str) -> dict[str, Any]:
    return {name: model._meta.get_field(name).verbose_name for name in fields}


def _labels(**choices: Any) -> dict[str, dict[str, Any]]:
    return {name: dict(kind.choices) for name, kind in choices.items()}


SPECIFICATION = document(
    DocumentKind(
        code=CODE,
        phase=Phase.REQUIREMENTS,
        suffix="REQ-01",
        title=_("Requirements specification"),
        title_zh=_TITLE_ZH,
        title_en=_TITLE_EN,
        template="requirements/documents/specification.html",
        compose=compose,
        policy=policy,
        problems=problems,
        last_editor=last_editor,
        sources=frozenset({"programme", "members", *(row.slug for row in _KINDS)}),
        parts=(
            Part("purpose", _("Purpose")),
            Part("scope", _("Scope")),
            RESPONSIBILITY_PART,
            Part(
                "systems",
                _("Systems"),
                _names(
                    System,
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
                ),
                _labels(hosting=Hosting, interface_capability=Capability, criticality=Level, life_cycle=LifeCycle),
                ("owner_department",),
            ),
            INTERVIEW_PART,
            PAIN_POINT_PART,
            Part(
                "goals",
                _("Goals"),
                _names(
                    Goal,
                    "statement",
                    "metric",
                    "direction",
                    "unit",
                    "baseline_value",
                    "baseline_date",
                    "baseline_evidence",
                    "target_value",
                    "measure_by",
                    "owner_department",
                ),
                _labels(direction=Improvement),
                ("owner_department",),
            ),
            PROCESS_PART,
            Part(
                "requirements",
                _("Requirements"),
                _names(
                    REQUIREMENTS.model,
                    "title",
                    "description",
                    "kind",
                    "priority",
                    "acceptance",
                    "owner_department",
                    "state",
                    "systems",
                    "pain_points",
                    "goals",
                ),
                _labels(kind=RequirementType, priority=Level, state=RequirementState),
                ("owner_department",),
            ),
            Part(
                "interactions",
                _("System interactions"),
                _names(
                    Interaction,
                    "source",
                    "target",
                    "business_object",
                    "trigger",
                    "direction",
                    "mode",
                    "frequency",
                    "daily_volume",
                    "priority",
                    "requirement",
                ),
                _labels(direction=Flow, mode=Mode, priority=Level),
            ),
            Part(
                "change_requests",
                _("Change requests"),
                # What and why in full stand in the change history.
                _names(ChangeRequest, "title"),
                departments=("departments",),
            ),
        ),
        facts=facts,
        policy_text=_("Approved by the head of every department concerned, in any order"),
    )
)

for _domain, _choices in (
    ("priority", Level),
    ("severity", Level),
    ("criticality", Level),
    ("kind", RequirementType),
    ("hosting", Hosting),
    ("interface_capability", Capability),
    ("life_cycle", LifeCycle),
    ("flow_direction", Flow),
    ("mode", Mode),
    ("goal_direction", Improvement),
):
    paper_labels.add(_domain, dict(_choices.choices))
