"""Document kinds: a phase declares what a document holds, who signs it and how it is compared."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance_app.documents.sections import Section
from governance_app.paper.words import words_of
from governance_app.phases import Phase
from governance_app.programmes.models import Programme
from governance_app.programmes.states import Role
from governance_app.registry import Registry
from governance_app.signoff.rules import Policy
from governance_app.signoff.states import Meaning

Content = dict[str, Any]
K = TypeVar("K", bound="DocumentKind")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a document cannot be submitted yet, with the address where it can be mended."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a signer may answer: its name, what it means here, the button, and the sentence that is signed."""

    label: Any
    hint: Any
    button: Any
    statement: Any


class DocumentKind:
    """A kind of document: a class that declares it, of which ``document`` takes the one instance.

    Content, comparison and the words of choices come from ``sections``; what no section gives, ``compose`` adds. A kind
    without a ``template`` of its own is printed section by section.
    """

    code: str
    #: None for papers of the whole programme, which come after those of the phases.
    phase: Phase | None = None
    suffix: str
    title: Any
    title_zh: str
    title_en: str
    sections: tuple[Section, ...] = ()
    template = "documents/paper/sections.html"
    classification = "internal"
    policy_text: Any = ""
    #: Record kinds, and rooms, whose changes touch the document.
    sources: frozenset[str] = frozenset()
    #: Place among the documents of its phase, low first.
    order = 50
    #: What a signer may answer, by meaning.
    meanings: dict[Meaning, Answer] = {
        Meaning.APPROVAL: Answer(
            _("Approve"),
            _("I have read the document and agree"),
            _("Approve and sign"),
            _("I have read %(title)s and its attachments and approve what concerns %(slot)s."),
        ),
        Meaning.CHANGES_REQUESTED: Answer(
            _("Request changes"),
            _("Needs a reason; this round goes back to its author"),
            _("Sign and request changes"),
            _("I have read %(title)s and request changes on behalf of %(slot)s."),
        ),
        Meaning.DISAPPROVAL: Answer(
            _("Disapprove"),
            _("Needs a reason; the round closes by its rule"),
            _("Sign the disapproval"),
            _("I have read %(title)s and do not agree on behalf of %(slot)s."),
        ),
    }

    @property
    def place(self) -> str:
        """The phase it belongs to, or the whole programme, in words."""
        return f"{self.phase.value} {self.phase.label}" if self.phase is not None else gettext("Whole programme")

    def number(self, programme: Programme) -> str:
        """The document's number in a programme, ``HC-2026-01-REQ-01``."""
        return f"{programme.code}-{self.suffix}"

    def content(self, programme: Programme) -> Content:
        """The document's content from the records as they are now, in plain values."""
        head = {
            "document": {
                "kind": self.code,
                "number": self.number(programme),
                "title": self.title_zh,
                "title_en": self.title_en,
                "classification": self.classification,
            },
            "programme": {"code": programme.code, "name": programme.name, "organisation": programme.organisation},
        }
        held = {row.key: row.content(programme) for row in self.sections if row.content is not None}
        return head | held | self.compose(programme)

    def compose(self, programme: Programme) -> Content:
        """What the document holds beside head and sections, or instead of them."""
        return {}

    def statement(self, meaning: str, *, title: str, slot_title: str) -> str:
        """The sentence a signer declares, in the signer's language."""
        return str(self.meanings[Meaning(meaning)].statement) % {"title": title, "slot": slot_title}

    def policy(self, programme: Programme, content: Content) -> Policy:
        """Who must sign it."""
        raise NotImplementedError

    def problems(self, programme: Programme, content: Content) -> list[Problem]:
        """What keeps it from being submitted."""
        return []

    def last_editor(self, programme: Programme) -> int | None:
        """The id of the one who edited a record of the sections last, who may not sign."""
        edits = [edit for section in self.sections if (edit := section.edited(programme)) is not None]
        return max(edits, key=lambda edit: edit[0])[1] if edits else None

    def facts(self, content: Content) -> list[tuple[Any, str]]:
        """The figures shown beside a revision."""
        return []


def minutes_meanings(statement: Any) -> dict[Meaning, Answer]:
    """What those who sign minutes may answer: that they are true."""
    approval = Answer(_("Approve"), _("The minutes are true and complete"), _("Approve and sign"), statement)
    return {**DocumentKind.meanings, Meaning.APPROVAL: approval}


document_kinds: Registry[DocumentKind] = Registry("document kinds")

#: Gives the seven phases as they stand, to be frozen into a revision and drawn on its cover.
cover_providers: Registry[Callable[[Programme], list[dict[str, Any]]]] = Registry("cover providers")


def documents_in_order() -> list[DocumentKind]:
    """Every kind, phase by phase."""
    return sorted(document_kinds, key=lambda kind: (kind.phase or len(Phase) + 1, kind.order))


def document(kind: K) -> K:
    """Declare a kind of document, with the words of its sections' choices."""
    for section in kind.sections:
        for name, choices in section.choices.items():
            words_of(f"{section.key}.{name}", choices)
    document_kinds.add(kind.code, kind)
    return kind


def cover_of(programme: Programme) -> list[dict[str, Any]]:
    """The seven phases as they stand now; empty where nobody provides them."""
    for provider in cover_providers:
        return provider(programme)
    return []


words_of("role", dict(Role.choices))
