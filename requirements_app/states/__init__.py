"""Choices and moves of phase 1."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance_app.base.looks import Look
from governance_app.base.moves import Move, MoveTable


class Level(models.TextChoices):
    """High, medium or low."""

    HIGH = "high", _("High")
    MEDIUM = "medium", _("Medium")
    LOW = "low", _("Low")


class Hosting(models.TextChoices):
    """Where a system runs."""

    ON_PREMISE = "on_premise", _("On premise")
    PRIVATE_CLOUD = "private_cloud", _("Private cloud")
    PUBLIC_CLOUD = "public_cloud", _("Public cloud")
    SAAS = "saas", _("SaaS")


class Capability(models.TextChoices):
    """How a system can be talked to."""

    NONE = "none", _("None")
    FILE = "file", _("File exchange")
    DATABASE = "database", _("Database")
    SOAP = "soap", _("SOAP")
    REST = "rest", _("REST")
    MESSAGE = "message", _("Message queue")


class LifeCycle(models.TextChoices):
    """What becomes of a system."""

    KEEP = "keep", _("Keep")
    REPLACE = "replace", _("Replace")
    RETIRE = "retire", _("Retire")


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


class Flow(models.TextChoices):
    """Which way an interaction runs."""

    ONE_WAY = "one_way", _("One way")
    TWO_WAY = "two_way", _("Two way")


class Mode(models.TextChoices):
    """When an interaction runs."""

    REALTIME = "realtime", _("Real time")
    BATCH = "batch", _("Batch")


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


class Variant(models.TextChoices):
    """Whether a process is told as it is, or as it shall be."""

    AS_IS = "as_is", _("As-is")
    TO_BE = "to_be", _("To-be")


class StepKind(models.TextChoices):
    """What a step of a process is."""

    START = "start", pgettext_lazy("process", "Start")
    TASK = "task", pgettext_lazy("process", "Task")
    EXCLUSIVE = "exclusive", _("Exclusive gateway")
    PARALLEL = "parallel", _("Parallel gateway")
    END = "end", pgettext_lazy("process", "End")


class LaneKind(models.TextChoices):
    """Who or what holds a lane."""

    DEPARTMENT = "department", pgettext_lazy("lane", "Department")
    SYSTEM = "system", pgettext_lazy("lane", "System")
    ROLE = "role", pgettext_lazy("lane", "Role")
