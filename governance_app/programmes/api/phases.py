"""Phases and policy in the API."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from governance_app.phases import Phase
from governance_app.programmes.api.resources import ProgrammeResource
from governance_app.programmes.models import ProgrammePhase, ProgrammePolicy
from governance_app.programmes.registry import policy_figures
from governance_app.programmes.selectors import policy_of
from governance_app.programmes.services.phases import phase_version, phase_window_set
from governance_app.programmes.services.policy import policy_change
from governance_app.rest.operations import operation
from governance_app.rest.paging import WholeList
from governance_app.rest.preconditions import version_asked
from governance_app.rest.problems import not_found


class PhaseSerializer(serializers.Serializer[Any]):
    """One of the seven phases."""

    number = serializers.IntegerField(source="phase")
    name = serializers.CharField(source="get_phase_display")
    state = serializers.CharField()
    state_title = serializers.CharField(source="get_state_display")
    planned_start = serializers.DateField(allow_null=True)
    planned_end = serializers.DateField(allow_null=True)
    forecast_start = serializers.DateField(allow_null=True)
    forecast_end = serializers.DateField(allow_null=True)
    actual_start = serializers.DateField(allow_null=True)
    actual_end = serializers.DateField(allow_null=True)


class WindowSerializer(serializers.Serializer[Any]):
    """Dates of a phase to be set, and why; those not named stay."""

    planned_start = serializers.DateField(required=False, allow_null=True)
    planned_end = serializers.DateField(required=False, allow_null=True)
    forecast_start = serializers.DateField(required=False, allow_null=True)
    forecast_end = serializers.DateField(required=False, allow_null=True)
    actual_start = serializers.DateField(required=False, allow_null=True)
    reason = serializers.CharField(max_length=1000)


class PhasesResource(ProgrammeResource):
    """The seven phases."""

    resource, title = "phases", _("Phases")
    pagination_class = WholeList

    @operation(("programme.phases",), gives=PhaseSerializer, many=True)
    def list(self, request: Request, slug: str) -> Response:
        """List the seven phases."""
        return self.whole(list(ProgrammePhase.objects.filter(programme=self.access.programme).order_by("phase")))

    @operation(("programme.phases",), gives=PhaseSerializer, tagged=True)
    def retrieve(self, request: Request, slug: str, number: int) -> Response:
        """Read one phase; the version is the ETag."""
        row = self._row(number)
        return self.answer(row, version=phase_version(row))

    @operation(
        ("planning.edit",),
        title=_("Set dates"),
        takes=WindowSerializer,
        gives=PhaseSerializer,
        tagged=True,
        if_match="must",
    )
    def partial_update(self, request: Request, slug: str, number: int) -> Response:
        """Set a phase's dates, with the reason. The actual end is set by the gate's decision."""
        version = version_asked(request, phase_version(self._row(number)), needed=True)
        wanted = self.taken()
        reason = wanted.pop("reason")
        row = phase_window_set(
            programme=self.access.programme,
            phase=Phase(number),
            values=wanted,
            version=version,
            reason=reason,
            actor=request.user,
        )
        return self.answer(row, version=phase_version(row))

    def _row(self, number: int) -> ProgrammePhase:
        row = ProgrammePhase.objects.filter(programme=self.access.programme, phase=number).first()
        if row is None:
            raise not_found()
        return row


class PolicyFigureSerializer(serializers.Serializer[Any]):
    """A figure of the policy and the bounds it must keep."""

    code = serializers.CharField()
    title = serializers.CharField()
    unit = serializers.CharField()
    value = serializers.IntegerField()
    minimum = serializers.IntegerField()
    maximum = serializers.IntegerField()


class PolicySerializer(serializers.Serializer[Any]):
    """The figures that reviews and rounds follow from now on."""

    version = serializers.IntegerField()
    figures: Any = PolicyFigureSerializer(many=True)


class PolicyChangeSerializer(serializers.Serializer[Any]):
    """Figures to be set, and why; those not named stay."""

    values: Any = serializers.DictField(child=serializers.IntegerField())
    reason = serializers.CharField(max_length=1000)


class PolicyResource(ProgrammeResource):
    """The programme's policy."""

    resource, title = "policy", _("Programme policy")

    @operation(("programme.policy",), gives=PolicySerializer, tagged=True)
    def retrieve(self, request: Request, slug: str) -> Response:
        """Read every figure of the policy with its bounds; the version is the ETag."""
        return self._shown()

    @operation(
        ("programme.policy",), takes=PolicyChangeSerializer, gives=PolicySerializer, tagged=True, if_match="must"
    )
    def partial_update(self, request: Request, slug: str) -> Response:
        """Set figures. Reviews and rounds already called keep the policy they were called under."""
        version = version_asked(request, self._version(), needed=True)
        wanted = self.taken()
        policy_change(programme=self.access.programme, version=version, actor=request.user, **wanted)
        return self._shown()

    def _version(self) -> int:
        row = ProgrammePolicy.objects.filter(programme=self.access.programme).first()
        return row.version if row else 1

    def _shown(self) -> Response:
        version, values = self._version(), policy_of(self.access.programme)
        names = ("code", "title", "unit", "minimum", "maximum")
        rows = [{**{name: getattr(row, name) for name in names}, "value": values[row.code]} for row in policy_figures]
        return self.answer({"version": version, "figures": rows}, version=version)
