"""The responsibility matrix in the specification: who answers for the programme's work, who carries it out."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance_app.documents.sections import record_section
from governance_app.phases import Phase
from governance_app.programmes.models import WorkItem
from governance_app.programmes.rules import LETTERS
from governance_app.programmes.states import Role


def _roles_text(value: Any) -> str:
    """One role or several by name."""
    names = dict(Role.choices)
    roles = [value] if isinstance(value, str) else value or []
    return gettext(", ").join(str(names.get(role, role)) for role in roles)


RESPONSIBILITY_SECTION = record_section(
    "responsibilities",
    _("Responsibility matrix"),
    WorkItem,
    "phase",
    "title",
    *LETTERS,
    texts={"phase": lambda value: str(Phase(value).label), **dict.fromkeys(LETTERS, _roles_text)},
    find=lambda programme: WorkItem.objects.filter(programme=programme),
)
