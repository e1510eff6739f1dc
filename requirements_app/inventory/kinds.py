"""Systems and interactions as record kinds."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance_app.base.looks import act
from governance_app.errors import refuse_field
from governance_app.programmes.rules import Access
from governance_app.records.registry import Preset, RecordKind, record_kind
from requirements_app.inventory.models import Interaction, System
from requirements_app.inventory.rules import interaction_refusal
from requirements_app.inventory.selectors import ACTIVE, INCOMPLETE
from requirements_app.inventory.states import LifeCycle


class Systems(RecordKind[System]):
    """Systems in scope."""

    model, prefix, icon, order = System, "SYS", "server", 2
    title = _("Systems")
    columns = ("code", "name", "version_label", "owner_department", "criticality", "life_cycle", "data_formats")
    hidden = ("maker", "user_count", "hosting", "interface_capability", "updated_at")
    form = (
        "name",
        ("version_label", "maker"),
        ("owner_department", "user_count"),
        ("criticality", "life_cycle"),
        ("hosting", "interface_capability"),
        "data_formats",
        "modules",
        "notes",
    )
    search = ("code", "name", "maker", "modules")
    filters = ("life_cycle", "criticality", "hosting", "owner_department")
    bulk = ("life_cycle", "criticality", "owner_department")
    presets = (
        Preset("replaced", _("To be replaced"), Q(life_cycle=LifeCycle.REPLACE)),
        Preset("incomplete", _("Without owner or data format"), ACTIVE & INCOMPLETE),
    )
    hints = {"modules": _("One module a line."), "data_formats": _("For example JSON, XML, CSV.")}
    intro = _("List every system in scope first: pain points, requirements and interactions point at them.")


class Interactions(RecordKind[Interaction]):
    """What systems pass to one another."""

    model, prefix, icon, order = Interaction, "INT", "arrows-exchange", 6
    one = _("interaction")
    columns = ("code", "business_object", "source", "target", "mode", "daily_volume", "priority", "requirement")
    hidden = ("direction", "frequency", "trigger", "updated_at")
    form = (
        "business_object",
        ("source", "target"),
        ("direction", "mode"),
        ("trigger", "frequency"),
        ("daily_volume", "priority"),
        "requirement",
    )
    facts = ("source", "target", "direction", "mode", "trigger", "frequency", "daily_volume", "priority")
    search = ("code", "business_object", "trigger")
    filters = ("mode", "priority", "source", "target")
    bulk = ("priority", "mode")
    presets = (Preset("loose", _("Without a requirement"), Q(requirement=None)),)
    traced = ("requirement",)
    intro = _("List what one system must pass to another; phase 2 makes interfaces of them.")

    def check(self, record: Interaction) -> None:
        """Two systems, not one."""
        refuse_field(interaction_refusal(record))

    def list_acts(self, access: Access) -> list[dict[str, Any]]:
        """The way to the matrix."""
        url = reverse("requirements:interactions-map", args=[access.programme.slug])
        return [act(gettext("Matrix and diagram"), url, "sitemap")]


SYSTEMS = record_kind(Systems)
INTERACTIONS = record_kind(Interactions)
