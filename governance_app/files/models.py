"""Stored files."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from governance_app.base.clock import StampField


def storage_name(instance: "StoredFile", filename: str) -> str:
    """A random name: nothing of what the sender called it reaches the disk."""
    name = instance.id.hex
    return f"{name[:2]}/{name}"


class StoredFile(models.Model):
    """A file kept privately under a random name, with its hash. It is never changed, only added."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("file name"), max_length=200)
    media_type = models.CharField(_("media type"), max_length=100)
    size = models.BigIntegerField(_("size"))
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    content = models.FileField(_("content"), upload_to=storage_name)
    created_at = StampField(_("stored at"), auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")

    def __str__(self) -> str:
        return self.name
