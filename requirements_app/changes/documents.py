"""Change requests in documents."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance_app.documents.sections import Section
from governance_app.programmes.models import Programme
from requirements_app.changes.models import ChangeApplication, ChangeRequest
from requirements_app.changes.rules import listed
from requirements_app.changes.selectors import carried


def change_rows(programme: Programme) -> list[dict[str, Any]]:
    """The change requests the specification carries, for its content."""
    changes = carried(programme)
    if not changes:
        return []
    written: dict[int, set[str]] = {}
    for change, code in ChangeApplication.objects.filter(change__in=changes).values_list("change_id", "code"):
        written.setdefault(change, set()).add(code)
    return [_change(row, written.get(row.pk, set())) for row in changes]


def _change(row: ChangeRequest, written: set[str]) -> dict[str, Any]:
    return {
        "code": row.code,
        "title": row.title,
        "description": row.description,
        "rationale": row.rationale,
        "department": str(row.department),
        "requested_by": row.requested_by,
        "records": sorted({each.partition(":")[2] for each in listed(row)} | written),
        "departments": [entry["name"] for entry in row.impact.get("departments", [])],
        "revision": row.impact.get("revision", 0),
        "decided_by": str(row.decided_by),
        "decided_on": timezone.localtime(row.decided_at).date() if row.decided_at else None,
        "decision_reason": row.decision_reason,
    }


CHANGE_SECTION = Section(
    "change_requests",
    _("Change requests"),
    # What and why in full stand in the change history.
    {"title": ChangeRequest._meta.get_field("title").verbose_name},
    departments=("departments",),
    content=change_rows,
)
