"""Shelves and books as record kinds."""

from django.db.models import Q

from governance_app.records.registry import Preset, RecordKind, record_kind
from tests.sample_app.models import Book, Shelf


class Shelves(RecordKind[Shelf]):
    """Where books stand."""

    model, prefix, icon = Shelf, "SHF", "server"
    title = "Shelves"
    columns = ("code", "name")
    form = ("name",)


class Books(RecordKind[Book]):
    """What stands on shelves."""

    model, prefix, icon = Book, "BK", "server"
    title = "Books"
    columns = ("code", "name", "shelf")
    form = (("name", "shelf"), "pages")
    presets = (Preset("empty", "Empty", Q(pages=0)),)


SHELVES = record_kind(Shelves)
BOOKS = record_kind(Books)
