"""Urls of the phase."""

from governance_app.records.registry import kinds_of
from governance_app.records.urls import record_urls

from .number import LABEL, PHASE

app_name = LABEL
urlpatterns = [pattern for kind in kinds_of(PHASE) for pattern in record_urls(kind)]
