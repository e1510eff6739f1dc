"""Pages of research beside its lists."""

from django.utils.translation import gettext_lazy as _

from governance_app.phases import Phase
from governance_app.records.registry import PhasePage, phase_pages
from requirements_app.permissions import VIEW

phase_pages.add(
    "requirements:board",
    PhasePage(Phase.REQUIREMENTS, _("Research board"), "requirements:board", VIEW, "chart-bar"),
)
