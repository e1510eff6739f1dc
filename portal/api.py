"""The API: composition of what the rooms and record kinds offer, below /api/v1/."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path, re_path, reverse
from django.views.decorators.http import require_GET

from governance_app.documents.api.urls import urls as document_urls
from governance_app.gates.api.urls import urls as gate_urls
from governance_app.inbox.api import root_urls as inbox_root_urls
from governance_app.inbox.api import urls as inbox_urls
from governance_app.overview.api import urls as overview_urls
from governance_app.planning.api import urls as planning_urls
from governance_app.programmes.api.urls import root_urls
from governance_app.programmes.api.urls import urls as programme_urls
from governance_app.programmes.guards import signed_in
from governance_app.proof.api import root_urls as proof_root_urls
from governance_app.proof.api import urls as proof_urls
from governance_app.records.api.kinds import api_urls
from governance_app.records.api.suspects import urls as suspect_urls
from governance_app.records.registry import record_kinds
from governance_app.rest.schema import SchemaView, docs_context
from governance_app.rest.views import Nothing
from portal.phases import phase_api_urls


@require_GET
def docs(request: HttpRequest) -> HttpResponse:
    """Every operation of the API, for people."""
    return render(request, "api/docs.html", docs_context(reverse("api:schema")))


_programme_urls = [
    *programme_urls,
    *gate_urls,
    *overview_urls,
    *document_urls,
    *phase_api_urls(),
    *proof_urls,
    *suspect_urls,
    *planning_urls,
    *inbox_urls,
    *(pattern for kind in record_kinds for pattern in api_urls(kind)),
]

app_name = "api"
urlpatterns = [
    path("schema/", signed_in(SchemaView.as_view()), name="schema"),
    path("docs/", signed_in(docs), name="docs"),
    *root_urls,
    *inbox_root_urls,
    *proof_root_urls,
    path("programmes/<slug:slug>/", include(_programme_urls)),
    re_path(r"", signed_in(Nothing.as_view())),
]
