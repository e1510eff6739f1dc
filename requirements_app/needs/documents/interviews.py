"""Interviews in the specification: who has been heard, and where pain points come from."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from governance_app.documents.registry import Part
from governance_app.paper.words import paper_labels
from governance_app.programmes.models import Programme
from requirements_app.needs.kinds.interviews import INTERVIEWS
from requirements_app.needs.models import Interview
from requirements_app.needs.states import Rank

_FIELDS = ("topic", "department", "rank", "date", "interviewees", "interviewer")

INTERVIEW_PART = Part(
    "interviews",
    _("Interviews"),
    {name: INTERVIEWS.field(name).verbose_name for name in _FIELDS},
    {"rank": dict(Rank.choices)},
    ("department",),
)

paper_labels.add("rank", dict(Rank.choices))


def interview_rows(programme: Programme) -> list[dict[str, Any]]:
    """The interviews held, in plain values; those still planned are no part of the document."""
    rows = Interview.objects.filter(programme=programme).exclude(notes="").select_related("department")
    return [
        {
            "code": row.code,
            "topic": row.topic,
            "department": str(row.department),
            "rank": row.rank,
            "date": row.date,
            "interviewees": row.interviewees,
            "interviewer": row.interviewer,
        }
        for row in rows.order_by("code")
    ]
