"""Programmes, one programme at a glance, its phases, its people, its permissions, its ledger."""

from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from governance_app.documents.selectors import documents_of
from governance_app.documents.states import REVISION_LOOKS, RevisionState
from governance_app.gateline import GateLine, gate_line
from governance_app.gates.selectors import Judged, all_findings, count, phase_rows, phase_views
from governance_app.gates.states import FINDING_LOOKS, FindingState
from governance_app.inbox.selectors import work_of
from governance_app.ledger.selectors import entries_of, head_now, ledger_break
from governance_app.looks import State, state_of
from governance_app.overview.acts import act_html, act_words, subject_url
from governance_app.overview.registry import figures
from governance_app.phases import Phase
from governance_app.programmes.guards import MemberRequest, requires, signed_in
from governance_app.programmes.models import Membership, Programme, ProgrammePhase
from governance_app.programmes.registry import actions
from governance_app.programmes.rules import Access
from governance_app.programmes.selectors import accesses_of
from governance_app.programmes.states import PHASE_LOOKS, PhaseState, Role
from governance_app.records.pages import act
from governance_app.records.registry import kinds_of, record_kinds
from governance_app.records.rules import may_create
from governance_app.records.selectors import records_for
from governance_app.times import when_full, when_text

_WEEK = timedelta(days=7)
_LOG = 12
_DECIDED = {PhaseState.PASSED, PhaseState.PASSED_WITH_CONDITIONS, PhaseState.NOT_REQUIRED}


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
    current = next((row for row in rows if row.state not in _DECIDED), rows[-1] if rows else None)
    return {
        "name": programme.name,
        "code": programme.code,
        "sponsor": programme.sponsor,
        "url": reverse("overview:programme", args=[programme.slug]),
        "roles": sorted({str(Role(membership.role).label) for membership in access.memberships}),
        "phase": f"{current.phase} {Phase(current.phase).short}" if current else "",
        "state": _phase_state(current) if current else None,
        "period": _period(programme),
        "waiting": waiting,
        "waiting_url": reverse("inbox:work"),
    }


def _phase_state(row: ProgrammePhase) -> State:
    return state_of(PHASE_LOOKS[PhaseState(row.state)], row.get_state_display())


def _period(programme: Programme) -> str:
    if programme.end_date is None:
        return _("from %(start)s") % {"start": programme.start_date}
    return _("%(start)s to %(end)s") % {"start": programme.start_date, "end": programme.end_date}


@require_GET
@requires("programme.view")
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
            "period": _period(programme),
            "as_of": when_text(timezone.now()),
        },
        "acts": _programme_acts(access, rows),
        "verdict": _verdict(rows, findings),
        "line": _line(programme, rows, findings),
        "blockers": blockers,
        "blockers_summary": _("%(count)s blocking") % {"count": len(blockers)} if blockers else "",
        "blockers_url": "",
        "log": [
            {"time": when_text(_moment(entry.time)), "time_full": entry.time, "html": act_html(entry)} for entry in log
        ],
        "log_url": reverse("overview:ledger", args=[programme.slug]) if access.may("ledger.view") else "",
        "figures": [compute(programme) for _phase, compute in figures],
    }
    return render(request, "overview/programme.html", context)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _line(programme: Programme, rows: list[ProgrammePhase], findings: dict[Phase, list[Judged]]) -> GateLine:
    return gate_line(phase_views(programme, rows, findings), timezone.localdate(), programme.start_date)


def _current(rows: list[ProgrammePhase]) -> ProgrammePhase:
    return next((row for row in rows if row.state not in _DECIDED), rows[-1])


def _programme_acts(access: Access, rows: list[ProgrammePhase]) -> list[dict[str, Any]]:
    phase = Phase(_current(rows).phase)
    url = reverse("overview:phase", args=[access.programme.slug, phase.segment])
    return [act(_("Open phase %(number)s") % {"number": phase.value}, url, "arrow-right", primary=True)]


