"""The task force and the permission matrix."""

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from governance_app.base.looks import State, act
from governance_app.overview.pages import matrix_context
from governance_app.people.models import Department
from governance_app.programmes.guards import MemberRequest, requires
from governance_app.programmes.models import Membership
from governance_app.programmes.registry import actions
from governance_app.programmes.rules import Access
from governance_app.programmes.states import Role


@require_GET
@requires("programme.members")
def members(request: MemberRequest, access: Access) -> HttpResponseBase:
    """The task force: who leads it, who belongs to it."""
    programme = access.programme
    rows = list(
        Membership.objects.filter(programme=programme)
        .select_related("user__department", "department")
        .order_by("department__code", "user__username")
    )
    needed = {Role.CHAIR, Role.PMO, Role.IT_LEAD}
    manage = access.may("programme.staff")
    groups = []
    for role in Role:
        held = [row for row in rows if row.role == role]
        if not held and role not in needed:
            continue
        groups.append(
            {
                "title": role.label,
                "hint": "",
                "state": None if held else State(_("Vacant"), "alert-triangle", "block"),
                "members": [_member(programme.slug, row, manage=manage) for row in held],
            }
        )
    people = {row.user_id for row in rows}
    departments = list(programme.departments.select_related("head").order_by("code"))
    context = {
        "title": _("Task force"),
        "programme": {"name": programme.name, "url": reverse("overview:programme", args=[programme.slug])},
        "crumbs": [
            {"title": programme.name, "url": reverse("overview:programme", args=[programme.slug])},
            {"title": _("Task force"), "url": ""},
        ],
        "acts": [*_acts(access), {"title": _("Who does what"), "url": "#raci"}],
        "summary": _("%(people)s people, %(departments)s departments")
        % {"people": len(people), "departments": len(departments)},
        "groups": groups,
        "departments": [_department(programme.slug, row, rows, manage=manage) for row in departments],
        "department_new_url": reverse("overview:departments-new", args=[programme.slug]) if manage else "",
        "raci": matrix_context(access, {row.role for row in rows if row.user.is_active}),
    }
    return render(request, "programmes/members.html", context)


def _acts(access: Access) -> list[dict[str, Any]]:
    slug, acts = access.programme.slug, []
    if access.may("programme.edit"):
        acts.append(act(_("Basic facts"), reverse("overview:edit", args=[slug]), "pencil"))
    if access.may("programme.staff"):
        acts.append(act(_("Give a role"), reverse("overview:members-new", args=[slug]), "plus", primary=True))
    return acts


def _department(slug: str, row: Department, members: list[Membership], *, manage: bool) -> dict[str, Any]:
    held = [member for member in members if member.department_id == row.pk]
    heads = [str(member.user) for member in held if member.role == Role.DEPT_HEAD]
    return {
        "code": row.code,
        "name": row.name,
        "head": _(", ").join(heads),
        "state": None if heads else State(_("No head appointed"), "alert-triangle", "risk"),
        "key_users": sum(member.role == Role.KEY_USER for member in held),
        "remove_url": reverse("overview:departments-remove", args=[slug, row.code]) if manage else "",
    }


def _member(slug: str, row: Membership, *, manage: bool) -> dict[str, Any]:
    return {
        "name": str(row.user),
        "department": str(row.department or row.user.department or "—"),
        "post": row.user.employee_number or "",
        "note": "",
        "since": "",
        "active": row.user.is_active,
        "acts": [act(_("Revoke"), reverse("overview:members-revoke", args=[slug, row.pk]), "")] if manage else [],
    }


@require_GET
@requires("programme.permissions")
def permissions(request: MemberRequest, access: Access) -> HttpResponseBase:
    """Role by role, what may be done: drawn from the table the code itself asks."""
    programme = access.programme
    groups: dict[str, list[Any]] = {}
    for row in actions:
        groups.setdefault(str(row.group), []).append(row)
    context = {
        "title": _("Permissions"),
        "programme": {"name": programme.name, "url": reverse("overview:programme", args=[programme.slug])},
        "crumbs": [
            {"title": programme.name, "url": reverse("overview:programme", args=[programme.slug])},
            {"title": _("Permissions"), "url": ""},
        ],
        "acts": [],
        "roles": [{"code": role.value, "title": role.label, "mine": role in access.roles} for role in Role],
        "groups": [
            {
                "title": title,
                "actions": [
                    {
                        "code": row.code,
                        "title": row.title,
                        "cells": [{"allowed": role in row.roles, "note": ""} for role in Role],
                    }
                    for row in rows
                ],
            }
            for title, rows in groups.items()
        ],
    }
    return render(request, "programmes/permissions.html", context)
