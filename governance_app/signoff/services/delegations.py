"""Delegating one's signature: a window, a role, a scope; revocable, never passed on."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from governance_app.base.clock import this_day, this_moment
from governance_app.base.histories import written_by
from governance_app.errors import Closed, Forbidden, Invalid, Refusal, refuse_invalid
from governance_app.ledger.services import ledger_append
from governance_app.people.models import User
from governance_app.programmes.models import Membership, Programme
from governance_app.programmes.states import Role
from governance_app.signoff.acts import DELEGATION_GIVEN, DELEGATION_REVOKED
from governance_app.signoff.models import Delegation
from governance_app.signoff.signals import delegation_given

#: A delegation may last this many days at most.
LONGEST = 92
#: Roles whose holders can sign; a trainee, a vendor or an auditor can neither give nor take.
_ABLE = frozenset(Role) - {Role.TRAINEE, Role.VENDOR, Role.AUDITOR}


def _refuse(field: str, text: str) -> Refusal:
    return Invalid(text, fields={field: [text]})


@transaction.atomic
def delegation_give(
    *,
    programme: Programme,
    membership: Membership,
    delegate: User,
    starts_on: date,
    ends_on: date,
    scope: Collection[str],
    reason: str,
    actor: Any,
) -> Delegation:
    """Let someone else sign in one's own role for a while.

    Only a role one holds oneself can be delegated: what was delegated to one cannot be passed on. Refuses a
    person outside the programme, a window that has passed, is turned round or too long, and one that overlaps
    another delegation of the same role.
    """
    if membership.user_id != actor.pk or membership.programme_id != programme.pk or membership.role not in _ABLE:
        raise _refuse("membership", _("You can only delegate a role that you hold yourself."))
    if delegate.pk == actor.pk:
        raise _refuse("delegate", _("Choose someone else."))
    User.objects.select_for_update().get(pk=actor.pk)
    roles = Membership.objects.filter(programme=programme, user=delegate, user__is_active=True, role__in=sorted(_ABLE))
    if not roles.exists():
        raise _refuse("delegate", _("%(who)s works on this programme in no role that could sign.") % {"who": delegate})
    if ends_on < starts_on:
        raise _refuse("ends_on", _("The end lies before the start."))
    if ends_on < this_day():
        raise _refuse("ends_on", _("The window has passed already."))
    if (ends_on - starts_on).days >= LONGEST:
        raise _refuse("ends_on", _("A delegation lasts %(days)s days at most.") % {"days": LONGEST})
    if not reason.strip():
        raise _refuse("reason", _("Please give a reason."))
    overlapping = Delegation.objects.filter(
        programme=programme,
        delegator=actor,
        role=membership.role,
        department_id=membership.department_id,
        revoked_at__isnull=True,
        starts_on__lte=ends_on,
        ends_on__gte=starts_on,
    ).first()
    if overlapping is not None:
        text = _("This role is already delegated to %(who)s from %(start)s to %(end)s.") % {
            "who": overlapping.delegate,
            "start": overlapping.starts_on,
            "end": overlapping.ends_on,
        }
        raise _refuse("starts_on", text)
    delegation = Delegation(
        programme=programme,
        delegator=actor,
        delegate=delegate,
        role=membership.role,
        department_id=membership.department_id,
        scope=sorted(scope),
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason.strip(),
    )
    try:
        delegation.full_clean()
    except ValidationError as error:
        raise refuse_invalid(error) from error
    written_by(delegation, actor, reason).save()
    delegation_given.send(sender=Delegation, delegation=delegation)
    ledger_append(
        act=DELEGATION_GIVEN,
        subject=f"delegation:{delegation.pk}",
        subject_label=str(delegation),
        actor=actor,
        programme=programme.slug,
        detail={
            "delegate": delegate.pk,
            "role": membership.role,
            "department": membership.department_id,
            "scope": delegation.scope,
            "from": starts_on.isoformat(),
            "to": ends_on.isoformat(),
        },
    )
    return delegation


@transaction.atomic
def delegation_revoke(*, delegation: Delegation, actor: Any) -> Delegation:
    """End a delegation at once; signatures given under it stay. Only the one who gave it may."""
    current = Delegation.objects.select_for_update(of=("self",)).select_related("programme").get(pk=delegation.pk)
    if current.delegator_id != actor.pk:
        raise Forbidden(_("Only the one who gave it may revoke a delegation."))
    if current.revoked_at is not None:
        raise Closed(_("This delegation has been revoked already."))
    current.revoked_at = this_moment()
    written_by(current, actor).save()
    ledger_append(
        act=DELEGATION_REVOKED,
        subject=f"delegation:{current.pk}",
        subject_label=str(current),
        actor=actor,
        programme=current.programme.slug,
    )
    return current
