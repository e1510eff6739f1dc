"""Reading My work, and searching what one may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, Q, QuerySet, Value

from governance_app.base.counting import Rows, counts
from governance_app.inbox.models import Notification
from governance_app.inbox.registry import WorkItem, WorkSource, work_sources
from governance_app.people.models import User
from governance_app.programmes.models import Programme
from governance_app.programmes.rules import Access
from governance_app.programmes.selectors import accesses_of, people_of
from governance_app.records.registry import RecordKind, record_kinds

SHORTEST = 2
_MOST = 20


@dataclass(frozen=True, slots=True)
class WorkGroup:
    """The items of one source, longest waiting first."""

    source: WorkSource
    items: list[WorkItem]


def work_of(user: Any, accesses: list[Access] | None = None) -> list[WorkGroup]:
    """Everything waiting on a person, by source; sources with nothing are left out."""
    accesses = accesses_of(user) if accesses is None else accesses
    groups = []
    for source in work_sources:
        items = sorted(source.find(user, accesses), key=lambda item: item.since)
        if items:
            groups.append(WorkGroup(source, items))
    return groups


def work_count(user: Any, accesses: list[Access]) -> int:
    """How many things wait on a person."""
    together = [rows for source in work_sources if source.rows for rows in source.rows(user, accesses)]
    return sum(counted(together)) + sum(
        source.count(user, accesses) if source.count else len(list(source.find(user, accesses)))
        for source in work_sources
        if source.rows is None
    )


_UNREAD = Rows(Notification, Q(read_at=None), "user")


def unread_count(user: Any) -> int:
    """How many notifications someone has not read."""
    return counts(user, (_UNREAD,))[_UNREAD]


def called(programme: Programme) -> dict[str, list[User]]:
    """The active people of a programme by what they can be mentioned by: user name and name."""
    found: dict[str, list[User]] = {}
    for person in {row.user_id: row.user for row in people_of(programme)}.values():
        for name in {person.username, str(person)}:
            found.setdefault(name, []).append(person)
    return found


def counted(querysets: Iterable[QuerySet[Any]]) -> list[int]:
    """How many rows each queryset has, asked in one statement."""
    each = [
        rows.order_by()
        .values_list(Value(number, output_field=IntegerField()))
        .annotate(found=Count("pk", distinct=True))
        for number, rows in enumerate(querysets)
    ]
    found = dict(each[0].union(*each[1:], all=True)) if each else {}
    return [found.get(number, 0) for number in range(len(each))]


@dataclass(frozen=True, slots=True)
class Hits:
    """What a search found among one kind of record in one programme."""

    kind: RecordKind
    access: Access
    records: list[Any]
    count: int


def search(accesses: list[Access], text: str) -> list[Hits]:
    """The records whose codes or texts hold ``text``, of the kinds each role may read."""
    found: list[Hits] = []
    if len(text) < SHORTEST:
        return found
    asked = []
    for access in accesses:
        for kind in record_kinds:
            if not access.may(kind.view):
                continue
            hit = Q()
            for name in kind.search:
                hit |= Q(**{f"{name}__icontains": text})
            rows = kind.model._default_manager.filter(hit, programme=access.programme).order_by("code")
            asked.append((kind, access, rows))
    # Most kinds hold nothing of it: one statement says which ones do.
    for (kind, access, rows), count in zip(asked, counted(rows for _k, _a, rows in asked), strict=True):
        if count:
            found.append(Hits(kind, access, list(rows[:_MOST]), count))
    return found
