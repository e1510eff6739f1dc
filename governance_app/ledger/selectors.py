"""Reading the ledger."""

from collections.abc import Iterable

from django.db.models import Max, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from governance_app.ledger.models import Checkpoint, Entry, Head
from governance_app.ledger.registry import Act
from governance_app.ledger.rules import GENESIS, Break, SignedHead, chain_break, checkpoint_break


def head_now() -> tuple[int, str]:
    """Number of rows and hash of the last one, as the head says."""
    return next(iter(Head.objects.filter(pk=1).values_list("count", "hash")), (0, GENESIS))


def entries_of(programme: str) -> QuerySet[Entry]:
    """The rows of one programme, latest first."""
    return Entry.objects.filter(programme=programme).order_by("-sequence")


def last_row(*, act: Act, subject: str) -> int:
    """The number of the last row that records this act on this subject; 0 when there is none."""
    return Entry.objects.filter(act=act.code, subject=subject).aggregate(last=Max("sequence"))["last"] or 0


def checkpoint_from(sequence: int) -> Checkpoint | None:
    """The first checkpoint that covers this row, or None."""
    return Checkpoint.objects.filter(count__gte=sequence).order_by("count", "pk").first()


def ledger_break(kept: Iterable[SignedHead] = ()) -> Break | None:
    """The first break of the stored chain, or None; reads row by row, so memory stays bounded.

    The chain must agree with all checkpoints in the database, and with those ``kept`` elsewhere. Acts may be
    recorded while it reads: the chain is walked to the head as it was when the walk began.
    """
    # Read before the head: none of them can be ahead of it by right.
    statements = [*Checkpoint.objects.all(), *kept]
    count, head = head_now()
    rows = Entry.objects.filter(sequence__lte=count).order_by("sequence")
    if found := chain_break(rows.iterator(chunk_size=2000), count=count, head=head):
        return found
    return _surplus() or _contradiction(statements, count)


def _contradiction(statements: list[SignedHead], count: int) -> Break | None:
    wanted = {statement.count for statement in statements}
    hashes = dict(Entry.objects.filter(sequence__in=wanted).values_list("sequence", "hash"))
    return checkpoint_break(statements, hashes=hashes, count=count)


def _surplus() -> Break | None:
    # In one statement, which sees one state of the data: a row written just now comes with its head.
    recorded = Coalesce(Subquery(Head.objects.filter(pk=1).values("count")[:1]), Value(0))
    beyond = Entry.objects.filter(sequence__gt=recorded).order_by("sequence").values_list("sequence", flat=True)
    sequence = beyond.first()
    return None if sequence is None else Break(sequence, "surplus")
