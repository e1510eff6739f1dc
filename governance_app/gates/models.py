"""Gate reviews: what the committee knew, how it voted, under which conditions and waivers."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from governance_app.base.histories import History
from governance_app.gates.states import Choice, ConditionState, ReviewKind, ReviewState
from governance_app.phases import Phase
from governance_app.programmes.models import Programme


class GateReview(models.Model):
    """A call to decide on a gate, with everything the committee knew frozen into it."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    phase = models.PositiveSmallIntegerField(_("phase"), choices=Phase.choices)
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=12, choices=ReviewKind.choices, default=ReviewKind.GATE)
    state = models.CharField(_("state"), max_length=10, choices=ReviewState.choices, default=ReviewState.OPEN)
    reason = models.TextField(_("reason"), blank=True)
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    called_at = models.DateTimeField(_("called at"))
    vote_by = models.DateField(_("vote by"))
    # What the committee knew: findings, documents, voters, policy, waivers; frozen and hashed together.
    snapshot = models.JSONField(_("snapshot"))
    snapshot_hash = models.CharField(_("snapshot hash"), max_length=64)
    decision = models.CharField(_("decision"), max_length=12, choices=Choice.choices, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    closing_reason = models.TextField(_("closing reason"), blank=True)

    class Meta:
        ordering = ["phase", "-number"]
        verbose_name = _("gate review")
        verbose_name_plural = _("gate reviews")
        constraints = [
            models.UniqueConstraint(fields=["programme", "phase", "number"], name="gate_review_number_once"),
            models.UniqueConstraint(
                fields=["programme", "phase"], condition=models.Q(state=ReviewState.OPEN), name="gate_review_one_open"
            ),
            models.CheckConstraint(
                condition=models.Q(state=ReviewState.DECIDED, decided_at__isnull=False)
                | ~models.Q(state=ReviewState.DECIDED),
                name="gate_review_decided_with_time",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The review's number as people use it, ``GR-04-1``."""
        return f"GR-{self.phase:02d}-{self.number}"

    @property
    def short_hash(self) -> str:
        """The first eight digits of the snapshot's hash."""
        return self.snapshot_hash[:8]


class Vote(models.Model):
    """One member's vote, bound to the snapshot. Names and roles are kept as they were then."""

    review = models.ForeignKey(GateReview, models.PROTECT, related_name="votes")
    voter = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    voter_name = models.CharField(_("member"), max_length=80)
    voter_role = models.CharField(_("role"), max_length=80)
    choice = models.CharField(_("vote"), max_length=12, choices=Choice.choices)
    comment = models.TextField(_("comment"), blank=True)
    snapshot_hash = models.CharField(_("snapshot hash"), max_length=64)
    voted_at = models.DateTimeField(_("voted at"))
    voted_at_text = models.CharField(_("voted at, with zone"), max_length=40)
    method = models.CharField(_("verified by"), max_length=20)
    hash = models.CharField(_("vote hash"), max_length=64, unique=True)

    class Meta:
        ordering = ["voted_at", "pk"]
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [models.UniqueConstraint(fields=["review", "voter"], name="vote_once_a_review")]

    def __str__(self) -> str:
        return f"{self.voter_name} {self.choice}"


class Condition(models.Model):
    """What must still be done when a gate is passed with conditions."""

    review = models.ForeignKey(GateReview, models.PROTECT, related_name="conditions")
    code = models.CharField(_("code"), max_length=20)
    text = models.CharField(_("condition"), max_length=300)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("owner"))
    due_on = models.DateField(_("due"))
    state = models.CharField(_("state"), max_length=10, choices=ConditionState.choices, default=ConditionState.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    evidence = models.TextField(_("evidence"), blank=True)
    met_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    met_at = models.DateTimeField(_("met at"), null=True)
    history = History()

    class Meta:
        ordering = ["code"]
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


class Waiver(models.Model):
    """Leave to pass a gate although a criterion is not met: by whom, why, until when."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    code = models.CharField(_("code"), max_length=20)
    criterion = models.CharField(_("criterion"), max_length=20)
    reason = models.TextField(_("reason"))
    figure = models.CharField(_("figure when waived"), max_length=40, blank=True)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(_("granted at"))
    expires_on = models.DateField(_("expires"))
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(_("revoked at"), null=True)
    history = History()

    class Meta:
        ordering = ["code"]
        verbose_name = _("waiver")
        verbose_name_plural = _("waivers")
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="waiver_code_once"),
            models.UniqueConstraint(
                fields=["programme", "criterion"],
                condition=models.Q(revoked_at__isnull=True),
                name="waiver_one_a_criterion",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.criterion}"
