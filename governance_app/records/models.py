"""What every governed record has in common, and the filters people save."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from governance_app.base.clock import StampField
from governance_app.base.histories import History
from governance_app.programmes.models import Programme


class ProgrammeRecord(models.Model):
    """A governed record of a programme: numbered for good, versioned, with its history kept.

    ``links`` names the records it points at by code, as they are in this version: the many-to-many tables
    hold the truth, this projection lets history and lists show it without a query a row.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+", verbose_name=_("programme"))
    code = models.CharField(_("code"), max_length=20)
    version = models.PositiveIntegerField(_("version"), default=1)
    links = models.JSONField(_("links"), default=dict, blank=True, editable=False)
    created_at = StampField(_("created at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("created by")
    )
    updated_at = StampField(_("updated at"), auto_now=True, db_index=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("updated by")
    )
    history = History(inherit=True, excluded_fields=["created_at", "created_by"])

    #: The field that names the record.
    title_field = "title"
    #: The ways to the departments a record concerns, ``source__owner_department``; empty: those it names itself.
    departments_via: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"],
                name="%(app_label)s_%(class)s_code_once",
                violation_error_message=_("This code is in use already; a code is never used twice."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name_shown}"

    @classmethod
    def departments_by(cls) -> tuple[str, ...]:
        """The lookups that lead to the departments a record concerns."""
        named = {field.name for field in cls._meta.get_fields()}
        return cls.departments_via or tuple(name for name in ("owner_department", "department") if name in named)

    @property
    def name_shown(self) -> str:
        """The record's own title."""
        return str(getattr(self, self.title_field))


class SavedFilter(models.Model):
    """A list's filter someone keeps under a name."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    name = models.CharField(_("name"), max_length=40)
    query = models.CharField(max_length=1000)

    class Meta:
        ordering = ["name"]
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        constraints = [models.UniqueConstraint(fields=["user", "programme", "kind", "name"], name="saved_filter_once")]

    def __str__(self) -> str:
        return self.name
