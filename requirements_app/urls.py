"""Urls of phase 1, below /programmes/<slug>/1-requirements/."""

from governance_app.phases import Phase
from governance_app.records.registry import kinds_of
from governance_app.records.urls import record_urls
from requirements_app.changes import urls as changes
from requirements_app.inventory import urls as inventory
from requirements_app.needs import urls as needs
from requirements_app.processes import urls as processes

app_name = "requirements"
urlpatterns = [
    # Before the generic pages, whose code of a record would match them too.
    *changes.urlpatterns,
    *processes.urlpatterns,
    *needs.urlpatterns,
    *inventory.urlpatterns,
    *(pattern for kind in kinds_of(Phase.REQUIREMENTS) for pattern in record_urls(kind)),
]
