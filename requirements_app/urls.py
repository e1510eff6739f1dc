"""Urls of phase 1, below /programmes/<slug>/1-requirements/."""

from django.urls import path

from governance_app.phases import Phase
from governance_app.records.registry import kinds_of
from governance_app.records.urls import record_urls
from requirements_app.views import changes

app_name = "requirements"
urlpatterns = [
    # Before the pages all kinds have: these two moves are made with the password.
    path("change-requests/<str:code>/move/accept/", changes.accept, name="change-requests-accept"),
    path("change-requests/<str:code>/move/reject/", changes.reject, name="change-requests-reject"),
    *(pattern for kind in kinds_of(Phase.REQUIREMENTS) for pattern in record_urls(kind)),
]
