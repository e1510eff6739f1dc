"""The programme's policy: quorum, majority and the other figures its gates and rounds follow."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from governance_app.base.numbers import whole
from governance_app.errors import Refusal
from governance_app.gates.views.common import refused
from governance_app.programmes.guards import MemberRequest, requires
from governance_app.programmes.models import ProgrammePolicy
from governance_app.programmes.registry import policy_figures
from governance_app.programmes.rules import Access
from governance_app.programmes.selectors import policy_of
from governance_app.programmes.services.policy import policy_change
from governance_app.records.pages import errors_of


class PolicyForm(forms.Form):
    """Every figure of the policy, and why it is changed."""

    reason = forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        figures = {
            figure.code: forms.IntegerField(
                label=figure.title,
                min_value=figure.minimum,
                max_value=figure.maximum,
                help_text=_("%(unit)s, %(minimum)s to %(maximum)s. %(help)s")
                % {
                    "unit": figure.unit,
                    "minimum": figure.minimum,
                    "maximum": figure.maximum,
                    "help": figure.help,
                },
            )
            for figure in policy_figures
        }
        self.fields["reason"].label = _("Reason of the change")
        self.fields = {**figures, "reason": self.fields["reason"]}


@require_http_methods(["GET", "POST"])
@requires("programme.policy")
def policy(request: MemberRequest, access: Access) -> HttpResponseBase:
    """See and change the policy; every change stands in the ledger."""
    programme = access.programme
    form = PolicyForm(request.POST or None, initial=policy_of(programme))
    row = ProgrammePolicy.objects.filter(programme=programme).first()
    if request.method == "POST" and form.is_valid():
        values = {figure.code: form.cleaned_data[figure.code] for figure in policy_figures}
        try:
            policy_change(
                programme=programme,
                values=values,
                version=whole(request.POST.get("version", "")),
                reason=form.cleaned_data["reason"],
                actor=request.user,
            )
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("The policy has been saved."))
            return redirect("overview:policy", slug=programme.slug)
    codes = [figure.code for figure in policy_figures]
    pairs = [codes[start : start + 2] for start in range(0, len(codes), 2)]
    errors = errors_of(form) if form.is_bound else []
    context = {
        "title": _("Programme policy"),
        "crumbs": [
            {"title": programme.name, "url": reverse("overview:programme", args=[programme.slug])},
            {"title": _("Programme policy"), "url": ""},
        ],
        "intro": _("Reviews and rounds already called keep the policy they were called under."),
        "form": form,
        "rows": [*([form[code] for code in pair] for pair in pairs), [form["reason"]]],
        "errors": errors,
        "version": request.POST.get("version") or (row.version if row else 1),
        "submit_label": _("Save policy"),
        "cancel_url": reverse("overview:programme", args=[programme.slug]),
    }
    return render(request, "records/form.html", context, status=422 if errors else 200)
