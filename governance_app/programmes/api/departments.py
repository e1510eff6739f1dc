"""The departments that take part, in the API."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from governance_app.people.models import Department
from governance_app.programmes.api.members import WhySerializer
from governance_app.programmes.api.resources import ProgrammeResource
from governance_app.programmes.services.people import department_join, department_leave
from governance_app.rest.operations import operation
from governance_app.rest.problems import invalid, not_found


class DepartmentSerializer(serializers.Serializer[Any]):
    """A department that takes part."""

    code = serializers.CharField()
    name = serializers.CharField()
    parent: Any = serializers.CharField(source="parent.code", allow_null=True)
    head = serializers.CharField(source="head.display_name", allow_null=True)


class JoiningSerializer(serializers.Serializer[Any]):
    """A department that is to take part."""

    code = serializers.CharField(max_length=20)


class DepartmentsResource(ProgrammeResource):
    """The departments that take part; records refer to them by code."""

    resource, title = "departments", _("Departments")
    orderings = {"code": "code", "name": "name"}
    ordering = "code"

    @operation(("programme.members",), gives=DepartmentSerializer, many=True)
    def list(self, request: Request, slug: str) -> Response:
        """List the departments that take part."""
        return self.page(self.access.programme.departments.select_related("parent", "head"))

    @operation(("programme.members",), gives=DepartmentSerializer)
    def retrieve(self, request: Request, slug: str, code: str) -> Response:
        """Read one department that takes part."""
        return self.answer(self._row(code))

    @operation(
        ("programme.staff",),
        title=_("Add a department"),
        takes=JoiningSerializer,
        gives=DepartmentSerializer,
        status=201,
        keyed=True,
        conflicts=True,
    )
    def create(self, request: Request, slug: str) -> Response:
        """Let a department take part."""
        code = self.taken()["code"]
        return self.once(lambda: self._joined(code))

    def _joined(self, code: str) -> Response:
        programme = self.access.programme
        department = Department.objects.filter(code=code).first()
        if department is None:
            raise invalid({"code": [gettext("There is no department “%(code)s”.") % {"code": code}]})
        department_join(programme=programme, department=department, actor=self.request.user)
        place = reverse("api:departments-detail", args=[programme.slug, code])
        return self.answer(self._row(code), headers={"Location": self.request.build_absolute_uri(place)})

    @operation(("programme.staff",), title=_("Remove department"), takes=WhySerializer, status=204, conflicts=True)
    def leave(self, request: Request, slug: str, code: str) -> Response:
        """Let a department take part no more; its records stay and keep naming it."""
        reason = self.taken()["reason"]
        department_leave(programme=self.access.programme, department=self._row(code), reason=reason, actor=request.user)
        return Response(status=204)

    def _row(self, code: str) -> Department:
        rows = self.access.programme.departments.select_related("parent", "head")
        row = rows.filter(code=code).first()
        if row is None:
            raise not_found()
        return row
