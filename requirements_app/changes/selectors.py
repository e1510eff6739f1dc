"""Reading change requests and the baseline."""

from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from governance_app.documents.models import Document, Revision
from governance_app.documents.states import RevisionState
from governance_app.programmes.models import Programme
from requirements_app.changes.models import ChangeApplication, ChangeRequest
from requirements_app.changes.states import IN_FORCE, ChangeState
from requirements_app.needs.models import PainPoint

#: The document whose approved revision is the baseline.
DOCUMENT = "requirements-specification"


def baseline(programme: Programme) -> Revision | None:
    """The approved revision of the specification, without its content; None before there is one."""
    rows = Revision.objects.filter(document__programme=programme, document__kind=DOCUMENT, state=RevisionState.APPROVED)
    return rows.defer("body", "cover").first()


def document_lock(programme: Programme) -> bool:
    """Wait for whoever signs or submits the specification: until then it is not settled whether it is the baseline.

    False where there is no specification yet.
    """
    return bool(Document.objects.select_for_update().filter(programme=programme, kind=DOCUMENT).values_list("pk"))


def changes_of(programme: Programme) -> QuerySet[ChangeRequest]:
    """All change requests of a programme."""
    return ChangeRequest.objects.filter(programme=programme)


def accepted(programme: Programme) -> QuerySet[ChangeRequest]:
    """Those under which may be written."""
    return changes_of(programme).filter(state=ChangeState.ACCEPTED).order_by("code")


def made_under(changes: Iterable[ChangeRequest]) -> dict[int, set[str]]:
    """The records created under each change request."""
    found: dict[int, set[str]] = {}
    rows = ChangeApplication.objects.filter(change__in=[change.pk for change in changes], act="created")
    for change, kind, code in rows.values_list("change_id", "kind", "code"):
        found.setdefault(change, set()).add(f"{kind}:{code}")
    return found


def carried(programme: Programme) -> list[ChangeRequest]:
    """The change requests the specification carries: those in force under which something has been written."""
    rows = changes_of(programme).filter(state__in=sorted(IN_FORCE), applications__isnull=False).distinct()
    return list(rows.select_related("decided_by", "department").order_by("code"))


def waiting_for_decision(programmes: Iterable[Any], user: Any) -> QuerySet[ChangeRequest]:
    """Submitted change requests this person did not ask for."""
    rows = ChangeRequest.objects.filter(programme__in=programmes, state=ChangeState.SUBMITTED)
    return rows.exclude(Q(created_by=user) | Q(submitted_by=user)).order_by("updated_at")


def to_carry_out(programmes: Iterable[Any]) -> QuerySet[ChangeRequest]:
    """Accepted change requests not yet marked as implemented."""
    rows = ChangeRequest.objects.filter(programme__in=programmes, state=ChangeState.ACCEPTED)
    return rows.select_related("decided_by").order_by("decided_at")


def hours_of(programme: Programme, codes: Collection[str]) -> Decimal:
    """The hours a month these pain points cost together."""
    rows = PainPoint.objects.filter(programme=programme, code__in=codes)
    return sum((row.hours_per_month for row in rows), Decimal(0))
