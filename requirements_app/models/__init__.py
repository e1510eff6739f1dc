"""Records of phase 1."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from governance_app.people.models import Department
from governance_app.records.models import ProgrammeRecord
from requirements_app.models.interviews import Interview as Interview
from requirements_app.states import (
    Capability,
    Flow,
    Hosting,
    Improvement,
    LaneKind,
    Level,
    LifeCycle,
    Mode,
    RequirementState,
    RequirementType,
    StepKind,
    Variant,
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


class Process(ProgrammeRecord):
    """A business process, as it is or as it shall be; a to-be process may name the as-is one it takes the place of.

    ``flow`` repeats the steps in plain values, as they are in this version, so that the history keeps them.
    """

    title = models.CharField(_("title"), max_length=120)
    variant = models.CharField(_("variant"), max_length=10, choices=Variant.choices, default=Variant.AS_IS)
    counterpart = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="successors", verbose_name=_("takes the place of")
    )
    owner_department = models.ForeignKey(
        Department, models.PROTECT, related_name="+", verbose_name=_("owner department")
    )
    description = models.TextField(_("description"), blank=True)
    systems = models.ManyToManyField(System, related_name="processes", blank=True, verbose_name=_("systems involved"))
    pain_points = models.ManyToManyField(PainPoint, related_name="processes", blank=True, verbose_name=_("pain points"))
    requirements = models.ManyToManyField(
        Requirement, related_name="processes", blank=True, verbose_name=_("requirements")
    )
    flow = models.JSONField(_("steps"), default=list, blank=True, editable=False)

    #: Its owner, and those in whose lanes its steps stand.
    departments_via = ("owner_department", "steps__lane_department")

    class Meta(ProgrammeRecord.Meta):
        verbose_name = _("business process")
        verbose_name_plural = _("business processes")
        constraints = [
            *ProgrammeRecord.Meta.constraints,
            models.UniqueConstraint(
                fields=["counterpart"],
                name="process_replaced_once",
                violation_error_message=_("Another process takes the place of this one already."),
            ),
            models.CheckConstraint(
                condition=models.Q(counterpart=None)
                | (models.Q(variant=Variant.TO_BE) & ~models.Q(counterpart=models.F("id"))),
                name="process_to_be_replaces",
                violation_error_message=_("Only a to-be process takes the place of another."),
            ),
        ]


def _lane_of(kind: str, *, department: bool = False, system: bool = False, role: bool = False) -> models.Q:
    return models.Q(lane_kind=kind, lane_department__isnull=not department, lane_system__isnull=not system) & (
        ~models.Q(lane_role="") if role else models.Q(lane_role="")
    )


class ProcessStep(models.Model):
    """A step of a process, in the lane of a department, a system or a role. Written with its process, as a whole."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(_("number"), max_length=12)
    kind = models.CharField(_("type"), max_length=10, choices=StepKind.choices)
    lane_kind = models.CharField(_("lane"), max_length=10, choices=LaneKind.choices)
    lane_department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+")
    lane_system = models.ForeignKey(System, models.PROTECT, null=True, related_name="process_lanes")
    lane_role = models.CharField(max_length=60, blank=True)
    action = models.CharField(_("action"), max_length=200, blank=True)
    system = models.ForeignKey(
        System, models.PROTECT, null=True, related_name="process_steps", verbose_name=_("system used")
    )
    handoff = models.BooleanField(_("hand-off"), default=False)
    duplicate = models.BooleanField(_("duplicate entry"), default=False)

    class Meta:
        ordering = ["process", "position"]
        verbose_name = _("process step")
        verbose_name_plural = _("process steps")
        constraints = [
            models.UniqueConstraint(fields=["process", "key"], name="process_step_key_once"),
            models.UniqueConstraint(fields=["process", "position"], name="process_step_position_once"),
            models.CheckConstraint(
                condition=_lane_of(LaneKind.DEPARTMENT, department=True)
                | _lane_of(LaneKind.SYSTEM, system=True)
                | _lane_of(LaneKind.ROLE, role=True),
                name="process_step_in_one_lane",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.action}"


class ProcessFlow(models.Model):
    """What follows a step, under which condition."""

    source = models.ForeignKey(ProcessStep, models.CASCADE, related_name="exits")
    target = models.ForeignKey(ProcessStep, models.CASCADE, related_name="entries")
    position = models.PositiveSmallIntegerField()
    condition = models.CharField(_("condition"), max_length=120, blank=True)

    class Meta:
        ordering = ["source", "position"]
        verbose_name = _("process flow")
        verbose_name_plural = _("process flows")
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="process_flow_once"),
            models.CheckConstraint(condition=~models.Q(source=models.F("target")), name="process_flow_leads_on"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"


# Below what it points at.
from requirements_app.models.changes import ChangeApplication as ChangeApplication  # noqa: E402
from requirements_app.models.changes import ChangeRequest as ChangeRequest  # noqa: E402
