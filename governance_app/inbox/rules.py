"""Who a text mentions: pure reading."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

#: What may follow an @: a name as it is written, which may go on further than the mention does.
_NAME = re.compile(r"(?<![A-Za-z0-9_.@+-])@([\w.+-]+)")


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention from ``start`` to ``end`` of a text; ``name`` is empty where nobody is called so."""

    start: int
    end: int
    written: str
    name: str


def mentions(text: str, names: Iterable[str]) -> list[Mention]:
    """The mentions in a text by ``@`` and a name: the longest name that fits, so that Chinese needs no space after it.

    An address such as ``a@b.example`` mentions nobody. A name of Latin letters ends where its word ends.
    """
    known = sorted(set(names), key=len, reverse=True)
    found = []
    for match in _NAME.finditer(text):
        start = match.start(1)
        name = next((name for name in known if _fits(text, start, name)), "")
        end = start + len(name) if name else match.end(1)
        found.append(Mention(match.start(), end, text[start:end].rstrip("."), name))
    return found


def _fits(text: str, start: int, name: str) -> bool:
    end = start + len(name)
    if text[start:end].casefold() != name.casefold():
        return False
    following = text[end : end + 1]
    return not (name[-1].isascii() and following.isascii() and (following.isalnum() or following in {"_", "-", "+"}))
