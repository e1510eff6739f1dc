"""Interviews as a record kind."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance_app.base.looks import act
from governance_app.errors import refuse_field
from governance_app.phases import Phase
from governance_app.programmes.rules import Access
from governance_app.records.registry import Preset, RecordKind, record_kind
from requirements_app.needs.models import Interview
from requirements_app.needs.rules import interview_refusal
from requirements_app.permissions import CONTRIBUTE, EDIT, VIEW


def _check(record: Any, values: Any) -> None:
    refuse_field(interview_refusal(record, timezone.localdate()))


def _list_acts(access: Access) -> list[dict[str, Any]]:
    url = reverse("requirements:interviews-coverage", args=[access.programme.slug])
    return [act(gettext("Coverage"), url, "columns-3")]


def _record_acts(access: Access, interview: Any) -> list[dict[str, Any]]:
    """Writing down a pain point that came up, for those who may."""
    own = interview.department_id in access.department_ids
    if not access.may(EDIT) and not (own and access.may(CONTRIBUTE)):
        return []
    given = urlencode({"department": interview.department.code, "interview": interview.code})
    url = reverse("requirements:pain-points-new", args=[access.programme.slug])
    return [act(gettext("Add a pain point"), f"{url}?{given}", "alert-circle")]


INTERVIEWS = record_kind(
    RecordKind(
        slug="interviews",
        order=1,
        model=Interview,
        phase=Phase.REQUIREMENTS,
        prefix="INTV",
        title=_("Interviews"),
        one=_("interview"),
        icon="messages",
        view=VIEW,
        edit=EDIT,
        columns=("code", "topic", "department", "rank", "date", "interviewees", "interviewer"),
        hidden=("updated_at",),
        filters=("department", "rank"),
        search=("code", "topic", "interviewees", "interviewer", "notes"),
        form=(
            ("topic",),
            ("department", "date"),
            ("rank",),
            ("interviewees", "interviewer"),
            ("notes",),
        ),
        facts=("department", "rank", "date", "interviewer", "interviewees"),
        body=("notes",),
        presets=(
            Preset("held", _("Held"), ~Q(notes="")),
            Preset("planned", _("Planned, without notes"), Q(notes="")),
        ),
        hints={
            "interviewees": _("Their roles, for example “accounts payable clerk”; names are not needed."),
            "notes": _("Leave empty for a planned interview; with its notes it counts as held."),
        },
        check=_check,
        list_acts=_list_acts,
        record_acts=_record_acts,
        intro=_("Talk to the head and to the front line of every department: pain points come from here."),
    )
)
