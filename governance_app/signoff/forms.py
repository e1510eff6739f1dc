"""Forms of sign-off."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance_app.base.clock import this_day
from governance_app.people.models import User
from governance_app.programmes.models import Membership
from governance_app.programmes.rules import Access
from governance_app.programmes.states import Role

_NOT_ABLE = [Role.TRAINEE, Role.VENDOR, Role.AUDITOR]


class DelegationForm(forms.Form):
    """Delegate one's signature."""

    membership = forms.ModelChoiceField(
        label=_("My role"), queryset=Membership.objects.none(), empty_label=None, widget=forms.RadioSelect
    )
    delegate = forms.ModelChoiceField(label=_("Delegated to"), queryset=User.objects.none())
    starts_on = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    ends_on = forms.DateField(label=_("To"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    scope = forms.MultipleChoiceField(
        label=_("Only for these documents"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None picked means all documents."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, access: Access, scopes: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        today = this_day()
        kwargs.setdefault("initial", {"starts_on": today, "ends_on": today + timedelta(days=7)})
        super().__init__(*args, **kwargs)
        programme = access.programme
        fields: dict[str, Any] = self.fields
        fields["membership"].queryset = (
            Membership.objects.filter(programme=programme, user=access.user)
            .exclude(role__in=_NOT_ABLE)
            .select_related("department", "user")
        )
        fields["membership"].label_from_instance = lambda row: (
            f"{row.get_role_display()} {row.department or ''}".strip()
        )
        able = Membership.objects.filter(programme=programme).exclude(role__in=_NOT_ABLE)
        fields["delegate"].queryset = (
            User.objects.filter(is_active=True, pk__in=able.values("user_id"))
            .exclude(pk=access.user.pk)
            .order_by("username")
        )
        fields["scope"].choices = scopes
