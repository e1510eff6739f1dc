"""Contexts of the overview, the steering view, the figures and the changes."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance_app.base.differences import field_changes
from governance_app.base.looks import State
from governance_app.base.numbers import number_text
from governance_app.base.times import Clock, when_full, when_text
from governance_app.gates.selectors import current_phase
from governance_app.overview.registry import Figure, FigureKind, figures
from governance_app.overview.rules import Blocker, Clearer
from governance_app.overview.selectors.blockers import reminder_key
from governance_app.overview.selectors.situation import Situation
from governance_app.paper.charts import bar_svg, parts_svg, percent, ring_svg, spark_svg
from governance_app.paper.gateline import working_days
from governance_app.phases import Phase
from governance_app.programmes.models import Programme, ProgrammePhase, WorkItem
from governance_app.programmes.rules import LETTERS, Access, letters_of
from governance_app.programmes.states import DECIDED, Role

#: Days of waiting at which the bar beside them is full.
_LONG_WAIT = 14
#: So many of those who can clear a blocker are named at once.
_NAMED = 3


def blockers_context(
    here: Situation, blockers: Iterable[Blocker], reminded: Mapping[str, set[int]], back: str
) -> list[dict[str, Any]]:
    """Blockers as rows: who can clear each, and what this person can do about it now."""
    clock, me = Clock(), here.access.user.pk
    may_remind = here.access.may("blockers.remind")
    remind_url, see, naming = reverse("overview:remind", args=[here.slug]), _("See"), _("%(act)s: %(name)s")
    gates = {phase.value: f"{phase.value} {phase.short}" for phase in Phase}
    rows = []
    for row in blockers:
        told = reminded.get(reminder_key(here.programme, row.key, here.today), set())
        mine = row.waits_on(me)
        waiting = row.to_remind(me, told) if may_remind else []
        days = (here.today - row.since.astimezone(clock.zone).date()).days if row.since else None
        family = "block" if row.blocks else "risk"
        act = row.act_label if mine else see
        remind = _("Remind") if len(waiting) == 1 else _("Remind all %(count)s") % {"count": len(waiting)}
        clearers = [_clearer(clearer, me) for clearer in row.clearers]
        rows.append(
            {
                "key": row.key,
                "state": State(row.nature, row.icon, "risk" if row.icon == "help-circle" else family),
                "css": f"is-{family}",
                "title": row.title,
                "url": row.url,
                "sub": row.sub,
                "gate": gates[row.phase],
                "clearers": clearers[:_NAMED],
                "more": clearers[_NAMED:],
                "waited": ngettext("%(n)s day", "%(n)s days", days) % {"n": days} if days is not None else "",
                "waited_days": days,
                "wait_percent": percent(days or 0, _LONG_WAIT),
                "overdue": row.overdue,
                "mine": mine,
                "act_label": act,
                "act_aria": naming % {"act": act, "name": row.title},
                "act_url": row.act_url if mine else row.url,
                "remind_url": remind_url if waiting else "",
                "remind_label": remind,
                "remind_aria": naming % {"act": remind, "name": row.title} if waiting else "",
                "reminded": ngettext("%(count)s reminded today", "%(count)s reminded today", len(told))
                % {"count": len(told)}
                if told
                else "",
                "back": back,
            }
        )
    return rows


def _clearer(clearer: Clearer, me: int) -> dict[str, Any]:
    names = [str(person) for person in clearer.people]
    # After each but the last comes a comma: a template would ask for its translation person by person.
    people = [
        {
            "name": _("%(name)s (you)") % {"name": name} if person.pk == me else name,
            "me": person.pk == me,
            "comma": comma,
        }
        for person, name, comma in zip(
            clearer.people, names, [*[_(", ")] * (len(names) - 1), ""] if names else [], strict=True
        )
    ]
    role = "" if clearer.role in names else clearer.role
    return {
        "role": clearer.role,
        "people": people,
        "sub": " · ".join(filter(None, (role if people else "", clearer.note))),
        "vacant": clearer.vacant,
    }


def blockers_summary(blockers: Iterable[Blocker], user_id: int) -> str:
    """How many block, how many may come to, how many of them wait on the reader."""
    rows = list(blockers)
    blocking = sum(row.blocks for row in rows)
    mine = sum(row.waits_on(user_id) for row in rows)
    parts = [_("%(count)s blocking") % {"count": blocking}]
    if len(rows) > blocking:
        parts.append(_("%(count)s at risk") % {"count": len(rows) - blocking})
    if mine:
        parts.append(_("%(count)s wait on you") % {"count": mine})
    return _(", ").join(parts)


def time_context(here: Situation) -> dict[str, Any]:
    """The gate ahead and the programme's end: planned, forecast, actual, and the working days left."""
    row = current_phase(here.rows)
    phase = Phase(row.phase)
    end = here.programme.end_date
    return {
        "gate": f"{phase.value} {phase.short}",
        "gate_number": phase.value,
        "left": left_text(row, here.today),
        "planned": row.planned_end.isoformat() if row.planned_end else "—",
        "forecast": row.forecast_end.isoformat() if row.forecast_end else "—",
        "shift": shift_state(row),
        "figures": [figure_context(kind, kind.compute(here.programme), trend=False) for kind in figures if kind.head],
        "end": end.isoformat() if end else "",
        "end_left": _days_text(end, here.today) if end else None,
    }


