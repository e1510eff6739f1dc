"""What lists and records of plan and control show besides: the risk matrix, a meeting's agenda and attendance."""

from typing import Any

from django.urls import reverse
from django.utils.html import escape, linebreaks
from django.utils.safestring import SafeString

from governance_app.base.looks import state_of
from governance_app.gates.registry import criteria
from governance_app.phases import Phase
from governance_app.planning.kinds import ACTIONS, DECISIONS, MEETINGS, RISKS
from governance_app.planning.models import AgendaItem
from governance_app.planning.rules import risk_level
from governance_app.planning.selectors import attendance_of, items_of, matrix_of
from governance_app.planning.states import (
    EDIT,
    ITEM_LOOKS,
    LIVE_RISKS,
    PRESENCE_LOOKS,
    Impact,
    ItemKind,
    MeetingState,
    Presence,
    Probability,
    RiskLevel,
)
from governance_app.programmes.rules import Access
from governance_app.records.registry import Panel, RecordKind, kind_panel, record_kinds

_SHADES = {RiskLevel.HIGH: "sg-r-high", RiskLevel.MEDIUM: "sg-r-medium", RiskLevel.LOW: "sg-r-low"}


def matrix_panel(access: Access, kind: RecordKind, record: Any) -> dict[str, Any]:
    """Live risks by probability and impact, each number leading to its risks."""
    counts = matrix_of(access.programme)
    base = RISKS.url(access.programme.slug)
    live = "".join(f"&state={state}" for state in LIVE_RISKS)
    rows = [
        {
            "title": probability.label,
            "cells": [
                {
                    "css": _SHADES[risk_level(probability * impact)],
                    "count": counts.get((int(probability), int(impact)), 0),
                    "score": probability * impact,
                    "level": risk_level(probability * impact).label,
                    "url": f"{base}?probability={int(probability)}&impact={int(impact)}{live}",
                }
                for impact in Impact
            ],
        }
        for probability in reversed(Probability)
    ]
    return {"rows": rows, "heads": [impact.label for impact in Impact], "total": sum(counts.values())}


def item_url(slug: str, item: AgendaItem) -> str:
    """Where the matter of an agenda item can be seen, or nothing."""
    name, _colon, code = item.subject.partition(":")
    known = record_kinds.get(name)
    if known is not None:
        return known.url(slug, code)
    if name == "criterion":
        criterion = criteria.get(code)
        phase = Phase(criterion.phase) if criterion else None
        return f"{reverse('overview:phase', args=[slug, phase.segment])}#{code}" if phase else ""
    if name == "review":
        _gate, number, count = code.split("-")
        return reverse("gates:review", args=[slug, Phase(int(number)).segment, int(count)])
    return ""


def agenda_panel(access: Access, kind: RecordKind, record: Any) -> dict[str, Any]:
    """A meeting's agenda with its minutes, and the acts that lead on from it."""
    slug = access.programme.slug
    edits = access.may(EDIT) and record.state in {MeetingState.PLANNED, MeetingState.HELD}

    def url(name: str, *more: Any) -> str:
        return reverse(f"planning:meetings-{name}", args=[slug, record.code, *more]) if edits else ""

    items = items_of(record)
    return {
        "items": [
            {
                "number": number,
                "title": item.title,
                "url": item_url(slug, item),
                "detail": item.detail,
                "kind": state_of(ITEM_LOOKS[ItemKind(item.kind)], item.get_kind_display()),
                "minutes": SafeString(linebreaks(escape(item.minutes))) if item.minutes else "",
                "edit_url": url("item", item.pk),
                "remove_url": url("item-remove", item.pk),
            }
            for number, item in enumerate(items, 1)
        ],
        "fill_url": url("agenda-fill"),
        "new_url": url("item-new"),
        "minutes_url": url("minutes"),
        "version": record.version,
        "action_url": f"{ACTIONS.url(slug, tail='new/')}?meeting={record.code}" if edits else "",
        "decision_url": f"{DECISIONS.url(slug, tail='new/')}?meeting={record.code}&decided_on={record.meets_on}"
        if edits
        else "",
    }


def attendance_panel(access: Access, kind: RecordKind, record: Any) -> dict[str, Any]:
    """Who came to a meeting."""
    rows = attendance_of(record)
    edits = access.may(EDIT) and record.state in {MeetingState.PLANNED, MeetingState.HELD}
    return {
        "people": [
            {
                "name": str(row.user),
                "state": state_of(PRESENCE_LOOKS[Presence(row.presence)], row.get_presence_display()),
            }
            for row in rows
        ],
        "present": sum(row.presence == Presence.PRESENT for row in rows),
        "total": len(rows),
        "url": reverse("planning:meetings-attendance", args=[access.programme.slug, record.code]) if edits else "",
    }


kind_panel(RISKS, "list", Panel("planning/_matrix.html", matrix_panel))
kind_panel(MEETINGS, "record", Panel("planning/_agenda.html", agenda_panel))
kind_panel(MEETINGS, "record", Panel("planning/_attendance.html", attendance_panel))
