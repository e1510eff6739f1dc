"""Document kinds: a phase declares what a document holds, who signs it and how it is compared."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from governance_app.paper.words import paper_labels
from governance_app.phases import Phase
from governance_app.programmes.models import Programme
from governance_app.programmes.states import Role
from governance_app.registry import Registry
from governance_app.signoff.rules import Policy

Content = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a document cannot be submitted yet, with the address where it can be mended."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the content, for comparison: a list of coded rows, or (without fields) a single text.

    ``fields`` maps a row's keys to their names, ``choices`` a key to the names of its values;
    ``departments`` are the keys that hold a department's name; ``texts`` says how a key's value reads.
    """

    key: str
    title: Any
    fields: Mapping[str, Any] = field(default_factory=dict)
    choices: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    departments: tuple[str, ...] = ()
    texts: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A kind of document.

    ``compose`` gives the content from the records as they are now; ``policy`` who must sign it; ``problems``
    what keeps it from being submitted; ``last_editor`` the id of the one who edited last; ``sources`` the slugs of
    the record kinds it is composed from.
    """

    code: str
    #: None for papers of the whole programme, which come after those of the phases.
    phase: Phase | None
    suffix: str
    title: Any
    title_zh: str
    title_en: str
    template: str
    compose: Callable[[Programme], Content]
    policy: Callable[[Programme, Content], Policy]
    problems: Callable[[Programme, Content], list[Problem]]
    last_editor: Callable[[Programme], int | None]
    sources: frozenset[str]
    parts: tuple[Part, ...]
    classification: str = "internal"
    facts: Callable[[Content], list[tuple[Any, str]]] = lambda content: []
    policy_text: Any = ""
    #: Place among the documents of its phase, low first.
    order: int = 50

    @property
    def place(self) -> str:
        """The phase it belongs to, or the whole programme, in words."""
        return f"{self.phase.value} {self.phase.label}" if self.phase is not None else gettext("Whole programme")

    def number(self, programme: Programme) -> str:
        """The document's number in a programme, ``HC-2026-01-REQ-01``."""
        return f"{programme.code}-{self.suffix}"


document_kinds: Registry[DocumentKind] = Registry("document kinds")

#: Gives the seven phases as they stand, to be frozen into a revision and drawn on its cover.
cover_providers: Registry[Callable[[Programme], list[dict[str, Any]]]] = Registry("cover providers")


def documents_in_order() -> list[DocumentKind]:
    """Every kind, phase by phase."""
    return sorted(document_kinds, key=lambda kind: (kind.phase or len(Phase) + 1, kind.order))


def document(kind: DocumentKind) -> DocumentKind:
    """Declare a kind of document."""
    return document_kinds.add(kind.code, kind)


def cover_of(programme: Programme) -> list[dict[str, Any]]:
    """The seven phases as they stand now; empty where nobody provides them."""
    for provider in cover_providers:
        return provider(programme)
    return []


paper_labels.add("role", dict(Role.choices))
