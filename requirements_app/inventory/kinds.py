"""Systems and interactions as record kinds."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance_app.base.looks import act
from governance_app.errors import refuse_field
from governance_app.phases import Phase
from governance_app.records.registry import Preset, RecordKind, record_kind
from requirements_app.inventory.models import Interaction, System
from requirements_app.inventory.rules import interaction_refusal
from requirements_app.inventory.selectors import ACTIVE, INCOMPLETE
from requirements_app.inventory.states import LifeCycle
from requirements_app.permissions import EDIT, VIEW

SYSTEMS = record_kind(
    RecordKind(
        slug="systems",
        order=2,
        model=System,
        phase=Phase.REQUIREMENTS,
        prefix="SYS",
        title=_("Systems"),
        one=_("system"),
        icon="server",
        view=VIEW,
        edit=EDIT,
        columns=("code", "name", "version_label", "owner_department", "criticality", "life_cycle", "data_formats"),
        hidden=("maker", "user_count", "hosting", "interface_capability", "updated_at"),
        filters=("life_cycle", "criticality", "hosting", "owner_department"),
        search=("code", "name", "maker", "modules"),
        form=(
            ("name",),
            ("version_label", "maker"),
            ("owner_department", "user_count"),
            ("criticality", "life_cycle"),
            ("hosting", "interface_capability"),
            ("data_formats",),
            ("modules",),
            ("notes",),
        ),
        facts=(
            "owner_department",
            "version_label",
            "maker",
            "user_count",
            "criticality",
            "life_cycle",
            "hosting",
            "interface_capability",
            "data_formats",
        ),
        body=("modules", "notes"),
        bulk=("life_cycle", "criticality", "owner_department"),
        presets=(
            Preset("replaced", _("To be replaced"), Q(life_cycle=LifeCycle.REPLACE)),
            Preset(
                "incomplete",
                _("Without owner or data format"),
                ACTIVE & INCOMPLETE,
            ),
        ),
        hints={
            "modules": _("One module a line."),
            "data_formats": _("For example JSON, XML, CSV."),
        },
        intro=_("List every system in scope first: pain points, requirements and interactions point at them."),
    )
)

INTERACTIONS = record_kind(
    RecordKind(
        slug="interactions",
        order=6,
        model=Interaction,
        phase=Phase.REQUIREMENTS,
        prefix="INT",
        traced=("requirement",),
        title=_("System interactions"),
        one=_("interaction"),
        icon="arrows-exchange",
        view=VIEW,
        edit=EDIT,
        columns=("code", "business_object", "source", "target", "mode", "daily_volume", "priority", "requirement"),
        hidden=("direction", "frequency", "trigger", "updated_at"),
        filters=("mode", "priority", "source", "target"),
        search=("code", "business_object", "trigger"),
        form=(
            ("business_object",),
            ("source", "target"),
            ("direction", "mode"),
            ("trigger", "frequency"),
            ("daily_volume", "priority"),
            ("requirement",),
        ),
        facts=("source", "target", "direction", "mode", "trigger", "frequency", "daily_volume", "priority"),
        bulk=("priority", "mode"),
        presets=(Preset("loose", _("Without a requirement"), Q(requirement=None)),),
        check=lambda record, values: refuse_field(interaction_refusal(record)),
        list_acts=lambda access: [
            act(
                gettext("Matrix and diagram"),
                reverse("requirements:interactions-map", args=[access.programme.slug]),
                "sitemap",
            )
        ],
        intro=_("List what one system must pass to another; phase 2 makes interfaces of them."),
    )
)
