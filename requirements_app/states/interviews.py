"""Choices of interviews."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Rank(models.TextChoices):
    """At which level of a department someone was interviewed."""

    HEAD = "head", _("Head of department")
    FRONT_LINE = "front_line", _("Front line")
