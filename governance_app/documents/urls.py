"""Urls of documents, below /programmes/<slug>/documents/."""

from django.urls import path

from governance_app.documents.views import centre, delegations, revisions, signing

app_name = "documents"
_BASE = "programmes/<slug:slug>/documents/"
urlpatterns = [
    path(_BASE, centre.centre, name="centre"),
    path("programmes/<slug:slug>/delegations/", delegations.delegations, name="delegations"),
    path("programmes/<slug:slug>/delegations/new/", delegations.delegate, name="delegate"),
    path(
        "programmes/<slug:slug>/delegations/<int:number>/revoke/", delegations.delegation_end, name="delegation-revoke"
    ),
    path(f"{_BASE}<slug:code>/", centre.document, name="document"),
    path(f"{_BASE}<slug:code>/submit/", centre.submit, name="submit"),
    path(f"{_BASE}<slug:code>/diff/", revisions.diff, name="diff"),
    path(f"{_BASE}<slug:code>/<int:number>/", revisions.revision, name="revision"),
    path(f"{_BASE}<slug:code>/<int:number>/sign/", signing.sign, name="sign"),
    path(f"{_BASE}<slug:code>/<int:number>/revoke/", delegations.revoke, name="revoke"),
    path(f"{_BASE}<slug:code>/<int:number>/withdraw/", revisions.withdraw, name="withdraw"),
    path(f"{_BASE}<slug:code>/<int:number>/pdf/", revisions.pdf, name="pdf"),
    path(f"{_BASE}<slug:code>/<int:number>/json/", revisions.content_json, name="json"),
    path(f"{_BASE}<slug:code>/<int:number>/progress/", revisions.progress, name="progress"),
    path(f"{_BASE}<slug:code>/<int:number>/render/", revisions.rerender, name="render"),
    path("verify/<slug:content_hash>/", revisions.check, name="check"),
]
