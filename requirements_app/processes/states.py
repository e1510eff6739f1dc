"""Choices of processes and their steps."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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
