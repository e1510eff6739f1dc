"""Urls of proof: the public check, and packs of evidence below a programme."""

from django.urls import path

from governance_app.proof import views

app_name = "proof"
_BASE = "programmes/<slug:slug>/"
urlpatterns = [
    path("verify/", views.verify, name="verify"),
    path(f"{_BASE}documents/<slug:code>/<int:number>/evidence/", views.revision_evidence, name="revision"),
    path(f"{_BASE}evidence/<uuid:pack>/", views.pack, name="pack"),
    path(f"{_BASE}evidence/<uuid:pack>/progress/", views.pack_progress, name="progress"),
    path(f"{_BASE}evidence/<uuid:pack>/file/", views.pack_file, name="file"),
]
