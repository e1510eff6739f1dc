"""The record kinds of plan and control."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

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
    EDIT,
    LIVE_ACTIONS,
    LIVE_RISKS,
    MEETING_LOOKS,
    MEETING_MOVES,
    OWN,
    RISK_LOOKS,
    RISK_MOVES,
    VIEW,
    MeetingState,
    Presence,
    RiskState,
)
from governance_app.records.registry import Column, Home, Moving, Preset, RecordKind, record_kind

TooEarly = Invalid.coded("early")
NoAttendance = Invalid.coded("no-attendance")
OwnMinutes = Invalid.coded("own-minutes")

PLAN = Home("planning", _("Plan and control"), "planning:plan")


def _refuse(field: str, text: str) -> None:
    raise Invalid(text, fields={field: [text]})


def _milestone_check(record: Any, values: Mapping[str, Any]) -> None:
    if record.actual_on and record.actual_on > timezone.localdate():
        _refuse("actual_on", gettext("This day has not come yet."))


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
    return slip_now(record.planned_on, expected, record.actual_on, timezone.localdate())


def milestone_standing(record: Milestone) -> State:
    """How a milestone stands, as a state to show."""
    slip = milestone_slip(record) or 0
    if record.actual_on:
        return State(gettext("Reached"), "circle-check", "met")
    if overdue(record.planned_on, record.forecast_on, record.actual_on, timezone.localdate()):
        return State(gettext("Overdue"), "clock-exclamation", "block")
    if slip > 0:
        return State(gettext("Slipping"), "calendar-due", "risk")
    return State(gettext("On plan"), "circle-dotted", "off")


MILESTONES = record_kind(
    RecordKind(
        slug="milestones",
        model=Milestone,
        phase=None,
        home=PLAN,
        prefix="MS",
        width=2,
        title=_("Milestones"),
        one=_("milestone"),
        icon="flag",
        view=VIEW,
        edit=EDIT,
        own=OWN,
        owner_field="owner",
        own_fields=("forecast_on", "actual_on", "description"),
        columns=("code", "title", "standing", "phase", "planned_on", "forecast_on", "actual_on", "slip", "owner"),
        hidden=("updated_at",),
        computed=(
            Column(
                "standing",
                _("Standing"),
                lambda record: milestone_standing(record).label,
                cell=lambda record: milestone_standing(record).html,
                css="sg-nowrap o2",
            ),
            Column(
                "slip",
                _("Slip"),
                milestone_slip,
                cell=lambda record: slip_text(milestone_slip(record)),
                css="sg-num",
            ),
        ),
        filters=("phase", "owner"),
        search=("code", "title", "description"),
        form=(("title",), ("phase", "owner"), ("planned_on", "forecast_on"), ("actual_on",), ("description",)),
        facts=("phase", "owner", "standing", "planned_on", "forecast_on", "actual_on", "slip"),
        body=("description",),
        presets=(
            Preset("overdue", _("Overdue"), lambda programme: overdue_milestones()),
            Preset("slipped", _("Slipping"), slipped_milestones),
        ),
        hints={
            "phase": _("Left empty, it belongs to the programme as a whole."),
            "forecast_on": _("When it is expected now; left empty, as planned."),
            "actual_on": _("Only once it has been reached."),
        },
        check=_milestone_check,
        intro=_("Milestones show on the plan beside the phases: planned, expected now, reached."),
    )
)


def _risk_check(record: Any, values: Mapping[str, Any]) -> None:
    record.score = record.probability * record.impact
    record.level = risk_level(record.score)
    if record.state == RiskState.TREATING:
        _treatable(record)


def _treatable(record: Any) -> None:
    for field in ("strategy", "response"):
        if not getattr(record, field):
            _refuse(field, gettext("A risk being treated needs a strategy and a response."))


def _risk_moved(record: Any, moving: Moving) -> None:
    if moving.move.target == RiskState.TREATING:
        _treatable(record)


RISKS = record_kind(
    RecordKind(
        slug="risks",
        model=Risk,
        phase=None,
        home=PLAN,
        prefix="RSK",
        title=_("Risks"),
        one=_("risk"),
        icon="alert-triangle",
        view=VIEW,
        edit=EDIT,
        own=OWN,
        owner_field="owner",
        own_fields=("description", "probability", "impact", "strategy", "response", "review_on"),
        columns=("code", "title", "state", "level_shown", "score", "strategy", "owner", "review_on"),
        hidden=("probability", "impact", "phase", "updated_at"),
        computed=(
            Column(
                "level_shown",
                _("Level"),
                lambda record: str(record.get_level_display()),
                cell=lambda record: level_html(record.level, str(record.get_level_display())),
                css="sg-nowrap",
                sort="score",
            ),
        ),
        filters=("level", "state", "probability", "impact", "strategy", "owner", "phase"),
        search=("code", "title", "description", "response"),
        form=(
            ("title",),
            ("description",),
            ("probability", "impact"),
            ("strategy", "owner"),
            ("response",),
            ("review_on", "phase"),
        ),
        facts=("level_shown", "score", "probability", "impact", "strategy", "owner", "review_on", "phase"),
        body=("description", "response"),
        moves=RISK_MOVES,
        looks=RISK_LOOKS,
        bulk=("owner", "review_on"),
        presets=(
            Preset("live", _("Being watched"), Q(state__in=LIVE_RISKS)),
            Preset("high", _("High risks"), lambda programme: high_risks()),
            Preset("review", _("Review overdue"), lambda programme: risks_to_review()),
        ),
        hints={
            "description": _("What could happen, because of what, and what would follow."),
            "response": _("What is done, by whom, until when; needed before treatment begins."),
            "review_on": _("By this day the owner looks at it again."),
        },
        check=_risk_check,
        moved=_risk_moved,
        intro=_("Write down what may go wrong; probability times impact says how much it matters."),
    )
)


def _meeting_moved(record: Any, moving: Moving) -> None:
    if moving.move.code == "hold":
        if record.meets_on > timezone.localdate():
            raise TooEarly(gettext("This meeting's day has not come yet."))
        if not any(row.presence == Presence.PRESENT for row in attendance_of(record)):
            raise NoAttendance(gettext("Please note who attended first."))
        record.held_at = timezone.now()
    if moving.move.code == "confirm":
        if not record.summary.strip() and not any(item.minutes.strip() for item in items_of(record)):
            raise NoMinutes(gettext("There are no minutes to confirm yet."))
        if record.updated_by_id == moving.access.user.pk:
            raise OwnMinutes(gettext("Whoever wrote the minutes last cannot confirm them."))


MEETINGS = record_kind(
    RecordKind(
        slug="meetings",
        model=Meeting,
        phase=None,
        home=PLAN,
        prefix="MTG",
        title=_("Meetings"),
        one=_("meeting"),
        icon="users",
        view=VIEW,
        edit=EDIT,
        columns=("code", "title", "state", "kind", "meets_on", "hours", "place", "leader"),
        hidden=("secretary", "updated_at"),
        filters=("kind", "state"),
        search=("code", "title", "purpose", "summary"),
        form=(
            ("title",),
            ("kind", "meets_on"),
            ("hours", "place"),
            ("leader", "secretary"),
            ("purpose",),
        ),
        facts=("kind", "meets_on", "hours", "place", "leader", "secretary"),
        body=("purpose", "summary"),
        moves=MEETING_MOVES,
        looks=MEETING_LOOKS,
        presets=(
            Preset("planned", _("To come"), Q(state=MeetingState.PLANNED)),
            Preset("held", _("Minutes to confirm"), Q(state=MeetingState.HELD)),
        ),
        hints={"hours": _("For example 09:30–11:00.")},
        moved=_meeting_moved,
        intro=_("Plan the next meeting; its agenda is filled from what blocks, slips and is overdue."),
    )
)


def _action_check(record: Any, values: Mapping[str, Any]) -> None:
    if record.review and not review_known(record.programme, record.review):
        _refuse("review", gettext("There is no gate review of this code; it reads like GR-01-1."))


def _action_moved(record: Any, moving: Moving) -> None:
    record.done_on = timezone.localdate() if moving.move.code == "finish" else None


def action_due(record: Action) -> SafeString | str:
    """The day, and that it has passed where it has."""
    if record.state in LIVE_ACTIONS and record.due_on < timezone.localdate():
        return State(f"{record.due_on} {gettext('Overdue')}", "clock-exclamation", "block").html
    return str(record.due_on)


ACTIONS = record_kind(
    RecordKind(
        slug="actions",
        model=Action,
        phase=None,
        home=PLAN,
        prefix="ACT",
        title=pgettext_lazy("planning", "Actions"),
        one=_("action"),
        icon="list-check",
        view=VIEW,
        edit=EDIT,
        own=OWN,
        owner_field="owner",
        columns=("code", "title", "state", "owner", "due_shown", "meeting", "risk"),
        hidden=("done_on", "review", "updated_at"),
        computed=(
            Column(
                "due_shown", _("Due"), lambda record: record.due_on, cell=action_due, css="sg-nowrap", sort="due_on"
            ),
        ),
        filters=("state", "owner", "meeting", "risk"),
        search=("code", "title", "description"),
        form=(("title",), ("owner", "due_on"), ("meeting", "risk"), ("review",), ("description",)),
        facts=("owner", "due_on", "done_on", "meeting", "risk", "review"),
        body=("description",),
        moves=ACTION_MOVES,
        looks=ACTION_LOOKS,
        bulk=("owner", "due_on"),
        presets=(
            Preset("live", _("To be done"), Q(state__in=LIVE_ACTIONS)),
            Preset("overdue", _("Overdue"), lambda programme: overdue_actions()),
        ),
        hints={"review": _("Its code, for example GR-01-1.")},
        check=_action_check,
        moved=_action_moved,
        intro=_("Who does what until when; what is overdue reaches the owner's work list and the next agenda."),
    )
)


def _decision_check(record: Any, values: Mapping[str, Any]) -> None:
    if record.supersedes_id is not None and record.supersedes_id == record.pk:
        _refuse("supersedes", gettext("A decision cannot supersede itself."))
    if record.decided_on > timezone.localdate():
        _refuse("decided_on", gettext("This day has not come yet."))
    taken = Decision.objects.filter(supersedes_id=record.supersedes_id).exclude(pk=record.pk)
    if record.supersedes_id is not None and taken.exists():
        _refuse("supersedes", gettext("This decision has been superseded already."))


DECISIONS = record_kind(
    RecordKind(
        slug="decisions",
        model=Decision,
        phase=None,
        home=PLAN,
        prefix="DEC",
        title=_("Decisions"),
        one=pgettext_lazy("planning", "decision"),
        icon="scale",
        view=VIEW,
        edit=EDIT,
        columns=("code", "title", "decided_on", "decided_by", "meeting", "supersedes"),
        hidden=("updated_at",),
        filters=("decided_by", "meeting"),
        search=("code", "title", "grounds", "alternatives"),
        form=(
            ("title",),
            ("grounds",),
            ("alternatives",),
            ("decided_by", "decided_on"),
            ("meeting", "supersedes"),
        ),
        facts=("decided_by", "decided_on", "meeting", "supersedes"),
        body=("grounds", "alternatives"),
        presets=(
            Preset("force", _("In force"), Q(successors=None)),
            Preset("superseded", _("Superseded"), Q(successors__isnull=False)),
        ),
        hints={
            "grounds": _("What spoke for it."),
            "alternatives": _("What else could have been done, and why it was not."),
            "supersedes": _("An earlier decision that no longer holds."),
        },
        check=_decision_check,
        intro=_("What was decided and why, so that nobody has to ask again."),
    )
)
