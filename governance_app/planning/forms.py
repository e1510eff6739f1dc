"""Forms of plan and control."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance_app.people.models import User
from governance_app.planning.models import AgendaItem, Attendance
from governance_app.planning.states import Presence
from governance_app.records.forms import PlainTextField


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class WindowForm(forms.Form):
    """A phase's dates."""

    planned_start = _day(_("Planned start"))
    planned_end = _day(_("Planned end"))
    forecast_start = _day(_("Forecast start"), _("Left empty: as planned."))
    forecast_end = _day(_("Forecast end"), _("When the gate is expected to be decided."))
    actual_start = _day(_("Actual start"), _("The actual end is set by the gate's decision."))
    reason = PlainTextField(
        label=_("Reason of the change"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Stands in the history and in the ledger."),
    )


class ItemForm(forms.Form):
    """An item of an agenda."""

    title = PlainTextField(label=pgettext_lazy("planning", "Subject"), max_length=200)
    position = forms.IntegerField(
        label=_("Place on the agenda"), required=False, min_value=1, max_value=999, help_text=_("Left empty: last.")
    )
    detail = PlainTextField(label=_("How it stands"), required=False, max_length=300)
    minutes = PlainTextField(
        label=pgettext_lazy("planning", "Minutes"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class MinutesForm(forms.Form):
    """The conclusion, and a text for each item of the agenda."""

    summary = PlainTextField(
        label=_("Conclusion"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What the meeting came to, in a few sentences."),
    )

    def __init__(self, items: list[AgendaItem], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, item in enumerate(items, 1):
            self.fields[f"item-{item.pk}"] = PlainTextField(
                label=f"{number} {item.title}",
                required=False,
                max_length=20_000,
                initial=item.minutes,
                help_text=item.detail,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def minutes(self) -> dict[int, str]:
        """What was written on each item, by its id."""
        rows = self.cleaned_data.items()
        return {int(name.removeprefix("item-")): text for name, text in rows if name.startswith("item-")}


class AttendanceForm(forms.Form):
    """Everyone called, each present, excused or absent."""

    def __init__(self, people: list[User], known: list[Attendance], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stands = {row.user_id: row.presence for row in known}
        for user in people:
            self.fields[f"user-{user.pk}"] = forms.ChoiceField(
                label=str(user),
                choices=Presence.choices,
                widget=forms.RadioSelect,
                initial=stands.get(user.pk, Presence.PRESENT),
            )

    def presences(self) -> dict[int, str]:
        """The word for each, by user id."""
        return {int(name.removeprefix("user-")): word for name, word in self.cleaned_data.items()}