def left_text(row: ProgrammePhase, today: date) -> State | None:
    """The working days left until a gate's planned date."""
    return _days_text(row.planned_end, today) if row.planned_end and row.state not in DECIDED else None


def _days_text(day: date | None, today: date) -> State | None:
    if day is None:
        return None
    left = working_days(today, day)
    if left < 0 or day < today:
        late = max(-left, 1)
        text = ngettext("%(n)s working day over", "%(n)s working days over", late) % {"n": late}
        return State(text, "clock-exclamation", "block")
    if day == today:
        return State(_("due today"), "clock", "risk")
    text = ngettext("%(n)s working day left", "%(n)s working days left", left) % {"n": left}
    return State(text, "clock", "risk" if left <= 5 else "act")  # noqa: PLR2004 - the last working week


def shift_state(row: ProgrammePhase) -> State | None:
    """How far the forecast, or the day a gate was passed, is from the plan."""
    end = row.actual_end or row.forecast_end
    if end is None or row.planned_end is None or end == row.planned_end:
        return None
    shift = working_days(row.planned_end, end)
    if shift > 0:
        text = ngettext("%(n)s working day late", "%(n)s working days late", shift) % {"n": shift}
        return State(text, "clock-exclamation", "risk")
    text = ngettext("%(n)s working day early", "%(n)s working days early", -shift) % {"n": -shift}
    return State(text, "clock", "met")


def figure_context(kind: FigureKind, found: Figure, *, trend: bool = True) -> dict[str, Any]:
    """A figure with its chart, and the chart in words."""
    value = "—" if found.value is None else number_text(found.value)
    return {
        "code": kind.code,
        "title": kind.title,
        "value": value,
        "of": number_text(found.of) if found.of is not None else "",
        "unit": kind.unit if found.value is not None else "",
        "chart": _chart(kind, found, trend=trend),
        "state": found.state,
        "sub": found.sub,
        "url": found.url,
    }


def _chart(kind: FigureKind, found: Figure, *, trend: bool) -> SafeString | str:
    if found.value is None:
        return ""
    if found.parts:
        names = [
            _("%(name)s %(count)s") % {"name": part.label, "count": part.count} for part in found.parts if part.count
        ]
        words = _(", ").join(names)
        # The names stand beside the bar too: colour alone tells nobody which part is which.
        return format_html('{}<span class="sg-small sg-muted">{}</span>', parts_svg(found.parts, words), words)
    if kind.ring and found.of:
        share = percent(float(found.value), found.of)
        return ring_svg(share, _("%(share)s per cent") % {"share": share})
    if trend and found.trend is not None:
        points = found.trend()
        if len(points) > 1:
            goal = found.target or None
            return spark_svg(points, _words(points), float(goal) if goal is not None else None)
    if found.of:
        share = percent(float(found.value), found.of)
        return bar_svg(share, _("%(share)s per cent") % {"share": share})
    return ""


def _words(points: Any) -> str:
    values = [number_text(int(value)) for _day, value in points]
    return _("Week by week since %(day)s: %(values)s") % {"day": points[0][0], "values": _(", ").join(values)}


