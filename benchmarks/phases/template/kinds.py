"""The record kinds, with the presets the criteria name."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from governance_app.records.registry import Preset, RecordKind, record_kind

from .models import KINDS
from .number import PHASE
from .permissions import EDIT, VIEW


def _kind(model: Any, below: Any) -> Any:
    name = model.__name__.lower() + "s"
    presets = [
        Preset("ownerless", "Without owner", Q(owner_department=None)),
        Preset("bare", "Without text", Q(text="")),
        Preset("open", "Open", Q(state="open")),
    ]
    if below is not None:
        answered = below.objects.filter(above=OuterRef("pk"), state="done")
        presets.append(Preset("unanswered", "Unanswered", Q(figure__gt=40) & ~Q(Exists(answered))))
    fields = {
        "__doc__": f"{model.__name__} as a record kind.",
        "slug": f"{name}-{PHASE.value}",
        "model": model,
        "phase": PHASE,
        "prefix": model.prefix,
        "title": name.capitalize(),
        "one": name,
        "icon": "list-details",
        "view": VIEW,
        "edit": EDIT,
        "columns": ("code", "title", "state", "owner_department", "due_on"),
        "form": ("title", ("state", "figure"), ("owner_department", "due_on"), "above", "text"),
        "search": ("code", "title", "text"),
        "filters": ("state", "owner_department"),
        "presets": tuple(presets),
    }
    return record_kind(type(model.__name__ + "s", (RecordKind,), fields))


PLANS, CASES, RUNS, DEFECTS, MEASURES, HANDOVERS = (
    _kind(model, below) for model, below in zip(KINDS, (*KINDS[1:], None), strict=True)
)
