"""The task force and the permission matrix."""

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from governance_app.looks import State
from governance_app.overview.pages import matrix_context
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
                "members": [_member(row) for row in held],
            }
        )
    people = {row.user_id for row in rows}
    context = {
        "title": _("Task force"),
        "programme": {"name": programme.name, "url": reverse("overview:programme", args=[programme.slug])},
        "crumbs": [
            {"title": programme.name, "url": reverse("overview:programme", args=[programme.slug])},
            {"title": _("Task force"), "url": ""},
        ],
        "acts": [{"title": _("Who does what"), "url": "#raci"}],
        "summary": _("%(people)s people, %(departments)s departments")
        % {"people": len(people), "departments": programme.departments.count()},
        "groups": groups,
        "raci": matrix_context(access, {row.role for row in rows if row.user.is_active}),
    }
    return render(request, "programmes/members.html", context)


def _member(row: Membership) -> dict[str, Any]:
    return {
        "name": str(row.user),
        "department": str(row.department or row.user.department or "—"),
        "post": row.user.employee_number or "",
        "note": "",
        "since": "",
        "active": row.user.is_active,
        "acts": [],
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
