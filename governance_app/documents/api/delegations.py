"""Delegations in the API: one's own, given and ended through the services of the pages."""

from typing import Any

from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from governance_app.documents.registry import document_kinds
from governance_app.documents.resources import DelegateSerializer, DelegationSerializer
from governance_app.people.models import Department, User
from governance_app.programmes.api.resources import ProgrammeResource
from governance_app.programmes.models import Membership
from governance_app.rest.operations import operation
from governance_app.rest.problems import invalid, not_found
from governance_app.signoff.models import Delegation
from governance_app.signoff.selectors import delegations_of
from governance_app.signoff.services.delegations import delegation_give, delegation_revoke


class DelegationsResource(ProgrammeResource):
    """The delegations one gave or was given."""

    resource, title = "delegations", _("Delegations")
    orderings = {"starts_on": "starts_on"}
    ordering = "-starts_on"

    def _rows(self) -> QuerySet[Delegation]:
        return delegations_of(self.request.user, self.access.programme.pk)

    def _row(self, number: int) -> Delegation:
        found = self._rows().filter(pk=number).first()
        if found is None:
            raise not_found()
        return found

    @operation(("signoff.delegate",), gives=DelegationSerializer, many=True)
    def list(self, request: Request, slug: str) -> Response:
        """List the delegations one gave or was given, the latest window first."""
        departments = dict(Department.objects.values_list("pk", "code"))
        return self.page(self._rows(), lambda row: _shown(row, departments))

    @operation(("signoff.delegate",), gives=DelegationSerializer)
    def retrieve(self, request: Request, slug: str, number: int) -> Response:
        """Read one of them."""
        return self._answered(self._row(number))

    def _answered(self, row: Delegation, **more: Any) -> Response:
        departments = dict(Department.objects.filter(pk__in=[row.department_id or 0]).values_list("pk", "code"))
        return self.answer(_shown(row, departments), **more)

    @operation(
        ("signoff.delegate",),
        title=_("Delegate"),
        takes=DelegateSerializer,
        gives=DelegationSerializer,
        status=201,
        keyed=True,
    )
    def create(self, request: Request, slug: str) -> Response:
        """Let someone else sign in a role of one's own for a while."""
        wanted = self.taken()
        return self.once(lambda: self._given(wanted))

    def _given(self, wanted: dict[str, Any]) -> Response:
        programme = self.access.programme
        membership = Membership.objects.filter(
            programme=programme,
            user=self.access.user,
            role=wanted.pop("role"),
            department__code=wanted.pop("department"),
        ).first()
        if membership is None:
            raise invalid({"role": [gettext("You can only delegate a role that you hold yourself.")]})
        delegate = User.objects.filter(username=wanted.pop("delegate"), is_active=True).first()
        if delegate is None:
            raise invalid({"delegate": [gettext("There is no such person here.")]})
        unknown = [code for code in wanted["scope"] if code not in document_kinds]
        if unknown:
            raise invalid({"scope": [gettext("“%(value)s” is not allowed here.") % {"value": unknown[0]}]})
        made = delegation_give(
            programme=programme, membership=membership, delegate=delegate, actor=self.access.user, **wanted
        )
        place = reverse("api:delegations-detail", args=[programme.slug, made.pk])
        return self._answered(made, headers={"Location": self.request.build_absolute_uri(place)})

    @operation(("signoff.delegate",), title=_("Revoke"), gives=DelegationSerializer, conflicts=True)
    def revoke(self, request: Request, slug: str, number: int) -> Response:
        """End a delegation one gave; signatures given under it stay."""
        delegation_revoke(delegation=self._row(number), actor=request.user)
        return self._answered(self._row(number))


def _shown(row: Delegation, departments: dict[int, str]) -> Delegation:
    row.department = departments.get(row.department_id) if row.department_id else None  # type: ignore[attr-defined]
    return row


urls = [
    path("delegations/", DelegationsResource.as_view({"get": "list", "post": "create"}), name="delegations-list"),
    path("delegations/<int:number>/", DelegationsResource.as_view({"get": "retrieve"}), name="delegations-detail"),
    path(
        "delegations/<int:number>/revoke/", DelegationsResource.as_view({"post": "revoke"}), name="delegations-revoke"
    ),
]
