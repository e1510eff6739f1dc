"""What differs between two texts, as markup: struck out what went, underlined what came."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from django.utils.html import escape
from django.utils.safestring import SafeString

# Latin words and numbers stay whole; every other character, Chinese above all, stands for itself.
_TOKENS = re.compile(r"[0-9A-Za-z_.%+-]+|\s+|.", re.DOTALL)
#: Below this likeness a text counts as replaced as a whole: a patchwork would be harder to read.
_ALIKE = 0.35
_LONG = 4000


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
