"""Gates in the API: criteria with their findings, computed when asked."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from governance_app.gates.selectors import Judged, all_findings, findings_of, phase_rows
from governance_app.phases import Phase
from governance_app.programmes.api import ProgrammeResource
from governance_app.rest.operations import operation
from governance_app.rest.paging import WholeList
from governance_app.rest.problems import not_found


class CriterionSerializer(serializers.Serializer[Any]):
    """A criterion with its finding."""

    code = serializers.CharField(source="criterion.code")
    title = serializers.CharField(source="criterion.title")
    state = serializers.CharField(source="finding.state", help_text=_("met, unmet or inconclusive"))
    figure = serializers.CharField(source="finding.figure")
    cause = serializers.CharField(source="finding.cause")
    who = serializers.CharField(source="finding.who", help_text=_("Who can clear it"))
    since = serializers.DateTimeField(source="finding.since", allow_null=True)
    link = serializers.CharField(source="finding.url")


class GateSerializer(serializers.Serializer[Any]):
    """A phase's gate."""

    phase = serializers.IntegerField()
    name = serializers.CharField()
    decision = serializers.CharField()
    decision_title = serializers.CharField()
    criteria: Any = CriterionSerializer(many=True)


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
]
