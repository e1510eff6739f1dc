"""My programmes, and one programme at a glance."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from governance_app.gates.selectors import Judged, all_findings, phase_rows
from governance_app.gates.states import FindingState
from governance_app.inbox.selectors import work_of
from governance_app.ledger.selectors import entries_of
from governance_app.looks import State, act
from governance_app.overview.acts import act_html
from governance_app.overview.registry import figures
from governance_app.overview.views.common import (
    current_phase,
    line_of,
    moment_of,
    period_of,
    phase_state_of,
    verdict_of,
)
from governance_app.phases import Phase
from governance_app.programmes.guards import MemberRequest, requires, signed_in
from governance_app.programmes.models import ProgrammePhase
from governance_app.programmes.rules import Access
from governance_app.programmes.selectors import accesses_of
from governance_app.programmes.states import DECIDED, PhaseState, Role
from governance_app.reading import one_reading
from governance_app.times import when_text

_WEEK = timedelta(days=7)
_LOG = 12


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
        "acts": [],
    }
    return render(request, "overview/programmes.html", context)


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
    programme = access.programme
    rows, findings = phase_rows(programme), all_findings(programme)
    blockers = _blockers(rows, findings)
    since = (timezone.now() - _WEEK).isoformat()
    log = entries_of(programme.slug).filter(time__gte=since).exclude(act="document.rendered")[:_LOG]
    context = {
        "title": programme.name,
        "programme": {
            "name": programme.name,
            "code": programme.code,
            "sponsor": programme.sponsor,
            "period": period_of(programme),
            "as_of": when_text(timezone.now()),
        },
        "acts": _programme_acts(access, rows),
        "verdict": verdict_of(rows, findings),
        "line": line_of(programme, rows, findings),
        "blockers": blockers,
        "blockers_summary": _blockers_summary(blockers),
        "blockers_url": "",
        "log": [
            {"time": when_text(moment_of(entry.time)), "time_full": entry.time, "html": act_html(entry)}
            for entry in log
        ],
        "log_url": reverse("overview:ledger", args=[programme.slug]) if access.may("ledger.view") else "",
        "figures": [compute(programme) for _phase, compute in figures],
    }
    return render(request, "overview/programme.html", context)


def _programme_acts(access: Access, rows: list[ProgrammePhase]) -> list[dict[str, Any]]:
    phase = Phase(current_phase(rows).phase)
    url = reverse("overview:phase", args=[access.programme.slug, phase.segment])
    return [act(_("Open phase %(number)s") % {"number": phase.value}, url, "arrow-right", primary=True)]


def _blockers_summary(blockers: list[dict[str, Any]]) -> str:
    """How many block, and how many cannot be judged for want of data."""
    blocking = sum(row["css"] == "is-block" for row in blockers)
    unclear = len(blockers) - blocking
    parts = [_("%(count)s blocking") % {"count": blocking}] if blocking else []
    parts += [_("%(count)s without data") % {"count": unclear}] if unclear else []
    return _(", ").join(parts)


def _blockers(rows: list[ProgrammePhase], findings: dict[Phase, list[Judged]]) -> list[dict[str, Any]]:
    begun = {Phase(row.phase) for row in rows if row.state not in {*DECIDED, PhaseState.NOT_STARTED}}
    found = []
    for phase in Phase:
        if phase not in begun:
            continue
        for row in findings[phase]:
            finding = row.finding
            if finding.state == FindingState.MET:
                continue
            blocks = finding.state == FindingState.UNMET
            waited = (timezone.now() - finding.since).days if finding.since else None
            found.append(
                {
                    "state": State(_("Blocks"), "alert-octagon", "block")
                    if blocks
                    else State(_("No data"), "help-circle", "risk"),
                    "css": "is-block" if blocks else "is-risk",
                    "title": row.criterion.title,
                    "url": finding.url,
                    "sub": " · ".join(filter(None, (row.criterion.code, finding.figure, finding.cause))),
                    "gate": f"{phase.value} {phase.short}",
                    "who": finding.who,
                    "waited_days": waited,
                    "wait_percent": min(100, (waited or 0) * 7),
                    "overdue": False,
                    "act_label": _("See"),
                    "act_url": finding.url,
                }
            )
    return sorted(found, key=lambda row: (row["css"] != "is-block", -(row["waited_days"] or 0)))
