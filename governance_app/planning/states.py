"""States of risks, actions and meetings, with the moves between them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance_app.base.looks import Look
from governance_app.base.moves import Move, MoveTable

VIEW, EDIT, OWN, CONFIRM = "planning.view", "planning.edit", "planning.own", "planning.confirm"


class Probability(models.IntegerChoices):
    """How likely a risk is."""

    RARE = 1, _("1 Rare")
    UNLIKELY = 2, _("2 Unlikely")
    POSSIBLE = 3, _("3 Possible")
    LIKELY = 4, _("4 Likely")
    CERTAIN = 5, _("5 Almost certain")


class Impact(models.IntegerChoices):
    """How hard a risk would hit."""

    SLIGHT = 1, _("1 Slight")
    MINOR = 2, _("2 Minor")
    NOTICEABLE = 3, _("3 Noticeable")
    SEVERE = 4, _("4 Severe")
    CRITICAL = 5, _("5 Critical")


class RiskLevel(models.TextChoices):
    """What probability and impact together amount to."""

    HIGH = "high", _("High")
    MEDIUM = "medium", _("Medium")
    LOW = "low", _("Low")


class Strategy(models.TextChoices):
    """What is done about a risk."""

    AVOID = "avoid", _("Avoid")
    REDUCE = "reduce", _("Reduce")
    TRANSFER = "transfer", _("Transfer")
    ACCEPT = "accept", _("Accept")


class RiskState(models.TextChoices):
    """Where a risk stands."""

    OPEN = "open", pgettext_lazy("risk", "Open")
    TREATING = "treating", _("Being treated")
    CLOSED = "closed", pgettext_lazy("risk", "Closed")
    OCCURRED = "occurred", _("Occurred")


RISK_LOOKS = {
    RiskState.OPEN: Look("circle-dotted", "act"),
    RiskState.TREATING: Look("progress", "act"),
    RiskState.CLOSED: Look("circle-check", "met"),
    RiskState.OCCURRED: Look("circle-x", "block"),
}
#: Risks that still want watching.
LIVE_RISKS = (RiskState.OPEN, RiskState.TREATING)
_LIVE = frozenset(LIVE_RISKS)
RISK_MOVES = MoveTable(
    "state",
    (
        Move("treat", _("Begin treatment"), frozenset({RiskState.OPEN}), RiskState.TREATING, OWN, "player-play"),
        Move("close", _("Close risk"), _LIVE, RiskState.CLOSED, OWN, "circle-check", reason=True),
        Move("occur", _("Note as occurred"), _LIVE, RiskState.OCCURRED, OWN, "alert-octagon", reason=True, stop=True),
        Move(
            "reopen",
            _("Reopen"),
            frozenset({RiskState.CLOSED, RiskState.OCCURRED}),
            RiskState.OPEN,
            EDIT,
            "arrow-back-up",
            reason=True,
        ),
    ),
)


class ActionState(models.TextChoices):
    """Where an action stands."""

    OPEN = "open", pgettext_lazy("action", "Open")
    RUNNING = "running", pgettext_lazy("action", "In progress")
    DONE = "done", pgettext_lazy("action", "Done")
    CANCELLED = "cancelled", pgettext_lazy("action", "Cancelled")


ACTION_LOOKS = {
    ActionState.OPEN: Look("circle-dotted", "off"),
    ActionState.RUNNING: Look("progress", "act"),
    ActionState.DONE: Look("circle-check", "met"),
    ActionState.CANCELLED: Look("circle-minus", "off"),
}
#: Actions still to be done.
LIVE_ACTIONS = (ActionState.OPEN, ActionState.RUNNING)
_TO_DO = frozenset(LIVE_ACTIONS)
ACTION_MOVES = MoveTable(
    "state",
    (
        Move("start", _("Start"), frozenset({ActionState.OPEN}), ActionState.RUNNING, OWN, "player-play"),
        Move("finish", _("Report done"), _TO_DO, ActionState.DONE, OWN, "circle-check"),
        Move("cancel", _("Cancel action"), _TO_DO, ActionState.CANCELLED, EDIT, "circle-minus", reason=True, stop=True),
        Move(
            "reopen",
            _("Reopen"),
            frozenset({ActionState.DONE, ActionState.CANCELLED}),
            ActionState.OPEN,
            EDIT,
            "arrow-back-up",
            reason=True,
        ),
    ),
)


class MeetingKind(models.TextChoices):
    """Who meets."""

    STEERING = "steering", _("Steering committee")
    PROJECT = "project", _("Project meeting")
    TECHNICAL = "technical", _("Technical committee")


class MeetingState(models.TextChoices):
    """Where a meeting stands."""

    PLANNED = "planned", pgettext_lazy("meeting", "Planned")
    HELD = "held", _("Held, minutes not confirmed")
    CONFIRMED = "confirmed", _("Minutes confirmed")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "Cancelled")


MEETING_LOOKS = {
    MeetingState.PLANNED: Look("calendar-event", "off"),
    MeetingState.HELD: Look("pencil", "act"),
    MeetingState.CONFIRMED: Look("circle-check", "met"),
    MeetingState.CANCELLED: Look("circle-minus", "off"),
}
_PLANNED, _HELD, _CONFIRMED = MeetingState.PLANNED, MeetingState.HELD, MeetingState.CONFIRMED
MEETING_MOVES = MoveTable(
    "state",
    (
        Move("hold", _("Note as held"), frozenset({_PLANNED}), _HELD, EDIT, "users"),
        Move("confirm", _("Confirm minutes"), frozenset({_HELD}), _CONFIRMED, CONFIRM, "circle-check"),
        Move("correct", _("Correct minutes"), frozenset({_CONFIRMED}), _HELD, EDIT, "pencil", reason=True),
        Move(
            "cancel",
            _("Cancel meeting"),
            frozenset({_PLANNED}),
            MeetingState.CANCELLED,
            EDIT,
            "circle-minus",
            reason=True,
            stop=True,
        ),
    ),
)


class ItemKind(models.TextChoices):
    """Where an item of an agenda comes from."""

    BLOCKER = "blocker", _("Blocks a gate")
    REVIEW = "review", _("Gate review")
    MILESTONE = "milestone", _("Milestone slipped")
    RISK = "risk", _("Risk")
    ACTION = "action", _("Overdue action")
    FREE = "free", _("Added by hand")


ITEM_LOOKS = {
    ItemKind.BLOCKER: Look("alert-octagon", "block"),
    ItemKind.REVIEW: Look("gavel", "act"),
    ItemKind.MILESTONE: Look("calendar-due", "risk"),
    ItemKind.RISK: Look("alert-triangle", "risk"),
    ItemKind.ACTION: Look("clock-exclamation", "block"),
    ItemKind.FREE: Look("pencil", "off"),
}


class Presence(models.TextChoices):
    """Whether someone came."""

    PRESENT = "present", _("Present")
    EXCUSED = "excused", _("Excused")
    ABSENT = "absent", _("Absent")


PRESENCE_LOOKS = {
    Presence.PRESENT: Look("circle-check", "met"),
    Presence.EXCUSED: Look("circle-minus", "off"),
    Presence.ABSENT: Look("user-off", "risk"),
}
