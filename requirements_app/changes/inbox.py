"""What phase 1 puts into My work: change requests to decide on, and accepted ones to carry out."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance_app.inbox.registry import WorkItem, WorkSource, work_source
from governance_app.phases import Phase
from governance_app.programmes.rules import Access
from governance_app.programmes.states import Role
from requirements_app.changes.kinds import CHANGES
from requirements_app.changes.selectors import to_carry_out, waiting_for_decision
from requirements_app.permissions import DECIDE


def _waiting(user: Any, accesses: list[Access]) -> tuple[QuerySet[Any] | None, QuerySet[Any] | None]:
    """What waits for this person's decision, and what they see to as programme manager."""
    deciding = [access.programme for access in accesses if access.may(DECIDE)]
    managing = [access.programme for access in accesses if Role.PMO in access.roles]
    return (
        waiting_for_decision(deciding, user) if deciding else None,
        to_carry_out(managing) if managing else None,
    )


def _rows(user: Any, accesses: list[Access]) -> list[QuerySet[Any]]:
    return [rows for rows in _waiting(user, accesses) if rows is not None]


def change_requests(user: Any, accesses: list[Access]) -> Iterable[WorkItem]:
    """Submitted change requests this person may decide on, and accepted ones they see to as programme manager."""
    programmes = {access.programme.pk: access.programme for access in accesses}
    to_decide, accepted = _waiting(user, accesses)
    for row in () if to_decide is None else to_decide:
        programme = programmes[row.programme_id]
        yield WorkItem(
            title=str(row),
            url=CHANGES.url(programme.slug, row.code),
            programme=programme,
            since=row.updated_at,
            act=gettext("Decide"),
            sub=gettext("requested by %(who)s") % {"who": row.requested_by},
            phase=Phase.REQUIREMENTS,
        )
    for row in () if accepted is None else accepted:
        programme = programmes[row.programme_id]
        yield WorkItem(
            title=str(row),
            url=CHANGES.url(programme.slug, row.code),
            programme=programme,
            since=row.decided_at or row.updated_at,
            act=gettext("Carry out"),
            sub=gettext("accepted by %(who)s") % {"who": row.decided_by},
            phase=Phase.REQUIREMENTS,
        )


work_source(
    WorkSource(
        "change-requests",
        _("Change requests"),
        "transform",
        _("Change requests to decide on or to carry out"),
        change_requests,
        rows=_rows,
    )
)
