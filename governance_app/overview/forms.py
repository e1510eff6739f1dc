"""Forms of a programme's set-up: founding it, its basic facts, its people and departments."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.validators import validate_slug
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance_app.people.models import Department
from governance_app.programmes.models import PROGRAMME_CODE
from governance_app.programmes.registry import department_seeds, firm_kinds, scenario_packs
from governance_app.programmes.states import DEPARTMENT_ROLES, Role
from governance_app.records.forms import PlainTextField

_MOST = 2_000_000_000


def _count(label: Any, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=_MOST, help_text=help_text)


def _day(label: Any, help_text: Any = "", *, required: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


def _prose(label: Any, help_text: Any = "", rows: int = 3) -> PlainTextField:
    widget = forms.Textarea(attrs={"rows": rows})
    return PlainTextField(label=label, required=False, max_length=20_000, widget=widget, help_text=help_text)


def _reason(help_text: Any = "") -> PlainTextField:
    return PlainTextField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=help_text or _("Stands in the history and in the ledger."),
    )


class BasicsForm(forms.Form):
    """What describes a programme."""

    name = PlainTextField(label=_("Name"), max_length=120)
    organisation = PlainTextField(label=pgettext_lazy("programme", "Organisation"), max_length=120)
    sponsor = PlainTextField(label=_("Sponsor"), max_length=120, required=False)
    start_date = _day(_("Start date"))
    branch_count = _count(_("Branches"))
    user_count = _count(_("Users"))
    system_count = _count(_("Number of systems"))
    peak_tps = _count(_("Peak transactions per second"))
    description = _prose(_("Description"))
    purpose = _prose(_("Purpose"), _("One paragraph a line; stands in the requirements specification."))
    scope = _prose(_("Scope"), _("One paragraph a line; stands in the requirements specification."), 4)


class EditForm(BasicsForm):
    """The basic facts of a programme that stands, with the reason of the change."""

    end_date = _day(_("End date"), required=False)
    reason = _reason()


class NewProgrammeForm(BasicsForm):
    """Everything a programme is made from."""

    code = PlainTextField(
        label=_("Code"),
        max_length=40,
        validators=[PROGRAMME_CODE],
        help_text=_("For example HC-2026-01; it stays for good."),
    )
    slug = PlainTextField(
        label=pgettext_lazy("programme", "Address"),
        max_length=60,
        required=False,
        validators=[validate_slug],
        help_text=_("Its place in web addresses. Left empty: the code in small letters."),
    )
    firm = forms.ChoiceField(label=_("Kind of firm"), widget=forms.RadioSelect)
    packs = forms.MultipleChoiceField(label=_("Scenario packs"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(
        self, departments: Iterable[Department], matched: Mapping[str, Department], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.known = {row.code: row for row in departments}
        self.fields["firm"].choices = [(row.code, row.title) for row in firm_kinds]  # type: ignore[attr-defined]
        self.fields["packs"].choices = [(row.code, row.title) for row in scenario_packs]  # type: ignore[attr-defined]
        for name in ("purpose", "scope"):
            self.fields[name].help_text = _("Left empty: a draft from the kind of firm and the packs.")
        self.fields["start_date"].help_text = _("The phases are planned week by week from this day.")
        choices = [("", _("Set up anew")), *((row.code, f"{row.code} {row.name}") for row in self.known.values())]
        for seed in department_seeds:
            match = matched.get(seed.code)
            self.fields[f"department-{seed.code}"] = forms.ChoiceField(
                label=seed.name, choices=choices, required=False, initial=match.code if match else ""
            )

    def clean_slug(self) -> str:
        """The address; without one the code in small letters, full stops as hyphens."""
        given: str = self.cleaned_data["slug"]
        return given or str(self.data.get("code", "")).strip().lower().replace(".", "-")

    def departments(self) -> dict[str, Department]:
        """The departments chosen for seeds."""
        chosen = {seed.code: self.cleaned_data[f"department-{seed.code}"] for seed in department_seeds}
        return {code: self.known[value] for code, value in chosen.items() if value}

    def values(self) -> dict[str, Any]:
        """What describes the programme."""
        return {name: self.cleaned_data[name] for name in (*BasicsForm.base_fields, "code", "slug")}


class MemberForm(forms.Form):
    """A role for a person found."""

    role = forms.ChoiceField(label=_("Role"), choices=[("", "—"), *Role.choices])
    department = forms.ChoiceField(
        label=_("Department"), required=False, help_text=_("For department heads and key users alone.")
    )

    def __init__(self, departments: Iterable[Department], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {row.code: row for row in departments}
        choices = [("", "—"), *((row.code, f"{row.code} {row.name}") for row in self.known.values())]
        self.fields["department"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Role and department as they are stored; refuses a department's role without its department."""
        data = super().clean() or {}
        role = data.get("role")
        if role:
            data["role"] = Role(role)
            data["department"] = self.known.get(data.get("department", ""))
            if role in DEPARTMENT_ROLES and data["department"] is None:
                self.add_error("department", _("This role is held for a department; please choose it."))
            if role not in DEPARTMENT_ROLES and data["department"] is not None:
                self.add_error(
                    "department", _("This role is held for the whole programme; leave the department empty.")
                )
        return data


class DepartmentForm(forms.Form):
    """A department that is to take part."""

    department = forms.ChoiceField(label=_("Department"))

    def __init__(self, departments: Iterable[Department], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {row.code: row for row in departments}
        choices = [("", "—"), *((row.code, f"{row.code} {row.name}") for row in self.known.values())]
        self.fields["department"].choices = choices  # type: ignore[attr-defined]

    def chosen(self) -> Department:
        """The department chosen."""
        return self.known[self.cleaned_data["department"]]


class ReasonForm(forms.Form):
    """Why a role is revoked or a department leaves."""

    reason = _reason()
