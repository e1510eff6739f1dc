"""Roles that one person should not hold together."""

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance_app.programmes.models import Membership, Programme
from governance_app.programmes.registry import Overlap, duty_pair
from governance_app.programmes.states import DutyState, Role

#: Each pair with the state it amounts to: an auditor who also works audits themselves, which is no mere possibility.
PAIRS = (
    (Role.PMO, Role.CHAIR, DutyState.POSSIBLE),
    (Role.PMO, Role.COMMITTEE, DutyState.POSSIBLE),
    (Role.DEVELOPER, Role.QA_LEAD, DutyState.POSSIBLE),
    (Role.DEVELOPER, Role.QA, DutyState.POSSIBLE),
    (Role.EVALUATOR, Role.VENDOR, DutyState.BREACH),
    (Role.TECH_COMMITTEE, Role.VENDOR, DutyState.BREACH),
    *((Role.AUDITOR, role, DutyState.BREACH) for role in Role if role not in {Role.AUDITOR, Role.TRAINEE}),
)


@duty_pair(
    "roles",
    _("Holds two roles that check each other"),
    _("Who calls a review and votes in it, builds and tests, scores and supplies, or audits and works."),
)
def roles_held_together(programme: Programme) -> list[Overlap]:
    """Everyone with both roles of a pair."""
    held: dict[int, set[str]] = {}
    people = {}
    for row in Membership.objects.filter(programme=programme).select_related("user").order_by("user__username"):
        held.setdefault(row.user_id, set()).add(row.role)
        people[row.user_id] = row.user
    link = (gettext("Task force"), reverse("overview:members", args=[programme.slug]))
    return [
        Overlap(
            person=str(people[user]),
            username=people[user].username,
            state=state,
            first=str(first.label),
            second=str(second.label),
            links=(link,),
        )
        for user, roles in held.items()
        for first, second, state in PAIRS
        if first in roles and second in roles
    ]
