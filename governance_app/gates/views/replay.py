"""A gate as it once stood: what the committee knew by then, how it had voted, what had been decided."""

from datetime import datetime, time
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from governance_app.base.clock import this_day, this_moment
from governance_app.base.looks import state_of
from governance_app.base.times import when_full
from governance_app.gates import pages
from governance_app.gates.forms import MomentForm
from governance_app.gates.selectors import GateThen, gate_then
from governance_app.gates.views.common import phase_or_404
from governance_app.programmes.guards import MemberRequest, requires
from governance_app.programmes.rules import Access
from governance_app.programmes.states import PHASE_LOOKS, PhaseState


@require_GET
@requires("gates.view")
def as_of(request: MemberRequest, access: Access, segment: str) -> HttpResponseBase:
    """The gate at the end of a day, read from histories; a day that is no day shows the gate as it is now."""
    phase = phase_or_404(segment)
    today = this_day()
    form = MomentForm(request.GET if "on" in request.GET else None, initial={"on": today})
    wrong = form.is_bound and not form.is_valid()
    day = form.cleaned_data["on"] if form.is_bound and not wrong else today
    # One second before the next day; a day to come is shown as things stand now.
    moment = timezone.make_aware(datetime.combine(day, time(23, 59, 59))) if day < today else this_moment()
    then = gate_then(access.programme, phase, moment)
    title = _("Gate %(number)s as of a day") % {"number": phase.value}
    state = PhaseState(then.state)
    context = {
        "title": title,
        "crumbs": pages.crumbs(access, phase, (title, "")),
        "state": state_of(PHASE_LOOKS[state], state.label),
        "lines": [when_full(moment), _("Read from the histories and the ledger; nothing is computed anew")],
        "day": request.GET.get("on", day.isoformat()),
        "today": today.isoformat(),
        "error": _("Please give a day such as 2026-11-24.") if wrong else "",
        "policy": _("quorum %(quorum)s per cent, majority over %(majority)s per cent")
        % {"quorum": then.policy["gates.quorum"], "majority": then.policy["gates.majority"]},
        "waivers_url": reverse("gates:waivers", args=[access.programme.slug]),
        "waivers": pages.waiver_rows(access, then.waivers, moment),
        "review": _review(access, then),
    }
    return render(request, "gates/as_of.html", context, status=422 if wrong else 200)


def _review(access: Access, then: GateThen) -> dict[str, Any] | None:
    row = then.review
    if row is None:
        return None
    row.state, row.decision = then.review_state, then.decision
    return {
        "code": row.code,
        "url": pages.review_url(access, row),
        "state": pages.review_state(row),
        "hash": row.snapshot_hash,
        "findings": pages.findings_context(row),
        "summary": pages.findings_summary(row),
        "documents": pages.documents_context(access, row),
        "conditions": pages.conditions_context(access, then.conditions, then.at),
        "votes": pages.votes_context(row, then.votes),
        "tally": pages.tally_context(then.votes),
        "votes_summary": _("%(given)s of %(voters)s votes given")
        % {"given": len(then.votes), "voters": len(row.snapshot["voters"])},
    }
