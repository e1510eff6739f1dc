"""States of a criterion."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance_app.base.looks import Look
from governance_app.errors import Conflict

NoMinutes = Conflict.coded("no-minutes")


class FindingState(models.TextChoices):
    """What the records say about a criterion. No data is never a pass."""

    MET = "met", _("Met")
    UNMET = "unmet", _("Not met")
    INCONCLUSIVE = "inconclusive", _("Inconclusive")


FINDING_LOOKS = {
    FindingState.MET: Look("circle-check", "met"),
    FindingState.UNMET: Look("circle-x", "block"),
    FindingState.INCONCLUSIVE: Look("help-circle", "risk"),
}


class ReviewState(models.TextChoices):
    """Where a gate review stands."""

    OPEN = "open", _("Open")
    DECIDED = "decided", _("Decided")
    FAILED = "failed", _("Quorum out of reach")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ReviewKind(models.TextChoices):
    """What a review decides: whether the gate is passed, or whether the phase is needed at all."""

    GATE = "gate", _("Gate review")
    NOT_REQUIRED = "not_required", _("Phase not required")


class Choice(models.TextChoices):
    """What a committee member votes."""

    GO = "go", _("Go")
    CONDITIONAL = "conditional", _("Conditional go")
    HOLD = "hold", _("Hold")
    RETURN = "return", _("Return")
    STOP = "stop", _("Stop")
    ABSTAIN = "abstain", _("Abstain")
    RECUSE = "recuse", _("Recuse")


class ConditionState(models.TextChoices):
    """Where a condition stands; overdue is worked out from its date."""

    PROPOSED = "proposed", _("Proposed")
    OPEN = "open", _("Open")
    MET = "met", pgettext_lazy("condition", "Met")
    DROPPED = "dropped", _("Dropped")


#: Votes that let the gate pass.
PASSING = frozenset({Choice.GO, Choice.CONDITIONAL})
#: Votes that take no side; a recusal does not count towards the quorum either.
SIDELESS = frozenset({Choice.ABSTAIN, Choice.RECUSE})

REVIEW_LOOKS = {
    ReviewState.OPEN: Look("gavel", "act"),
    ReviewState.DECIDED: Look("circle-check", "met"),
    ReviewState.FAILED: Look("circle-x", "block"),
    ReviewState.WITHDRAWN: Look("circle-minus", "off"),
}
CHOICE_LOOKS = {
    Choice.GO: Look("circle-check", "met"),
    Choice.CONDITIONAL: Look("circle-half-2", "risk"),
    Choice.HOLD: Look("player-pause", "risk"),
    Choice.RETURN: Look("arrow-back-up", "block"),
    Choice.STOP: Look("circle-x", "block"),
    Choice.ABSTAIN: Look("circle-minus", "off"),
    Choice.RECUSE: Look("user-off", "off"),
}
NOT_VOTED = Look("hourglass", "off")
WAIVED = Look("shield-half", "off")
CONDITION_LOOKS = {
    ConditionState.PROPOSED: Look("pencil", "off"),
    ConditionState.OPEN: Look("flag", "risk"),
    ConditionState.MET: Look("circle-check", "met"),
    ConditionState.DROPPED: Look("circle-minus", "off"),
}
