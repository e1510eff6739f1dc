"""The list of books, signed by the chair."""

from typing import Any

from governance_app.documents.registry import Content, DocumentKind, Part, Problem, document
from governance_app.phases import Phase
from governance_app.programmes.models import Programme
from governance_app.programmes.states import Role
from governance_app.signoff.rules import GroupSpec, Policy, SlotSpec
from tests.sample_app.kinds import BOOKS
from tests.sample_app.models import Book


def compose(programme: Programme) -> Content:
    """The list as it is now."""
    head = {"number": f"{programme.code}-SMP-01", "title": "书单", "title_en": "List of Books"}
    books: list[dict[str, Any]] = [
        {"code": book.code, "name": book.name, "shelf": book.shelf.code}
        for book in Book.objects.filter(programme=programme).select_related("shelf").order_by("code")
    ]
    return {
        "document": {"kind": "list-of-books", "classification": "internal", **head},
        "programme": {"name": programme.name, "organisation": programme.organisation},
        "books": books,
        "attachments": [],
    }


def policy(programme: Programme, content: Content) -> Policy:
    """The chair signs."""
    slot = SlotSpec(key="chair", title="Chair", role=Role.CHAIR)
    return Policy((GroupSpec("chair", "Chair", (slot,)),))


def problems(programme: Programme, content: Content) -> list[Problem]:
    """An empty list is not submitted."""
    return [] if content["books"] else [Problem("There are no books yet.", BOOKS.url(programme.slug))]


LIST = document(
    DocumentKind(
        code="list-of-books",
        phase=Phase.REQUIREMENTS,
        suffix="SMP-01",
        title="List of books",
        title_zh="书单",
        title_en="List of Books",
        template="",
        compose=compose,
        policy=policy,
        problems=problems,
        last_editor=lambda programme: None,
        sources=frozenset({BOOKS.slug}),
        parts=(Part("books", "Books", {"name": "name", "shelf": "shelf"}),),
    )
)
