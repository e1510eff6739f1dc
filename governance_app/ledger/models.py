"""Rows of the ledger. All attested values are text or numbers kept exactly as they were hashed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One governed act. Rows are only ever added; database triggers refuse UPDATE and DELETE."""

    sequence = models.BigIntegerField(_("sequence"), primary_key=True)
    previous_hash = models.CharField(_("previous hash"), max_length=64)
    hash = models.CharField(_("hash"), max_length=64, unique=True)
    # Text, not a timestamp: what was hashed must come back to the last character from every database.
    time = models.CharField(_("time"), max_length=40, db_index=True)
    actor_id = models.BigIntegerField(_("actor id"), null=True)
    actor_name = models.CharField(_("actor"), max_length=200)
    act = models.CharField(_("act"), max_length=80, db_index=True)
    programme = models.CharField(_("programme"), max_length=80, blank=True, db_index=True)
    subject = models.CharField(_("subject"), max_length=200)
    subject_label = models.CharField(_("subject name"), max_length=300, blank=True)
    subject_hash = models.CharField(_("subject hash"), max_length=64, blank=True)
    detail = models.TextField(_("detail"), default="{}")
    # Hashed with the rest: without it the digest of a row that is not shown could be found by trying.
    salt = models.CharField(_("salt"), max_length=32)

    class Meta:
        ordering = ["sequence"]
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        indexes = [models.Index(fields=["programme", "-sequence"])]

    def __str__(self) -> str:
        return f"{self.sequence} {self.act}"


class Head(models.Model):
    """The chain's end: a single row, locked by every writer, so that there is one writer at a time."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    count = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        verbose_name = _("ledger head")
        verbose_name_plural = _("ledger heads")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="ledger_one_head")]

    def __str__(self) -> str:
        return f"{self.count} {self.hash[:8]}"


class Checkpoint(models.Model):
    """The chain's end at a moment, signed with the installation's key. A copy of it leaves the database."""

    # All text as it was signed, like the entries.
    count = models.BigIntegerField(_("number of rows"))
    head = models.CharField(_("hash of the last row"), max_length=64)
    time = models.CharField(_("time"), max_length=40)
    public_key = models.CharField(_("public key"), max_length=64)
    signature = models.CharField(_("signature"), max_length=128)

    class Meta:
        ordering = ["-count", "-pk"]
        verbose_name = _("ledger checkpoint")
        verbose_name_plural = _("ledger checkpoints")
        constraints = [
            models.UniqueConstraint(fields=["count", "head", "public_key"], name="checkpoint_once_a_head"),
        ]

    def __str__(self) -> str:
        return f"{self.count} {self.head[:8]}"
