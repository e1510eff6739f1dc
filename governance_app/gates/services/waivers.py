"""Waivers of criteria that are not met."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from governance_app.base.clock import this_day, this_moment
from governance_app.base.histories import written_by
from governance_app.errors import Closed, Conflict, Invalid, Unknown
from governance_app.gates.acts import WAIVER_GRANTED, WAIVER_REVOKED
from governance_app.gates.models import Waiver
from governance_app.gates.registry import criteria
from governance_app.gates.rules import waiver_expired
from governance_app.gates.selectors import finding_now
from governance_app.gates.services.locks import need_reason, phase_lock
from governance_app.gates.states import (
    FindingState,
)
from governance_app.ledger.services import ledger_append
from governance_app.programmes.models import Programme
from governance_app.programmes.services.codes import code_next

NotUnmet = Conflict.coded("not-unmet")
Waived = Conflict.coded("waived")


@transaction.atomic
def waiver_grant(
    *, programme: Programme, criterion: str, reason: str, expires_on: date, actor: Any, method: str
) -> Waiver:
    """Let a gate be passed although a criterion is not met; ``method`` is how its grantor proved who they are.

    Refuses an unknown criterion, one that is met or inconclusive (no data cannot be waived), one waived
    already, no reason, and an expiry gone by.
    """
    known = criteria.get(criterion)
    if known is None:
        raise Unknown(_("There is no such criterion."))
    phase_lock(programme, known.phase)
    finding = finding_now(programme, known)
    if finding.state != FindingState.UNMET:
        text = (
            _("Without data there is nothing to waive.")
            if finding.state == FindingState.INCONCLUSIVE
            else _("This criterion is met; it needs no waiver.")
        )
        raise NotUnmet(text)
    if expires_on <= this_day():
        text = _("The expiry must lie ahead.")
        raise Invalid(text, fields={"expires_on": [text]})
    for older in Waiver.objects.select_for_update().filter(
        programme=programme, criterion=criterion, revoked_at__isnull=True
    ):
        if not waiver_expired(older, this_day()):
            raise Waived(_("%(code)s waives this criterion already.") % {"code": older.code})
        _revoke(older, actor)
    waiver = Waiver(
        programme=programme,
        code=code_next(programme, "W"),
        criterion=criterion,
        reason=need_reason(reason),
        figure=finding.figure,
        granted_by=actor,
        granted_at=this_moment(),
        expires_on=expires_on,
    )
    written_by(waiver, actor).save()
    ledger_append(
        act=WAIVER_GRANTED,
        subject=f"waiver:{waiver.code}",
        subject_label=str(waiver),
        actor=actor,
        programme=programme.slug,
        detail={"reason": waiver.reason, "figure": waiver.figure, "expires": expires_on.isoformat(), "method": method},
    )
    return waiver


def _revoke(waiver: Waiver, actor: Any) -> None:
    waiver.revoked_by, waiver.revoked_at = actor, this_moment()
    written_by(waiver, actor).save()


@transaction.atomic
def waiver_revoke(*, waiver: Waiver, actor: Any, reason: str) -> Waiver:
    """Take a waiver back; reviews already called keep what was frozen into them."""
    current = Waiver.objects.select_for_update().select_related("programme").get(pk=waiver.pk)
    if current.revoked_at is not None:
        raise Closed(_("This waiver has been revoked already."))
    text = need_reason(reason)
    _revoke(current, actor)
    ledger_append(
        act=WAIVER_REVOKED,
        subject=f"waiver:{current.code}",
        subject_label=str(current),
        actor=actor,
        programme=current.programme.slug,
        detail={"reason": text},
    )
    return current
