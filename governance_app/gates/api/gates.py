"""Gates in the API: criteria with their findings, computed when asked; and a gate as it once stood."""

from datetime import UTC, datetime
from typing import Any

from django.urls import path
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from governance_app.base.clock import this_moment
from governance_app.gates.api.conditions import condition_shown, waiver_shown
from governance_app.gates.resources import GateSerializer, GateThenSerializer
from governance_app.gates.selectors import GateThen, Judged, all_findings, findings_of, gate_then, phase_rows
from governance_app.gates.states import ReviewState
from governance_app.phases import Phase
from governance_app.programmes.api.resources import ProgrammeResource
from governance_app.rest.operations import Parameter, operation
from governance_app.rest.paging import WholeList
from governance_app.rest.problems import invalid_parameter, not_found

#: Years next to which a zone's offset would leave the calendar.
_EARLIEST, _LATEST = 1, 9999


class GatesResource(ProgrammeResource):
    """The seven gates with their criteria."""

    resource, title = "gates", _("Gates")
    pagination_class = WholeList

    @operation(("programme.phases",), gives=GateSerializer, many=True)
    def list(self, request: Request, slug: str) -> Response:
        """List the seven gates with every criterion, computed now."""
        judged = all_findings(self.access.programme)
        rows = phase_rows(self.access.programme)
        return self.whole([_gate(row, judged[Phase(row.phase)]) for row in rows])

    @operation(("programme.phases",), gives=GateSerializer)
    def retrieve(self, request: Request, slug: str, number: int) -> Response:
        """Read one gate with its criteria, computed now."""
        row = next((row for row in phase_rows(self.access.programme) if row.phase == number), None)
        if row is None:
            raise not_found()
        return self.answer(_gate(row, findings_of(self.access.programme, Phase(number))))

    @operation(
        ("gates.view",),
        title=_("As of"),
        gives=GateThenSerializer,
        parameters=(Parameter("at", _("A moment with its zone, such as 2026-11-24T09:00:00+08:00; now without it")),),
    )
    def as_of(self, request: Request, slug: str, number: int) -> Response:
        """Read a gate as it stood at a moment: what the committee knew, had voted and decided by then."""
        if number not in Phase:
            raise not_found()
        then = gate_then(self.access.programme, Phase(number), _moment(request.query_params.get("at", "")))
        return self.answer(_then(then))


def _moment(text: str) -> datetime:
    if not text:
        return this_moment()
    try:
        # A plus sign in an address is read as a space.
        found = parse_datetime(text.replace(" ", "+"))
        moment = found.astimezone(UTC) if found is not None and timezone.is_aware(found) else None
    except (ValueError, OverflowError):
        moment = None
    if moment is None or not _EARLIEST < moment.year < _LATEST:
        raise invalid_parameter("at", gettext("Give a moment with its zone, such as 2026-11-24T09:00:00+08:00."))
    return moment


def _then(then: GateThen) -> dict[str, Any]:
    review = then.review
    if review is not None:
        review.state, review.decision = then.review_state, then.decision
        review.decided_at = review.decided_at if then.decision else None
        review.closing_reason = review.closing_reason if then.review_state != ReviewState.OPEN else ""
    snapshot = review.snapshot if review is not None else {"findings": [], "documents": []}
    return {
        "at": then.at,
        "state": then.state,
        "shown": review,
        "findings": snapshot["findings"],
        "documents": snapshot["documents"],
        "votes": then.votes,
        "conditions": [condition_shown(row, then.at) for row in then.conditions],
        "waivers": [waiver_shown(row, then.at) for row in then.waivers],
        "policy": then.policy,
    }


def _gate(row: Any, judged: list[Judged]) -> dict[str, Any]:
    return {
        "phase": row.phase,
        "name": row.get_phase_display(),
        "decision": row.state,
        "decision_title": row.get_state_display(),
        "criteria": judged,
    }


urls = [
    path("gates/", GatesResource.as_view({"get": "list"}), name="gates-list"),
    path("gates/<int:number>/", GatesResource.as_view({"get": "retrieve"}), name="gates-detail"),
    path("gates/<int:number>/as-of/", GatesResource.as_view({"get": "as_of"}), name="gates-as-of"),
]
