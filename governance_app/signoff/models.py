"""Rounds of signatures."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from governance_app.base.clock import StampField
from governance_app.base.histories import History
from governance_app.programmes.models import Programme
from governance_app.programmes.states import Role
from governance_app.signoff.states import Meaning, RoundState


class Round(models.Model):
    """A call for signatures on something frozen, under a policy frozen with it."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    subject = models.CharField(_("subject"), max_length=80)
    # What sort of thing is signed, a document kind's code: delegations may be limited to some.
    kind = models.CharField(_("kind"), max_length=40, blank=True)
    title = models.CharField(_("title"), max_length=200)
    content_hash = models.CharField(_("content hash"), max_length=64)
    policy = models.JSONField(_("policy"))
    policy_hash = models.CharField(_("policy hash"), max_length=64)
    excluded = models.JSONField(_("excluded people"), default=dict, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=RoundState.choices, default=RoundState.OPEN)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("opened at"))
    due_on = models.DateField(_("sign by"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closing_reason = models.TextField(_("closing reason"), blank=True)

    class Meta:
        verbose_name = _("signing round")
        verbose_name_plural = _("signing rounds")
        indexes = [models.Index(fields=["programme", "state"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=RoundState.OPEN, closed_at__isnull=True)
                | (~models.Q(state=RoundState.OPEN) & models.Q(closed_at__isnull=False)),
                name="round_closed_with_time",
            ),
            models.UniqueConstraint(
                fields=["subject"], condition=models.Q(state=RoundState.OPEN), name="round_one_open_a_subject"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Slot(models.Model):
    """A signature asked for: by whom (a role, for departments where the role has them) and in which group."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="slots")
    position = models.PositiveSmallIntegerField(_("position"))
    group = models.CharField(_("group"), max_length=40)
    key = models.CharField(_("key"), max_length=80)
    title = models.CharField(_("title"), max_length=200)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    department_ids = models.JSONField(_("departments"), default=list)

    class Meta:
        ordering = ["position"]
        verbose_name = _("slot")
        verbose_name_plural = _("slots")
        constraints = [models.UniqueConstraint(fields=["round", "key"], name="slot_once_a_round")]

    def __str__(self) -> str:
        return self.title


class Challenge(models.Model):
    """Issued with a signing page: proves that the one who posts has seen that page, and serves once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    content_hash = models.CharField(max_length=64)
    created_at = StampField(auto_now_add=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("signing challenge")
        verbose_name_plural = _("signing challenges")

    def __str__(self) -> str:
        return str(self.id)


class Signature(models.Model):
    """What one person declared on what was frozen. Names and roles are kept as they were printed then."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="signatures")
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="signatures")
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    challenge = models.OneToOneField(Challenge, models.PROTECT, related_name="+")
    signer_name = models.CharField(_("signer"), max_length=80)
    signer_role = models.CharField(_("role"), max_length=200)
    meaning = models.CharField(_("meaning"), max_length=20, choices=Meaning.choices)
    statement = models.TextField(_("statement"))
    reason = models.TextField(_("reason"), blank=True)
    content_hash = models.CharField(_("content hash"), max_length=64)
    policy_hash = models.CharField(_("policy hash"), max_length=64)
    signed_at = models.DateTimeField(_("signed at"))
    # As printed, with the signer's zone; the instant above is for sorting.
    signed_at_text = models.CharField(_("signed at, with zone"), max_length=40)
    method = models.CharField(_("verified by"), max_length=20)
    # Signed for someone else under a delegation: who, as printed then.
    delegation = models.ForeignKey("signoff.Delegation", models.PROTECT, null=True, blank=True, related_name="+")
    on_behalf_of = models.CharField(_("on behalf of"), max_length=80, blank=True)
    hash = models.CharField(_("signature hash"), max_length=64, unique=True)

    class Meta:
        ordering = ["signed_at", "pk"]
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        constraints = [
            models.UniqueConstraint(fields=["round", "slot"], name="signature_once_a_slot"),
            models.UniqueConstraint(fields=["round", "signer"], name="signature_once_a_signer"),
        ]

    def __str__(self) -> str:
        return f"{self.signer_name} {self.signed_at_text}"

    @property
    def signer_text(self) -> str:
        """Who signed, as it is printed: “B 代 A” under a delegation."""
        return f"{self.signer_name} 代 {self.on_behalf_of}" if self.on_behalf_of else self.signer_name

    @property
    def agrees(self) -> bool:
        """Whether the signer agreed."""
        return self.meaning not in {Meaning.CHANGES_REQUESTED, Meaning.DISAPPROVAL}


class Delegation(models.Model):
    """Leave to sign for someone else in one role, within a window and a scope; it cannot be passed on."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    delegator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("delegated by")
    )
    delegate = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("delegated to")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    department_id = models.BigIntegerField(_("department"), null=True, blank=True)
    # Kinds of document it covers; empty means all.
    scope = models.JSONField(_("scope"), default=list, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    reason = models.CharField(_("reason"), max_length=300)
    created_at = StampField(_("delegated at"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    history = History()

    class Meta:
        ordering = ["-starts_on", "pk"]
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        indexes = [models.Index(fields=["delegate", "starts_on", "ends_on"])]
        constraints = [
            models.CheckConstraint(condition=models.Q(starts_on__lte=models.F("ends_on")), name="delegation_window"),
            models.CheckConstraint(
                condition=~models.Q(delegator=models.F("delegate")), name="delegation_to_someone_else"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegate} 代 {self.delegator}"


class Revocation(models.Model):
    """A signer takes a signature back after the round has closed: a signed event of its own."""

    signature = models.OneToOneField(Signature, models.PROTECT, related_name="revocation")
    reason = models.TextField(_("reason"))
    revoked_at = models.DateTimeField(_("revoked at"))
    revoked_at_text = models.CharField(_("revoked at, with zone"), max_length=40)
    method = models.CharField(_("verified by"), max_length=20)
    hash = models.CharField(_("revocation hash"), max_length=64, unique=True)

    class Meta:
        verbose_name = _("revocation")
        verbose_name_plural = _("revocations")

    def __str__(self) -> str:
        return str(self.signature)


class Reminder(models.Model):
    """A reminder sent, kept so that none is sent twice."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12)
    number = models.PositiveSmallIntegerField()
    sent_at = StampField(auto_now_add=True)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [models.UniqueConstraint(fields=["round", "user", "kind", "number"], name="reminder_once")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.user_id} {self.kind} {self.number}"
