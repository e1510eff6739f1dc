"""Interviews, pain points, goals and requirements."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from governance_app.people.models import Department
from governance_app.records.models import ProgrammeRecord

# Below what it points at.
from requirements_app.inventory.models import System
from requirements_app.inventory.states import Level
from requirements_app.needs.states import Improvement, Rank, RequirementState, RequirementType


class Interview(ProgrammeRecord):
    """A talk with people of a department, planned or held. It counts as held once its notes are written."""

    topic = models.CharField(_("topic"), max_length=120)
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("department"))
    rank = models.CharField(_("level of interview"), max_length=12, choices=Rank.choices)
    interviewees = models.CharField(_("interviewees"), max_length=200)
    interviewer = models.CharField(_("interviewer"), max_length=80)
    date = models.DateField(_("interview date"))
    notes = models.TextField(_("interview notes"), blank=True)

    title_field = "topic"

    class Meta(ProgrammeRecord.Meta):
        verbose_name = _("interview")
        verbose_name_plural = _("interviews")
        constraints = [
            *ProgrammeRecord.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(rank__in=sorted(Rank.values)),
                name="interview_rank_known",
                violation_error_message=_("An interview is held with the head of a department or with its front line."),
            ),
        ]

    @property
    def held(self) -> bool:
        """Whether it has taken place: there are notes."""
        return bool(self.notes)


_NOT_NEGATIVE = [MinValueValidator(Decimal(0))]


class PainPoint(ProgrammeRecord):
    """Something that costs people time today."""

    title = models.CharField(_("title"), max_length=120)
    process = models.CharField(_("business process"), max_length=80)
    description = models.TextField(_("description"), blank=True)
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("department"))
    systems = models.ManyToManyField(System, related_name="pain_points", blank=True, verbose_name=_("systems involved"))
    minutes_lost = models.DecimalField(
        _("minutes lost each time"), max_digits=8, decimal_places=2, validators=_NOT_NEGATIVE
    )
    people_affected = models.PositiveIntegerField(_("people affected"))
    times_per_month = models.DecimalField(_("times a month"), max_digits=8, decimal_places=2, validators=_NOT_NEGATIVE)
    severity = models.CharField(_("severity"), max_length=10, choices=Level.choices, default=Level.MEDIUM)
    reported_by = models.CharField(_("reported by"), max_length=80, blank=True)
    interview = models.ForeignKey(
        Interview, models.PROTECT, null=True, blank=True, related_name="pain_points", verbose_name=_("interview")
    )

    class Meta(ProgrammeRecord.Meta):
        verbose_name = _("pain point")
        verbose_name_plural = _("pain points")

    @property
    def minutes_per_month(self) -> Decimal:
        """Minutes lost a month: minutes each time × people × times a month. Exact, so that sums are."""
        return self.minutes_lost * self.people_affected * self.times_per_month

    @property
    def hours_per_month(self) -> Decimal:
        """The same in hours."""
        return self.minutes_per_month / 60


class Goal(ProgrammeRecord):
    """What the integration must reach, measured: from a baseline to a target by a date."""

    statement = models.CharField(_("statement"), max_length=200)
    metric = models.CharField(_("metric"), max_length=120)
    direction = models.CharField(_("direction"), max_length=10, choices=Improvement.choices)
    unit = models.CharField(_("unit"), max_length=20)
    baseline_value = models.DecimalField(_("baseline"), max_digits=14, decimal_places=4, null=True, blank=True)
    baseline_date = models.DateField(_("baseline date"), null=True, blank=True)
    baseline_evidence = models.CharField(_("evidence of the baseline"), max_length=200, blank=True)
    target_value = models.DecimalField(_("target"), max_digits=14, decimal_places=4, null=True, blank=True)
    measure_by = models.DateField(_("measure by"), null=True, blank=True)
    owner_department = models.ForeignKey(
        Department, models.PROTECT, related_name="+", verbose_name=_("owner department")
    )

    title_field = "statement"

    class Meta(ProgrammeRecord.Meta):
        verbose_name = _("integration goal")
        verbose_name_plural = _("integration goals")
        constraints = [
            *ProgrammeRecord.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(baseline_value=None)
                | models.Q(target_value=None)
                | models.Q(direction=Improvement.INCREASE, target_value__gt=models.F("baseline_value"))
                | models.Q(direction=Improvement.DECREASE, target_value__lt=models.F("baseline_value")),
                name="goal_target_on_the_better_side",
                violation_error_message=_("The target must lie on the better side of the baseline."),
            ),
        ]


class Requirement(ProgrammeRecord):
    """What the integrated systems must do or be, with the test that shows it."""

    title = models.CharField(_("title"), max_length=120)
    description = models.TextField(_("description"), blank=True)
    kind = models.CharField(
        _("type"), max_length=20, choices=RequirementType.choices, default=RequirementType.FUNCTIONAL
    )
    priority = models.CharField(_("priority"), max_length=10, choices=Level.choices, default=Level.MEDIUM)
    acceptance = models.TextField(_("acceptance criteria"), blank=True)
    owner_department = models.ForeignKey(
        Department, models.PROTECT, related_name="+", verbose_name=_("owner department")
    )
    systems = models.ManyToManyField(System, related_name="requirements", blank=True, verbose_name=_("systems"))
    pain_points = models.ManyToManyField(
        PainPoint, related_name="requirements", blank=True, verbose_name=_("pain points")
    )
    goals = models.ManyToManyField(Goal, related_name="requirements", blank=True, verbose_name=_("goals"))
    state = models.CharField(
        _("state"), max_length=10, choices=RequirementState.choices, default=RequirementState.DRAFT, editable=False
    )

    class Meta(ProgrammeRecord.Meta):
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        constraints = [
            *ProgrammeRecord.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(priority__in=sorted(Level.values)),
                name="requirement_priority_known",
                violation_error_message=_("A priority is high, medium or low."),
            ),
        ]
