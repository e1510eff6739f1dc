"""Records of phase 1."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from governance_app.people.models import Department
from governance_app.records.models import ProgrammeRecord
from requirements_app.states import (
    Capability,
    Flow,
    Hosting,
    Improvement,
    Level,
    LifeCycle,
    Mode,
    RequirementState,
    RequirementType,
)

_NOT_NEGATIVE = [MinValueValidator(Decimal(0))]


class System(ProgrammeRecord):
    """A system of the enterprise: the one inventory all later phases point at."""

    name = models.CharField(_("system name"), max_length=80)
    version_label = models.CharField(_("product version"), max_length=40, blank=True)
    maker = models.CharField(_("maker"), max_length=80, blank=True)
    owner_department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner department")
    )
    modules = models.TextField(_("functional modules"), blank=True)
    data_formats = models.CharField(_("data formats"), max_length=120, blank=True)
    user_count = models.PositiveIntegerField(_("users"), null=True, blank=True)
    hosting = models.CharField(_("hosting"), max_length=20, choices=Hosting.choices, default=Hosting.ON_PREMISE)
    interface_capability = models.CharField(
        _("interface capability"), max_length=20, choices=Capability.choices, default=Capability.NONE
    )
    criticality = models.CharField(_("criticality"), max_length=10, choices=Level.choices, default=Level.MEDIUM)
    life_cycle = models.CharField(_("life cycle"), max_length=10, choices=LifeCycle.choices, default=LifeCycle.KEEP)
    notes = models.TextField(_("notes"), blank=True)

    title_field = "name"

    class Meta(ProgrammeRecord.Meta):
        verbose_name = _("system")
        verbose_name_plural = _("systems")


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

    class Meta(ProgrammeRecord.Meta):
        verbose_name = _("pain point")
        verbose_name_plural = _("pain points")

    @property
    def hours_per_month(self) -> Decimal:
        """Hours lost a month: minutes each time × people × times a month ÷ 60."""
        return self.minutes_lost * self.people_affected * self.times_per_month / 60


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


class Interaction(ProgrammeRecord):
    """What one system must pass to another; it seeds the interface inventory of phase 2."""

    source = models.ForeignKey(System, models.PROTECT, related_name="interactions_out", verbose_name=_("source system"))
    target = models.ForeignKey(System, models.PROTECT, related_name="interactions_in", verbose_name=_("target system"))
    business_object = models.CharField(_("business object"), max_length=80)
    trigger = models.CharField(_("trigger"), max_length=120, blank=True)
    direction = models.CharField(_("flow"), max_length=10, choices=Flow.choices, default=Flow.ONE_WAY)
    mode = models.CharField(_("mode"), max_length=10, choices=Mode.choices, default=Mode.REALTIME)
    frequency = models.CharField(_("frequency"), max_length=60, blank=True)
    daily_volume = models.PositiveIntegerField(_("volume a day"), null=True, blank=True)
    priority = models.CharField(_("priority"), max_length=10, choices=Level.choices, default=Level.MEDIUM)
    requirement = models.ForeignKey(
        Requirement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="interactions",
        verbose_name=_("requirement"),
    )

    title_field = "business_object"
    departments_via = ("source__owner_department", "target__owner_department", "requirement__owner_department")

    class Meta(ProgrammeRecord.Meta):
        verbose_name = _("system interaction")
        verbose_name_plural = _("system interactions")
        constraints = [
            *ProgrammeRecord.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(source=models.F("target")),
                name="interaction_between_two_systems",
                violation_error_message=_("A system cannot interact with itself; choose two different systems."),
            ),
        ]


# Below what it points at.
from requirements_app.models.changes import ChangeApplication, ChangeRequest  # noqa: E402

__all__ = [
    "ChangeApplication",
    "ChangeRequest",
    "Goal",
    "Interaction",
    "PainPoint",
    "Requirement",
    "System",
]
