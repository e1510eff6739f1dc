"""Interviews as a record kind."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance_app.base.clock import this_day
from governance_app.base.looks import act
from governance_app.errors import refuse_field
from governance_app.programmes.rules import Access
from governance_app.records.registry import Preset, RecordKind, record_kind
from requirements_app.needs.models import Interview
from requirements_app.needs.rules import interview_refusal
from requirements_app.permissions import CONTRIBUTE


class Interviews(RecordKind[Interview]):
    """Talks with the departments, planned or held."""

    model, prefix, icon, order = Interview, "INTV", "messages", 1
    columns = ("code", "topic", "department", "rank", "date", "interviewees", "interviewer")
    form = ("topic", ("department", "date"), "rank", ("interviewees", "interviewer"), "notes")
    facts = ("department", "rank", "date", "interviewer", "interviewees")
    search = ("code", "topic", "interviewees", "interviewer", "notes")
    filters = ("department", "rank")
    presets = (
        Preset("held", _("Held"), ~Q(notes="")),
        Preset("planned", _("Planned, without notes"), Q(notes="")),
    )
    hints = {
        "interviewees": _("Their roles, for example “accounts payable clerk”; names are not needed."),
        "notes": _("Leave empty for a planned interview; with its notes it counts as held."),
    }
    intro = _("Talk to the head and to the front line of every department: pain points come from here.")

    def check(self, record: Interview) -> None:
        """Notes are of talks that were held."""
        refuse_field(interview_refusal(record, this_day()))

    def list_acts(self, access: Access) -> list[dict[str, Any]]:
        """The way to the coverage."""
        url = reverse("requirements:interviews-coverage", args=[access.programme.slug])
        return [act(gettext("Coverage"), url, "columns-3")]

    def record_acts(self, access: Access, record: Interview) -> list[dict[str, Any]]:
        """Writing down a pain point that came up, for those who may."""
        own = record.department_id in access.department_ids
        if not access.may(self.edit) and not (own and access.may(CONTRIBUTE)):
            return []
        given = urlencode({"department": record.department.code, "interview": record.code})
        url = reverse("requirements:pain-points-new", args=[access.programme.slug])
        return [act(gettext("Add a pain point"), f"{url}?{given}", "alert-circle")]


INTERVIEWS = record_kind(Interviews)
