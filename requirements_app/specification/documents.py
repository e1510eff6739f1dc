"""《需求规格说明书》: composed from the records of phase 1, signed by the head of every department concerned."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance_app.documents.registry import Content, DocumentKind, Problem, document
from governance_app.documents.sections import programme_text
from governance_app.phases import Phase
from governance_app.programmes.models import Programme
from governance_app.programmes.selectors import people_of
from governance_app.programmes.states import Role
from governance_app.signoff.rules import Policy
from governance_app.signoff.states import Meaning
from requirements_app.changes.documents import CHANGE_SECTION
from requirements_app.changes.selectors import DOCUMENT as CODE
from requirements_app.inventory.documents import INTERACTION_SECTION, SYSTEM_SECTION
from requirements_app.inventory.kinds import INTERACTIONS, SYSTEMS
from requirements_app.inventory.states import Level
from requirements_app.needs.documents import GOAL_SECTION, INTERVIEW_SECTION, PAIN_POINT_SECTION, REQUIREMENT_SECTION
from requirements_app.needs.kinds.goals import GOALS
from requirements_app.needs.kinds.interviews import INTERVIEWS
from requirements_app.needs.kinds.pain_points import PAIN_POINTS
from requirements_app.needs.kinds.requirements import REQUIREMENTS
from requirements_app.processes.documents import PROCESS_SECTION
from requirements_app.processes.kinds import PROCESSES
from requirements_app.specification.responsibilities import RESPONSIBILITY_SECTION
from requirements_app.specification.selectors import concerned, concerned_in_content, heads_of, last_editor
from requirements_app.specification.signers import policy

_KINDS = (SYSTEMS, INTERVIEWS, PAIN_POINTS, GOALS, REQUIREMENTS, INTERACTIONS, PROCESSES)
#: The roles listed in the chapter on the organisation.
_ORGANISATION = (Role.CHAIR, Role.COMMITTEE, Role.PMO, Role.IT_LEAD, Role.DEPT_HEAD)


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


class Specification(DocumentKind):
    """The requirements specification."""

    code = CODE
    phase = Phase.REQUIREMENTS
    suffix = "REQ-01"
    title = _("Requirements specification")
    title_zh = "需求规格说明书"
    title_en = "Software Requirements Specification"
    template = "requirements/documents/specification.html"
    policy_text = _("Approved by the head of every department concerned, in any order")
    sources = frozenset({"programme", "members", *(row.slug for row in _KINDS)})
    sections = (
        programme_text("purpose", _("Purpose")),
        programme_text("scope", _("Scope")),
        RESPONSIBILITY_SECTION,
        SYSTEM_SECTION,
        INTERVIEW_SECTION,
        PAIN_POINT_SECTION,
        GOAL_SECTION,
        PROCESS_SECTION,
        REQUIREMENT_SECTION,
        INTERACTION_SECTION,
        CHANGE_SECTION,
    )
    meanings = DocumentKind.meanings | {
        Meaning.APPROVAL: replace(
            DocumentKind.meanings[Meaning.APPROVAL],
            hint=_("My department takes this as the basis of implementation and acceptance"),
        )
    }

    def compose(self, programme: Programme) -> Content:
        """The programme at large, its organisation and the departments concerned."""
        return {
            "programme": _programme(programme),
            "organisation": _organisation(programme),
            "departments": [{"code": row.code, "name": row.name} for row in concerned_in_content(programme)],
            "attachments": [],
        }

    def policy(self, programme: Programme, content: Content) -> Policy:
        """The heads of the departments concerned."""
        return policy(programme, content)

    def last_editor(self, programme: Programme) -> int | None:
        """The last one who edited a record the specification is composed from."""
        return last_editor(programme)

    def problems(self, programme: Programme, content: Content) -> list[Problem]:
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

    def facts(self, content: Content) -> list[tuple[Any, str]]:
        """The figures shown beside a revision."""
        requirements = content.get("requirements", [])
        high = sum(row["priority"] == Level.HIGH for row in requirements)
        return [
            (_("Requirements"), gettext("%(all)s (high: %(high)s)") % {"all": len(requirements), "high": high}),
            (_("System interactions"), str(len(content.get("interactions", [])))),
            (_("Pain points"), str(len(content.get("pain_points", [])))),
            (_("Departments concerned"), str(len(content.get("departments", [])))),
        ]


SPECIFICATION = document(Specification())
