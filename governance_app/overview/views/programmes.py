"""My programmes, and one programme at a glance."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from governance_app.base.clock import this_moment
from governance_app.base.looks import act
from governance_app.base.reading import one_reading
from governance_app.base.times import when_text
from governance_app.gates.selectors import current_phase
from governance_app.inbox.selectors import work_of
from governance_app.overview.pages import blockers_context, blockers_summary, figure_groups, time_context
from governance_app.overview.selectors.blockers import blockers_of, reminded_today
from governance_app.overview.selectors.situation import situation_of
from governance_app.overview.views.common import line_of, period_of, phase_state_of, verdict_of
from governance_app.phases import Phase
from governance_app.programmes.guards import MemberRequest, requires, signed_in
from governance_app.programmes.models import ProgrammePhase
from governance_app.programmes.rules import Access, may_administer, may_found
from governance_app.programmes.selectors import accesses_of
from governance_app.programmes.states import DECIDED, Role


@signed_in
@require_GET
def programmes(request: HttpRequest) -> HttpResponseBase:
    """The programmes in which I hold a role."""
    accesses = accesses_of(request.user)
    waiting: dict[int, int] = {}
    for group in work_of(request.user, accesses):
        for item in group.items:
            waiting[item.programme.pk] = waiting.get(item.programme.pk, 0) + 1
    rows: dict[int, list[ProgrammePhase]] = {}
    for row in ProgrammePhase.objects.filter(programme__in=[access.programme for access in accesses]):
        rows.setdefault(row.programme_id, []).append(row)
    context = {
        "title": _("Programmes"),
        "programmes": [
            _programme_row(access, rows.get(access.programme.pk, []), waiting.get(access.programme.pk, 0))
            for access in accesses
        ],
        "acts": _acts(request.user, accesses),
        "new_url": reverse("overview:new") if may_found(request.user) else "",
    }
    return render(request, "overview/programmes.html", context)


def _acts(user: Any, accesses: list[Access]) -> list[dict[str, Any]]:
    acts = []
    if any(access.may("steering.view") for access in accesses):
        acts.append(act(_("Steering view"), reverse("steering:all"), "gauge"))
    if may_administer(user):
        acts.append(
            act(_("Import departments and people"), reverse("overview:directory", args=["departments"]), "upload")
        )
    if may_found(user):
        acts.append(act(_("New programme"), reverse("overview:new"), "plus", primary=True))
    return acts


def _programme_row(access: Access, rows: list[ProgrammePhase], waiting: int) -> dict[str, Any]:
    programme = access.programme
    current = next((row for row in rows if row.state not in DECIDED), rows[-1] if rows else None)
    return {
        "name": programme.name,
        "code": programme.code,
        "sponsor": programme.sponsor,
        "url": reverse("overview:programme", args=[programme.slug]),
        "roles": sorted({str(Role(membership.role).label) for membership in access.memberships}),
        "phase": f"{current.phase} {Phase(current.phase).short}" if current else "",
        "state": phase_state_of(current) if current else None,
        "period": period_of(programme),
        "waiting": waiting,
        "waiting_url": reverse("inbox:work"),
    }


@require_GET
@requires("programme.view")
@one_reading()
def programme(request: MemberRequest, access: Access) -> HttpResponseBase:
    """How things stand, what blocks, who can clear it."""
    if not access.may("programme.phases"):
        return redirect("inbox:work")
    programme, slug = access.programme, access.programme.slug
    here = situation_of(access, request.accesses)
    blockers = blockers_of(here)
    reminded = reminded_today(programme, here.today) if blockers and access.may("blockers.remind") else {}
    context = {
        "title": programme.name,
        "programme": {
            "name": programme.name,
            "code": programme.code,
            "sponsor": programme.sponsor,
            "period": period_of(programme),
            "as_of": when_text(this_moment()),
        },
        "acts": _programme_acts(access, here.rows),
        "verdict": verdict_of(here.rows, here.findings),
        "blockers": blockers_context(here, blockers, reminded, "overview"),
        "blockers_summary": blockers_summary(blockers, access.user.pk) if blockers else "",
        "time": time_context(here),
        "line": line_of(programme, here.rows, here.findings),
        "groups": figure_groups(programme, here.rows),
        "changes_url": reverse("overview:changes", args=[slug]),
    }
    return render(request, "overview/programme.html", context)


def _programme_acts(access: Access, rows: list[ProgrammePhase]) -> list[dict[str, Any]]:
    phase = Phase(current_phase(rows).phase)
    url = reverse("overview:phase", args=[access.programme.slug, phase.segment])
    acts = []
    if access.may("steering.view"):
        acts.append(act(_("Steering view"), reverse("overview:steering", args=[access.programme.slug]), "gauge"))
    return [*acts, act(_("Open phase %(number)s") % {"number": phase.value}, url, "arrow-right", primary=True)]
