"""Reading links."""

from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from governance_app.base.reading import once
from governance_app.base.statements import Kept
from governance_app.programmes.models import Programme
from governance_app.trace.models import TraceLink


def links_of(programme: Programme) -> QuerySet[TraceLink]:
    """All links of a programme."""
    return TraceLink.objects.filter(programme=programme).select_related("cleared_by")


def suspects_of(programme: Programme) -> QuerySet[TraceLink]:
    """The suspect links of a programme, longest first."""
    return links_of(programme).filter(suspect=True).order_by("suspect_since", "pk")


_SUSPECT = Q(suspect=True)
_TALLY: Kept[Any] = Kept(
    lambda programme: (
        TraceLink.objects.filter(programme=programme)
        .order_by()
        .values("programme")
        .annotate(total=Count("pk"), suspects=Count("pk", filter=_SUSPECT), since=Min("suspect_since", filter=_SUSPECT))
        .values("total", "suspects", "since")
    )
)


def suspect_tally(programme: Programme) -> dict[str, Any]:
    """How many links there are, how many are suspect, and since when the longest has been: one statement."""
    nothing = {"total": 0, "suspects": 0, "since": None}
    return once(("suspects", programme.pk), lambda: next(iter(_TALLY.of(programme.pk)), nothing))


def links_at(programme: Programme, reference: str) -> QuerySet[TraceLink]:
    """The links a record takes part in, on either side."""
    return links_of(programme).filter(Q(source=reference) | Q(target=reference))
