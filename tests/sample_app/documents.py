"""The list of books, signed by the chair."""

from governance_app.documents.registry import Content, DocumentKind, Problem, document
from governance_app.documents.sections import record_section
from governance_app.phases import Phase
from governance_app.programmes.models import Programme
from governance_app.programmes.states import Role
from governance_app.signoff.rules import Policy, signed_by
from tests.sample_app.kinds import BOOKS
from tests.sample_app.models import Book


class ListOfBooks(DocumentKind):
    """All books."""

    code = "list-of-books"
    phase = Phase.REQUIREMENTS
    suffix = "SMP-01"
    title = "List of books"
    title_zh = "书单"
    title_en = "List of Books"
    sections = (record_section("books", "Books", Book, "name", "shelf"),)
    sources = frozenset({BOOKS.slug})

    def policy(self, programme: Programme, content: Content) -> Policy:
        """The chair signs."""
        return signed_by(Role.CHAIR)

    def problems(self, programme: Programme, content: Content) -> list[Problem]:
        """An empty list is not submitted."""
        return [] if content["books"] else [Problem("There are no books yet.", BOOKS.url(programme.slug))]


LIST = document(ListOfBooks())
