"""Issues, and what they belong to."""

from django.conf import settings
from django.db import models


class Component(models.Model):
    """What an issue is about."""

    name = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.name


class Issue(models.Model):
    """One issue."""

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "open", "Open"
        FIXED = "fixed", "Fixed"
        CLOSED = "closed", "Closed"

    class Priority(models.TextChoices):
        """How urgent it is."""

        HIGH = "high", "High"
        MEDIUM = "medium", "Medium"
        LOW = "low", "Low"

    code = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    priority = models.CharField(max_length=10, choices=Priority.choices, default=Priority.MEDIUM)
    component = models.ForeignKey(Component, models.PROTECT)
    assignee = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
