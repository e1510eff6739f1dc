"""Reading the plan: phases and milestones, what is overdue, what a meeting has to deal with."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from governance_app.base.clock import this_day
from governance_app.gates.models import GateReview
from governance_app.gates.selectors import findings_of, phase_rows, reviews_of, waivers_in_force
from governance_app.gates.states import FindingState, ReviewState
from governance_app.people.models import User
from governance_app.phases import Phase
from governance_app.planning.models import Action, AgendaItem, Attendance, Meeting, Milestone, Risk
from governance_app.planning.rules import slip_days
from governance_app.planning.states import LIVE_ACTIONS, LIVE_RISKS, ItemKind, MeetingState, RiskLevel
from governance_app.programmes.models import Membership, Programme
from governance_app.programmes.states import DECIDED, Role


def today() -> date:
    """The day it is in the portal's zone."""
    return this_day()


def overdue_actions() -> Q:
    """Actions still to be done whose day has passed."""
    return Q(state__in=LIVE_ACTIONS, due_on__lt=today())


def risks_to_review() -> Q:
    """Live risks whose review date has passed."""
    return Q(state__in=LIVE_RISKS, review_on__lt=today())


def high_risks() -> Q:
    """Live risks of the highest level."""
    return Q(state__in=LIVE_RISKS, level=RiskLevel.HIGH)


def overdue_milestones() -> Q:
    """Milestones not reached although their forecast, else their plan, has passed."""
    return Q(actual_on=None) & (Q(forecast_on__lt=today()) | Q(forecast_on=None, planned_on__lt=today()))


def slipped_milestones(programme: Programme) -> Q:
    """Milestones not reached whose forecast lies behind their plan."""
    late = Milestone.objects.filter(programme=programme, actual_on=None, forecast_on__gt=F("planned_on"))
    return Q(pk__in=late.values("pk"))


def milestones_of(programme: Programme) -> QuerySet[Milestone]:
    """The milestones in the order of the plan."""
    return Milestone.objects.filter(programme=programme).select_related("owner").order_by("planned_on", "code")


def matrix_of(programme: Programme) -> dict[tuple[int, int], int]:
    """How many live risks each pair of probability and impact has."""
    rows = (
        Risk.objects.filter(programme=programme, state__in=LIVE_RISKS)
        .order_by()
        .values_list("probability", "impact")
        .annotate(number=Count("pk"))
    )
    return {(probability, impact): number for probability, impact, number in rows}


@dataclass(frozen=True, slots=True)
class Control:
    """What asks for attention, in numbers."""

    overdue_actions: int
    open_actions: int
    high_risks: int
    open_risks: int
    stale_risks: int
    late_minutes: int
    next_meeting: Meeting | None


def control_of(programme: Programme) -> Control:
    """The figures of plan and control now."""
    actions = Action.objects.filter(programme=programme).aggregate(
        late=Count("pk", filter=overdue_actions()), live=Count("pk", filter=Q(state__in=LIVE_ACTIONS))
    )
    risks = Risk.objects.filter(programme=programme).aggregate(
        high=Count("pk", filter=high_risks()),
        live=Count("pk", filter=Q(state__in=LIVE_RISKS)),
        stale=Count("pk", filter=risks_to_review()),
    )
    meetings = list(
        Meeting.objects.filter(programme=programme, state__in=[MeetingState.HELD, MeetingState.PLANNED]).order_by(
            "meets_on", "code"
        )
    )
    coming = [row for row in meetings if row.state == MeetingState.PLANNED and row.meets_on >= today()]
    return Control(
        overdue_actions=actions["late"],
        open_actions=actions["live"],
        high_risks=risks["high"],
        open_risks=risks["live"],
        stale_risks=risks["stale"],
        late_minutes=sum(row.state == MeetingState.HELD for row in meetings),
        next_meeting=coming[0] if coming else None,
    )


def items_of(meeting: Meeting) -> list[AgendaItem]:
    """A meeting's agenda in its order."""
    return list(AgendaItem.objects.filter(meeting=meeting))


def attendance_of(meeting: Meeting) -> list[Attendance]:
    """Who was asked to a meeting and came or did not."""
    return list(Attendance.objects.filter(meeting=meeting).select_related("user"))


_CALLED = (Role.CHAIR, Role.COMMITTEE, Role.PMO, Role.IT_LEAD)


def people_called(meeting: Meeting) -> list[User]:
    """Those a meeting calls: chair, committee, programme manager and head of IT, and whoever was noted already."""
    called = Membership.objects.filter(programme=meeting.programme, role__in=_CALLED, user__is_active=True)
    known = Attendance.objects.filter(meeting=meeting)
    ids = Q(pk__in=called.order_by().values("user_id")) | Q(pk__in=known.order_by().values("user_id"))
    ids |= Q(pk__in=[meeting.leader_id, meeting.secretary_id])
    return list(User.objects.filter(ids).order_by("employee_number", "username"))


