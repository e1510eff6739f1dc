"""Requirements as a record kind."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance_app.records.registry import Preset, RecordKind, record_kind
from requirements_app.inventory.states import Level
from requirements_app.needs.models import Requirement
from requirements_app.needs.selectors import UNCOVERED, UNTESTABLE
from requirements_app.needs.states import REQUIREMENT_LOOKS, REQUIREMENT_MOVES, RequirementState


class Requirements(RecordKind[Requirement]):
    """What shall hold, so that it can be tested."""

    model, prefix, icon, order = Requirement, "REQ", "list-check", 5
    department_field = "owner_department"
    columns = ("code", "title", "priority", "state", "kind", "owner_department", "systems", "updated_at")
    hidden = ("pain_points", "goals", "version")
    form = (
        "title",
        ("kind", "owner_department"),
        "priority",
        "description",
        "acceptance",
        "systems",
        "pain_points",
        "goals",
    )
    facts = ("priority", "state", "kind", "owner_department")
    filters = ("priority", "kind", "state", "owner_department")
    bulk = ("priority", "kind", "owner_department")
    presets = (
        Preset("high", _("High priority"), Q(priority=Level.HIGH) & ~Q(state=RequirementState.WITHDRAWN)),
        Preset("draft", _("Not agreed yet"), Q(state=RequirementState.DRAFT)),
        Preset("untestable", _("Without acceptance criteria"), UNTESTABLE),
        Preset("uncovered", _("Between systems, without an interaction"), UNCOVERED),
    )
    moves, looks = REQUIREMENT_MOVES, REQUIREMENT_LOOKS
    triggers = ("title", "description", "acceptance", "priority", "systems")
    traced = ("pain_points", "goals")
    hints = {
        "acceptance": _("A sentence that can be tested, for example “100 cancelled orders released within 1 minute”.")
    }
    intro = _("Turn pain points and goals into requirements that can be tested.")


REQUIREMENTS = record_kind(Requirements)
