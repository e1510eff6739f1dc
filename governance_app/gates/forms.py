"""Forms of the gates."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance_app.base.clock import this_day
from governance_app.people.models import User
from governance_app.programmes.models import Membership, Programme
from governance_app.programmes.states import Role


def _date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class CallForm(forms.Form):
    """Call a review."""

    vote_by = forms.DateField(label=_("Vote by"), widget=_date_input())
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed when the phase is to be found not required; otherwise a word to the members."),
    )


class ConditionForm(forms.Form):
    """Propose a condition."""

    text = forms.CharField(label=_("Condition"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    owner = forms.ModelChoiceField(label=_("Responsible"), queryset=User.objects.none())
    due_on = forms.DateField(label=_("Due"), widget=_date_input())

    def __init__(self, programme: Programme, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Membership.objects.filter(programme=programme).exclude(role=Role.TRAINEE)
        owner: Any = self.fields["owner"]
        owner.queryset = User.objects.filter(is_active=True, pk__in=people.values("user_id")).order_by("username")


class EvidenceForm(forms.Form):
    """Settle a condition."""

    evidence = forms.CharField(
        label=_("Evidence"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What shows that the condition is met, and where it can be seen."),
    )


class WaiverForm(forms.Form):
    """Grant a waiver."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    expires_on = forms.DateField(label=_("Expires"), widget=_date_input())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"expires_on": this_day() + timedelta(days=30)})
        super().__init__(*args, **kwargs)


class MomentForm(forms.Form):
    """The day whose end is looked at; today is looked at as it is now."""

    on = forms.DateField(label=_("As of the end of"), widget=_date_input())


class ReasonForm(forms.Form):
    """A reason that must be given."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
