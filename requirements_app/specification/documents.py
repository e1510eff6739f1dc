"""《需求规格说明书》: composed from the records of phase 1, signed by the head of every department concerned."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance_app.documents.registry import Content, DocumentKind, Part, Problem, document
from governance_app.phases import Phase
from governance_app.programmes.models import Programme
from governance_app.programmes.selectors import people_of
from governance_app.programmes.states import Role
from requirements_app.changes.documents import CHANGE_PART, change_rows
from requirements_app.changes.selectors import DOCUMENT as CODE
from requirements_app.inventory.documents import INTERACTION_PART, SYSTEM_PART, interaction_rows, system_rows
from requirements_app.inventory.kinds import INTERACTIONS, SYSTEMS
from requirements_app.inventory.states import Level
from requirements_app.needs.documents.goals import GOAL_PART, goal_rows
from requirements_app.needs.documents.interviews import INTERVIEW_PART, interview_rows
from requirements_app.needs.documents.pain_points import PAIN_POINT_PART, pain_point_rows
from requirements_app.needs.documents.requirements import REQUIREMENT_PART, requirement_rows
from requirements_app.needs.kinds.goals import GOALS
from requirements_app.needs.kinds.interviews import INTERVIEWS
from requirements_app.needs.kinds.pain_points import PAIN_POINTS
from requirements_app.needs.kinds.requirements import REQUIREMENTS
from requirements_app.needs.selectors import living_requirements
from requirements_app.processes.documents import PROCESS_PART, process_rows
from requirements_app.processes.kinds import PROCESSES
from requirements_app.specification.responsibilities import RESPONSIBILITY_PART, responsibility_rows
from requirements_app.specification.selectors import concerned, heads_of, last_editor
from requirements_app.specification.signers import policy

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
        "systems": system_rows(programme),
        "interviews": interview_rows(programme),
        "pain_points": pain_point_rows(programme),
        "goals": goal_rows(programme),
        "requirements": requirement_rows(requirements),
        "processes": process_rows(programme),
        "interactions": interaction_rows(programme),
        "change_requests": change_rows(programme),
        "attachments": [],
    }


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
            SYSTEM_PART,
            INTERVIEW_PART,
            PAIN_POINT_PART,
            GOAL_PART,
            PROCESS_PART,
            REQUIREMENT_PART,
            INTERACTION_PART,
            CHANGE_PART,
        ),
        facts=facts,
        policy_text=_("Approved by the head of every department concerned, in any order"),
    )
)
