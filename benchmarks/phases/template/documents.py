"""The phase's paper."""

from typing import Any

from governance_app.documents.registry import DocumentKind, document
from governance_app.programmes.models import Programme
from governance_app.programmes.states import Role
from governance_app.signoff.rules import GroupSpec, Policy, SlotSpec

from .models import KINDS
from .number import PHASE


class Report(DocumentKind):
    """The records of the first kind, signed by chair and head of IT."""

    code = f"paper-{PHASE.value}"
    phase = PHASE
    suffix = f"PAPER-{PHASE.value:02d}"
    title = title_en = "Report"
    title_zh = "阶段报告"

    def compose(self, programme: Programme) -> dict[str, Any]:
        """Each record by code and title."""
        rows = KINDS[0].objects.filter(programme=programme).order_by("code")
        return {"plans": [{"code": row.code, "title": row.title} for row in rows]}

    def policy(self, programme: Programme, content: dict[str, Any]) -> Policy:
        """Both must agree."""
        slots = (SlotSpec("chair", "Chair", Role.CHAIR), SlotSpec("it", "Head of IT", Role.IT_LEAD))
        return Policy((GroupSpec("leads", "Leads", slots),))


PAPER = document(Report())
