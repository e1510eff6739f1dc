"""The record kinds of plan and control."""

from datetime import date

from django.db.models import Q
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from governance_app.base.clock import this_day, this_moment
from governance_app.base.looks import State, level_html
from governance_app.errors import Invalid
from governance_app.gates.states import NoMinutes
from governance_app.planning.models import Action, Decision, Meeting, Milestone, Risk
from governance_app.planning.rules import overdue, risk_level, slip_now
from governance_app.planning.selectors import (
    attendance_of,
    high_risks,
    items_of,
    overdue_actions,
    overdue_milestones,
    review_known,
    risks_to_review,
    slipped_milestones,
)
from governance_app.planning.states import (
    ACTION_LOOKS,
    ACTION_MOVES,
    LIVE_ACTIONS,
    LIVE_RISKS,
    MEETING_LOOKS,
    MEETING_MOVES,
    RISK_LOOKS,
    RISK_MOVES,
    MeetingState,
    Presence,
    RiskState,
)
from governance_app.records.registry import Home, Moving, Preset, RecordKind, column, record_kind

TooEarly = Invalid.coded("early")
NoAttendance = Invalid.coded("no-attendance")
OwnMinutes = Invalid.coded("own-minutes")

PLAN = Home("planning", _("Plan and control"), "planning:plan")


def _refuse(field: str, text: str) -> None:
    raise Invalid(text, fields={field: [text]})


def slip_text(days: int | None) -> str:
    """Days after the plan in words."""
    if days is None:
        return "—"
    if days == 0:
        return gettext("on plan")
    if days > 0:
        return gettext("%(days)s days behind") % {"days": days}
    return gettext("%(days)s days early") % {"days": -days}


def milestone_slip(record: Milestone) -> int | None:
    """How many days a milestone lies behind its plan now."""
    expected = record.forecast_on or record.planned_on
    return slip_now(record.planned_on, expected, record.actual_on, this_day())


def milestone_standing(record: Milestone) -> State:
    """How a milestone stands, as a state to show."""
    slip = milestone_slip(record) or 0
    if record.actual_on:
        return State(gettext("Reached"), "circle-check", "met")
    if overdue(record.planned_on, record.forecast_on, record.actual_on, this_day()):
        return State(gettext("Overdue"), "clock-exclamation", "block")
    if slip > 0:
        return State(gettext("Slipping"), "calendar-due", "risk")
    return State(gettext("On plan"), "circle-dotted", "off")


def action_due(record: Action) -> SafeString | str:
    """The day, and that it has passed where it has."""
    if record.state in LIVE_ACTIONS and record.due_on < this_day():
        return State(f"{record.due_on} {gettext('Overdue')}", "clock-exclamation", "block").html
    return str(record.due_on)


def _level_shown(risk: Risk) -> SafeString | str:
    return level_html(risk.level, str(risk.get_level_display()))


class Milestones(RecordKind[Milestone]):
    """Days the programme plans by."""

    model, home, prefix, icon, width = Milestone, PLAN, "MS", "flag", 2
    owner_field, own_fields = "owner", ("forecast_on", "actual_on", "description")
    columns = ("code", "title", "standing", "phase", "planned_on", "forecast_on", "actual_on", "slip", "owner")
    form = ("title", ("phase", "owner"), ("planned_on", "forecast_on"), "actual_on", "description")
    facts = ("phase", "owner", "standing", "planned_on", "forecast_on", "actual_on", "slip")
    filters = ("phase", "owner")
    presets = (
        Preset("overdue", _("Overdue"), lambda programme: overdue_milestones()),
        Preset("slipped", _("Slipping"), slipped_milestones),
    )
    hints = {
        "phase": _("Left empty, it belongs to the programme as a whole."),
        "forecast_on": _("When it is expected now; left empty, as planned."),
        "actual_on": _("Only once it has been reached."),
    }
    intro = _("Milestones show on the plan beside the phases: planned, expected now, reached.")

    @column(_("Standing"), css="sg-nowrap o2", cell=lambda milestone: milestone_standing(milestone).html)
    def standing(self, milestone: Milestone) -> str:
        """How it stands today."""
        return str(milestone_standing(milestone).label)

    @column(_("Slip"), css="sg-num", cell=lambda milestone: slip_text(milestone_slip(milestone)))
    def slip(self, milestone: Milestone) -> int | None:
        """Days after the plan."""
        return milestone_slip(milestone)

    def check(self, record: Milestone) -> None:
        """Nothing is reached on a day to come."""
        if record.actual_on and record.actual_on > this_day():
            _refuse("actual_on", gettext("This day has not come yet."))


