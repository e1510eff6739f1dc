"""Choices of interviews, goals and requirements, and the moves of a requirement."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance_app.base.looks import Look
from governance_app.base.moves import Move, MoveTable


class Rank(models.TextChoices):
    """At which level of a department someone was interviewed."""

    HEAD = "head", _("Head of department")
    FRONT_LINE = "front_line", _("Front line")


class Improvement(models.TextChoices):
    """Which way a measure gets better."""

    INCREASE = "increase", _("Higher is better")
    DECREASE = "decrease", _("Lower is better")


class RequirementType(models.TextChoices):
    """What a requirement is about."""

    FUNCTIONAL = "functional", _("Functional")
    PERFORMANCE = "performance", _("Performance")
    SECURITY = "security", _("Security")
    DATA = "data", _("Data")
    OPERABILITY = "operability", _("Operability")


class RequirementState(models.TextChoices):
    """Where a requirement stands; withdrawn ones leave the specification."""

    DRAFT = "draft", _("Draft")
    AGREED = "agreed", _("Agreed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


REQUIREMENT_LOOKS = {
    RequirementState.DRAFT: Look("pencil", "off"),
    RequirementState.AGREED: Look("circle-check", "met"),
    RequirementState.WITHDRAWN: Look("circle-minus", "off"),
}
_EDIT = "requirements.edit"

REQUIREMENT_MOVES = MoveTable(
    "state",
    (
        Move(
            "agree",
            _("Agree requirement"),
            frozenset({RequirementState.DRAFT}),
            RequirementState.AGREED,
            _EDIT,
            icon="circle-check",
        ),
        Move(
            "reopen",
            _("Back to draft"),
            frozenset({RequirementState.AGREED, RequirementState.WITHDRAWN}),
            RequirementState.DRAFT,
            _EDIT,
            icon="arrow-back-up",
            reason=True,
        ),
        Move(
            "withdraw",
            _("Withdraw requirement"),
            frozenset({RequirementState.DRAFT, RequirementState.AGREED}),
            RequirementState.WITHDRAWN,
            _EDIT,
            icon="circle-minus",
            reason=True,
            stop=True,
        ),
    ),
)
