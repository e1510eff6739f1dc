"""One phase: its gate, its records, its documents."""

from typing import Any

from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from governance_app.base.looks import act, state_of
from governance_app.base.reading import one_reading
from governance_app.base.times import when_text
from governance_app.documents.selectors import documents_of
from governance_app.documents.states import REVISION_LOOKS, RevisionState
from governance_app.gates.models import Condition, GateReview, Waiver
from governance_app.gates.pages import conditions_context, decided_acts, review_state, review_url
from governance_app.gates.selectors import (
    Judged,
    count,
    findings_of,
    findings_shown,
    phase_rows,
    reviews_of,
    waivers_in_force,
)
from governance_app.gates.states import FINDING_LOOKS, WAIVED, ConditionState, FindingState, ReviewKind, ReviewState
from governance_app.overview.views.common import (
    line_of,
    phase_state_of,
    verdict_of,
)
from governance_app.phases import Phase
from governance_app.programmes.guards import MemberRequest, requires
from governance_app.programmes.models import ProgrammePhase
from governance_app.programmes.registry import nav_of
from governance_app.programmes.rules import Access
from governance_app.programmes.states import DECIDED
from governance_app.records.registry import kinds_of
from governance_app.records.rules import may_create
from governance_app.records.selectors import counts_of


@require_GET
@requires("programme.phases")
@one_reading()
def phase(request: MemberRequest, access: Access, segment: str) -> HttpResponseBase:
    """One phase: its gate's criteria, live, beside the records and documents that meet them."""
    which = Phase.from_segment(segment)
    if which is None:
        raise Http404
    programme = access.programme
    rows, findings = phase_rows(programme), findings_shown(programme)
    row = next(row for row in rows if row.phase == which)
    judged = findings_of(programme, which)
    slug = programme.slug
    waivers = waivers_in_force(programme)
    kinds = [kind for kind in kinds_of(which) if access.may(kind.view)]
    counts = counts_of(kinds, programme)
    reviews = list(reviews_of(programme).filter(phase=which).order_by("-number")) if access.may("gates.view") else []
    context = {
        "title": which.label,
        "phase": {
            "number": which.value,
            "name": which.label,
            "state": phase_state_of(row),
            "aim": "",
            "planned": _date(row.planned_end),
            "forecast": _date(row.forecast_end),
            "actual": _date(row.actual_end),
        },
        "crumbs": [
            {"title": programme.name, "url": reverse("overview:programme", args=[slug])},
            {"title": f"{which.value} {which.label}", "url": ""},
        ],
        "acts": [*_pages(access, which), *_acts(access, which, row, reviews, has_criteria=bool(judged))],
        "line": line_of(programme, rows, findings),
        "verdict": verdict_of([row], {which: judged}) if judged else "",
        "criteria": [_criterion(access, found, waivers.get(found.criterion.code)) for found in judged],
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
                "count": counts.get(kind.slug, 0),
                "icon": kind.icon,
                "sub": kind.intro,
                "add_url": kind.url(slug, tail="new/") if may_create(kind, access) else "",
            }
            for kind in kinds
        ],
        "documents": _documents(access, which),
        "reviews": _reviews(access, reviews),
        "conditions": _conditions(access, reviews),
        "as_of_url": reverse("gates:as-of", args=[slug, which.segment]),
        "waivers_url": reverse("gates:waivers", args=[slug]) if access.may("gates.view") else "",
        "empty": None
        if judged
        else {
            "title": _("This phase has not been set up yet"),
            "text": _("Its records and criteria come with a later version; planned dates are kept on the gate line."),
        },
    }
    return render(request, "overview/phase.html", context)


def _pages(access: Access, which: Phase) -> list[dict[str, Any]]:
    """The phase's own pages, for those who may see them."""
    return [
        act(page.title, reverse(page.name, args=[access.programme.slug]), page.icon)
        for page in nav_of(access.may, which)
    ]


def _acts(
    access: Access, which: Phase, row: ProgrammePhase, reviews: list[GateReview], *, has_criteria: bool
) -> list[dict[str, Any]]:
    if not access.may("gates.view"):
        return []
    review = next((review for review in reviews if review.state == ReviewState.OPEN), None)
    if review is not None:
        return [
            act(_("Open review %(code)s") % {"code": review.code}, review_url(access, review), "gavel", primary=True)
        ]
    decided = next((review for review in reviews if review.state == ReviewState.DECIDED), None)
    acts = decided_acts(access, decided) if decided is not None else []
    if row.state in DECIDED or not access.may("gates.call"):
        return acts
    url = reverse("gates:call", args=[access.programme.slug, which.segment])
    if which == Phase.VENDORS:
        acts.append(act(_("Find not required"), f"{url}?kind={ReviewKind.NOT_REQUIRED}", "circle-minus"))
    if has_criteria:
        acts.append(act(_("Call gate review"), url, "gavel", primary=True))
    return acts


def _reviews(access: Access, reviews: list[GateReview]) -> list[dict[str, Any]]:
    return [
        {
            "code": review.code,
            "url": review_url(access, review),
            "state": review_state(review),
            "called": when_text(review.called_at),
            "by": str(review.called_by),
        }
        for review in reviews
    ]


def _conditions(access: Access, reviews: list[GateReview]) -> list[dict[str, Any]]:
    rows = Condition.objects.filter(
        review__in=reviews, state__in=[ConditionState.OPEN, ConditionState.MET]
    ).select_related("owner", "proposed_by", "met_by", "review")
    return conditions_context(access, rows)


def _date(day: Any) -> str:
    return day.isoformat() if day else ""


def _criterion(access: Access, row: Judged, waiver: Waiver | None) -> dict[str, Any]:
    finding = row.finding
    css = {FindingState.UNMET: "is-block", FindingState.INCONCLUSIVE: "is-risk"}.get(finding.state, "")
    return {
        "code": row.criterion.code,
        "title": row.criterion.title,
        "url": finding.url,
        "cause": finding.cause,
        "state": state_of(FINDING_LOOKS[finding.state], finding.state.label),
        "waiver": state_of(WAIVED, _("Waived by %(code)s") % {"code": waiver.code})
        if waiver and finding.state == FindingState.UNMET
        else None,
        "waive_url": reverse("gates:waive", args=[access.programme.slug, row.criterion.code])
        if waiver is None and finding.state == FindingState.UNMET and access.may("gates.waive")
        else "",
        "figure": finding.figure,
        "threshold": _("all"),
        "help": row.criterion.help,
        "css": "" if waiver and finding.state == FindingState.UNMET else css,
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
