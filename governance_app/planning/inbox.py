"""What plan and control puts into My work: what is overdue of one's own, and minutes to confirm."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from governance_app.inbox.registry import WorkItem, WorkSource, work_source
from governance_app.planning.kinds import ACTIONS, MEETINGS, MILESTONES, RISKS
from governance_app.planning.selectors import overdue_actions, overdue_milestones, risks_to_review
from governance_app.planning.states import CONFIRM, VIEW, MeetingState
from governance_app.programmes.models import Programme
from governance_app.programmes.rules import Access


def _since(day: date) -> datetime:
    """The beginning of the day something was due, from which on it has waited."""
    return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())


def _conditions(user: Any, accesses: list[Access]) -> list[tuple[Any, dict[int, Programme], Q]]:
    """Each kind of record with the programmes to look in and what of it waits on the person."""
    seen = {access.programme.pk: access.programme for access in accesses if access.may(VIEW)}
    able = {access.programme.pk: access.programme for access in accesses if access.may(CONFIRM)}
    minutes = Q(state=MeetingState.HELD) & (~Q(updated_by=user) | Q(updated_by=None))
    return [
        (ACTIONS, seen, Q(owner=user) & overdue_actions()),
        (RISKS, seen, Q(owner=user) & risks_to_review()),
        (MILESTONES, seen, Q(owner=user) & overdue_milestones()),
        (MEETINGS, able, minutes),
    ]


def waiting_rows(user: Any, accesses: list[Access]) -> list[QuerySet[Any]]:
    """What of the plan waits on a person, to be counted."""
    return [
        kind.model.objects.filter(where, programme__in=programmes)
        for kind, programmes, where in _conditions(user, accesses)
        if programmes
    ]


def waiting(user: Any, accesses: list[Access]) -> Iterable[WorkItem]:
    """Overdue actions, risks to review and milestones of one's own, and minutes one may confirm."""
    for kind, programmes, where in _conditions(user, accesses):
        if not programmes:
            continue
        for row in kind.model.objects.filter(where, programme__in=programmes).order_by("code"):
            programme = programmes[row.programme_id]
            act, sub, due, since = _told(kind, row)
            yield WorkItem(
                title=str(row),
                url=kind.url(programme.slug, row.code),
                programme=programme,
                since=since,
                act=act,
                sub=sub,
                phase=getattr(row, "phase", None) or 0,
                due=due,
            )


def _told(kind: Any, row: Any) -> tuple[str, str, date | None, datetime]:
    if kind is ACTIONS:
        return gettext("Report done"), gettext("Overdue action"), row.due_on, _since(row.due_on)
    if kind is RISKS:
        return pgettext("risk", "Review"), gettext("Risk whose review is overdue"), row.review_on, _since(row.review_on)
    if kind is MILESTONES:
        day = row.forecast_on or row.planned_on
        return gettext("Reach or replan"), gettext("Overdue milestone"), day, _since(day)
    return gettext("Confirm minutes"), gettext("Minutes of %(day)s") % {"day": row.meets_on}, None, row.held_at


work_source(
    WorkSource(
        "planning",
        _("Plan and control"),
        "timeline",
        _("Your overdue actions, risks and milestones, and minutes to confirm"),
        waiting,
        rows=waiting_rows,
    )
)
