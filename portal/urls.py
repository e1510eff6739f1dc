"""Root urls: composition of what the rooms and phases offer."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

from governance_app.programmes.guards import public
from portal.phases import phase_urls

# The admin site's own form knows no second factor: people sign in on the portal's page.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", include("governance_app.inbox.urls")),
    path("accounts/", include("portal.signin")),
    path("language/", public(set_language), name="set_language"),
    path("admin/", admin.site.urls),
    path("api/v1/", include("portal.api")),
    path("", include("governance_app.proof.urls")),
    path("", include("governance_app.documents.urls")),
    path("", include("governance_app.gates.urls")),
    path("", include("governance_app.records.root_urls")),
    path("", include("governance_app.overview.root_urls")),
    path("programmes/<slug:slug>/planning/", include("governance_app.planning.urls")),
    *phase_urls(),
    path("programmes/", include("governance_app.overview.urls")),
    path("health/", include("portal.health")),
]
