"""Systems, and what one must pass to another."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance_app.people.models import Department
from governance_app.records.models import ProgrammeRecord
from requirements_app.inventory.states import Capability, Flow, Hosting, Level, LifeCycle, Mode

# Below what it points at.


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
        # By its name: requirements point at systems themselves.
        "requirements.Requirement",
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
