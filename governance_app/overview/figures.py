"""Key figures of governance itself: gates, signatures, conditions, waivers, links, talk."""

from datetime import timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from governance_app.base.clock import this_day
from governance_app.base.counting import counts
from governance_app.base.histories import counts_at
from governance_app.base.looks import State
from governance_app.base.times import week_ends
from governance_app.gates.rules import condition_overdue, waiver_expired
from governance_app.gates.selectors import (
    conditions_of,
    count,
    current_phase,
    findings_shown,
    phase_rows,
    waivers_now,
)
from governance_app.gates.states import ConditionState, FindingState
from governance_app.inbox.models import Comment
from governance_app.overview.registry import Figure, Series, figure, no_figure
from governance_app.phases import Phase
from governance_app.programmes.models import Programme
from governance_app.signoff.selectors import awaited_of, outstanding_at
from governance_app.trace.models import TraceLink
from governance_app.trace.selectors import LINKS, SUSPECT

_SOON = timedelta(days=14)
_WEEK = timedelta(weeks=1)


@figure("gate-criteria", None, gettext_lazy("Criteria met at the current gate"), ring=True, head=True)
def gate_criteria(programme: Programme) -> Figure:
    """How many criteria of the current gate are met."""
    phase = Phase(current_phase(phase_rows(programme)).phase)
    judged = findings_shown(programme)[phase]
    url = reverse("overview:phase", args=[programme.slug, phase.segment])
    if not judged:
        return no_figure(_("this gate has no criteria yet"), url)
    unclear = count(judged, FindingState.INCONCLUSIVE)
    return Figure(
        count(judged, FindingState.MET),
        of=len(judged),
        target=len(judged),
        state=State(_("%(count)s inconclusive") % {"count": unclear}, "help-circle", "risk") if unclear else None,
        sub=_("gate %(number)s, %(name)s") % {"number": phase.value, "name": phase.short},
        url=url,
    )


@figure("signatures-outstanding", None, gettext_lazy("Signatures outstanding"), steering=True)
def signatures_outstanding(programme: Programme) -> Figure:
    """How many signatures the open rounds still wait for."""
    rows = awaited_of(programme)
    missing = sum(len(row.unsigned) for row in rows)
    late = sum(row.round.due_on is not None and row.round.due_on < this_day() for row in rows)

    def trend() -> Series:
        ends = week_ends(programme.start_date)
        return list(zip((end.date() for end in ends), outstanding_at(programme, ends), strict=True))

    return Figure(
        missing,
        target=0,
        trend=trend,
        state=State(_("%(count)s past their date") % {"count": late}, "clock-exclamation", "block") if late else None,
        sub=ngettext("%(count)s document in signing", "%(count)s documents in signing", len(rows))
        % {"count": len(rows)},
        url=reverse("documents:centre", args=[programme.slug]),
    )


@figure("conditions-overdue", None, gettext_lazy("Conditions overdue"))
def conditions_overdue(programme: Programme) -> Figure:
    """How many conditions of passed gates are past their date."""
    rows = [row for row in conditions_of(programme) if row.state != ConditionState.PROPOSED]
    today = this_day()
    open_ones = [row for row in rows if row.state == ConditionState.OPEN]
    late = sum(condition_overdue(row, today) for row in open_ones)

    def trend() -> Series:
        return [
            (
                end.date(),
                sum(
                    row.due_on < timezone.localdate(end)
                    and (row.met_at is None or row.met_at > end)
                    and (row.review.decided_at is None or row.review.decided_at <= end)
                    for row in rows
                ),
            )
            for end in week_ends(programme.start_date)
        ]

    return Figure(
        late,
        target=0,
        trend=trend if rows else None,
        state=State(_("Overdue"), "clock-exclamation", "block") if late else None,
        sub=ngettext("%(count)s condition open", "%(count)s conditions open", len(open_ones))
        % {"count": len(open_ones)},
        url=reverse("overview:programme", args=[programme.slug]),
    )


@figure("suspect-links", None, gettext_lazy("Suspect links"), steering=True)
def suspect_links(programme: Programme) -> Figure:
    """How many trace links are suspect."""
    found = counts(programme, (LINKS, SUSPECT))
    url = reverse("records:suspects", args=[programme.slug])
    if not found[LINKS]:
        return no_figure(_("no trace links yet"), url)

    def trend() -> Series:
        ends = week_ends(programme.start_date)
        each = counts_at(TraceLink, ends, within=Q(programme_id=programme.pk), good=Q(suspect=True))
        return list(zip((end.date() for end in ends), each, strict=True))

    return Figure(
        found[SUSPECT],
        target=0,
        trend=trend,
        sub=_("of %(total)s links") % {"total": found[LINKS]},
        url=url,
    )


@figure("waivers", None, gettext_lazy("Waivers in force"))
def waivers(programme: Programme) -> Figure:
    """How many criteria are waived, and how many of these waivers end soon."""
    today = this_day()
    rows = [row for row in waivers_now(programme) if not waiver_expired(row, today)]
    soon = sum(row.expires_on <= today + _SOON for row in rows)
    return Figure(
        len(rows),
        target=0,
        state=State(_("%(count)s end within two weeks") % {"count": soon}, "clock", "risk") if soon else None,
        url=reverse("gates:waivers", args=[programme.slug]),
    )


@figure("comments", None, gettext_lazy("Comments this week"))
def comments(programme: Programme) -> Figure:
    """How much is being talked about the records, week by week."""
    ends = week_ends(programme.start_date)
    within = {f"w{number}": Q(created_at__gt=end - _WEEK, created_at__lte=end) for number, end in enumerate(ends)}
    rows = Comment.objects.filter(programme=programme, withdrawn_at=None, created_at__gt=ends[0] - _WEEK)
    counts = rows.aggregate(**{name: Count("pk", filter=condition) for name, condition in within.items()})
    weekly = [counts[name] for name in within]
    return Figure(
        weekly[-1],
        trend=(lambda: list(zip((end.date() for end in ends), weekly, strict=True))) if any(weekly) else None,
        sub=_("written on records"),
    )
