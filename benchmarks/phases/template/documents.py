"""The phase's paper."""

from typing import Any

from governance_app.documents.registry import DocumentKind, document
from governance_app.programmes.models import Programme
from governance_app.programmes.states import Role
from governance_app.signoff.rules import GroupSpec, Policy, SlotSpec

from .models import KINDS
from .number import PHASE


def compose(programme: Programme) -> dict[str, Any]:
    """The records of the first kind."""
    rows = KINDS[0].objects.filter(programme=programme).order_by("code")
    return {
        "document": {"title": "阶段报告", "title_en": "Report", "classification": "internal"},
        "plans": [{"code": row.code, "title": row.title} for row in rows],
    }


PAPER = document(
    DocumentKind(
        code=f"paper-{PHASE.value}",
        phase=PHASE,
        suffix=f"PAPER-{PHASE.value:02d}",
        title="Report",
        title_zh="阶段报告",
        title_en="Report",
        template="gates/documents/minutes.html",
        compose=compose,
        policy=lambda programme, content: Policy(
            (
                GroupSpec(
                    "leads",
                    "Leads",
                    (SlotSpec("chair", "Chair", Role.CHAIR), SlotSpec("it", "Head of IT", Role.IT_LEAD)),
                ),
            )
        ),
        problems=lambda programme, content: [],
        last_editor=lambda programme: None,
        sources=frozenset(),
        parts=(),
    )
)
