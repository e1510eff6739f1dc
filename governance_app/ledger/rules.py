"""What a ledger row attests and how its hash is taken; what a checkpoint states and how it is signed."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from governance_app.base.canonical import canonical, content_hash
from governance_app.base.keys import key_id, signature_holds

#: The hash before the first row.
GENESIS = "0" * 64

#: What a row says, in the names under which it is hashed. The salt keeps the digest from being guessed.
CONTENT = (
    "time",
    "actor_id",
    "actor_name",
    "act",
    "programme",
    "subject",
    "subject_label",
    "subject_hash",
    "detail",
    "salt",
)

#: All attested fields: the row's place in the chain and what it says.
ATTESTED = ("sequence", "previous_hash", *CONTENT)


class LedgerRow(Protocol):
    """Anything with the attested fields and the hash."""

    sequence: int
    previous_hash: str
    hash: str
    salt: str


@dataclass(frozen=True, slots=True)
class Break:
    """The first row at which the chain does not hold, and what is wrong there.

    Where only a checkpoint tells, ``since`` is the first row that may be another than it was.
    """

    sequence: int
    reason: str
    since: int = 0


def content_digest(row: object) -> str:
    """SHA-256 over the canonical JSON of what a row says."""
    return content_hash({name: getattr(row, name) for name in CONTENT})


def entry_hash(row: LedgerRow) -> str:
    """SHA-256 over a row's place in the chain and the digest of what it says.

    In two steps, so that a chain can be followed through rows whose content is not for everybody: their digest
    alone binds them, and tells nothing.
    """
    return content_hash({"sequence": row.sequence, "previous_hash": row.previous_hash, "content": content_digest(row)})


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


# Checkpoints

#: Named in every checkpoint, so that its signature can be taken for nothing else.
CHECKPOINT = "sevengate-checkpoint-1"
_HASH, _SIGNATURE = re.compile(r"[0-9a-f]{64}"), re.compile(r"[0-9a-f]{128}")


class SignedHead(Protocol):
    """A stored checkpoint, or one read from a file. Key and signature are hexadecimal."""

    @property
    def count(self) -> int:
        """How many rows the chain had."""

    @property
    def head(self) -> str:
        """The hash of the last one."""

    @property
    def time(self) -> str:
        """When it was signed."""

    @property
    def public_key(self) -> str:
        """With which key."""

    @property
    def signature(self) -> str:
        """The signature."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A checkpoint as read from a file."""

    count: int
    head: str
    time: str
    public_key: str
    signature: str


def checkpoint_key(statement: SignedHead) -> str:
    """The name of the key a checkpoint says it is signed with."""
    return key_id(bytes.fromhex(statement.public_key))


def checkpoint_statement(statement: SignedHead) -> bytes:
    """What is signed: canonical JSON of how many rows there are, the last one's hash, the time and the key."""
    signed = checkpoint_data(statement)
    return canonical({name: signed[name] for name in ("format", "count", "head", "time", "key")})


def checkpoint_data(statement: SignedHead) -> dict[str, Any]:
    """A checkpoint as it leaves the database."""
    return {
        "format": CHECKPOINT,
        "count": statement.count,
        "head": statement.head,
        "time": statement.time,
        "key": checkpoint_key(statement),
        "public_key": statement.public_key,
        "signature": statement.signature,
    }


def checkpoint_read(data: bytes) -> Statement:
    """The checkpoint in a file. Raises ``ValueError`` for anything else."""
    found = json.loads(data.decode())
    if not isinstance(found, dict) or found.get("format") != CHECKPOINT:
        raise ValueError("no checkpoint")
    count: Any = found.get("count")
    head, time, public_key, signature = texts = [
        str(found.get(name, "")) for name in ("head", "time", "public_key", "signature")
    ]
    if type(count) is not int or not all(texts):
        raise ValueError("a part is missing")
    if not (_HASH.fullmatch(head) and _HASH.fullmatch(public_key) and _SIGNATURE.fullmatch(signature)):
        raise ValueError("a hash is no hash")
    statement = Statement(count, head, time, public_key, signature)
    if found.get("key") != checkpoint_key(statement):
        raise ValueError("the key is not the one named")
    return statement


def checkpoint_genuine(statement: SignedHead) -> bool:
    """Whether the checkpoint's signature was made with the key it names."""
    return signature_holds(
        public=bytes.fromhex(statement.public_key),
        signature=bytes.fromhex(statement.signature),
        data=checkpoint_statement(statement),
    )


def checkpoint_break(statements: Iterable[SignedHead], *, hashes: Mapping[int, str], count: int) -> Break | None:
    """The first contradiction between a chain that holds in itself and what was signed of it earlier.

    ``hashes`` gives those of the rows at the checkpoints. Finds a tail cut off, and rows changed, inserted or
    taken out with all hashes after them made anew; there the checkpoints before tell since which row.
    """
    holding = 0
    for statement in sorted(statements, key=lambda one: one.count):
        if not checkpoint_genuine(statement):
            return Break(statement.count, "forged")
        if statement.count > count:
            return Break(count + 1, "cut")
        if hashes.get(statement.count) != statement.head:
            return Break(statement.count, "rewritten", holding + 1)
        holding = statement.count
    return None
