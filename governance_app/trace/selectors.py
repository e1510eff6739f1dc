"""Reading links."""

from datetime import datetime

from django.db.models import Min, Q, QuerySet

from governance_app.base.counting import Rows, counts
from governance_app.programmes.models import Programme
from governance_app.trace.models import TraceLink


def links_of(programme: Programme) -> QuerySet[TraceLink]:
    """All links of a programme."""
    return TraceLink.objects.filter(programme=programme).select_related("cleared_by")


def suspects_of(programme: Programme) -> QuerySet[TraceLink]:
    """The suspect links of a programme, longest first."""
    return links_of(programme).filter(suspect=True).order_by("suspect_since", "pk")


#: All links of a programme.
LINKS = Rows(TraceLink)
#: The links of a programme whose source says otherwise than when someone last looked.
SUSPECT = Rows(TraceLink, Q(suspect=True))


def suspect_count(programme: Programme) -> int:
    """How many links are suspect."""
    return counts(programme, (SUSPECT,))[SUSPECT]


def suspect_since(programme: Programme) -> datetime | None:
    """Since when the link has been suspect that has been so longest, or None."""
    found: datetime | None = SUSPECT.of(programme).aggregate(since=Min("suspect_since"))["since"]
    return found


def links_at(programme: Programme, reference: str) -> QuerySet[TraceLink]:
    """The links a record takes part in, on either side."""
    return links_of(programme).filter(Q(source=reference) | Q(target=reference))
