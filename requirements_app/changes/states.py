"""States of a change request, and how strictly the baseline is kept."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance_app.base.looks import Look
from governance_app.base.moves import Move, MoveTable


class ChangeState(models.TextChoices):
    """Where a change request stands."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Awaiting decision")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")
    IMPLEMENTED = "implemented", _("Implemented")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Extent(models.TextChoices):
    """What may be written under a change request once it is accepted."""

    LISTED = "listed", _("The records listed")
    WITH_NEW = "with_new", _("The records listed, and new ones")


class Control(models.IntegerChoices):
    """How strictly the baseline is kept: the figure of the programme's policy."""

    OPEN = 0
    CONTENT = 1
    ALL = 2


CHANGE_LOOKS = {
    ChangeState.DRAFT: Look("pencil", "off"),
    ChangeState.SUBMITTED: Look("hourglass", "act"),
    ChangeState.ACCEPTED: Look("circle-check", "met"),
    ChangeState.REJECTED: Look("circle-x", "block"),
    ChangeState.IMPLEMENTED: Look("checks", "met"),
    ChangeState.WITHDRAWN: Look("circle-minus", "off"),
}

#: Moves that are decisions: made on a page of their own, with the password.
DECISIONS = frozenset({"accept", "reject"})
#: States in which it has been decided.
DECIDED = frozenset({ChangeState.ACCEPTED, ChangeState.REJECTED, ChangeState.IMPLEMENTED})
#: States in which the specification carries it, once something has been written under it.
IN_FORCE = frozenset({ChangeState.ACCEPTED, ChangeState.IMPLEMENTED})

_DRAFT, _SUBMITTED, _ACCEPTED = ChangeState.DRAFT, ChangeState.SUBMITTED, ChangeState.ACCEPTED
_REQUEST, _DECIDE, _EDIT = "requirements.request", "requirements.decide", "requirements.edit"
CHANGE_MOVES = MoveTable(
    "state",
    (
        Move("submit", _("Submit for decision"), frozenset({_DRAFT}), _SUBMITTED, _REQUEST, "send"),
        Move("rework", _("Back to draft"), frozenset({_SUBMITTED}), _DRAFT, _REQUEST, "arrow-back-up", reason=True),
        Move(
            "withdraw",
            _("Withdraw request"),
            frozenset({_DRAFT, _SUBMITTED}),
            ChangeState.WITHDRAWN,
            _REQUEST,
            "circle-minus",
            reason=True,
            stop=True,
        ),
        Move(
            "reject",
            _("Reject change"),
            frozenset({_SUBMITTED}),
            ChangeState.REJECTED,
            _DECIDE,
            "circle-x",
            reason=True,
            stop=True,
        ),
        Move("accept", _("Accept change"), frozenset({_SUBMITTED}), _ACCEPTED, _DECIDE, "circle-check", reason=True),
        Move("implement", _("Mark as implemented"), frozenset({_ACCEPTED}), ChangeState.IMPLEMENTED, _EDIT, "checks"),
    ),
)
