"""Links between records, each with the fingerprint of what its source said when someone last looked."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from governance_app.base.histories import History
from governance_app.programmes.models import Programme


class TraceLink(models.Model):
    """A source and what was made of it, both as ``kind:code``.

    ``seen`` holds the source's trigger fields as they were when the link was made or last cleared; the link is
    suspect while the source says otherwise.
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="+")
    source = models.CharField(_("source"), max_length=80)
    target = models.CharField(_("target"), max_length=80)
    seen = models.JSONField(_("source as seen"), default=dict)
    fingerprint = models.CharField(_("fingerprint"), max_length=64)
    suspect = models.BooleanField(_("suspect"), default=False, db_index=True)
    suspect_since = models.DateTimeField(_("suspect since"), null=True, blank=True)
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cleared by")
    )
    cleared_at = models.DateTimeField(_("cleared at"), null=True, blank=True)
    clearing_reason = models.TextField(_("reason"), blank=True)
    history = History()

    class Meta:
        ordering = ["source", "target"]
        verbose_name = _("trace link")
        verbose_name_plural = _("trace links")
        indexes = [models.Index(fields=["programme", "target"])]
        constraints = [
            models.UniqueConstraint(fields=["programme", "source", "target"], name="trace_link_once"),
            models.CheckConstraint(
                condition=models.Q(suspect=True, suspect_since__isnull=False)
                | models.Q(suspect=False, suspect_since__isnull=True),
                name="trace_suspect_with_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"
