"""Packs of evidence asked for."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from governance_app.base.clock import StampField
from governance_app.files.models import StoredFile
from governance_app.programmes.models import Programme


class EvidencePack(models.Model):
    """A pack somebody asked for: of what, and the file once it has been made."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    # Which source knows what belongs into it, and what that source is asked about.
    source = models.CharField(_("source"), max_length=40)
    subject = models.CharField(_("subject"), max_length=80)
    title = models.CharField(_("title"), max_length=200)
    file = models.OneToOneField(StoredFile, models.PROTECT, null=True, related_name="+")
    created_at = StampField(_("asked for at"), auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("evidence pack")
        verbose_name_plural = _("evidence packs")
        indexes = [models.Index(fields=["programme", "source", "subject"])]

    def __str__(self) -> str:
        return self.title
