"""Change requests to the baseline, and what was written under them."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from governance_app.people.models import Department
from governance_app.records.models import ProgrammeRecord
from requirements_app.changes.states import DECIDED, ChangeState, Extent
from requirements_app.inventory.models import Interaction, System
from requirements_app.needs.models import Goal, Interview, PainPoint, Requirement
from requirements_app.processes.models import Process


class ChangeRequest(ProgrammeRecord):
    """A wish to change what has been agreed and signed: what, why, which records, and what was decided.

    ``impact`` is what following the trace links found, kept as it was when the request was decided.
    """

    title = models.CharField(_("title"), max_length=120)
    description = models.TextField(_("what is to change"))
    rationale = models.TextField(_("why"))
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="+", verbose_name=_("requesting department")
    )
    requested_by = models.CharField(_("requested by"), max_length=80)
    extent = models.CharField(_("extent"), max_length=10, choices=Extent.choices, default=Extent.LISTED)
    requirements = models.ManyToManyField(Requirement, related_name="+", blank=True, verbose_name=_("requirements"))
    interactions = models.ManyToManyField(Interaction, related_name="+", blank=True, verbose_name=_("interactions"))
    goals = models.ManyToManyField(Goal, related_name="+", blank=True, verbose_name=_("goals"))
    pain_points = models.ManyToManyField(PainPoint, related_name="+", blank=True, verbose_name=_("pain points"))
    processes = models.ManyToManyField(Process, related_name="+", blank=True, verbose_name=_("business processes"))
    interviews = models.ManyToManyField(Interview, related_name="+", blank=True, verbose_name=_("interviews"))
    systems = models.ManyToManyField(System, related_name="+", blank=True, verbose_name=_("systems"))
    state = models.CharField(
        _("state"), max_length=12, choices=ChangeState.choices, default=ChangeState.DRAFT, editable=False
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("submitted by"),
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True, editable=False)
    decision_reason = models.TextField(_("reason of the decision"), blank=True, editable=False)
    decision_method = models.CharField(_("verified by"), max_length=20, blank=True, editable=False)
    impact: Any = models.JSONField(_("impact at the decision"), default=dict, blank=True, editable=False)

    class Meta(ProgrammeRecord.Meta):
        verbose_name = _("change request")
        verbose_name_plural = _("change requests")
        constraints = [
            *ProgrammeRecord.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(state__in=sorted(DECIDED), decided_at__isnull=False, decided_by__isnull=False)
                & ~models.Q(decision_method="")
                & ~models.Q(decision_reason="")
                | ~models.Q(state__in=sorted(DECIDED)) & models.Q(decided_at__isnull=True, decided_by__isnull=True),
                name="change_decided_with_who_when_why",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True)
                | ~models.Q(decided_by=models.F("created_by")) & ~models.Q(decided_by=models.F("submitted_by")),
                name="change_decided_by_someone_else",
                violation_error_message=_("Whoever asks for a change does not decide on it."),
            ),
        ]


class ChangeApplication(models.Model):
    """One write to a record under an accepted change request; written with it and never changed."""

    # Only a draft is removed, and under a draft nothing is written.
    change = models.ForeignKey(ChangeRequest, models.CASCADE, related_name="applications")
    kind = models.CharField(_("kind"), max_length=40)
    code = models.CharField(_("code"), max_length=20)
    version = models.PositiveIntegerField(_("version"))
    act = models.CharField(_("act"), max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("write under a change request")
        verbose_name_plural = _("writes under change requests")
        constraints = [
            models.UniqueConstraint(fields=["change", "kind", "code", "version", "act"], name="change_application_once")
        ]

    def __str__(self) -> str:
        return f"{self.change_id} {self.kind}:{self.code} {self.version}"
