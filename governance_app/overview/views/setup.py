"""Setting up a programme from a template, and changing its basic facts."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from governance_app.base.clock import this_day
from governance_app.base.numbers import whole
from governance_app.errors import Refusal
from governance_app.gates.views.common import form_page, refused
from governance_app.overview.forms import EditForm, NewProgrammeForm
from governance_app.people.models import Department
from governance_app.programmes.guards import MemberRequest, founders, requires
from governance_app.programmes.registry import (
    FirmKind,
    blueprint_parts,
    department_seeds,
    firm_kinds,
    policy_figures,
    scenario_packs,
)
from governance_app.programmes.rules import Access, seeds_matched
from governance_app.programmes.selectors import programme_version
from governance_app.programmes.services.people import BASICS, programme_revise
from governance_app.programmes.services.templates import programme_from_template
from governance_app.records.pages import errors_of

_ROWS = (("code", "slug"), ("name",), ("organisation", "sponsor"), ("start_date",))
_PROFILE = (("branch_count", "user_count"), ("system_count", "peak_tps"), ("description",), ("purpose",), ("scope",))


@require_http_methods(["GET", "POST"])
@founders
def new(request: HttpRequest) -> HttpResponseBase:
    """Set up a programme; whoever does becomes its programme manager."""
    departments = list(Department.objects.order_by("code"))
    today = this_day()
    initial = {"start_date": today + timedelta(days=-today.weekday(), weeks=1), "firm": next(iter(firm_kinds)).code}
    form = NewProgrammeForm(departments, seeds_matched(departments), request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = programme_from_template(
                values=form.values(),
                firm=form.cleaned_data["firm"],
                packs=form.cleaned_data["packs"],
                departments=form.departments(),
                actor=request.user,  # type: ignore[arg-type]
            )
        except Refusal as refusal:
            refused(form, refusal)
        else:
            text = _("%(programme)s is set up, and you are its programme manager. Fill the task force next.")
            messages.success(request, text % {"programme": made.name})
            return redirect("overview:programme", slug=made.slug)
    return _new_page(request, form)


def _new_page(request: HttpRequest, form: NewProgrammeForm) -> HttpResponseBase:
    errors = errors_of(form) if form.is_bound else []
    seats = [form[f"department-{seed.code}"] for seed in department_seeds]
    tags = {name: {str(row.data["value"]): row.tag() for row in form[name]} for name in ("firm", "packs")}
    context = {
        "title": _("New programme"),
        "crumbs": [
            {"title": _("Programmes"), "url": reverse("overview:programmes")},
            {"title": _("New programme"), "url": ""},
        ],
        "form": form,
        "rows": [[form[name] for name in row] for row in _ROWS],
        "profile": [[form[name] for name in row] for row in _PROFILE],
        "firms": [{"tag": tags["firm"][row.code], **_firm(row)} for row in firm_kinds],
        "packs": [
            {
                "tag": tags["packs"][row.code],
                "title": row.title,
                "text": row.text,
                **_brought(row.code, row.departments),
            }
            for row in scenario_packs
        ],
        "seats": [seats[start : start + 2] for start in range(0, len(seats), 2)],
        "seats_open": any(seat.errors for seat in seats),
        "errors": errors,
        "submit_label": _("Set up programme"),
        "cancel_url": reverse("overview:programmes"),
    }
    return render(request, "programmes/new.html", context, status=422 if errors else 200)


def _firm(kind: FirmKind) -> dict[str, Any]:
    weeks = " + ".join(str(number) for number in kind.weeks)
    policy = [
        f"{figure.title} {kind.policy[figure.code]} {figure.unit}"
        for figure in policy_figures
        if figure.code in kind.policy
    ]
    plan = _("%(total)s weeks: %(weeks)s") % {"total": sum(kind.weeks), "weeks": weeks}
    return {
        "title": kind.title,
        "text": kind.text,
        "plan": plan,
        "policy": _(", ").join(policy),
        **_brought(kind.code, kind.departments),
    }


def _brought(code: str, departments: Sequence[str]) -> dict[str, Any]:
    """What a kind of firm or a pack brings: how many records of each kind, and which."""
    groups = [
        {"title": title, "count": len(names), "names": names}
        for part in blueprint_parts
        for title, names in part.brings(code)
        if names
    ]
    seats = [department_seeds[seed].name for seed in departments]
    counts = [_("%(kind)s %(count)s") % {"kind": group["title"], "count": group["count"]} for group in groups]
    return {
        "summary": _("Brings %(what)s") % {"what": _(", ").join(counts)},
        "seats": _("Departments: %(names)s") % {"names": _(", ").join(seats)},
        "groups": groups,
    }


@require_http_methods(["GET", "POST"])
@requires("programme.edit")
def edit(request: MemberRequest, access: Access) -> HttpResponseBase:
    """Change the programme's basic facts."""
    programme = access.programme
    form = EditForm(request.POST or None, initial={name: getattr(programme, name) for name in BASICS})
    back = reverse("overview:members", args=[programme.slug])
    if request.method == "POST" and form.is_valid():
        try:
            programme_revise(
                programme=programme,
                values={name: form.cleaned_data[name] for name in BASICS},
                version=whole(request.POST.get("version", "")),
                reason=form.cleaned_data["reason"],
                actor=request.user,
            )
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("The basic facts have been saved."))
            return redirect(back)
    title = _("Basic facts")
    context = {
        "code": programme.code,
        "title": title,
        "crumbs": [
            {"title": programme.name, "url": reverse("overview:programme", args=[programme.slug])},
            {"title": _("Task force"), "url": back},
            {"title": title, "url": ""},
        ],
        "intro": _(
            "Code and address stay: links and papers name them. The dates of phases are set in plan and control."
        ),
        "version": request.POST.get("version") or programme_version(programme),
        "submit_label": _("Save basic facts"),
        "cancel_url": back,
    }
    rows = [["name"], ["organisation", "sponsor"], ["start_date", "end_date"]]
    rows += [["branch_count", "user_count"], ["system_count", "peak_tps"], ["description"], ["purpose"], ["scope"]]
    return form_page(request, form, [*rows, ["reason"]], context)
