"""What a paper needs besides its records: words for codes, figures, hashes, numbering and small tables.

Pure functions and values. Templates reach them through the ``paper`` tag library.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext

from governance_app.registry import Registry

Record = Mapping[str, Any]

#: What stands where nothing is known: never a nought, never an empty cell.
NOTHING = "—"

#: The words for the codes that records keep, by domain; each room and phase declares its own.
paper_labels: Registry[Mapping[str, Any]] = Registry("paper labels")

#: The watermark of each state that has one, in both languages at once.
WATERMARKS: Mapping[str, str] = {"draft": "草稿 DRAFT", "superseded": "已取代 SUPERSEDED", "void": "作废 VOID"}


def paper_html(template: str, context: Mapping[str, Any], *, language: str) -> str:
    """The paper's HTML in ``language`` (``zh-hans`` or ``en``), with no request and no database."""
    with translation.override(language):
        return render_to_string(template, {**context, "language": language})


def label(code: object, domain: str) -> str:
    """The word for ``code``; an unknown code is shown as it is, an empty one as a dash."""
    if code in (None, ""):
        return NOTHING
    return str(paper_labels[domain].get(str(code), code))


def hash_short(value: str) -> str:
    """The first eight digits of a hash, as tables show it."""
    return value[:8]


def hash_ends(value: str) -> str:
    """Both ends of a hash, as the foot of every page shows it."""
    return f"{value[:8]}…{value[-8:]}" if len(value) > 16 else value  # noqa: PLR2004 - eight digits at each end


def hash_groups(value: str) -> str:
    """The whole hash in groups of eight digits, to be compared by eye."""
    return " ".join(value[start : start + 8] for start in range(0, len(value), 8))


def day(value: date | str | None) -> str:
    """A date as ``2026-11-24``; the time of day, if any, is left out."""
    if value in (None, ""):
        return NOTHING
    return str(value)[:10]


def moment(value: str) -> str:
    """A moment as ``2026-11-24 20:47 +08:00``: one that bears the portal's or a signer's zone keeps it, UTC is told here."""
    if not value:
        return NOTHING
    found = datetime.fromisoformat(value)
    if not found.utcoffset():
        found = found.astimezone(timezone.get_default_timezone())
    text = found.isoformat(" ", "minutes")
    return f"{text[:16]} {text[16:]}"


def decimal_of(value: object) -> Decimal | None:
    """``value`` as a decimal, or None if it is no number."""
    if value in (None, ""):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def figure(value: object, places: int | None = None) -> str:
    """A number with thousands parted (``8,412``), rounded to ``places`` if given; a dash if there is none."""
    number = decimal_of(value)
    if number is None:
        return NOTHING if value in (None, "") else str(value)
    return f"{number:,f}" if places is None else f"{number:,.{places}f}"


def relative_change(baseline: object, target: object) -> str:
    """By how many per cent a goal moves its figure, with sign: 52 → 4 is ``−92.3%``.

    The ratio is (target − baseline) / baseline of the figure as it stands. A throughput 50 % higher is a
    time 33 % shorter, so the figure is never turned over to suit the sentence. From nought there is no ratio.
    """
    before, after = decimal_of(baseline), decimal_of(target)
    if before is None or after is None or before == 0:
        return NOTHING
    change = (after - before) / abs(before) * 100
    return f"{'+' if change > 0 else '−' if change < 0 else ''}{abs(change):.1f}%"


def page_words() -> tuple[str, str, str]:
    """What stands before, between and after the two numbers of “page 3 of 30”."""
    before, between, after = re.split(
        r"\x00|\x01", gettext("Page %(page)s of %(pages)s") % {"page": "\x00", "pages": "\x01"}
    )
    return before, between, after


# Numbering


@dataclass(frozen=True, slots=True)
class Heading:
    """A chapter, section, table or figure with its number and the place it is found at."""

    level: int
    number: str
    title: str
    anchor: str


@dataclass(slots=True)
class Outline:
    """Numbers what a paper holds, in the order in which it is written, and remembers it for the contents."""

    headings: list[Heading] = field(default_factory=list)
    tables: list[Heading] = field(default_factory=list)
    figures: list[Heading] = field(default_factory=list)
    phase: str = ""
    _chapter: str = "0"
    _chapters: int = 0
    _appendices: int = 0
    _sections: int = 0
    _tables: int = 0
    _figures: int = 0

    def chapter(self, title: str, anchor: str) -> Heading:
        """The next chapter: 1, 2, 3."""
        self._chapters += 1
        return self._open(str(self._chapters), str(self._chapters), title, anchor)

    def appendix(self, title: str, anchor: str) -> Heading:
        """The next part after the chapters: no number of its own, its tables count A-1, A-2."""
        self._appendices += 1
        return self._open(chr(ord("A") + self._appendices - 1), "", title, anchor)

    def section(self, title: str, anchor: str) -> Heading:
        """The next section of this chapter: 5.1, 5.2."""
        self._sections += 1
        heading = Heading(2, f"{self._chapter}.{self._sections}", title, anchor)
        self.headings.append(heading)
        return heading

    def table(self, title: str) -> Heading:
        """The next table of this chapter: 5-1, 5-2."""
        self._tables += 1
        number = f"{self._chapter}-{self._tables}"
        heading = Heading(3, gettext("Table %(number)s") % {"number": number}, title, f"table-{number}")
        self.tables.append(heading)
        return heading

    def figure(self, title: str) -> Heading:
        """The next figure of this chapter: 7-1."""
        self._figures += 1
        number = f"{self._chapter}-{self._figures}"
        heading = Heading(3, gettext("Figure %(number)s") % {"number": number}, title, f"figure-{number}")
        self.figures.append(heading)
        return heading

    def _open(self, key: str, number: str, title: str, anchor: str) -> Heading:
        self._chapter = key
        self._sections = self._tables = self._figures = 0
        heading = Heading(1, number, title, anchor)
        self.headings.append(heading)
        return heading


# Small tables made of records


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


def crosstab(records: Sequence[Record], *, down: str, across: str) -> CrossTable:
    """Count ``records`` by two properties. Values with a list of labels keep its order, others that of appearance."""
    lines, columns = _values(records, down), _values(records, across)
    counts = {(line, column): 0 for line in lines for column in columns}
    for record in records:
        counts[_key(record, down), _key(record, across)] += 1
    rows = []
    for line in lines:
        cells = [counts[line, column] for column in columns]
        rows.append(CrossRow(_word(line, down), cells, sum(cells)))
    feet = [sum(counts[line, column] for line in lines) for column in columns]
    return CrossTable([_word(column, across) for column in columns], rows, CrossRow("", feet, len(records)))


def _key(record: Record, key: str) -> str:
    return str(record[key] or "")


def _values(records: Iterable[Record], key: str) -> list[str]:
    found = dict.fromkeys(_key(record, key) for record in records)
    known = paper_labels.get(key)
    return [*known, *(value for value in found if value not in known)] if known else list(found)


def _word(value: str, key: str) -> str:
    return label(value, key) if key in paper_labels else value or NOTHING


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


def codes_of(content: Mapping[str, Any]) -> frozenset[str]:
    """The codes of all records in ``content``: what a link inside the paper may point at."""
    return frozenset(
        str(record["code"])
        for records in content.values()
        if isinstance(records, list | tuple)
        for record in records
        if isinstance(record, Mapping) and "code" in record
    )
