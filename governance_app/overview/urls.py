"""Urls of programmes as a whole."""

from django.urls import path

from governance_app.overview import views

app_name = "overview"
urlpatterns = [
    path("", views.programmes, name="programmes"),
    path("<slug:slug>/", views.programme, name="programme"),
    path("<slug:slug>/members/", views.members, name="members"),
    path("<slug:slug>/permissions/", views.permissions, name="permissions"),
    path("<slug:slug>/ledger/", views.ledger, name="ledger"),
    path("<slug:slug>/<str:segment>/", views.phase, name="phase"),
]
