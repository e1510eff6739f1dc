"""What differs between two versions of something, field by field: what went is struck out, what came is underlined."""

import re
from collections.abc import Callable, Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString

# Latin words and numbers stay whole; every other character, Chinese above all, stands for itself.
_TOKENS = re.compile(r"[0-9A-Za-z_.%+-]+|\s+|.", re.DOTALL)
#: Below this likeness a text counts as replaced as a whole: a patchwork would be harder to read.
_ALIKE = 0.35
_LONG = 4000


class FieldChange(NamedTuple):
    """A field that differs: its name in words, and both values as they are read."""

    title: str
    old: str
    new: str

    @property
    def html(self) -> SafeString:
        """Both values in one."""
        return difference_html(self.old, self.new)


def field_changes(
    titles: Mapping[str, Any],
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    shown: Callable[[str, Any], str] = lambda _name, value: value,
) -> Iterator[FieldChange]:
    """The fields that read differently, in the order of ``titles``; ``shown(name, value)`` is how a value reads."""
    for name, title in titles.items():
        was, now = shown(name, old.get(name)), shown(name, new.get(name))
        if was != now:
            yield FieldChange(str(title), was, now)


def difference_html(old: str, new: str) -> SafeString:
    """Both texts in one: deletions in ``<del>``, insertions in ``<ins>``."""
    if old == new:
        return SafeString(escape(new))
    if not old or not new or len(old) + len(new) > _LONG:
        return _replaced(old, new)
    before, after = _TOKENS.findall(old), _TOKENS.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return _replaced(old, new)
    return SafeString("".join(_pieces(matcher, before, after)))


def _replaced(old: str, new: str) -> SafeString:
    gone = f"<del>{escape(old)}</del>" if old else ""
    come = f"<ins>{escape(new)}</ins>" if new else ""
    return SafeString(f"{gone} {come}".strip())


def _pieces(matcher: "SequenceMatcher[str]", before: list[str], after: list[str]) -> Iterator[str]:
    for tag, first, last, start, end in matcher.get_opcodes():
        if tag == "equal":
            yield escape("".join(before[first:last]))
            continue
        if gone := "".join(before[first:last]):
            yield f"<del>{escape(gone)}</del>"
        if come := "".join(after[start:end]):
            yield f"<ins>{escape(come)}</ins>"