class Risks(RecordKind[Risk]):
    """What may go wrong."""

    model, home, prefix, icon = Risk, PLAN, "RSK", "alert-triangle"
    owner_field = "owner"
    own_fields = ("description", "probability", "impact", "strategy", "response", "review_on")
    columns = ("code", "title", "state", "level_shown", "score", "strategy", "owner", "review_on")
    hidden = ("probability", "impact", "phase", "updated_at")
    form = (
        "title",
        "description",
        ("probability", "impact"),
        ("strategy", "owner"),
        "response",
        ("review_on", "phase"),
    )
    facts = ("level_shown", "score", "probability", "impact", "strategy", "owner", "review_on", "phase")
    filters = ("level", "state", "probability", "impact", "strategy", "owner", "phase")
    bulk = ("owner", "review_on")
    presets = (
        Preset("live", _("Being watched"), Q(state__in=LIVE_RISKS)),
        Preset("high", _("High risks"), lambda programme: high_risks()),
        Preset("review", _("Review overdue"), lambda programme: risks_to_review()),
    )
    moves, looks = RISK_MOVES, RISK_LOOKS
    hints = {
        "description": _("What could happen, because of what, and what would follow."),
        "response": _("What is done, by whom, until when; needed before treatment begins."),
        "review_on": _("By this day the owner looks at it again."),
    }
    intro = _("Write down what may go wrong; probability times impact says how much it matters.")

    @column(_("Level"), css="sg-nowrap", sort="score", cell=_level_shown)
    def level_shown(self, risk: Risk) -> str:
        """How much it matters."""
        return str(risk.get_level_display())

    def check(self, record: Risk) -> None:
        """Work out how much it matters; what is being treated stays treatable."""
        record.score = record.probability * record.impact
        record.level = risk_level(record.score)
        if record.state == RiskState.TREATING:
            self._treatable(record)

    def moved(self, record: Risk, moving: Moving) -> None:
        """Treatment begins with a strategy."""
        if moving.move.target == RiskState.TREATING:
            self._treatable(record)

    def _treatable(self, risk: Risk) -> None:
        for field in ("strategy", "response"):
            if not getattr(risk, field):
                _refuse(field, gettext("A risk being treated needs a strategy and a response."))


class Meetings(RecordKind[Meeting]):
    """Meetings of the committee and the team; agenda and minutes are written by services of their own."""

    model, home, prefix, icon = Meeting, PLAN, "MTG", "users"
    columns = ("code", "title", "state", "kind", "meets_on", "hours", "place", "leader")
    hidden = ("secretary", "updated_at")
    form = ("title", ("kind", "meets_on"), ("hours", "place"), ("leader", "secretary"), "purpose")
    body = ("purpose", "summary")
    filters = ("kind", "state")
    presets = (
        Preset("planned", _("To come"), Q(state=MeetingState.PLANNED)),
        Preset("held", _("Minutes to confirm"), Q(state=MeetingState.HELD)),
    )
    moves, looks = MEETING_MOVES, MEETING_LOOKS
    hints = {"hours": _("For example 09:30–11:00.")}
    intro = _("Plan the next meeting; its agenda is filled from what blocks, slips and is overdue.")

    def moved(self, record: Meeting, moving: Moving) -> None:
        """It is held on its day by someone; minutes are confirmed by someone else than wrote them."""
        if moving.move.code == "hold":
            if record.meets_on > this_day():
                raise TooEarly(gettext("This meeting's day has not come yet."))
            if not any(row.presence == Presence.PRESENT for row in attendance_of(record)):
                raise NoAttendance(gettext("Please note who attended first."))
            record.held_at = this_moment()
        if moving.move.code == "confirm":
            if not record.summary.strip() and not any(item.minutes.strip() for item in items_of(record)):
                raise NoMinutes(gettext("There are no minutes to confirm yet."))
            if record.updated_by_id == moving.access.user.pk:
                raise OwnMinutes(gettext("Whoever wrote the minutes last cannot confirm them."))


