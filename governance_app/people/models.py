"""Users and departments."""

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from governance_app.base.clock import StampField
from governance_app.base.histories import History
from governance_app.base.times import zone_named
from governance_app.people.states import Method


class Department(models.Model):
    """A department of the enterprise; branches and their departments form a tree."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=80)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent department")
    )
    head = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("head")
    )
    history = History()

    class Meta:
        ordering = ["code"]
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                name="department_not_own_parent",
            )
        ]

    def __str__(self) -> str:
        return self.name


def zone_known(name: str) -> None:
    """Refuse a time zone that does not exist: times could not be told in it."""
    if zone_named(name) is None:
        raise ValidationError(_("There is no time zone “%(name)s”."), params={"name": name})


class User(AbstractUser):
    """A person who signs in. ``display_name`` is what pages, signatures and papers show."""

    display_name = models.CharField(_("display name"), max_length=80)
    mobile = models.CharField(_("mobile"), max_length=20, blank=True)
    employee_number = models.CharField(_("employee number"), max_length=20, unique=True, null=True, blank=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="members", verbose_name=_("department")
    )
    language = models.CharField(_("language"), max_length=10, default="zh-hans")
    time_zone = models.CharField(
        _("time zone"),
        max_length=40,
        default="Asia/Shanghai",
        validators=[zone_known],
        help_text=_("Asia/Shanghai, say"),
    )

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.display_name or self.username

    def get_full_name(self) -> str:
        """The display name: first and last names are not kept apart here."""
        return str(self)


class Reauthentication(models.Model):
    """An attempt to prove once more who one is, at an act that binds; failures throttle."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=40)
    method = models.CharField(max_length=20, choices=Method.choices, default=Method.PASSWORD)
    succeeded = models.BooleanField()
    # What may serve once only: a code's step, a passkey's challenge.
    evidence = models.CharField(max_length=80, null=True, blank=True, unique=True)
    time = StampField(auto_now_add=True, db_index=True)

    class Meta:
        indexes = [models.Index(fields=["user", "-time"])]
        verbose_name = _("re-authentication")
        verbose_name_plural = _("re-authentications")

    def __str__(self) -> str:
        return f"{self.user_id} {self.purpose} {self.succeeded}"
