"""Acts of the ledger, each with its whole sentence, and what they are about; declared in each app's ``acts.py``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from governance_app.registry import Registry


@dataclass(frozen=True, slots=True)
class Act:
    """An act with its sentence: ``{who}`` and ``{what}`` stand where the language wants them.

    ``words`` gives further names in the sentence. ``linked`` is false where the act has taken its subject away.
    """

    code: str
    sentence: Any
    words: Mapping[str, Any] = field(default_factory=dict)
    linked: bool = True


@dataclass(frozen=True, slots=True)
class Topic:
    """A sort of thing the ledger speaks of: the first part of an act's code, or of a subject.

    ``title`` makes it a filter of the ledger's page; ``url(programme, code)`` says where such a thing is seen.
    """

    title: Any = ""
    url: Callable[[str, str], str] | None = None


ledger_acts: Registry[Act] = Registry("acts of the ledger")
ledger_topics: Registry[Topic] = Registry("topics of the ledger")


def ledger_act(code: str, sentence: Any, *, linked: bool = True, **words: Any) -> Act:
    """Declare an act; ``ledger_append`` takes what this gives back."""
    return ledger_acts.add(code, Act(code, sentence, words, linked))


def ledger_topic(name: str, title: Any = "", *, url: Callable[[str, str], str] | None = None) -> Topic:
    """Declare what acts or subjects of this name are about."""
    return ledger_topics.add(name, Topic(title, url))
