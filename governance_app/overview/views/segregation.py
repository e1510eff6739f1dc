"""The segregation of duties report: who has two duties that one person should not have both."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from governance_app.base.clock import this_moment
from governance_app.base.looks import State, act, state_of
from governance_app.base.tabular import MEDIA, table_write
from governance_app.base.times import when_full
from governance_app.overview.selectors.segregation import Found, overlaps_of
from governance_app.programmes.guards import MemberRequest, requires
from governance_app.programmes.registry import duty_pairs
from governance_app.programmes.rules import Access
from governance_app.programmes.states import DUTY_LOOKS, DutyState


@require_GET
@requires("segregation.view")
def report(request: MemberRequest, access: Access) -> HttpResponseBase:
    """Every pair of duties with those who have both, computed from signatures, votes, history and ledger now."""
    programme = access.programme
    rows = overlaps_of(programme)
    breaches = sum(row.overlap.state == DutyState.BREACH for row in rows)
    url = reverse("overview:segregation-export", args=[programme.slug])
    verdict = State(_("No overlap found"), "circle-check", "met")
    if rows:
        state = DutyState.BREACH if breaches else DutyState.POSSIBLE
        verdict = state_of(DUTY_LOOKS[state], state.label)
    context = {
        "title": _("Segregation of duties"),
        "crumbs": [
            {"title": programme.name, "url": reverse("overview:programme", args=[programme.slug])},
            {"title": _("Segregation of duties"), "url": ""},
        ],
        "state": verdict,
        "lines": [
            _("%(breaches)s breaches, %(possible)s possible conflicts")
            % {"breaches": breaches, "possible": len(rows) - breaches},
            _("Computed %(when)s from signatures, votes, roles and the ledger") % {"when": when_full(this_moment())},
        ],
        "acts": [
            act("CSV", f"{url}?format=csv", "download"),
            act("XLSX", f"{url}?format=xlsx", "file-spreadsheet"),
        ],
        "pairs": [_pair(pair.code, pair.title, pair.explanation, rows) for pair in duty_pairs],
    }
    return render(request, "overview/segregation.html", context)


def _pair(code: str, title: Any, explanation: Any, rows: list[Found]) -> dict[str, Any]:
    own = [row.overlap for row in rows if row.pair.code == code]
    return {
        "code": code,
        "title": title,
        "explanation": explanation,
        "rows": [
            {
                "person": row.person,
                "username": row.username,
                "first": row.first,
                "second": row.second,
                "state": state_of(DUTY_LOOKS[row.state], row.state.label),
                "breach": row.state == DutyState.BREACH,
                "links": [{"title": text, "url": url} for text, url in row.links],
                "since": row.since,
            }
            for row in own
        ],
    }


@require_GET
@requires("segregation.view")
def export(request: MemberRequest, access: Access) -> HttpResponseBase:
    """The report as a table, ``?format=csv`` or ``xlsx``."""
    form = request.GET.get("format", "xlsx")
    if form not in MEDIA:
        raise Http404
    headers = [
        _("Pair of duties"),
        _("Person"),
        _("User name"),
        _("State"),
        _("First duty"),
        _("Second duty"),
        _("Since"),
        _("Records"),
    ]
    rows = [
        [
            str(row.pair.title),
            row.overlap.person,
            row.overlap.username,
            str(row.overlap.state.label),
            row.overlap.first,
            row.overlap.second,
            row.overlap.since,
            "\n".join(request.build_absolute_uri(url) for _text, url in row.overlap.links),
        ]
        for row in overlaps_of(access.programme)
    ]
    data = table_write(headers, rows, form, _("Segregation of duties"))
    response = HttpResponse(data, content_type=MEDIA[form])
    response["Content-Disposition"] = f'attachment; filename="{access.programme.code}-segregation.{form}"'
    return response