def _verdict(rows: list[ProgrammePhase], findings: dict[Phase, list[Judged]]) -> SafeString:
    row = _current(rows)
    judged = findings[Phase(row.phase)]
    unmet, unclear = count(judged, FindingState.UNMET), count(judged, FindingState.INCONCLUSIVE)
    if not judged:
        return format_html(_("Gate {number} has no criteria in this installation yet."), number=row.phase)
    if not unmet and not unclear:
        return format_html(
            _("Gate {number}: <strong>all {total} criteria are met</strong>."), number=row.phase, total=len(judged)
        )
    return format_html(
        _("Gate {number}: <strong>{unmet} criteria not met, {unclear} inconclusive</strong>, {met} of {total} met."),
        number=row.phase,
        unmet=unmet,
        unclear=unclear,
        met=len(judged) - unmet - unclear,
        total=len(judged),
    )


def _blockers(rows: list[ProgrammePhase], findings: dict[Phase, list[Judged]]) -> list[dict[str, Any]]:
    begun = {Phase(row.phase) for row in rows if row.state not in {*_DECIDED, PhaseState.NOT_STARTED}}
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


@require_GET
@requires("programme.phases")
def phase(request: MemberRequest, access: Access, segment: str) -> HttpResponseBase:
    """One phase: its gate's criteria, live, beside the records and documents that meet them."""
    which = Phase.from_segment(segment)
    if which is None:
        raise Http404
    programme = access.programme
    rows, findings = phase_rows(programme), all_findings(programme)
    row = next(row for row in rows if row.phase == which)
    judged = findings[which]
    slug = programme.slug
    context = {
        "title": which.label,
        "phase": {
            "number": which.value,
            "name": which.label,
            "state": _phase_state(row),
            "aim": "",
            "planned": _date(row.planned_end),
            "forecast": _date(row.forecast_end),
            "actual": _date(row.actual_end),
        },
        "crumbs": [
            {"title": programme.name, "url": reverse("overview:programme", args=[slug])},
            {"title": f"{which.value} {which.label}", "url": ""},
        ],
        "acts": [],
        "line": _line(programme, rows, findings),
        "verdict": _verdict([row], findings) if judged else "",
        "criteria": [_criterion(found) for found in judged],
        "criteria_summary": _("%(total)s criteria: %(met)s met, %(unmet)s not met, %(unclear)s inconclusive")
        % {
            "total": len(judged),
            "met": count(judged, FindingState.MET),
            "unmet": count(judged, FindingState.UNMET),
            "unclear": count(judged, FindingState.INCONCLUSIVE),
        },
        "kinds": [
            {
                "title": kind.title,
                "url": kind.url(slug),
                "count": records_for(kind, programme).count(),
                "icon": kind.icon,
                "sub": kind.intro,
                "add_url": kind.url(slug, tail="new/") if may_create(kind, access) else "",
            }
            for kind in kinds_of(which)
            if access.may(kind.view)
        ],
        "documents": _documents(access, which),
        "empty": None
        if judged
        else {
            "title": _("This phase has not been set up yet"),
            "text": _("Its records and criteria come with a later version; planned dates are kept on the gate line."),
        },
    }
    return render(request, "overview/phase.html", context)


def _date(day: Any) -> str:
    return day.isoformat() if day else ""


def _criterion(row: Judged) -> dict[str, Any]:
    finding = row.finding
    css = {FindingState.UNMET: "is-block", FindingState.INCONCLUSIVE: "is-risk"}.get(finding.state, "")
    return {
        "code": row.criterion.code,
        "title": row.criterion.title,
        "url": finding.url,
        "cause": finding.cause,
        "state": state_of(FINDING_LOOKS[finding.state], finding.state.label),
        "waiver": None,
        "figure": finding.figure,
        "threshold": _("all"),
        "help": row.criterion.help,
        "css": css,
    }


