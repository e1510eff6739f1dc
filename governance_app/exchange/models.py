"""Imports: a file, what its check found, and whether it was written."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from governance_app.base.clock import StampField
from governance_app.exchange.states import BatchState
from governance_app.files.models import StoredFile
from governance_app.programmes.models import Programme


class ImportBatch(models.Model):
    """A file to import into one kind of record; ``report`` holds faults and changes row by row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=40)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=BatchState.choices, default=BatchState.CHECKING)
    total = models.PositiveIntegerField(_("rows"), default=0)
    created = models.PositiveIntegerField(_("to create"), default=0)
    changed = models.PositiveIntegerField(_("to change"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    faulty = models.PositiveIntegerField(_("faulty"), default=0)
    report = models.JSONField(_("report"), default=dict)
    message = models.TextField(_("message"), blank=True)
    language = models.CharField(max_length=10, default="zh-hans")
    created_at = StampField(_("uploaded at"), auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    applied_at = models.DateTimeField(_("imported at"), null=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return self.file.name
