"""What phase 1 puts into My work: change requests to decide on, and accepted ones to carry out."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance_app.inbox.registry import WorkItem, WorkSource, work_source
from governance_app.phases import Phase
from governance_app.programmes.rules import Access
from governance_app.programmes.states import Role
from requirements_app.kinds.changes import CHANGES, DECIDE
from requirements_app.selectors.changes import to_carry_out, waiting_for_decision


def change_requests(user: Any, accesses: list[Access]) -> Iterable[WorkItem]:
    """Submitted change requests this person may decide on, and accepted ones they see to as programme manager."""
    deciding = {access.programme.pk: access.programme for access in accesses if access.may(DECIDE)}
    managing = {access.programme.pk: access.programme for access in accesses if Role.PMO in access.roles}
    for row in waiting_for_decision(deciding, user) if deciding else ():
        programme = deciding[row.programme_id]
        yield WorkItem(
            title=str(row),
            url=CHANGES.url(programme.slug, row.code),
            programme=programme,
            since=row.updated_at,
            act=gettext("Decide"),
            sub=gettext("requested by %(who)s") % {"who": row.requested_by},
            phase=Phase.REQUIREMENTS,
        )
    for row in to_carry_out(managing) if managing else ():
        programme = managing[row.programme_id]
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
    )
)
