"""Addresses of programmes and of what belongs to one."""

from django.urls import path

from governance_app.programmes.api.departments import DepartmentsResource
from governance_app.programmes.api.members import MembershipsResource
from governance_app.programmes.api.phases import PhasesResource, PolicyResource
from governance_app.programmes.api.programmes import (
    BasicsResource,
    OneProgrammeResource,
    ProgrammesResource,
    TemplatesResource,
)
from governance_app.programmes.api.work import WorkResource

#: Addresses of programmes themselves, then those below one.
root_urls = [
    path("programmes/", ProgrammesResource.as_view({"get": "list", "post": "create"}), name="programmes-list"),
    path("programme-templates/", TemplatesResource.as_view({"get": "retrieve"}), name="programme-templates"),
]
urls = [
    path("", OneProgrammeResource.as_view({"get": "retrieve"}), name="programmes-detail"),
    path("basics/", BasicsResource.as_view({"get": "retrieve", "patch": "partial_update"}), name="basics-detail"),
    path("departments/", DepartmentsResource.as_view({"get": "list", "post": "create"}), name="departments-list"),
    path("departments/<str:code>/", DepartmentsResource.as_view({"get": "retrieve"}), name="departments-detail"),
    path("departments/<str:code>/leave/", DepartmentsResource.as_view({"post": "leave"}), name="departments-leave"),
    path("memberships/", MembershipsResource.as_view({"get": "list", "post": "create"}), name="memberships-list"),
    path("memberships/<int:number>/", MembershipsResource.as_view({"get": "retrieve"}), name="memberships-detail"),
    path(
        "memberships/<int:number>/revoke/",
        MembershipsResource.as_view({"post": "revoke"}),
        name="memberships-revoke",
    ),
    path("policy/", PolicyResource.as_view({"get": "retrieve", "patch": "partial_update"}), name="policy-detail"),
    path("responsibilities/", WorkResource.as_view({"get": "list"}), name="responsibilities-list"),
    path(
        "responsibilities/<str:code>/",
        WorkResource.as_view({"get": "retrieve", "put": "update"}),
        name="responsibilities-detail",
    ),
    path("phases/", PhasesResource.as_view({"get": "list"}), name="phases-list"),
    path(
        "phases/<int:number>/",
        PhasesResource.as_view({"get": "retrieve", "patch": "partial_update"}),
        name="phases-detail",
    ),
]
