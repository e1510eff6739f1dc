"""Programmes and the departments that take part, in the API."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from governance_app.programmes.api import ProgrammeResource
from governance_app.programmes.guards import SIGNED_IN
from governance_app.programmes.rules import Access
from governance_app.programmes.selectors import accesses_of
from governance_app.rest.operations import operation
from governance_app.rest.paging import WholeList
from governance_app.rest.views import Resource


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