def last_held(meeting: Meeting) -> Meeting | None:
    """The meeting of the same kind held before this one, or None."""
    rows = Meeting.objects.filter(
        programme=meeting.programme, kind=meeting.kind, state__in=[MeetingState.HELD, MeetingState.CONFIRMED]
    )
    return rows.filter(meets_on__lt=meeting.meets_on).order_by("-meets_on", "-code").first()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A matter the data puts on an agenda."""

    kind: ItemKind
    subject: str
    title: str
    detail: str


def proposals_for(meeting: Meeting) -> list[Proposal]:
    """What the programme's data puts on a meeting's agenda now: gates first, then dates, risks, actions."""
    programme = meeting.programme
    return [
        *_blockers(programme),
        *_reviews(programme),
        *_slips(meeting),
        *_risks(programme, meeting.meets_on),
        *_actions(programme, meeting.meets_on),
    ]


def active_phase(programme: Programme) -> Phase | None:
    """The first phase whose gate has not been decided."""
    return next((Phase(row.phase) for row in phase_rows(programme) if row.state not in DECIDED), None)


def _blockers(programme: Programme) -> Iterable[Proposal]:
    phase = active_phase(programme)
    if phase is None:
        return
    waived = waivers_in_force(programme)
    for row in findings_of(programme, phase):
        if row.finding.state == FindingState.MET or row.criterion.code in waived:
            continue
        told = " · ".join(filter(None, (str(row.finding.state.label), row.finding.figure, row.finding.cause)))
        yield Proposal(
            ItemKind.BLOCKER,
            f"criterion:{row.criterion.code}",
            f"{row.criterion.code} {row.criterion.title}",
            told,
        )


def _reviews(programme: Programme) -> Iterable[Proposal]:
    for row in reviews_of(programme).filter(state=ReviewState.OPEN):
        title = _("Review of gate %(number)s: %(name)s") % {"number": row.phase, "name": Phase(row.phase).label}
        yield Proposal(
            ItemKind.REVIEW, f"review:{row.code}", f"{row.code} {title}", _("Vote by %(day)s") % {"day": row.vote_by}
        )


def _slips(meeting: Meeting) -> Iterable[Proposal]:
    before = last_held(meeting)
    known: dict[int, tuple[date | None, date]] = {}
    if before is not None:
        history: Any = Milestone.history
        rows = history.filter(programme_id=meeting.programme_id, history_date__lte=before.held_at)
        for row in rows.order_by("history_date", "history_id"):
            known[row.id] = (row.forecast_on, row.planned_on)
    for milestone in milestones_of(meeting.programme).filter(actual_on=None):
        expected = milestone.forecast_on or milestone.planned_on
        then = known.get(milestone.pk)
        was = (then[0] or then[1]) if then else milestone.planned_on
        slip = slip_days(was, expected)
        if slip is not None and slip > 0:
            yield Proposal(
                ItemKind.MILESTONE,
                f"milestones:{milestone.code}",
                str(milestone),
                _("was expected %(was)s, now %(now)s: %(days)s days later")
                % {"was": was, "now": expected, "days": slip},
            )


def _risks(programme: Programme, by: date) -> Iterable[Proposal]:
    rows = Risk.objects.filter(programme=programme, state__in=LIVE_RISKS).filter(
        Q(level=RiskLevel.HIGH) | Q(review_on__lte=by)
    )
    for row in rows.select_related("owner").order_by("-score", "review_on", "code"):
        yield Proposal(
            ItemKind.RISK,
            f"risks:{row.code}",
            str(row),
            _("%(level)s, %(score)s points; review by %(day)s, %(owner)s")
            % {"level": row.get_level_display(), "score": row.score, "day": row.review_on, "owner": row.owner},
        )


def _actions(programme: Programme, by: date) -> Iterable[Proposal]:
    rows = Action.objects.filter(programme=programme, state__in=LIVE_ACTIONS, due_on__lt=min(by, today()))
    for row in rows.select_related("owner").order_by("due_on", "code"):
        yield Proposal(
            ItemKind.ACTION,
            f"actions:{row.code}",
            str(row),
            _("due %(day)s, %(days)s days ago; %(owner)s")
            % {"day": row.due_on, "days": (today() - row.due_on).days, "owner": row.owner},
        )


def review_known(programme: Programme, code: str) -> bool:
    """Whether a gate review of this code has been called."""
    return any(row.code == code for row in GateReview.objects.filter(programme=programme).only("phase", "number"))
