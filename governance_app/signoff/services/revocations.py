"""Taking a signature back after its round has closed: a signed event, nothing is erased."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from governance_app.base.clock import this_moment
from governance_app.base.times import text_in
from governance_app.errors import Closed, Conflict, Forbidden, ReasonMissing
from governance_app.ledger.services import ledger_append
from governance_app.signoff.acts import SIGNATURE_REVOKED
from governance_app.signoff.models import Revocation, Round, Signature
from governance_app.signoff.rules import revocation_hash
from governance_app.signoff.states import METHODS, RoundState

NotComplete = Conflict.coded("not-complete")


@transaction.atomic
def signature_revoke(*, signature: Signature, user: Any, reason: str, method: str) -> Revocation:
    """Take back one's own agreement to something that was completed.

    ``method`` is how the signer proved themselves just now. Refuses someone else's signature, a round that is
    not complete, one revoked already, and no reason. What follows of it (a document no longer approved, a gate
    reopened) is done in the same transaction by the caller, who knows what was signed.
    """
    round_ = Round.objects.select_for_update(of=("self",)).select_related("programme").get(pk=signature.round_id)
    current = Signature.objects.select_for_update(of=("self",)).select_related("delegation").get(pk=signature.pk)
    own = current.signer_id == user.pk or (current.delegation and current.delegation.delegator_id == user.pk)
    if not own:
        raise Forbidden(_("Only the signer may revoke a signature."))
    if round_.state != RoundState.COMPLETE:
        raise NotComplete(_("Only a signature on something completed can be revoked."))
    if Revocation.objects.filter(signature=current).exists():
        raise Closed(_("This signature has been revoked already."))
    if not reason.strip():
        text = _("Please give a reason.")
        raise ReasonMissing(text, fields={"reason": [text]})
    if method not in METHODS:
        raise ValueError(f"unknown way of proving oneself: {method}")
    now = this_moment()
    revocation = Revocation(
        signature=current,
        reason=reason.strip(),
        revoked_at=now,
        revoked_at_text=text_in(now, user.time_zone),
        method=method,
    )
    revocation.hash = revocation_hash(revocation)
    revocation.save(force_insert=True)
    ledger_append(
        act=SIGNATURE_REVOKED,
        subject=round_.subject,
        subject_label=round_.title,
        subject_hash=revocation.hash,
        actor=user,
        programme=round_.programme.slug,
        detail={"signature": current.hash, "reason": revocation.reason},
    )
    return revocation
