"""Reading the ledger."""

from django.db.models import QuerySet

from governance_app.ledger.models import Entry, Head
from governance_app.ledger.rules import GENESIS, Break, chain_break


def head_now() -> tuple[int, str]:
    """Number of rows and hash of the last one, as the head says."""
    return Head.objects.filter(pk=1).values_list("count", "hash").first() or (0, GENESIS)


def entries_of(programme: str) -> QuerySet[Entry]:
    """The rows of one programme, latest first."""
    return Entry.objects.filter(programme=programme).order_by("-sequence")


def ledger_break() -> Break | None:
    """The first break of the stored chain, or None; reads row by row, so memory stays bounded."""
    count, head = head_now()
    return chain_break(Entry.objects.order_by("sequence").iterator(chunk_size=2000), count=count, head=head)
