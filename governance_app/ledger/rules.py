"""What a ledger row attests and how its hash is taken."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from governance_app.canonical import content_hash

#: The hash before the first row.
GENESIS = "0" * 64

#: The attested fields, in the names under which they are hashed.
ATTESTED = (
    "sequence",
    "previous_hash",
    "time",
    "actor_id",
    "actor_name",
    "act",
    "programme",
    "subject",
    "subject_label",
    "subject_hash",
    "detail",
)


class LedgerRow(Protocol):
    """Anything with the attested fields and the hash."""

    sequence: int
    previous_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class Break:
    """The first row at which the chain does not hold, and what is wrong there."""

    sequence: int
    reason: str


def entry_hash(row: object) -> str:
    """SHA-256 over the canonical JSON of a row's attested fields."""
    return content_hash({name: getattr(row, name) for name in ATTESTED})


def chain_break(rows: Iterable[LedgerRow], *, count: int, head: str) -> Break | None:
    """The first break of a chain given in order of sequence, or None when it holds.

    Finds an edited field, a deleted row, swapped rows, an inserted row, and an end that is not where the
    head says it is (a tail cut off together with the head is found against a checkpoint only).
    """
    previous, expected = GENESIS, 1
    for row in rows:
        if row.sequence != expected:
            return Break(expected, "missing")
        if entry_hash(row) != row.hash:
            return Break(row.sequence, "changed")
        if row.previous_hash != previous:
            return Break(row.sequence, "unchained")
        previous, expected = row.hash, expected + 1
    if expected - 1 < count:
        return Break(expected, "missing")
    if expected - 1 > count:
        return Break(count + 1, "surplus")
    if previous != head:
        return Break(count, "head")
    return None
