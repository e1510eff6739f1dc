"""Business processes, their steps, and what follows each."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance_app.people.models import Department
from governance_app.records.models import ProgrammeRecord
from requirements_app.inventory.models import System
from requirements_app.needs.models import PainPoint, Requirement
from requirements_app.processes.states import LaneKind, StepKind, Variant

# Below what it points at.


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