class Actions(RecordKind[Action]):
    """Who does what until when."""

    model, home, prefix, icon = Action, PLAN, "ACT", "list-check"
    title = pgettext_lazy("planning", "Actions")
    owner_field = "owner"
    columns = ("code", "title", "state", "owner", "due_shown", "meeting", "risk")
    hidden = ("done_on", "review", "updated_at")
    form = ("title", ("owner", "due_on"), ("meeting", "risk"), "review", "description")
    facts = ("owner", "due_on", "done_on", "meeting", "risk", "review")
    filters = ("state", "owner", "meeting", "risk")
    bulk = ("owner", "due_on")
    presets = (
        Preset("live", _("To be done"), Q(state__in=LIVE_ACTIONS)),
        Preset("overdue", _("Overdue"), lambda programme: overdue_actions()),
    )
    moves, looks = ACTION_MOVES, ACTION_LOOKS
    hints = {"review": _("Its code, for example GR-01-1.")}
    intro = _("Who does what until when; what is overdue reaches the owner's work list and the next agenda.")

    @column(_("Due"), css="sg-nowrap", sort="due_on", cell=action_due)
    def due_shown(self, action: Action) -> date:
        """The day by which it is to be done."""
        return action.due_on

    def check(self, record: Action) -> None:
        """A review it names has been called."""
        if record.review and not review_known(record.programme, record.review):
            _refuse("review", gettext("There is no gate review of this code; it reads like GR-01-1."))

    def moved(self, record: Action, moving: Moving) -> None:
        """Note the day on which it was done."""
        record.done_on = this_day() if moving.move.code == "finish" else None


class Decisions(RecordKind[Decision]):
    """What was decided and why."""

    model, home, prefix, icon = Decision, PLAN, "DEC", "scale"
    columns = ("code", "title", "decided_on", "decided_by", "meeting", "supersedes")
    form = ("title", "grounds", "alternatives", ("decided_by", "decided_on"), ("meeting", "supersedes"))
    filters = ("decided_by", "meeting")
    presets = (
        Preset("force", _("In force"), Q(successors=None)),
        Preset("superseded", _("Superseded"), Q(successors__isnull=False)),
    )
    hints = {
        "grounds": _("What spoke for it."),
        "alternatives": _("What else could have been done, and why it was not."),
        "supersedes": _("An earlier decision that no longer holds."),
    }
    intro = _("What was decided and why, so that nobody has to ask again.")

    def check(self, record: Decision) -> None:
        """A decision of the past that supersedes one other, which nothing has superseded yet."""
        if record.supersedes_id is not None and record.supersedes_id == record.pk:
            _refuse("supersedes", gettext("A decision cannot supersede itself."))
        if record.decided_on > this_day():
            _refuse("decided_on", gettext("This day has not come yet."))
        taken = Decision.objects.filter(supersedes_id=record.supersedes_id).exclude(pk=record.pk)
        if record.supersedes_id is not None and taken.exists():
            _refuse("supersedes", gettext("This decision has been superseded already."))


MILESTONES = record_kind(Milestones)
RISKS = record_kind(Risks)
MEETINGS = record_kind(Meetings)
ACTIONS = record_kind(Actions)
DECISIONS = record_kind(Decisions)
