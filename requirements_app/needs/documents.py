"""Interviews, pain points, goals and requirements in documents."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from governance_app.base.canonical import decimal_text
from governance_app.documents.sections import record_section
from governance_app.programmes.models import Programme
from requirements_app.needs.models import Goal, Interview, PainPoint, Requirement
from requirements_app.needs.selectors import living_with_owners


def _held(programme: Programme) -> Iterable[Interview]:
    """The interviews held; those still planned are no part of a document."""
    rows = Interview.objects.filter(programme=programme).exclude(notes="")
    return rows.select_related("department").order_by("code")


INTERVIEW_SECTION = record_section(
    "interviews",
    _("Interviews"),
    Interview,
    "topic",
    "department",
    "rank",
    "date",
    "interviewees",
    "interviewer",
    find=_held,
)

PAIN_POINT_SECTION = record_section(
    "pain_points",
    _("Pain points"),
    PainPoint,
    "title",
    "interview",
    "process",
    "description",
    "department",
    "systems",
    "minutes_lost",
    "people_affected",
    "times_per_month",
    "severity",
    "reported_by",
    also=("hours_per_month",),
    # Fine enough that the sums of the paper are those of the board.
    values={"hours_per_month": lambda row: decimal_text(row.hours_per_month.quantize(Decimal("0.0001")))},
)

GOAL_SECTION = record_section(
    "goals",
    _("Goals"),
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
)

REQUIREMENT_SECTION = record_section(
    "requirements",
    _("Requirements"),
    Requirement,
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
    also=("version",),
    find=living_with_owners,
)
