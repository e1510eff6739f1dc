"""Small tables that papers make of records: counts, sums, who cites whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from governance_app.paper.words import NOTHING, decimal_of, label, paper_labels

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CrossRow:
    """A row of counts."""

    label: str
    counts: Sequence[int]
    total: int


@dataclass(frozen=True, slots=True)
class CrossTable:
    """How many records fall into each pair of two properties."""

    heads: Sequence[str]
    rows: Sequence[CrossRow]
    foot: CrossRow


def crosstab(records: Sequence[Record], *, of: str, down: str, across: str) -> CrossTable:
    """Count the ``records`` of section ``of`` by two properties. Values with a list of labels keep its order, others that of appearance."""
    lines, columns = _values(records, of, down), _values(records, of, across)
    counts = {(line, column): 0 for line in lines for column in columns}
    for record in records:
        counts[_key(record, down), _key(record, across)] += 1
    rows = []
    for line in lines:
        cells = [counts[line, column] for column in columns]
        rows.append(CrossRow(_word(line, of, down), cells, sum(cells)))
    feet = [sum(counts[line, column] for line in lines) for column in columns]
    return CrossTable([_word(column, of, across) for column in columns], rows, CrossRow("", feet, len(records)))


def _key(record: Record, key: str) -> str:
    return str(record[key] or "")


def _values(records: Iterable[Record], of: str, key: str) -> list[str]:
    found = dict.fromkeys(_key(record, key) for record in records)
    known = paper_labels.get(f"{of}.{key}")
    return [*known, *(value for value in found if value not in known)] if known else list(found)


def _word(value: str, of: str, key: str) -> str:
    domain = f"{of}.{key}"
    return label(value, domain) if domain in paper_labels else value or NOTHING


@dataclass(frozen=True, slots=True)
class Subtotal:
    """The records of one group: how many, what they add up to and which share of the whole that is."""

    name: str
    count: int
    total: Decimal
    share: str


def subtotals(records: Iterable[Record], *, by: str, of: str) -> list[Subtotal]:
    """``records`` grouped by one property with another summed up, the largest sum first."""
    groups: dict[str, tuple[int, Decimal]] = {}
    for record in records:
        count, so_far = groups.get(_key(record, by), (0, Decimal(0)))
        groups[_key(record, by)] = count + 1, so_far + (decimal_of(record[of]) or 0)
    whole = sum((amount for _count, amount in groups.values()), Decimal(0))
    return [
        Subtotal(name or NOTHING, count, amount, f"{amount / whole * 100:.1f}%" if whole else NOTHING)
        for name, (count, amount) in sorted(groups.items(), key=lambda group: (-group[1][1], group[0]))
    ]


def total(records: Iterable[Record], key: str) -> Decimal:
    """The sum of one property; records without it add nothing."""
    return sum((decimal_of(record[key]) or Decimal(0) for record in records), Decimal(0))


def citing(records: Iterable[Record], key: str, code: str) -> list[str]:
    """The codes of the ``records`` that name ``code`` under ``key`` (a list of codes or a single one)."""
    found = []
    for record in records:
        named = record[key]
        if named == code or (isinstance(named, list | tuple) and code in named):
            found.append(str(record["code"]))
    return found


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One source and, for each target, the numbers of the flows between the two; None where both are the same."""

    code: str
    name: str
    cells: Sequence[Sequence[str] | None]


@dataclass(frozen=True, slots=True)
class MatrixBlock:
    """As many targets as fit beside each other on a page, and every source."""

    heads: Sequence[Record]
    rows: Sequence[MatrixRow]


def matrix(places: Sequence[Record], flows: Sequence[Record], *, width: int = 14) -> list[MatrixBlock]:
    """Which place sends to which, by the flows' numbers; places without a flow are left out.

    A flow both ways stands in both directions. At most ``width`` targets go into one block.
    """
    cells: dict[tuple[str, str], list[str]] = {}
    for flow in flows:
        number = str(flow["code"]).rpartition("-")[2]
        cells.setdefault((flow["source"], flow["target"]), []).append(number)
        if flow["direction"] == "two_way":
            cells.setdefault((flow["target"], flow["source"]), []).append(number)
    taking_part = {code for pair in cells for code in pair}
    shown = [place for place in places if place["code"] in taking_part]
    return [
        MatrixBlock(
            heads := shown[start : start + width],
            [
                MatrixRow(
                    row["code"],
                    row["name"],
                    [
                        None if row["code"] == head["code"] else cells.get((row["code"], head["code"]), [])
                        for head in heads
                    ],
                )
                for row in shown
            ],
        )
        for start in range(0, len(shown), width)
    ]
