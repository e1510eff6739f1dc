"""Documents, their revisions and the PDFs rendered of them."""

import json
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from governance_app.base.clock import StampField
from governance_app.documents.states import Purpose, RevisionState
from governance_app.files.models import StoredFile
from governance_app.programmes.models import Programme
from governance_app.signoff.models import Round


class Document(models.Model):
    """A document the programme owes, of a kind a phase declares. Its row is the lock of edit against signature."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="documents")
    kind = models.CharField(_("kind"), max_length=40)
    number = models.CharField(_("number"), max_length=80, unique=True)

    class Meta:
        ordering = ["kind"]
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [models.UniqueConstraint(fields=["programme", "kind"], name="document_once_a_programme")]

    def __str__(self) -> str:
        return self.number


class Revision(models.Model):
    """One revision: a draft, or content frozen for signature that never changes again."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField(_("revision"))
    state = models.CharField(
        _("state"), max_length=12, choices=RevisionState.choices, default=RevisionState.DRAFT, db_index=True
    )
    # Canonical JSON, kept as text: the bytes that were hashed must come back unchanged.
    body = models.TextField(_("content"), blank=True)
    body_hash = models.CharField(_("content hash"), max_length=64, blank=True)
    content_hash = models.CharField(_("revision hash"), max_length=64, blank=True, db_index=True)
    cover = models.JSONField(_("gates at submission"), default=list)
    summary = models.TextField(_("summary of changes"), blank=True)
    opened_reason = models.CharField(_("why it was opened"), max_length=300, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(_("opened at"))
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(_("submitted at"), null=True)
    closed_at = models.DateTimeField(_("closed at"), null=True)
    round = models.OneToOneField(Round, models.PROTECT, null=True, related_name="revision")

    class Meta:
        ordering = ["document", "-number"]
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="revision_number_once"),
            models.UniqueConstraint(
                fields=["document"], condition=models.Q(state=RevisionState.DRAFT), name="revision_one_draft"
            ),
            models.UniqueConstraint(
                fields=["document"], condition=models.Q(state=RevisionState.IN_SIGNING), name="revision_one_in_signing"
            ),
            models.UniqueConstraint(
                fields=["document"], condition=models.Q(state=RevisionState.APPROVED), name="revision_one_approved"
            ),
            models.CheckConstraint(
                condition=models.Q(state=RevisionState.DRAFT, body="") | ~models.Q(state=RevisionState.DRAFT),
                name="revision_draft_is_not_frozen",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.number}"

    @cached_property
    def content(self) -> dict[str, Any]:
        """The frozen content; empty for a draft."""
        return json.loads(self.body) if self.body else {}

    @property
    def short_hash(self) -> str:
        """The first eight digits of the revision's hash."""
        return self.content_hash[:8]


class Rendering(models.Model):
    """A PDF of a revision, complete and never changed."""

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="renderings")
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose.choices)
    language = models.CharField(_("language"), max_length=10)
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")
    rendered_at = StampField(_("rendered at"), auto_now_add=True)
    sealed = models.BooleanField(_("sealed"), default=False)
    # SHA-256 of the certificate the organisation seal was set with.
    certificate = models.CharField(_("certificate of the seal"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("rendering")
        verbose_name_plural = _("renderings")
        constraints = [
            models.UniqueConstraint(fields=["revision", "purpose", "language"], name="rendering_once_a_purpose"),
            models.CheckConstraint(
                condition=models.Q(sealed=False, certificate="") | models.Q(sealed=True) & ~models.Q(certificate=""),
                name="rendering_sealed_with_certificate",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.revision} {self.purpose}"
