"""The responsibility matrix in the specification: who answers for the programme's work, who carries it out."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance_app.documents.registry import Part
from governance_app.paper.words import paper_labels
from governance_app.phases import Phase
from governance_app.programmes.models import Programme, WorkItem
from governance_app.programmes.rules import LETTERS
from governance_app.programmes.states import Role

_META: Any = WorkItem._meta
_FIELDS = ("phase", "title", *LETTERS)


def _roles_text(value: Any) -> str:
    """One role or several by name."""
    names = dict(Role.choices)
    roles = [value] if isinstance(value, str) else value or []
    return gettext(", ").join(str(names.get(role, role)) for role in roles)


RESPONSIBILITY_PART = Part(
    "responsibilities",
    _("Responsibility matrix"),
    {name: _META.get_field(name).verbose_name for name in _FIELDS},
    texts={"phase": lambda value: str(Phase(value).label), **dict.fromkeys(LETTERS, _roles_text)},
)
paper_labels.add("phase", {str(phase.value): phase.label for phase in Phase})


def responsibility_rows(programme: Programme) -> list[dict[str, Any]]:
    """The rows of the matrix, in plain values."""
    rows = WorkItem.objects.filter(programme=programme)
    return [{"code": row.code, **{name: getattr(row, name) for name in _FIELDS}} for row in rows]
