"""Urls of documents, below /programmes/<slug>/documents/."""

from django.urls import path

from governance_app.documents import views

app_name = "documents"
_BASE = "programmes/<slug:slug>/documents/"
urlpatterns = [
    path(_BASE, views.centre, name="centre"),
    path(f"{_BASE}<slug:code>/", views.document, name="document"),
    path(f"{_BASE}<slug:code>/submit/", views.submit, name="submit"),
    path(f"{_BASE}<slug:code>/diff/", views.diff, name="diff"),
    path(f"{_BASE}<slug:code>/<int:number>/", views.revision, name="revision"),
    path(f"{_BASE}<slug:code>/<int:number>/sign/", views.sign, name="sign"),
    path(f"{_BASE}<slug:code>/<int:number>/withdraw/", views.withdraw, name="withdraw"),
    path(f"{_BASE}<slug:code>/<int:number>/pdf/", views.pdf, name="pdf"),
    path(f"{_BASE}<slug:code>/<int:number>/json/", views.content_json, name="json"),
    path(f"{_BASE}<slug:code>/<int:number>/progress/", views.progress, name="progress"),
    path(f"{_BASE}<slug:code>/<int:number>/render/", views.rerender, name="render"),
    path("verify/<slug:content_hash>/", views.check, name="check"),
]
