"""What is to be written: changes as they are given, records set and ready, the values compared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from governance_app.records.registry import RecordKind


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be written: the values given, of a new record or of the one named.

    ``version`` is the one the values were made from; None: whichever it is.
    """

    values: Mapping[str, Any]
    code: str = ""
    version: int | None = None
    new: bool = False


@dataclass(frozen=True, slots=True)
class Ready:
    """A record checked and set, to be saved: by what act, and which of its many-to-many fields change to what."""

    record: Any
    act: str
    links: Mapping[str, Sequence[Any]] = field(default_factory=dict)

    @property
    def new(self) -> bool:
        """Whether the record is not stored yet."""
        return self.act == "created"


@dataclass(frozen=True, slots=True)
class Whole:
    """The one entry in the ledger that stands for all records saved together, in place of one each."""

    act: str
    subject: str
    label: str
    digest: str
    detail: Mapping[str, Any]


def values_apply(kind: RecordKind, record: Any, values: Mapping[str, Any]) -> None:
    """Set a record's fields and the projection of its links; nothing is saved."""
    for name in kind.plain:
        if name in values:
            setattr(record, name, values[name])
    links = {name: [row.code for row in values[name]] for name in kind.many if name in values}
    record.links = {**record.links, **links}
    kind.check(record)


def record_state(kind: RecordKind, record: Any) -> dict[str, Any]:
    """A record's values in comparable form: plain fields as stored, links as sets of codes."""
    state: dict[str, Any] = {}
    for name in kind.plain:
        column = kind.field(name)
        value = getattr(record, column.attname)
        decimal = isinstance(column, models.DecimalField) and value is not None
        state[name] = column.to_python(value) if decimal else value
    for name in kind.many:
        state[name] = sorted(record.links.get(name, []))
    return state
