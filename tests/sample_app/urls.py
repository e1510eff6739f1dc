"""Urls of the sample, where those of phase 1 would stand."""

from governance_app.phases import Phase
from governance_app.records.registry import kinds_of
from governance_app.records.urls import record_urls

app_name = "requirements"
urlpatterns = [pattern for kind in kinds_of(Phase.REQUIREMENTS) for pattern in record_urls(kind)]
