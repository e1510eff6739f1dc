"""Systems and interactions in documents."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from governance_app.documents.registry import Part
from governance_app.paper.words import paper_labels
from governance_app.programmes.models import Programme
from requirements_app.inventory.kinds import INTERACTIONS, SYSTEMS
from requirements_app.inventory.models import Interaction, System
from requirements_app.inventory.states import Capability, Flow, Hosting, Level, LifeCycle, Mode

SYSTEM_PART = Part(
    "systems",
    _("Systems"),
    {
        name: SYSTEMS.field(name).verbose_name
        for name in (
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
        )
    },
    {
        "hosting": dict(Hosting.choices),
        "interface_capability": dict(Capability.choices),
        "criticality": dict(Level.choices),
        "life_cycle": dict(LifeCycle.choices),
    },
    ("owner_department",),
)

INTERACTION_PART = Part(
    "interactions",
    _("System interactions"),
    {
        name: INTERACTIONS.field(name).verbose_name
        for name in (
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
    },
    {"direction": dict(Flow.choices), "mode": dict(Mode.choices), "priority": dict(Level.choices)},
)

for _domain, _choices in (
    ("criticality", Level),
    ("hosting", Hosting),
    ("interface_capability", Capability),
    ("life_cycle", LifeCycle),
    ("flow_direction", Flow),
    ("mode", Mode),
):
    paper_labels.add(_domain, dict(_choices.choices))


def system_rows(programme: Programme) -> list[dict[str, Any]]:
    """All systems, in plain values."""
    rows = System.objects.filter(programme=programme).select_related("owner_department")
    return [_system(row) for row in rows.order_by("code")]


def interaction_rows(programme: Programme) -> list[dict[str, Any]]:
    """All interactions, in plain values."""
    rows = Interaction.objects.filter(programme=programme).select_related("source", "target", "requirement")
    return [_interaction(row) for row in rows.order_by("code")]


def _system(row: System) -> dict[str, Any]:
    return {
        "code": row.code,
        "name": row.name,
        "version_label": row.version_label,
        "maker": row.maker,
        "owner_department": str(row.owner_department or ""),
        "modules": [line.strip() for line in row.modules.splitlines() if line.strip()],
        "data_formats": row.data_formats,
        "user_count": row.user_count,
        "hosting": row.hosting,
        "interface_capability": row.interface_capability,
        "criticality": row.criticality,
        "life_cycle": row.life_cycle,
        "notes": row.notes,
    }


def _interaction(row: Interaction) -> dict[str, Any]:
    return {
        "code": row.code,
        "source": row.source.code,
        "target": row.target.code,
        "business_object": row.business_object,
        "trigger": row.trigger,
        "direction": row.direction,
        "mode": row.mode,
        "frequency": row.frequency,
        "daily_volume": row.daily_volume,
        "priority": row.priority,
        "requirement": row.requirement.code if row.requirement else "",
    }
