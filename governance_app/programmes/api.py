"""Programmes in the API, and the base of every resource inside one."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from governance_app.canonical import sha256_hex
from governance_app.errors import Refusal
from governance_app.jobs.services import answer_once
from governance_app.people.rules import Proof
from governance_app.people.services import reauthenticate
from governance_app.people.states import Method
from governance_app.phases import Phase
from governance_app.programmes.guards import SIGNED_IN
from governance_app.programmes.models import Membership, ProgrammePhase, ProgrammePolicy, WorkItem
from governance_app.programmes.registry import policy_figures
from governance_app.programmes.rules import Access, second_factor_needed
from governance_app.programmes.selectors import access_for, accesses_of, policy_of
from governance_app.programmes.services import policy_change, work_write
from governance_app.programmes.states import Role
from governance_app.rest.operations import Permission, operation
from governance_app.rest.paging import WholeList
from governance_app.rest.preconditions import version_asked
from governance_app.rest.problems import invalid_parameter, not_found
from governance_app.rest.views import Resource

LONGEST_KEY = 100


class ProgrammeResource(Resource):
    """A resource inside a programme. Foreign, missing and forbidden give the same answer at the same cost."""

    access: Access

    def admit(self, request: Request, permission: Permission) -> None:
        """Let members in whose roles allow one of the acts."""
        access = access_for(request.user, self.kwargs["slug"])
        if access is None or not any(access.may(act) for act in permission):
            raise not_found()
        self.access = access

    def once(self, act: Callable[[], Response]) -> Response:
        """Do a creating act; with an idempotency key, do it once and repeat its answer."""
        key = self.request.headers.get("Idempotency-Key", "")
        if not key:
            return act()
        if len(key) > LONGEST_KEY or not key.isascii() or not key.isprintable():
            text = gettext("An idempotency key has 1 to 100 printable characters.")
            raise invalid_parameter("Idempotency-Key", text)
        asked = [self.request.method, self.request.path, self.request.data]
        digest = sha256_hex(json.dumps(asked, sort_keys=True).encode())

        def plain() -> dict[str, Any]:
            made = act()
            return {"status": made.status_code, "body": made.data, "headers": dict(made.headers)}

        answer, repeated = answer_once(user=self.request.user, key=key, digest=digest, act=plain)
        headers = {**answer["headers"], **({"Idempotent-Replayed": "true"} if repeated else {})}
        return Response(answer["body"], status=answer["status"], headers=headers)

    def proved(self, wanted: Mapping[str, Any], purpose: str, subject: str = "") -> str:
        """How the person proved themselves just now; refuses a wrong proof and too many of them.

        Never inside a transaction of ours: a failed attempt must be counted though the request is refused.
        """
        proof = Proof(
            method=wanted["method"],
            password=wanted["password"],
            code=wanted["code"],
            credential=json.dumps(wanted.get("credential", {})),
            ticket=wanted.get("ticket", ""),
            host=self.request.get_host(),
        )
        strong = second_factor_needed(self.access)
        try:
            return reauthenticate(user=self.access.user, purpose=purpose, proof=proof, subject=subject, strong=strong)
        except Refusal as refusal:
            if refusal.code == "throttled":
                refusal.extra["wait"] = int(settings.REAUTHENTICATION_WINDOW.total_seconds())
            raise


class ProofSerializer(serializers.Serializer[Any]):
    """Who asks proves who they are, with the password or an authenticator's code."""

    method = serializers.ChoiceField(choices=Method.choices, default=Method.PASSWORD)
    password = serializers.CharField(
        trim_whitespace=False, max_length=200, write_only=True, required=False, allow_blank=True, default=""
    )
    code = serializers.CharField(max_length=20, write_only=True, required=False, allow_blank=True, default="")


class ProgrammeSerializer(serializers.Serializer[Any]):
    """A programme and what one is in it."""

    code = serializers.CharField(source="programme.code")
    slug = serializers.CharField(source="programme.slug", help_text=_("Its place in addresses"))
    name = serializers.CharField(source="programme.name")
    organisation = serializers.CharField(source="programme.organisation")
    state = serializers.CharField(source="programme.state")
    start_date = serializers.DateField(source="programme.start_date")
    end_date = serializers.DateField(source="programme.end_date", allow_null=True)
    roles: Any = serializers.ListField(child=serializers.CharField(), help_text=_("One's own roles"))


class ProgrammesResource(Resource):
    """The programmes in which one holds a role."""

    resource, title = "programmes", _("Programmes")
    pagination_class = WholeList

    @operation(SIGNED_IN, gives=ProgrammeSerializer, many=True)
    def list(self, request: Request) -> Response:
        """List the programmes in which one holds a role."""
        return self.whole([_programme(access) for access in accesses_of(request.user)])


class OneProgrammeResource(ProgrammeResource):
    """One programme."""

    resource, title = "programmes", _("Programmes")

    @operation(("programme.view",), gives=ProgrammeSerializer)
    def retrieve(self, request: Request, slug: str) -> Response:
        """Read a programme and one's own roles in it."""
        return self.answer(_programme(self.access))


def _programme(access: Access) -> dict[str, Any]:
    return {"programme": access.programme, "roles": sorted(str(role) for role in access.roles)}


class DepartmentSerializer(serializers.Serializer[Any]):
    """A department that takes part."""

    code = serializers.CharField()
    name = serializers.CharField()
    parent: Any = serializers.CharField(source="parent.code", allow_null=True)
    head = serializers.CharField(source="head.display_name", allow_null=True)


