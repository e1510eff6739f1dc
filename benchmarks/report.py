"""Markdown for the report."""

import sys
from collections.abc import Iterable, Sequence


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table, with an empty line after it."""
    lines = [heads, ["---", *(["---:"] * (len(heads) - 2)), "---"], *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines) + "\n"


def verdict(met: bool, bar: str) -> str:
    """A bar and whether it is met."""
    return f"{bar}: {'met' if met else '**MISSED**'}"


def note(text: str) -> None:
    """Tell on the terminal how far it is."""
    print(text, file=sys.stderr, flush=True)
