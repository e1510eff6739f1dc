"""Background jobs, and the answers kept so that a repeated request does nothing twice."""

import uuid

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from governance_app.base.clock import StampField
from governance_app.jobs.states import JobState


class Job(models.Model):
    """A piece of slow work: written with its cause, taken by a worker, repeated when a worker dies.

    ``key`` makes asking twice for the same work one job.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=60)
    key = models.CharField(_("key"), max_length=200, unique=True)
    arguments = models.JSONField(_("arguments"), default=dict)
    state = models.CharField(
        _("state"), max_length=10, choices=JobState.choices, default=JobState.QUEUED, db_index=True
    )
    done = models.PositiveIntegerField(_("done"), default=0)
    total = models.PositiveIntegerField(_("total"), default=0)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.TextField(_("error"), blank=True)
    taken_by = models.UUIDField(null=True)
    heartbeat_at = models.DateTimeField(_("last sign of life"), null=True)
    created_at = StampField(_("asked for at"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        indexes = [models.Index(fields=["state", "heartbeat_at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class KeptAnswer(models.Model):
    """The answer given to a request that carried a key: the same request again gets it unchanged."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(_("key"), max_length=100)
    digest = models.CharField(_("hash of the request"), max_length=64)
    answer = models.JSONField(_("answer"), encoder=DjangoJSONEncoder, null=True)
    created_at = StampField(_("asked for at"), auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("kept answer")
        verbose_name_plural = _("kept answers")
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="kept_answer_once_a_key")]

    def __str__(self) -> str:
        return self.key
