"""Sources of My work: what waits on a person, told by the rooms and phases that know."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from governance_app.programmes.models import Programme
from governance_app.programmes.rules import Access
from governance_app.registry import Registry


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One thing waiting on one person; ``act`` says what to do about it."""

    title: str
    url: str
    programme: Programme
    since: datetime
    act: Any
    sub: str = ""
    phase: int = 0
    due: date | None = None


@dataclass(frozen=True, slots=True)
class WorkSource:
    """A kind of waiting thing; ``text`` tells people without any what will appear here.

    The badge asks on every page how many there are: ``rows`` gives querysets that are counted together with those of
    all other sources in one statement; else ``count`` says it where that takes less than finding them.
    """

    code: str
    title: Any
    icon: str
    text: Any
    find: Callable[[Any, list[Access]], Iterable[WorkItem]]
    count: Callable[[Any, list[Access]], int] | None = None
    rows: Callable[[Any, list[Access]], list[QuerySet[Any]]] | None = None


work_sources: Registry[WorkSource] = Registry("work sources")


def work_source(source: WorkSource) -> WorkSource:
    """Declare a source of My work."""
    return work_sources.add(source.code, source)
