"""Choices of systems and interactions."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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


class Flow(models.TextChoices):
    """Which way an interaction runs."""

    ONE_WAY = "one_way", _("One way")
    TWO_WAY = "two_way", _("Two way")


class Mode(models.TextChoices):
    """When an interaction runs."""

    REALTIME = "realtime", _("Real time")
    BATCH = "batch", _("Batch")
