"""Shelves and books as record kinds."""

from django.db.models import Q

from governance_app.phases import Phase
from governance_app.records.registry import Preset, RecordKind, record_kind
from tests.sample_app.models import Book, Shelf
from tests.sample_app.permissions import EDIT, VIEW

SHELVES = record_kind(
    RecordKind(
        slug="shelves",
        model=Shelf,
        phase=Phase.REQUIREMENTS,
        prefix="SHF",
        title="Shelves",
        one="shelf",
        icon="server",
        view=VIEW,
        edit=EDIT,
        columns=("code", "name"),
        search=("code", "name"),
        form=(("name",),),
    )
)
BOOKS = record_kind(
    RecordKind(
        slug="books",
        model=Book,
        phase=Phase.REQUIREMENTS,
        prefix="BK",
        title="Books",
        one="book",
        icon="server",
        view=VIEW,
        edit=EDIT,
        columns=("code", "name", "shelf"),
        search=("code", "name"),
        form=(("name", "shelf"), ("pages",)),
        facts=("shelf", "pages"),
        presets=(Preset("empty", "Empty", Q(pages=0)),),
    )
)