def _documents(access: Access, which: Phase) -> list[dict[str, Any]]:
    if not access.may("documents.view"):
        return []
    slug = access.programme.slug
    found = []
    for place in documents_of(access.programme):
        if place.kind.phase != which:
            continue
        shown = place.shown
        state = RevisionState(shown.state) if shown else RevisionState.DRAFT
        found.append(
            {
                "number": place.kind.number(access.programme),
                "title": place.kind.title,
                "url": reverse("documents:document", args=[slug, place.kind.code]),
                "revision": _("Revision %(number)s") % {"number": shown.number} if shown else "—",
                "state": state_of(REVISION_LOOKS[state], state.label),
                "signed": place.signed,
                "required": place.asked,
                "pdf_url": reverse("documents:pdf", args=[slug, place.kind.code, shown.number])
                if shown and shown.state != RevisionState.DRAFT
                else "",
                "css": "",
            }
        )
    return found


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
        "acts": [],
        "summary": _("%(people)s people, %(departments)s departments")
        % {"people": len(people), "departments": programme.departments.count()},
        "groups": groups,
        "raci": None,
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


@require_GET
@requires("ledger.view")
def ledger(request: MemberRequest, access: Access) -> HttpResponseBase:
    """The audit ledger of this programme, newest entry first; ``?verify=1`` walks the whole chain."""
    programme = access.programme
    base = reverse("overview:ledger", args=[programme.slug])
    text, group = request.GET.get("q", "").strip()[:100], request.GET.get("act", "")
    entries = entries_of(programme.slug)
    if text:
        entries = entries.filter(
            Q(subject__icontains=text) | Q(subject_label__icontains=text) | Q(actor_name__icontains=text)
        )
    if group:
        entries = entries.filter(act__startswith=f"{group}.")
    page = Paginator(entries, 50).get_page(request.GET.get("page"))
    known = {
        "signature": _("Signatures"),
        "revision": _("Revisions"),
        "round": _("Rounds"),
        "document": _("Documents"),
        "member": _("Members"),
        "programme": _("Programme"),
        **{kind.slug: str(kind.title) for kind in record_kinds},
    }
    keep = f"q={text}&act={group}"
    context = {
        "title": _("Audit ledger"),
        "crumbs": [
            {"title": programme.name, "url": reverse("overview:programme", args=[programme.slug])},
            {"title": _("Audit ledger"), "url": ""},
        ],
        "acts": [act(_("Verify the chain"), f"{base}?verify=1", "shield-check")],
        "verification": _verification() if request.GET.get("verify") else None,
        "query": {"q": text, "hidden": []},
        "filters": [
            {
                "name": "act",
                "title": _("About"),
                "options": [
                    {"value": value, "label": label, "chosen": value == group} for value, label in known.items()
                ],
            }
        ],
        "chips": [{"label": known.get(group, group), "remove_url": f"{base}?q={text}"}] if group else [],
        "clear_url": base if text or group else "",
        "entries": [
            {
                "sequence": entry.sequence,
                "url": "",
                "time": when_text(_moment(entry.time)),
                "time_full": entry.time,
                "actor": entry.actor_name or _("The portal"),
                "act": act_words(entry),
                "subject": entry.subject_label or entry.subject,
                "subject_url": subject_url(entry),
                "note": "",
                "hash": entry.hash[:8],
                "hash_full": entry.hash,
                "previous_full": entry.previous_hash,
            }
            for entry in page
        ],
        "paging": {
            "first": page.start_index(),
            "last": page.end_index(),
            "total": page.paginator.count,
            "sizes": [],
            "previous_url": f"{base}?{keep}&page={page.previous_page_number()}" if page.has_previous() else "",
            "next_url": f"{base}?{keep}&page={page.next_page_number()}" if page.has_next() else "",
            "pages": [],
        },
    }
    return render(request, "ledger/entries.html", context)


def _verification() -> dict[str, Any]:
    found = ledger_break()
    total, head = head_now()
    now = timezone.now()
    state = State(_("Intact"), "circle-check", "met") if found is None else State(_("Broken"), "circle-x", "block")
    return {
        "state": state,
        "time": when_text(now),
        "time_full": when_full(now),
        "count": f"{total:,}",
        "head": head[:8],
        "head_full": head,
        "text": "" if found is None else _("The first bad row is %(row)s.") % {"row": found.sequence},
    }
