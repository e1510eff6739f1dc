"""Links several kinds of phase 1 share."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance_app.records.registry import Link
from requirements_app.models import ChangeRequest
from requirements_app.states.changes import ChangeState


def undecided(field: str) -> Link:
    """The change requests that list a record and wait for their decision: until then it is not removed."""
    open_ = Q(state__in=[ChangeState.DRAFT, ChangeState.SUBMITTED])
    return Link(
        "change-requests",
        _("Change requests"),
        lambda record: ChangeRequest.objects.filter(open_, **{field: record}).order_by("code"),
    )
