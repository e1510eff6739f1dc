"""Requirements in documents."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from governance_app.documents.registry import Part
from governance_app.paper.words import paper_labels
from requirements_app.inventory.states import Level
from requirements_app.needs.kinds.requirements import REQUIREMENTS
from requirements_app.needs.models import Requirement
from requirements_app.needs.states import RequirementState, RequirementType

REQUIREMENT_PART = Part(
    "requirements",
    _("Requirements"),
    {
        name: REQUIREMENTS.field(name).verbose_name
        for name in (
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
        )
    },
    {"kind": dict(RequirementType.choices), "priority": dict(Level.choices), "state": dict(RequirementState.choices)},
    ("owner_department",),
)

for _domain, _choices in (("priority", Level), ("kind", RequirementType)):
    paper_labels.add(_domain, dict(_choices.choices))


def requirement_rows(requirements: Iterable[Requirement]) -> list[dict[str, Any]]:
    """Requirements, in plain values."""
    return [_row(row) for row in requirements]


def _row(row: Any) -> dict[str, Any]:
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
