"""Contexts of the overview, the steering view, the figures and the changes."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance_app.charts import bar_svg, parts_svg, percent, ring_svg, spark_svg
from governance_app.gateline import working_days
from governance_app.gates.selectors import current_phase
from governance_app.looks import State
from governance_app.numbers import number_text
from governance_app.overview.registry import Figure, FigureKind, figures
from governance_app.overview.rules import Blocker, Clearer
from governance_app.overview.selectors.blockers import reminder_key
from governance_app.overview.selectors.situation import Situation
from governance_app.phases import Phase
from governance_app.programmes.models import Programme, ProgrammePhase
from governance_app.programmes.states import DECIDED
from governance_app.times import Clock

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
    rows = []
    for row in blockers:
        told = reminded.get(reminder_key(here.programme, row.key, here.today), set())
        mine = row.waits_on(me)
        waiting = row.to_remind(me, told) if may_remind else []
        days = (here.today - row.since.astimezone(clock.zone).date()).days if row.since else None
        family = "block" if row.blocks else "risk"
        clearers = [_clearer(clearer, me) for clearer in row.clearers]
        rows.append(
            {
                "key": row.key,
                "state": State(row.nature, row.icon, "risk" if row.icon == "help-circle" else family),
                "css": f"is-{family}",
                "title": row.title,
                "url": row.url,
                "sub": row.sub,
                "gate": f"{row.phase} {Phase(row.phase).short}",
                "clearers": clearers[:_NAMED],
                "more": clearers[_NAMED:],
                "waited_days": days,
                "wait_percent": percent(days or 0, _LONG_WAIT),
                "overdue": row.overdue,
                "mine": mine,
                "act_label": row.act_label if mine else _("See"),
                "act_url": row.act_url if mine else row.url,
                "remind_url": reverse("overview:remind", args=[here.slug]) if waiting else "",
                "remind_label": _("Remind")
                if len(waiting) == 1
                else _("Remind all %(count)s") % {"count": len(waiting)},
                "reminded": ngettext("%(count)s reminded today", "%(count)s reminded today", len(told))
                % {"count": len(told)}
                if told
                else "",
                "back": back,
            }
        )
    return rows


def _clearer(clearer: Clearer, me: int) -> dict[str, Any]:
    people = [{"name": str(person), "me": person.pk == me} for person in clearer.people]
    names = {person["name"] for person in people}
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
