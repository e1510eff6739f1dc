"""The steering view: one card a programme, for those who decide, on a telephone as on a desk."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from governance_app.base.clock import this_day, this_moment
from governance_app.base.reading import one_reading
from governance_app.base.times import when_text
from governance_app.gates.models import GateReview
from governance_app.gates.rules import blocking
from governance_app.gates.selectors import conditions_of, current_phase
from governance_app.gates.states import FindingState, ReviewState
from governance_app.overview.pages import blockers_context, blockers_summary, figure_context, left_text, time_context
from governance_app.overview.registry import figures
from governance_app.overview.selectors.blockers import blockers_of, reminded_today
from governance_app.overview.selectors.situation import Situation, situation_of
from governance_app.overview.views.common import phase_state_of, verdict_of
from governance_app.phases import Phase
from governance_app.programmes.guards import MemberRequest, requires, signed_in
from governance_app.programmes.models import ProgrammePhase
from governance_app.programmes.rules import Access
from governance_app.programmes.selectors import accesses_of
from governance_app.programmes.states import PhaseState

_FIGURES = 3
_BLOCKERS = 5


@signed_in
@require_GET
def steering_all(request: HttpRequest) -> HttpResponseBase:
    """One card for each programme I steer; with one programme it is that one's page.

    Each card is brought by a request of its own, so that the page costs the same for one programme and for fifty.
    """
    accesses = accesses_of(request.user)
    mine = [access for access in accesses if access.may("steering.view")]
    if len(mine) == 1:
        return redirect("overview:steering", slug=mine[0].programme.slug)
    rows: dict[int, list[ProgrammePhase]] = {access.programme.pk: [] for access in mine}
    for row in ProgrammePhase.objects.filter(programme__in=rows).order_by("phase"):
        rows[row.programme_id].append(row)
    reviews = {
        row.programme_id
        for row in GateReview.objects.filter(programme__in=rows, state=ReviewState.OPEN).only("programme")
    }
    context = {
        "title": _("Steering view"),
        "cards": [_light(access, rows[access.programme.pk], access.programme.pk in reviews) for access in mine],
        "as_of": when_text(this_moment()),
    }
    request.accesses = accesses  # type: ignore[attr-defined]
    return render(request, "overview/steering_all.html", context)


def _light(access: Access, rows: list[ProgrammePhase], in_review: bool) -> dict[str, Any]:
    row, slug = current_phase(rows), access.programme.slug
    phase = Phase(row.phase)
    return {
        "name": access.programme.name,
        "code": access.programme.code,
        "gate": f"{phase.value} {phase.short}",
        "state": phase_state_of(row),
        "left": left_text(row, this_day()),
        "in_review": in_review,
        "url": reverse("overview:steering", args=[slug]),
    }


@require_GET
@requires("steering.view")
@one_reading()
def steering(request: MemberRequest, access: Access) -> HttpResponseBase:
    """What blocks, who can clear it, what the committee must decide now; asked by a page of cards, the card alone."""
    here = situation_of(access, request.accesses)
    within = getattr(request, "htmx", False)
    context = {
        "title": _("Steering view"),
        "crumbs": [
            {"title": access.programme.name, "url": reverse("overview:programme", args=[access.programme.slug])},
            {"title": _("Steering view"), "url": ""},
        ],
        "card": _card(here, back="all" if within else "steering"),
        "as_of": when_text(this_moment()),
        "several_url": reverse("steering:all")
        if sum(other.may("steering.view") for other in request.accesses) > 1
        else "",
    }
    return render(request, "overview/_steering_card.html" if within else "overview/steering.html", context)


def _card(here: Situation, *, back: str) -> dict[str, Any]:
    blockers = blockers_of(here)
    may_remind = here.access.may("blockers.remind")
    reminded = reminded_today(here.programme, here.today) if blockers and may_remind else {}
    row = current_phase(here.rows)
    rows = blockers_context(here, blockers, reminded, back)
    decisions = _decisions(here)
    asked = {row["key"] for row in decisions}
    # Whoever must vote is named with the decision, with what can be done about it: not once more below.
    for decision in decisions:
        decision["blocker"] = next((row for row in rows if row["key"] == decision["key"]), None)
    rows = [blocker for blocker in rows if blocker["key"] not in asked]
    shown = [kind for kind in figures if kind.steering and kind.phase in {None, Phase(row.phase)}][:_FIGURES]
    return {
        "name": here.programme.name,
        "code": here.programme.code,
        "slug": here.slug,
        "url": reverse("overview:programme", args=[here.slug]),
        "state": phase_state_of(row),
        "verdict": verdict_of(here.rows, here.findings),
        "time": time_context(here),
        "figures": [figure_context(kind, kind.compute(here.programme), trend=False) for kind in shown],
        "decisions": decisions,
        "blockers": rows[:_BLOCKERS],
        "blockers_summary": blockers_summary(blockers, here.access.user.pk) if blockers else "",
        "rest": max(len(rows) - _BLOCKERS, 0),
    }


def _decisions(here: Situation) -> list[dict[str, Any]]:
    """What waits for the committee: votes, waivers without which a gate cannot pass, waivers that end soon."""
    found = [_vote(here, review) for review in here.reviews]
    found += [
        {
            "key": "",
            "icon": "shield-half",
            "title": _("Waive “%(title)s”, or send the gate back?") % {"title": row["title"]},
            "sub": " · ".join(filter(None, (row["code"], row["figure"], row["cause"]))),
            "act": _("Grant a waiver") if here.access.may("gates.waive") else "",
            "url": reverse("gates:waive", args=[here.slug, row["code"]]),
            "mine": False,
        }
        for review in here.reviews
        for row in blocking(review.snapshot["findings"])
        if row["state"] == FindingState.UNMET and row["code"] not in here.waivers
    ]
    for phase_row in here.rows:
        if phase_row.state in {PhaseState.RETURNED, PhaseState.REOPENED}:
            phase = Phase(phase_row.phase)
            found.append(
                {
                    "key": "",
                    "icon": "arrow-back-up",
                    "title": _("Gate %(number)s, %(name)s: how does it go on?")
                    % {"number": phase.value, "name": phase.short},
                    "sub": str(phase_row.get_state_display()),
                    "act": _("See the gate"),
                    "url": reverse("overview:phase", args=[here.slug, phase.segment]),
                    "mine": False,
                }
            )
    return found


def _vote(here: Situation, review: GateReview) -> dict[str, Any]:
    phase, me = Phase(review.phase), here.access.user.pk
    votes = list(review.votes.all())
    called = {row["user"]: row["name"] for row in review.snapshot["voters"]}
    missing = [name for user, name in called.items() if user not in {vote.voter_id for vote in votes}]
    mine = me in called and all(vote.voter_id != me for vote in votes)
    conditions = sum(row.review_id == review.pk for row in conditions_of(here.programme))
    parts = [
        _("%(given)s of %(called)s voted") % {"given": len(votes), "called": len(called)},
        _("vote by %(day)s") % {"day": review.vote_by},
        ngettext("%(n)s condition proposed", "%(n)s conditions proposed", conditions) % {"n": conditions}
        if conditions
        else "",
        _("missing: %(names)s") % {"names": _(", ").join(missing)} if missing else "",
    ]
    return {
        "key": f"review:{review.code}",
        "icon": "gavel",
        "title": _("Review of gate %(number)s: %(name)s") % {"number": phase.value, "name": phase.label},
        "sub": " · ".join(filter(None, parts)),
        "act": _("Vote now") if mine else _("See the review"),
        "url": reverse("gates:review", args=[here.slug, phase.segment, review.number]),
        "mine": mine,
    }