def figure_groups(programme: Programme, rows: list[ProgrammePhase]) -> list[dict[str, str]]:
    """The groups of figures there are to see: governance, and the phases that have begun or are next."""
    now = current_phase(rows).phase
    phases = sorted({kind.phase for kind in figures if kind.phase is not None and kind.phase <= now})
    base = reverse("overview:figures", args=[programme.slug])
    groups = [
        ("governance", _("Governance")),
        *((str(phase.value), f"{phase.value} {phase.short}") for phase in phases),
    ]
    return [{"code": code, "title": title, "url": f"{base}?group={code}"} for code, title in groups]


def figures_context(programme: Programme, group: str) -> list[dict[str, Any]]:
    """The figures of one group with their charts."""
    return [
        figure_context(kind, kind.compute(programme))
        for kind in figures
        if not kind.head and group == ("governance" if kind.phase is None else str(kind.phase.value))
    ]


#: So many versions of rows the history of the matrix shows; older ones stand in the ledger.
_MOST_VERSIONS = 300


def matrix_context(access: Access, filled: Iterable[str]) -> dict[str, Any]:
    """The responsibility matrix: work by phase against the roles that bear a letter; ``filled`` are the roles held."""
    items = list(WorkItem.objects.filter(programme=access.programme))
    slug, edits = access.programme.slug, access.may("programme.responsibilities")
    letters = {item.pk: letters_of({name: getattr(item, name) for name in LETTERS}) for item in items}
    used = {role for row in letters.values() for role in row}
    roles = [role for role in Role if role in used]
    held = set(filled)
    groups = []
    for phase in Phase:
        rows = [
            {
                "code": item.code,
                "title": item.title,
                "edit_url": reverse("overview:work-edit", args=[slug, item.code]) if edits else "",
                "remove_url": reverse("overview:work-remove", args=[slug, item.code]) if edits else "",
                "cells": [
                    {
                        "letter": letter.value if letter else "",
                        "title": f"{role.label} {letter.label}" if letter else "",
                    }
                    for role in roles
                    for letter in [letters[item.pk].get(role)]
                ],
            }
            for item in items
            if item.phase == phase
        ]
        if rows:
            groups.append({"title": f"{phase.value} {phase.label}", "rows": rows})
    acts: list[dict[str, Any]] = []
    if edits:
        new = {"title": _("Add a row"), "url": reverse("overview:work-new", args=[slug]), "icon": "plus"}
        start = {
            "title": _("Take over the standard matrix"),
            "url": reverse("overview:work-standard", args=[slug]),
            "method": "post",
        }
        acts = [new] if items else [start | {"primary": True}, new]
    acts.append({"title": _("History"), "url": reverse("overview:work-history", args=[slug]), "icon": "history"})
    heads = [{"title": role.label, "vacant": role not in held} for role in roles]
    return {"heads": heads, "groups": groups, "acts": acts, "edits": edits, "width": len(heads) + 1 + edits}


def work_history(programme: Programme) -> list[dict[str, Any]]:
    """The latest changes of the matrix, field by field, newest first."""
    history: Any = WorkItem.history
    versions = history.filter(programme=programme).select_related("history_user")
    rows = list(versions.order_by("-history_date", "-history_id")[:_MOST_VERSIONS])
    words = {"+": _("added to the matrix:"), "~": _("changed in the matrix:"), "-": _("took out of the matrix:")}
    later: dict[int, dict[str, Any]] = {}
    events = []
    for row in rows:
        event: dict[str, Any] = {
            "time": when_text(row.history_date),
            "time_full": when_full(row.history_date),
            "who": row.history_user or "—",
            "what": f"{words[row.history_type]} {row.code} {row.title}",
            "changes": [],
            "reason": row.history_change_reason or "",
            "values": _work_texts(row),
        }
        after = later.get(row.id)
        if after is not None and after["kind"] == "~":
            titles = {label: label for label in event["values"]}
            after["event"]["changes"] = list(field_changes(titles, event["values"], after["event"]["values"]))
        later[row.id] = {"kind": row.history_type, "event": event}
        events.append(event)
    return events


def _work_texts(row: Any) -> dict[str, str]:
    """A version's values as they are read, by the field's name."""
    labels = dict(Role.choices)
    field: Any = WorkItem._meta.get_field
    texts = {"phase": str(Phase(row.phase).label), "title": row.title}
    for name in LETTERS:
        value = getattr(row, name)
        texts[name] = _(", ").join(
            str(labels.get(role, role)) for role in ([value] if isinstance(value, str) else value)
        )
    return {str(field(name).verbose_name): text for name, text in texts.items()}
