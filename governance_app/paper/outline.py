"""The chapters, sections, tables and figures of a paper, numbered as it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext


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


def codes_of(content: Mapping[str, Any]) -> frozenset[str]:
    """The codes of all records in ``content``: what a link inside the paper may point at."""
    return frozenset(
        str(record["code"])
        for records in content.values()
        if isinstance(records, list | tuple)
        for record in records
        if isinstance(record, Mapping) and "code" in record
    )
