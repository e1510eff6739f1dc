"""Milestones, risks, actions, decisions, and meetings with their agenda and attendance."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance_app.base.histories import History
from governance_app.phases import Phase
from governance_app.planning.states import (
    ActionState,
    Impact,
    ItemKind,
    MeetingKind,
    MeetingState,
    Presence,
    Probability,
    RiskLevel,
    RiskState,
    Strategy,
)
from governance_app.records.models import ProgrammeRecord


class Milestone(ProgrammeRecord):
    """A point of the plan that is reached or missed: planned, expected now, reached."""

    title = models.CharField(_("milestone"), max_length=120)
    phase = models.PositiveSmallIntegerField(_("phase"), choices=Phase.choices, null=True, blank=True)
    planned_on = models.DateField(pgettext_lazy("milestone", "planned"))
    forecast_on = models.DateField(pgettext_lazy("milestone", "forecast"), null=True, blank=True)
    actual_on = models.DateField(pgettext_lazy("milestone", "reached"), null=True, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("owner"))
    description = models.TextField(_("description"), blank=True)

    class Meta(ProgrammeRecord.Meta):
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")


class Risk(ProgrammeRecord):
    """What may go wrong: how likely, how hard it would hit, what is done about it."""

    title = models.CharField(_("risk"), max_length=120)
    description = models.TextField(_("cause and effect"), blank=True)
    phase = models.PositiveSmallIntegerField(_("phase"), choices=Phase.choices, null=True, blank=True)
    probability = models.PositiveSmallIntegerField(
        _("probability"), choices=Probability.choices, default=Probability.POSSIBLE
    )
    impact = models.PositiveSmallIntegerField(_("impact"), choices=Impact.choices, default=Impact.NOTICEABLE)
    #: Probability times impact, and the level that amounts to.
    score = models.PositiveSmallIntegerField(_("score"), editable=False, default=9)
    level = models.CharField(
        _("level"), max_length=10, choices=RiskLevel.choices, default=RiskLevel.MEDIUM, editable=False
    )
    strategy = models.CharField(_("strategy"), max_length=10, choices=Strategy.choices, blank=True)
    response = models.TextField(_("response"), blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("owner"))
    review_on = models.DateField(_("review by"))
    state = models.CharField(
        _("state"), max_length=10, choices=RiskState.choices, default=RiskState.OPEN, editable=False
    )

    class Meta(ProgrammeRecord.Meta):
        verbose_name = _("risk")
        verbose_name_plural = _("risks")
        constraints = [
            *ProgrammeRecord.Meta.constraints,
            models.CheckConstraint(
                condition=Q(probability__range=(1, 5), impact__range=(1, 5), score=F("probability") * F("impact")),
                name="risk_score_is_probability_times_impact",
            ),
            models.CheckConstraint(
                condition=Q(level="high", score__gte=12)
                | Q(level="medium", score__range=(5, 11))
                | Q(level="low", score__lte=4),
                name="risk_level_is_of_its_score",
            ),
        ]


class Meeting(ProgrammeRecord):
    """A committee's meeting: agenda, attendance, minutes."""

    title = models.CharField(_("meeting"), max_length=120)
    kind = models.CharField(_("type"), max_length=10, choices=MeetingKind.choices, default=MeetingKind.STEERING)
    meets_on = models.DateField(_("date"))
    hours = models.CharField(pgettext_lazy("meeting", "time"), max_length=20, blank=True)
    place = models.CharField(pgettext_lazy("meeting", "place"), max_length=80, blank=True)
    leader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("chaired by"))
    secretary = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("minutes by")
    )
    purpose = models.TextField(_("purpose"), blank=True)
    #: Written with the minutes, not with the record.
    summary = models.TextField(_("conclusion"), blank=True, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=MeetingState.choices, default=MeetingState.PLANNED, editable=False
    )
    #: When it was noted as held: from then on its minutes wait to be confirmed.
    held_at = models.DateTimeField(_("held at"), null=True, editable=False)

    class Meta(ProgrammeRecord.Meta):
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [
            *ProgrammeRecord.Meta.constraints,
            models.CheckConstraint(
                condition=Q(state__in=["planned", "cancelled"]) | Q(held_at__isnull=False),
                name="meeting_held_with_time",
            ),
        ]


class AgendaItem(models.Model):
    """What a meeting deals with, and what the minutes say of it.

    ``subject`` names what it was made from (``actions:ACT-003``, ``criterion:REQ-G2``), empty when added by hand.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    position = models.PositiveIntegerField(_("position"))
    kind = models.CharField(_("type"), max_length=10, choices=ItemKind.choices, default=ItemKind.FREE)
    subject = models.CharField(max_length=80, blank=True)
    title = models.CharField(_("subject"), max_length=200)
    detail = models.CharField(_("how it stands"), max_length=300, blank=True)
    minutes = models.TextField(_("minutes"), blank=True)
    history = History()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "subject"], condition=~Q(subject=""), name="agenda_subject_once")
        ]

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """Whether someone came to a meeting."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person"))
    presence = models.CharField(_("attendance"), max_length=10, choices=Presence.choices)
    history = History()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [models.UniqueConstraint(fields=["meeting", "user"], name="attendance_once")]

    def __str__(self) -> str:
        return f"{self.user} {self.get_presence_display()}"


class Action(ProgrammeRecord):
    """Something someone is to do by a day."""

    title = models.CharField(_("action"), max_length=160)
    description = models.TextField(_("description"), blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("owner"))
    due_on = models.DateField(_("due"))
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("from meeting")
    )
    risk = models.ForeignKey(
        Risk, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("against risk")
    )
    review = models.CharField(_("from gate review"), max_length=20, blank=True)
    done_on = models.DateField(_("done on"), null=True, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=ActionState.choices, default=ActionState.OPEN, editable=False
    )

    class Meta(ProgrammeRecord.Meta):
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        constraints = [
            *ProgrammeRecord.Meta.constraints,
            models.CheckConstraint(
                condition=Q(state="done", done_on__isnull=False) | (~Q(state="done") & Q(done_on__isnull=True)),
                name="action_done_with_day",
            ),
        ]


class Decision(ProgrammeRecord):
    """What was decided, why, and what else was considered."""

    title = models.CharField(pgettext_lazy("planning", "decision"), max_length=160)
    grounds = models.TextField(_("why"))
    alternatives = models.TextField(_("alternatives considered"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("decided by")
    )
    decided_on = models.DateField(_("decided on"))
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("in meeting")
    )
    supersedes = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="successors", verbose_name=_("supersedes")
    )

    class Meta(ProgrammeRecord.Meta):
        verbose_name = pgettext_lazy("planning", "decision")
        verbose_name_plural = _("decisions")
        constraints = [
            *ProgrammeRecord.Meta.constraints,
            models.CheckConstraint(condition=~Q(supersedes=F("id")), name="decision_not_of_itself"),
            models.UniqueConstraint(
                fields=["supersedes"],
                name="decision_superseded_once",
                violation_error_message=_("This decision has been superseded already."),
            ),
        ]
