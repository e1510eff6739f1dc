"""State machines: a frozen table of moves beside its enumeration, applied by one function.

The table is the diagram: pages draw their acts from it, services apply it, documentation prints it.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from governance_app.errors import Conflict, Forbidden, Invalid, ReasonMissing

IllegalMove = Conflict.coded("illegal-move")
UnknownMove = Invalid.coded("unknown-move")


@dataclass(frozen=True, slots=True)
class Move:
    """One way from a state to another.

    ``action`` is the permission it takes; ``reason`` says whether a reason must be given; ``stop`` marks a
    move that ends something and is shown in red.
    """

    code: str
    title: Any
    sources: frozenset[str]
    target: str
    action: str
    icon: str = "arrow-right"
    reason: bool = False
    stop: bool = False


@dataclass(frozen=True, slots=True)
class MoveTable:
    """All moves of one kind of record."""

    field: str
    moves: tuple[Move, ...]

    def __iter__(self) -> Iterator[Move]:
        return iter(self.moves)

    def __getitem__(self, code: str) -> Move:
        for move in self.moves:
            if move.code == code:
                return move
        raise KeyError(code)

    def open_from(self, state: str) -> list[Move]:
        """The moves that lead away from ``state``."""
        return [move for move in self.moves if state in move.sources]


def move_apply(record: Any, table: MoveTable, code: str, *, may: Collection[str], reason: str = "") -> Move:
    """Set the record's state as the move named says, and give the move back; nothing is saved.

    Refuses a move the table does not hold, one not open from the record's present state, one whose
    permission is not in ``may``, and one that needs a reason when none is given.
    """
    try:
        move = table[code]
    except KeyError:
        raise UnknownMove(gettext("There is no such step.")) from None
    state = getattr(record, table.field)
    if state not in move.sources:
        label = record._meta.get_field(table.field).flatchoices
        raise IllegalMove(
            gettext("“%(move)s” is not possible while the state is “%(state)s”.")
            % {"move": move.title, "state": dict(label).get(state, state)},
        )
    if move.action not in may:
        raise Forbidden(gettext("Your role does not allow “%(move)s”.") % {"move": move.title})
    if move.reason and not reason.strip():
        text = gettext("Please give a reason for “%(move)s”.") % {"move": move.title}
        raise ReasonMissing(text, fields={"reason": [text]})
    setattr(record, table.field, move.target)
    return move
