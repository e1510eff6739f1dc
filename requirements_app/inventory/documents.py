"""Systems and interactions in documents."""

from django.utils.translation import gettext_lazy as _

from governance_app.documents.sections import record_section
from requirements_app.inventory.models import Interaction, System

SYSTEM_SECTION = record_section(
    "systems",
    _("Systems"),
    System,
    "name",
    "version_label",
    "maker",
    "owner_department",
    "modules",
    "data_formats",
    "user_count",
    "hosting",
    "interface_capability",
    "criticality",
    "life_cycle",
    "notes",
    values={"modules": lambda row: [line.strip() for line in row.modules.splitlines() if line.strip()]},
)

INTERACTION_SECTION = record_section(
    "interactions",
    _("System interactions"),
    Interaction,
    "source",
    "target",
    "business_object",
    "trigger",
    "direction",
    "mode",
    "frequency",
    "daily_volume",
    "priority",
    "requirement",
)
