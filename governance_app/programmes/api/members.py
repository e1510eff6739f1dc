"""The task force in the API: who holds which role."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from governance_app.people.models import User
from governance_app.programmes.api.resources import ProgrammeResource
from governance_app.programmes.models import Membership
from governance_app.programmes.services.people import member_add, member_remove
from governance_app.programmes.states import Role
from governance_app.rest.operations import operation
from governance_app.rest.problems import invalid, not_found


class MembershipSerializer(serializers.Serializer[Any]):
    """A role someone holds."""

    number = serializers.IntegerField(source="pk")
    name = serializers.CharField(source="user")
    username = serializers.CharField(source="user.username")
    role = serializers.CharField()
    role_title = serializers.CharField(source="get_role_display")
    department = serializers.CharField(source="department.code", allow_null=True)
    active = serializers.BooleanField(source="user.is_active")


class MemberSerializer(serializers.Serializer[Any]):
    """A role to be given, and to whom."""

    username = serializers.CharField(max_length=150, help_text=_("The person's username"))
    role = serializers.ChoiceField(choices=Role.choices)
    department = serializers.CharField(required=False, allow_null=True, default=None, max_length=20)


class WhySerializer(serializers.Serializer[Any]):
    """Why a role is revoked."""

    reason = serializers.CharField(max_length=1000)


class MembershipsResource(ProgrammeResource):
    """The task force: who holds which role."""

    resource, title = "memberships", _("Task force")
    orderings = {"role": "role", "name": "user__display_name"}
    ordering = "role"

    @operation(("programme.members",), gives=MembershipSerializer, many=True)
    def list(self, request: Request, slug: str) -> Response:
        """List who holds which role."""
        return self.page(self._rows())

    def _rows(self) -> QuerySet[Membership]:
        return Membership.objects.filter(programme=self.access.programme).select_related("user", "department")

    @operation(("programme.members",), gives=MembershipSerializer)
    def retrieve(self, request: Request, slug: str, number: int) -> Response:
        """Read one role someone holds."""
        return self.answer(self._row(number))

    def _row(self, number: int) -> Membership:
        row = self._rows().filter(pk=number).first()
        if row is None:
            raise not_found()
        return row

    @operation(
        ("programme.staff",),
        title=_("Give a role"),
        takes=MemberSerializer,
        gives=MembershipSerializer,
        status=201,
        keyed=True,
        conflicts=True,
    )
    def create(self, request: Request, slug: str) -> Response:
        """Give someone a role; a department's role needs its department."""
        wanted = self.taken()
        return self.once(lambda: self._given(wanted))

    def _given(self, wanted: dict[str, Any]) -> Response:
        programme = self.access.programme
        user = User.objects.filter(username=wanted["username"], is_active=True).first()
        if user is None:
            raise invalid({"username": [gettext("There is no such person here.")]})
        department = None
        if wanted["department"]:
            department = programme.departments.filter(code=wanted["department"]).first()
            if department is None:
                text = gettext("There is no department “%(code)s”.") % {"code": wanted["department"]}
                raise invalid({"department": [text]})
        role = Role(wanted["role"])
        made = member_add(programme=programme, user=user, role=role, department=department, actor=self.access.user)
        place = reverse("api:memberships-detail", args=[programme.slug, made.pk])
        location = self.request.build_absolute_uri(place)
        return self.answer(self._row(made.pk), headers={"Location": location})

    @operation(("programme.staff",), title=_("Revoke role"), takes=WhySerializer, status=204, conflicts=True)
    def revoke(self, request: Request, slug: str, number: int) -> Response:
        """Take a role away; what its holder signed and wrote stays."""
        reason = self.taken()["reason"]
        member_remove(programme=self.access.programme, number=number, reason=reason, actor=request.user)
        return Response(status=204)
