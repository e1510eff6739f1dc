"""States of a signing round and the meanings a signature can have."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance_app.base.looks import Look
from governance_app.people.states import Method


class RoundState(models.TextChoices):
    """Where a round of signatures stands. Only an open round takes signatures."""

    OPEN = "open", _("Open")
    COMPLETE = "complete", _("Complete")
    CHANGES_REQUESTED = "changes_requested", _("Changes requested")
    REJECTED = "rejected", _("Rejected")
    FAILED = "failed", _("Quorum out of reach")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    SUPERSEDED = "superseded", _("Superseded")


class Meaning(models.TextChoices):
    """What a signature says about what was signed."""

    APPROVAL = "approval", _("Approval")
    REVIEW = "review", _("Review")
    CONFIRMATION = "confirmation", _("Confirmation")
    ACKNOWLEDGEMENT = "acknowledgement", _("Acknowledgement")
    CHANGES_REQUESTED = "changes_requested", _("Changes requested")
    DISAPPROVAL = "disapproval", _("Disapproval")


#: Meanings by which a signer agrees; the other two need a reason.
AGREEING = frozenset({Meaning.APPROVAL, Meaning.REVIEW, Meaning.CONFIRMATION, Meaning.ACKNOWLEDGEMENT})

MEANING_LOOKS = {
    **dict.fromkeys(AGREEING, Look("circle-check", "met")),
    Meaning.CHANGES_REQUESTED: Look("arrow-back-up", "block"),
    Meaning.DISAPPROVAL: Look("circle-x", "block"),
}
WAITING_LOOK = Look("hourglass", "off")
NOT_SIGNED_LOOK = Look("circle-minus", "off")
MINE_LOOK = Look("writing-sign", "act")
ROUND_LOOKS = {
    RoundState.OPEN: Look("writing-sign", "act"),
    RoundState.COMPLETE: Look("circle-check", "met"),
    RoundState.CHANGES_REQUESTED: Look("arrow-back-up", "block"),
    RoundState.REJECTED: Look("circle-x", "block"),
    RoundState.FAILED: Look("circle-x", "block"),
    RoundState.WITHDRAWN: Look("circle-minus", "off"),
    RoundState.SUPERSEDED: Look("history", "off"),
}
#: How signers prove themselves, by the code kept with a signature.
METHODS = dict(Method.choices)
