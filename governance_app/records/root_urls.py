"""Urls about records of all kinds, below /programmes/<slug>/."""

from django.urls import path

from governance_app.records import trace_views

app_name = "records"
urlpatterns = [
    path("programmes/<slug:slug>/suspects/", trace_views.suspects, name="suspects"),
    path("programmes/<slug:slug>/suspects/<int:number>/", trace_views.suspect, name="suspect"),
    path("programmes/<slug:slug>/suspects/<int:number>/clear/", trace_views.suspect_clear, name="suspect-clear"),
]
