"""Programmes, their phases, their people and the counters that number their records."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from governance_app.base.histories import History
from governance_app.people.models import Department
from governance_app.phases import Phase
from governance_app.programmes.states import DEPARTMENT_ROLES, PhaseState, ProgrammeState, Role

PROGRAMME_CODE = RegexValidator(
    r"^[A-Za-z0-9][A-Za-z0-9._-]*$",
    _("Letters, digits, underscores, full stops and hyphens; first a letter or a digit."),
)


class Programme(models.Model):
    """An integration programme; every record below it belongs to exactly one."""

    code = models.CharField(
        _("code"),
        max_length=40,
        unique=True,
        validators=[PROGRAMME_CODE],
        error_messages={"unique": _("There is a programme with this code already.")},
    )
    slug = models.SlugField(
        _("address"),
        max_length=60,
        unique=True,
        error_messages={"unique": _("There is a programme at this address already.")},
    )
    name = models.CharField(_("name"), max_length=120)
    organisation = models.CharField(_("organisation"), max_length=120)
    sponsor = models.CharField(_("sponsor"), max_length=120, blank=True)
    description = models.TextField(_("description"), blank=True)
    purpose = models.TextField(_("purpose"), blank=True)
    scope = models.TextField(_("scope"), blank=True)
    branch_count = models.PositiveIntegerField(_("branches"), null=True, blank=True)
    user_count = models.PositiveIntegerField(_("users"), null=True, blank=True)
    system_count = models.PositiveIntegerField(_("systems"), null=True, blank=True)
    peak_tps = models.PositiveIntegerField(_("peak transactions per second"), null=True, blank=True)
    start_date = models.DateField(_("start date"))
    end_date = models.DateField(_("end date"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=ProgrammeState.choices, default=ProgrammeState.RUNNING)
    departments = models.ManyToManyField(
        Department, related_name="+", verbose_name=_("participating departments"), blank=True
    )
    history = History()

    class Meta:
        ordering = ["-start_date", "code"]
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")

    def __str__(self) -> str:
        return self.name


class ProgrammePhase(models.Model):
    """One of a programme's seven phases: where it stands and when it was to be passed."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="phases")
    phase = models.PositiveSmallIntegerField(_("phase"), choices=Phase.choices)
    state = models.CharField(_("state"), max_length=24, choices=PhaseState.choices, default=PhaseState.NOT_STARTED)
    planned_start = models.DateField(_("planned start"), null=True, blank=True)
    planned_end = models.DateField(_("planned end"), null=True, blank=True)
    forecast_start = models.DateField(_("forecast start"), null=True, blank=True)
    forecast_end = models.DateField(_("forecast end"), null=True, blank=True)
    actual_start = models.DateField(_("actual start"), null=True, blank=True)
    actual_end = models.DateField(_("actual end"), null=True, blank=True)
    history = History()

    class Meta:
        ordering = ["phase"]
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        constraints = [
            models.UniqueConstraint(fields=["programme", "phase"], name="programme_phase_once"),
            models.CheckConstraint(condition=models.Q(phase__range=(1, 7)), name="programme_phase_one_to_seven"),
            *(
                models.CheckConstraint(
                    condition=models.Q(**{f"{which}_end__gte": models.F(f"{which}_start")})
                    | models.Q(**{f"{which}_start__isnull": True})
                    | models.Q(**{f"{which}_end__isnull": True}),
                    name=f"programme_phase_{which}_in_order",
                    violation_error_message=_("The end must not lie before the start."),
                )
                for which in ("planned", "forecast", "actual")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme.code} {self.phase}"


class Membership(models.Model):
    """A role a person holds in a programme; department heads and key users hold it for a department."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("department")
    )
    history = History()

    class Meta:
        ordering = ["programme", "role", "department__code", "user"]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            # Two constraints: SQLite cannot treat two missing departments as the same.
            models.UniqueConstraint(
                fields=["programme", "user", "role"],
                condition=models.Q(department__isnull=True),
                name="membership_once",
            ),
            models.UniqueConstraint(
                fields=["programme", "user", "role", "department"], name="membership_once_a_department"
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=sorted(DEPARTMENT_ROLES), department__isnull=False)
                | (~models.Q(role__in=sorted(DEPARTMENT_ROLES)) & models.Q(department__isnull=True)),
                name="membership_department_where_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()}"


class CodeCounter(models.Model):
    """The last number given under a prefix: codes are never used twice, also after a record is removed."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="+")
    prefix = models.CharField(max_length=12, validators=[RegexValidator(r"^[A-Z]+$")])
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("code counter")
        verbose_name_plural = _("code counters")
        constraints = [models.UniqueConstraint(fields=["programme", "prefix"], name="code_counter_once")]

    def __str__(self) -> str:
        return f"{self.prefix} {self.last}"


class ProgrammePolicy(models.Model):
    """The programme's own figures where they differ from the portal's defaults."""

    programme = models.OneToOneField(Programme, models.CASCADE, related_name="policy")
    values = models.JSONField(_("values"), default=dict)
    version = models.PositiveIntegerField(_("version"), default=1)
    history = History()

    class Meta:
        verbose_name = _("programme policy")
        verbose_name_plural = _("programme policies")

    def __str__(self) -> str:
        return self.programme.code


class WorkItem(models.Model):
    """A piece of a phase's work and what each role is to it: a row of the responsibility matrix.

    One column names who answers for it, so that there is exactly one; who carries it out is never nobody.
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="work_items")
    code = models.CharField(_("code"), max_length=20, editable=False)
    phase = models.PositiveSmallIntegerField(_("phase"), choices=Phase.choices)
    title = models.CharField(_("work"), max_length=120)
    accountable = models.CharField(_("answers for it (A)"), max_length=20, choices=Role.choices)
    responsible = models.JSONField(_("carry it out (R)"), default=list)
    consulted = models.JSONField(_("are asked (C)"), default=list, blank=True)
    informed = models.JSONField(_("are told (I)"), default=list, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    history = History()

    class Meta:
        ordering = ["phase", "code"]
        verbose_name = _("work item")
        verbose_name_plural = _("work items")
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="work_item_code_once"),
            models.UniqueConstraint(
                fields=["programme", "phase", "title"],
                name="work_item_title_once",
                violation_error_message=_("This work stands in the phase already."),
            ),
            models.CheckConstraint(condition=models.Q(phase__range=(1, 7)), name="work_item_phase_one_to_seven"),
            models.CheckConstraint(condition=models.Q(accountable__in=Role.values), name="work_item_accountable_known"),
            models.CheckConstraint(condition=~models.Q(responsible=[]), name="work_item_somebody_responsible"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