class DepartmentsResource(ProgrammeResource):
    """The departments that take part; records refer to them by code."""

    resource, title = "departments", _("Departments")
    orderings = {"code": "code", "name": "name"}
    ordering = "code"

    @operation(("programme.members",), gives=DepartmentSerializer, many=True)
    def list(self, request: Request, slug: str) -> Response:
        """List the departments that take part."""
        return self.page(self.access.programme.departments.select_related("parent", "head"))


class MembershipSerializer(serializers.Serializer[Any]):
    """A role someone holds."""

    name = serializers.CharField(source="user")
    username = serializers.CharField(source="user.username")
    role = serializers.CharField()
    role_title = serializers.CharField(source="get_role_display")
    department = serializers.CharField(source="department.code", allow_null=True)
    active = serializers.BooleanField(source="user.is_active")


class MembershipsResource(ProgrammeResource):
    """The task force: who holds which role."""

    resource, title = "memberships", _("Task force")
    orderings = {"role": "role", "name": "user__display_name"}
    ordering = "role"

    @operation(("programme.members",), gives=MembershipSerializer, many=True)
    def list(self, request: Request, slug: str) -> Response:
        """List who holds which role."""
        rows = Membership.objects.filter(programme=self.access.programme)
        return self.page(rows.select_related("user", "department"))


class PhaseSerializer(serializers.Serializer[Any]):
    """One of the seven phases."""

    number = serializers.IntegerField(source="phase")
    name = serializers.CharField(source="get_phase_display")
    state = serializers.CharField()
    state_title = serializers.CharField(source="get_state_display")
    planned_start = serializers.DateField(allow_null=True)
    planned_end = serializers.DateField(allow_null=True)
    forecast_end = serializers.DateField(allow_null=True)
    actual_end = serializers.DateField(allow_null=True)


class PhasesResource(ProgrammeResource):
    """The seven phases."""

    resource, title = "phases", _("Phases")
    pagination_class = WholeList

    @operation(("programme.phases",), gives=PhaseSerializer, many=True)
    def list(self, request: Request, slug: str) -> Response:
        """List the seven phases."""
        return self.whole(list(ProgrammePhase.objects.filter(programme=self.access.programme).order_by("phase")))

    @operation(("programme.phases",), gives=PhaseSerializer)
    def retrieve(self, request: Request, slug: str, number: int) -> Response:
        """Read one phase."""
        row = ProgrammePhase.objects.filter(programme=self.access.programme, phase=number).first()
        if row is None:
            raise not_found()
        return self.answer(row)


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


class WorkSerializer(serializers.Serializer[Any]):
    """A row of the responsibility matrix, as it is written."""

    title = serializers.CharField(max_length=120)
    phase = serializers.ChoiceField(choices=Phase.choices)
    accountable = serializers.ChoiceField(choices=Role.choices)
    responsible: Any = serializers.ListField(child=serializers.ChoiceField(choices=Role.choices))
    consulted: Any = serializers.ListField(child=serializers.ChoiceField(choices=Role.choices), required=False)
    informed: Any = serializers.ListField(child=serializers.ChoiceField(choices=Role.choices), required=False)


class WorkShownSerializer(WorkSerializer):
    """A row of the responsibility matrix, as it is read."""

    code = serializers.CharField()
    version = serializers.IntegerField()


class WorkResource(ProgrammeResource):
    """The responsibility matrix."""

    resource, title = "responsibilities", _("Responsibility matrix")
    pagination_class = WholeList

    @operation(("programme.members",), gives=WorkShownSerializer, many=True)
    def list(self, request: Request, slug: str) -> Response:
        """List the rows of the matrix: who answers, carries out, is asked, is told."""
        return self.whole(list(WorkItem.objects.filter(programme=self.access.programme)))

    @operation(("programme.members",), gives=WorkShownSerializer, tagged=True)
    def retrieve(self, request: Request, slug: str, code: str) -> Response:
        """Read one row; the version is the ETag."""
        row = self._row(code)
        return self.answer(row, version=row.version)

    @operation(
        ("programme.responsibilities",), takes=WorkSerializer, gives=WorkShownSerializer, tagged=True, if_match="must"
    )
    def update(self, request: Request, slug: str, code: str) -> Response:
        """Write a row anew. Exactly one role answers, at least one carries out, no role has two letters."""
        version = version_asked(request, self._row(code).version, needed=True)
        values = {"consulted": [], "informed": [], **self.taken()}
        row = work_write(programme=self.access.programme, code=code, values=values, version=version, actor=request.user)
        return self.answer(row, version=row.version)

    def _row(self, code: str) -> WorkItem:
        row = WorkItem.objects.filter(programme=self.access.programme, code=code).first()
        if row is None:
            raise not_found()
        return row


#: Addresses of programmes themselves, then those below one.
root_urls = [path("programmes/", ProgrammesResource.as_view({"get": "list"}), name="programmes-list")]
urls = [
    path("", OneProgrammeResource.as_view({"get": "retrieve"}), name="programmes-detail"),
    path("departments/", DepartmentsResource.as_view({"get": "list"}), name="departments-list"),
    path("memberships/", MembershipsResource.as_view({"get": "list"}), name="memberships-list"),
    path("policy/", PolicyResource.as_view({"get": "retrieve", "patch": "partial_update"}), name="policy-detail"),
    path("responsibilities/", WorkResource.as_view({"get": "list"}), name="responsibilities-list"),
    path(
        "responsibilities/<str:code>/",
        WorkResource.as_view({"get": "retrieve", "put": "update"}),
        name="responsibilities-detail",
    ),
    path("phases/", PhasesResource.as_view({"get": "list"}), name="phases-list"),
    path("phases/<int:number>/", PhasesResource.as_view({"get": "retrieve"}), name="phases-detail"),
]
