"""The book of minutes: every meeting whose minutes are confirmed, the latest first."""

from collections import Counter
from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from governance_app.documents.registry import Content, DocumentKind, Problem, document, minutes_meanings
from governance_app.documents.sections import Section
from governance_app.planning.kinds import ACTIONS, DECISIONS, MEETINGS
from governance_app.planning.models import Action, Decision, Meeting
from governance_app.planning.states import ActionState, ItemKind, MeetingKind, MeetingState, Presence
from governance_app.programmes.models import Programme
from governance_app.programmes.states import Role
from governance_app.signoff.rules import Policy, signed_by

CODE = "meeting-minutes"


class MinutesBook(DocumentKind):
    """The minutes of all meetings in one document."""

    code = CODE
    suffix = "PLN-01"
    title = _("Minutes of meetings")
    title_zh = "会议纪要"
    title_en = "Minutes of meetings"
    template = "planning/documents/minutes.html"
    policy_text = _("Signed by the chair")
    sources = frozenset({MEETINGS.slug, ACTIONS.slug, DECISIONS.slug})
    sections = (
        Section(
            "meetings",
            _("Meetings"),
            {
                "title": _("Meeting"),
                "date": _("Date"),
                "place": pgettext_lazy("planning", "Place"),
                "summary": _("Conclusion"),
            },
            {"kind": dict(MeetingKind.choices)},
        ),
        Section(
            "attendances",
            _("Attendance"),
            {"name": _("Person"), "presence": _("Attendance")},
            {"presence": dict(Presence.choices)},
        ),
        Section(
            "items",
            _("Agenda"),
            {
                "title": pgettext_lazy("planning", "Subject"),
                "detail": _("How it stands"),
                "minutes": pgettext_lazy("planning", "Minutes"),
            },
            {"kind": dict(ItemKind.choices)},
        ),
        Section("decisions", _("Decisions"), {"title": pgettext_lazy("planning", "Decision"), "grounds": _("Why")}),
        Section(
            "actions",
            _("Actions"),
            {"title": pgettext_lazy("planning", "Action"), "owner": _("Responsible"), "due": _("Due")},
        ),
    )
    meanings = minutes_meanings(
        _("I have read %(title)s; the minutes tell truly what was said and decided. I approve them as %(slot)s.")
    )

    def compose(self, programme: Programme) -> Content:
        """Meetings with confirmed minutes: who came, what was said on each item, what was decided and is to be done."""
        meetings = list(
            Meeting.objects.filter(programme=programme, state=MeetingState.CONFIRMED)
            .select_related("leader", "secretary")
            .prefetch_related("items", "attendances__user")
            .order_by("-meets_on", "-code")
        )
        by_meeting = {"meeting__in": meetings, "programme": programme}
        decisions = list(Decision.objects.filter(**by_meeting).select_related("meeting", "decided_by").order_by("code"))
        live = Action.objects.filter(**by_meeting).exclude(state=ActionState.CANCELLED)
        actions = list(live.select_related("meeting", "owner").order_by("code"))
        decided, to_do = (Counter(row.meeting_id for row in rows) for rows in (decisions, actions))
        return {
            "meetings": [
                {
                    "code": row.code,
                    "title": row.title,
                    "kind": row.kind,
                    "date": row.meets_on.isoformat(),
                    "hours": row.hours,
                    "place": row.place,
                    "leader": str(row.leader),
                    "secretary": str(row.secretary),
                    "summary": row.summary,
                    "item_count": len(row.items.all()),
                    "decision_count": decided[row.pk],
                    "action_count": to_do[row.pk],
                }
                for row in meetings
            ],
            "attendances": [
                {
                    "code": f"{row.code}/{one.user_id}",
                    "meeting": row.code,
                    "name": str(one.user),
                    "presence": one.presence,
                }
                for row in meetings
                for one in row.attendances.all()
            ],
            "items": [
                {
                    "code": f"{row.code}/{item.pk}",
                    "meeting": row.code,
                    "number": number,
                    "kind": item.kind,
                    "title": item.title,
                    "detail": item.detail,
                    "minutes": item.minutes,
                }
                for row in meetings
                for number, item in enumerate(row.items.all(), 1)
            ],
            "decisions": [
                {
                    "code": row.code,
                    "meeting": row.meeting.code if row.meeting else "",
                    "title": row.title,
                    "grounds": row.grounds,
                    "decided_by": str(row.decided_by),
                }
                for row in decisions
            ],
            "actions": [
                {
                    "code": row.code,
                    "meeting": row.meeting.code if row.meeting else "",
                    "title": row.title,
                    "owner": str(row.owner),
                    "due": row.due_on.isoformat(),
                }
                for row in actions
            ],
            "attachments": [],
        }

    def policy(self, programme: Programme, content: Content) -> Policy:
        """The chair signs."""
        return signed_by(Role.CHAIR)

    def problems(self, programme: Programme, content: Content) -> list[Problem]:
        """Minutes need a meeting whose minutes are confirmed; those not confirmed yet are named."""
        url = MEETINGS.url(programme.slug)
        if not content["meetings"]:
            return [Problem(gettext("No meeting's minutes have been confirmed yet."), url)]
        open_ones = Meeting.objects.filter(programme=programme, state=MeetingState.HELD).order_by("code")
        return [
            Problem(
                gettext("The minutes of %(code)s have not been confirmed yet.") % {"code": row.code},
                f"{url}{row.code}/",
            )
            for row in open_ones
        ]

    def last_editor(self, programme: Programme) -> int | None:
        """Who wrote last on a meeting in the book, or None. To confirm minutes is not to write them."""
        history: Any = Meeting.history
        rows = history.filter(programme=programme, state=MeetingState.HELD).order_by("-history_date", "-history_id")
        editor: int | None = rows.values_list("history_user_id", flat=True).first()
        return editor

    def facts(self, content: Content) -> list[tuple[Any, str]]:
        """The figures shown beside a revision."""
        if not content:
            return []
        meetings = content["meetings"]
        return [
            (_("Meetings"), str(len(meetings))),
            (_("Latest meeting"), f"{meetings[0]['code']} {meetings[0]['date']}" if meetings else "—"),
            (_("Decisions"), str(len(content["decisions"]))),
            (_("Actions"), str(len(content["actions"]))),
        ]


MINUTES = document(MinutesBook())
