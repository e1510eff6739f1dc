"""What changed in a programme within a span of time, read from the ledger and grouped by act."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Max

from governance_app.documents.acts import DOCUMENT_RENDERED
from governance_app.ledger.models import Entry
from governance_app.ledger.selectors import entries_of

#: What says nothing new to a reader.
_SILENT = (DOCUMENT_RENDERED.code,)
#: Of each act so many subjects and people are named.
_NAMED = 3
#: So many of the latest acts are looked at for names; counts are taken over all.
_LOOKED_AT = 300


@dataclass(slots=True)
class Change:
    """One act, how often it was done, and the latest of what and by whom."""

    act: str
    count: int
    last: datetime
    latest: list[Entry] = field(default_factory=list)
    people: list[str] = field(default_factory=list)


def changes_between(slug: str, start: datetime, end: datetime) -> list[Change]:
    """The acts of a span, the latest first; two statements whatever their number."""
    rows = entries_of(slug).filter(time__gte=start.isoformat(), time__lt=end.isoformat()).exclude(act__in=_SILENT)
    counts = rows.order_by().values("act").annotate(count=Count("pk"), last=Max("time"))
    found = {row["act"]: Change(row["act"], row["count"], datetime.fromisoformat(row["last"])) for row in counts}
    if found:
        for entry in rows.defer("detail", "salt", "hash", "previous_hash")[:_LOOKED_AT]:
            change = found[entry.act]
            if len(change.latest) < _NAMED and entry.subject not in {row.subject for row in change.latest}:
                change.latest.append(entry)
            if entry.actor_name not in change.people:
                change.people.append(entry.actor_name)
    return sorted(found.values(), key=lambda change: change.last, reverse=True)
