"""Giving and revoking roles, and which departments take part."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from governance_app.errors import Refusal
from governance_app.gates.views.common import form_page, refused
from governance_app.overview.forms import DepartmentForm, MemberForm, ReasonForm
from governance_app.people.models import Department, User
from governance_app.programmes.guards import MemberRequest, requires
from governance_app.programmes.models import Membership
from governance_app.programmes.rules import Access
from governance_app.programmes.selectors import MOST_FOUND, people_found
from governance_app.programmes.services.people import department_join, department_leave, member_add, member_remove
from governance_app.records.pages import errors_of


def _back(access: Access) -> str:
    return reverse("overview:members", args=[access.programme.slug])


def _crumbs(access: Access, title: str) -> list[dict[str, str]]:
    programme = access.programme
    return [
        {"title": programme.name, "url": reverse("overview:programme", args=[programme.slug])},
        {"title": _("Task force"), "url": _back(access)},
        {"title": title, "url": ""},
    ]


@require_http_methods(["GET", "POST"])
@requires("programme.staff")
def member_new(request: MemberRequest, access: Access) -> HttpResponseBase:
    """Find a person, then give them a role."""
    programme, title = access.programme, _("Give a role")
    chosen = None
    if username := request.GET.get("person", ""):
        chosen = User.objects.filter(username=username, is_active=True).select_related("department").first()
        if chosen is None:
            raise Http404
    form = MemberForm(programme.departments.order_by("code"), request.POST or None)
    if request.method == "POST" and chosen is not None and form.is_valid():
        try:
            member_add(programme=programme, user=chosen, actor=request.user, **form.cleaned_data)
        except Refusal as refusal:
            refused(form, refusal)
        else:
            text = _("%(who)s is now %(role)s.") % {"who": chosen, "role": form.cleaned_data["role"].label}
            messages.success(request, text)
            return redirect(_back(access))
    query = request.GET.get("q", "").strip()[:80]
    found = list(people_found(query)[: MOST_FOUND + 1]) if chosen is None else []
    held = Membership.objects.filter(programme=programme, user__in=[chosen, *found] if chosen else found)
    roles: dict[int, list[str]] = {}
    for row in held.select_related("department"):
        words = f"{row.get_role_display()} {row.department or ''}".strip()
        roles.setdefault(row.user_id, []).append(words)
    errors = errors_of(form) if form.is_bound else []
    context = {
        "title": title,
        "crumbs": _crumbs(access, title),
        "query": query,
        "found": [_person(row, roles) for row in found[:MOST_FOUND]],
        "more": len(found) > MOST_FOUND,
        "chosen": _person(chosen, roles) if chosen else None,
        "form": form,
        "rows": [[form["role"], form["department"]]],
        "errors": errors,
        "submit_label": title,
        "cancel_url": _back(access),
    }
    return render(request, "programmes/member.html", context, status=422 if errors else 200)


def _person(user: User, roles: dict[int, list[str]]) -> dict[str, str]:
    return {
        "name": str(user),
        "username": user.username,
        "department": str(user.department or "—"),
        "post": user.employee_number or "—",
        "roles": _(", ").join(roles.get(user.pk, [])),
    }


@require_http_methods(["GET", "POST"])
@requires("programme.staff")
def member_revoke(request: MemberRequest, access: Access, number: int) -> HttpResponseBase:
    """Ask once more, then revoke a role."""
    rows = Membership.objects.filter(programme=access.programme, pk=number)
    row = rows.select_related("user", "department").first()
    if row is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            member_remove(
                programme=access.programme, number=number, reason=form.cleaned_data["reason"], actor=request.user
            )
        except Refusal as refusal:
            refused(form, refusal)
        else:
            text = _("%(who)s is no longer %(role)s.")
            messages.success(request, text % {"who": row.user, "role": row.get_role_display()})
            mine = (
                row.user_id == access.user.pk
                and not access.user.memberships.filter(programme=access.programme).exists()
            )
            return redirect("overview:programmes" if mine else _back(access))
    facts = [
        {"label": _("Member"), "html": f"{row.user} · {row.user.username}", "css": "is-full"},
        {"label": _("Role"), "html": row.get_role_display(), "css": ""},
        {"label": _("Department"), "html": str(row.department or row.user.department or "—"), "css": ""},
    ]
    title = _("Revoke role")
    return _confirm(
        request,
        access,
        form,
        title=title,
        question=_("Revoke %(role)s from %(who)s?") % {"role": row.get_role_display(), "who": row.user},
        facts=facts,
        consequence=_("This role no longer gives access here. What was signed and written in it stays."),
    )


def _confirm(
    request: MemberRequest,
    access: Access,
    form: forms.Form,
    *,
    title: str,
    question: str,
    facts: list[dict[str, Any]],
    consequence: str,
) -> HttpResponse:
    errors = errors_of(form) if form.is_bound else []
    context = {
        "title": title,
        "crumbs": _crumbs(access, title),
        "question": question,
        "facts": facts,
        "consequence": consequence,
        "reason_field": form,
        "submit_label": title,
        "cancel_url": _back(access),
        "stop": True,
        "errors": errors,
    }
    return render(request, "records/confirm.html", context, status=422 if errors else 200)


@require_http_methods(["GET", "POST"])
@requires("programme.staff")
def department_new(request: MemberRequest, access: Access) -> HttpResponseBase:
    """Let a department take part."""
    programme, title = access.programme, _("Add a department")
    absent = Department.objects.exclude(pk__in=programme.departments.values("pk")).order_by("code")
    form = DepartmentForm(absent, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            department_join(programme=programme, department=form.chosen(), actor=request.user)
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("%(department)s takes part.") % {"department": form.chosen()})
            return redirect(f"{_back(access)}#departments")
    context = {
        "title": title,
        "crumbs": _crumbs(access, title),
        "intro": _("A department that takes part can own records; give its head the role next, so that it can sign."),
        "submit_label": title,
        "cancel_url": _back(access),
    }
    return form_page(request, form, [["department"]], context)


@require_http_methods(["GET", "POST"])
@requires("programme.staff")
def department_remove(request: MemberRequest, access: Access, code: str) -> HttpResponseBase:
    """Ask once more, then let a department take part no more."""
    department = access.programme.departments.filter(code=code).select_related("head").first()
    if department is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            department_leave(
                programme=access.programme,
                department=department,
                reason=form.cleaned_data["reason"],
                actor=request.user,
            )
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("%(department)s takes part no more.") % {"department": department})
            return redirect(f"{_back(access)}#departments")
    return _confirm(
        request,
        access,
        form,
        title=_("Remove department"),
        question=_("Let %(department)s take part no more?") % {"department": department},
        facts=[
            {"label": _("Code"), "html": department.code, "css": ""},
            {"label": _("Head"), "html": str(department.head or "—"), "css": ""},
        ],
        consequence=_("Its records stay and keep naming it; new records cannot."),
    )
