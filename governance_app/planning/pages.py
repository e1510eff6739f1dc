"""What the page of the plan shows: the picture, its table, and what asks for attention."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance_app.base.looks import State, act, state_of
from governance_app.documents.selectors import documents_of
from governance_app.gates.selectors import phase_rows
from governance_app.phases import Phase
from governance_app.planning.documents import MINUTES
from governance_app.planning.gantt import Row, gantt_svg
from governance_app.planning.kinds import (
    ACTIONS,
    MEETINGS,
    MILESTONES,
    PLAN,
    RISKS,
    milestone_slip,
    milestone_standing,
    slip_text,
)
from governance_app.planning.models import Milestone
from governance_app.planning.rules import slip_now
from governance_app.planning.selectors import Control, control_of, milestones_of, today
from governance_app.planning.states import EDIT
from governance_app.programmes.models import ProgrammePhase
from governance_app.programmes.rules import Access
from governance_app.programmes.states import PHASE_LOOKS, PhaseState
from governance_app.records.registry import kinds_at
from governance_app.records.rules import may_create
from governance_app.records.selectors import counts_of


def crumbs(access: Access, *more: tuple[str, str]) -> list[dict[str, str]]:
    """Where one is: programme, plan, and what lies below."""
    slug = access.programme.slug
    trail = [
        (access.programme.name, reverse("overview:programme", args=[slug])),
        (_("Plan and control"), reverse("planning:plan", args=[slug]) if more else ""),
        *more,
    ]
    return [{"title": title, "url": url} for title, url in trail]


def _day(day: Any) -> str:
    return day.isoformat() if day else ""


def _window(start: date | None, end: date | None) -> str:
    if start is None or end is None:
        if start is not None:
            return _("from %(day)s") % {"day": _day(start)}
        return _("until %(day)s") % {"day": _day(end)} if end else ""
    return _("%(start)s to %(end)s") % {"start": _day(start), "end": _day(end)}


def _phase_entry(access: Access, row: ProgrammePhase, now: date) -> dict[str, Any]:
    phase, state = Phase(row.phase), PhaseState(row.state)
    start = row.actual_start or row.forecast_start or row.planned_start
    end = row.actual_end or row.forecast_end or row.planned_end
    slip = None if state == PhaseState.NOT_REQUIRED else slip_now(row.planned_end, end, row.actual_end, now)
    late = row.actual_end is None and (slip or 0) > 0
    slug = access.programme.slug
    words = slip_text(slip)
    return {
        "point": False,
        "name": f"{phase.value} {phase.short}",
        "url": reverse("overview:phase", args=[slug, phase.segment]),
        "state": state_of(PHASE_LOOKS[state], state.label),
        "planned": _window(row.planned_start, row.planned_end),
        "forecast": _window(row.forecast_start, row.forecast_end),
        "actual": _window(row.actual_start, row.actual_end),
        "slip": words,
        "late": late,
        "edit_url": reverse("planning:window", args=[slug, phase.segment]) if access.may(EDIT) else "",
        "row": Row(
            planned=(row.planned_start, row.planned_end),
            expected=(start, end),
            reached=row.actual_end is not None,
            late=late,
            note=words if slip else "",
            told=f"{phase.value} {phase.short}: {words}",
        ),
    }


def _milestone_entry(access: Access, row: Milestone, now: date) -> dict[str, Any]:
    expected = row.actual_on or row.forecast_on or row.planned_on
    slip = milestone_slip(row)
    late = row.actual_on is None and (slip or 0) > 0
    words = slip_text(slip)
    return {
        "point": True,
        "name": row.title,
        "code": row.code,
        "url": MILESTONES.url(access.programme.slug, row.code),
        "state": milestone_standing(row),
        "planned": _day(row.planned_on),
        "forecast": _day(row.forecast_on),
        "actual": _day(row.actual_on),
        "slip": words,
        "late": late,
        "edit_url": MILESTONES.url(access.programme.slug, row.code, "edit/") if access.may(EDIT) else "",
        "row": Row(
            planned=(None, row.planned_on),
            expected=(None, expected),
            reached=row.actual_on is not None,
            late=late,
            point=True,
            note=words if slip else "",
            told=f"{row.code} {row.title}: {words}",
        ),
    }


def plan_entries(access: Access) -> list[dict[str, Any]]:
    """Phases in their order, each followed by its milestones; those of the whole programme come last."""
    now, found = today(), []
    milestones = list(milestones_of(access.programme))
    for row in phase_rows(access.programme):
        found.append(_phase_entry(access, row, now))
        found += [_milestone_entry(access, one, now) for one in milestones if one.phase == row.phase]
    return found + [_milestone_entry(access, one, now) for one in milestones if one.phase is None]


def _verdict(entries: list[dict[str, Any]], control: Control) -> str:
    late = [entry for entry in entries if entry["late"]]
    phases = [entry for entry in late if not entry["point"]]
    points = len(late) - len(phases)
    parts = []
    if phases:
        number, _space, name = phases[0]["name"].partition(" ")
        told = {"number": number, "name": name, "slip": phases[0]["slip"]}
        parts.append(_("Phase %(number)s “%(name)s”: %(slip)s") % told)
    if points:
        parts.append(ngettext("%(n)s milestone behind plan", "%(n)s milestones behind plan", points) % {"n": points})
    if control.overdue_actions:
        number = control.overdue_actions
        parts.append(ngettext("%(n)s action overdue", "%(n)s actions overdue", number) % {"n": number})
    if control.high_risks:
        number = control.high_risks
        parts.append(ngettext("%(n)s high risk open", "%(n)s high risks open", number) % {"n": number})
    return _("; ").join(parts) if parts else _("The plan holds: nothing is late, and no risk is high.")


def _figures(access: Access, control: Control) -> list[dict[str, Any]]:
    slug = access.programme.slug
    meeting = control.next_meeting
    return [
        {
            "title": _("Overdue actions"),
            "url": f"{ACTIONS.url(slug)}?preset=overdue",
            "value": control.overdue_actions,
            "of": control.open_actions,
            "state": State(_("overdue"), "clock-exclamation", "block") if control.overdue_actions else None,
            "sub": "" if control.overdue_actions else _("of those to be done"),
        },
        {
            "title": _("High risks"),
            "url": f"{RISKS.url(slug)}?preset=high",
            "value": control.high_risks,
            "of": control.open_risks,
            "state": State(_("high"), "alert-triangle", "risk") if control.high_risks else None,
            "sub": "" if control.high_risks else _("of those being watched"),
        },
        {
            "title": _("Risk reviews overdue"),
            "url": f"{RISKS.url(slug)}?preset=review",
            "value": control.stale_risks,
            "of": control.open_risks,
            "state": State(_("overdue"), "clock-exclamation", "block") if control.stale_risks else None,
            "sub": "",
        },
        {
            "title": _("Minutes to confirm"),
            "url": f"{MEETINGS.url(slug)}?preset=held",
            "value": control.late_minutes,
            "of": "",
            "state": None,
            "sub": _("meetings held"),
        },
        {
            "title": _("Next meeting"),
            "url": MEETINGS.url(slug, meeting.code) if meeting else f"{MEETINGS.url(slug)}",
            "value": meeting.meets_on.isoformat()[5:] if meeting else "—",
            "of": "",
            "state": None,
            "sub": meeting.title if meeting else _("none planned"),
        },
    ]


def plan_context(access: Access) -> dict[str, Any]:
    """The context of the plan's page."""
    slug, programme = access.programme.slug, access.programme
    entries, control = plan_entries(access), control_of(programme)
    kinds = [kind for kind in kinds_at(PLAN) if access.may(kind.view)]
    counts = counts_of(kinds, programme)
    paper = next((place for place in documents_of(programme) if place.kind is MINUTES), None)
    now = today()
    return {
        "title": _("Plan and control"),
        "crumbs": crumbs(access),
        "acts": [
            act(_("New milestone"), MILESTONES.url(slug, tail="new/"), "flag"),
            act(_("New meeting"), MEETINGS.url(slug, tail="new/"), "users", primary=True),
        ]
        if access.may(EDIT)
        else [],
        "verdict": _verdict(entries, control),
        "figures": _figures(access, control),
        "entries": entries,
        "picture": gantt_svg(
            [entry["row"] for entry in entries],
            now,
            title=_("Plan of %(name)s; the table below says the same") % {"name": programme.name},
            today_label=_("Today %(day)s") % {"day": now.isoformat()[5:]},
        ),
        "kinds": [
            {
                "title": kind.title,
                "url": kind.url(slug),
                "count": counts.get(kind.slug, 0),
                "icon": kind.icon,
                "sub": kind.intro,
                "add_url": kind.url(slug, tail="new/") if may_create(kind, access) else "",
            }
            for kind in kinds
        ],
        "document": {
            "title": MINUTES.title,
            "url": reverse("documents:document", args=[slug, MINUTES.code]),
            "sub": _("Revision %(number)s") % {"number": paper.shown.number}
            if paper and paper.shown
            else _("not submitted yet"),
        }
        if access.may("documents.view")
        else None,
    }
