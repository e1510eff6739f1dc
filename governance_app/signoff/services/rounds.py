"""Opening rounds, signing, withdrawing: one transaction each, under the round's lock."""

import uuid
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from governance_app.base.clock import this_moment
from governance_app.base.times import text_in
from governance_app.errors import Conflict, Excluded, ReasonMissing, Stale
from governance_app.ledger.services import ledger_append
from governance_app.programmes.models import Programme
from governance_app.signoff.acts import ROUND_ENDED, SIGNATURE_GIVEN
from governance_app.signoff.models import Challenge, Round, Signature, Slot
from governance_app.signoff.rules import Policy, round_outcome, signature_hash
from governance_app.signoff.selectors import Standing, standing
from governance_app.signoff.states import AGREEING, METHODS, Meaning, RoundState

RoundClosed = Conflict.coded("round-closed")
SignedAlready = Conflict.coded("signed-already")
NotAsked = Excluded.coded("not-asked")
ChallengeExpired = Conflict.coded("challenge-expired")
ChallengeUsed = Conflict.coded("challenge-used")

_SALT = "sevengate.signoff"


def exclusion_text(code: str) -> str:
    """Why someone may not sign, as a sentence."""
    return {
        "author": _("You submitted this document; someone else must sign it."),
        "editor": _("You were the last to edit its content; someone else must sign it."),
    }.get(code, "")


def round_open(
    *,
    programme: Programme,
    subject: str,
    title: str,
    content_hash: str,
    policy: Policy,
    excluded: Mapping[int, str],
    actor: Any,
    due_on: date | None = None,
    kind: str = "",
) -> Round:
    """Open a round on something frozen. Must run in the transaction that freezes it."""
    round_ = Round(
        programme=programme,
        subject=subject,
        kind=kind,
        title=title,
        content_hash=content_hash,
        policy=policy.frozen(),
        policy_hash=policy.hash,
        excluded={str(user): why for user, why in excluded.items()},
        opened_by=actor,
        opened_at=this_moment(),
        due_on=due_on,
    )
    round_.full_clean(validate_constraints=False)
    round_.save()
    slots = [
        Slot(
            round=round_,
            position=position,
            group=group.code,
            key=spec.key,
            title=spec.title,
            role=spec.role,
            department_ids=list(spec.department_ids),
        )
        for position, (group, spec) in enumerate((group, spec) for group in policy.groups for spec in group.slots)
    ]
    Slot.objects.bulk_create(slots)
    return round_


def challenge_issue(*, round_: Round, user: Any) -> dict[str, str]:
    """A single-use challenge for this person on this content: one token for each meaning offered."""
    challenge = Challenge.objects.create(round=round_, user=user, content_hash=round_.content_hash)
    meanings = [round_.policy["meaning"], Meaning.CHANGES_REQUESTED, Meaning.DISAPPROVAL]
    return {
        str(meaning): signing.dumps(
            {"n": challenge.pk.hex, "u": user.pk, "h": round_.content_hash, "m": str(meaning)}, salt=_SALT
        )
        for meaning in meanings
    }


def _challenge_take(*, token: str, round_: Round, user: Any) -> tuple[Challenge, Meaning]:
    """Use up the challenge behind a token; refuses a foreign, used, stale or expired one."""
    expired = ChallengeExpired(_("This page has expired. Please open it again and sign there."))
    try:
        parts = signing.loads(token, salt=_SALT, max_age=settings.SIGNING_CHALLENGE_LIFE)
        number, meaning = uuid.UUID(parts["n"]), Meaning(parts["m"])
    except (signing.BadSignature, ValueError, KeyError) as fault:
        raise expired from fault
    challenge = Challenge.objects.select_for_update().filter(pk=number, round=round_, user=user).first()
    if challenge is None or parts["u"] != user.pk or parts["h"] != round_.content_hash:
        raise expired
    if challenge.used_at is not None:
        raise ChallengeUsed(_("This page has already been used. Please open it again."))
    challenge.used_at = this_moment()
    challenge.save(update_fields=["used_at"])
    return challenge, meaning


@transaction.atomic
def round_sign(
    *,
    round_id: int,
    user: Any,
    token: str,
    content_hash: str,
    reason: str,
    method: str,
    statement: Callable[[Meaning, str], str],
) -> Signature:
    """Take one signature; closes its ``round`` when it is the last one needed, or when it is against.

    ``content_hash`` is the hash the signer's page showed, ``method`` how they proved themselves just now,
    ``statement(meaning, slot)`` the sentence they declare by a meaning in the slot of that title.
    Refuses when the round is closed, the page showed other content, the person is not asked, is the author or
    last editor, has signed already, the challenge does not serve, or a reason is missing.
    """
    round_ = Round.objects.select_for_update(of=("self",)).select_related("programme").get(pk=round_id)
    if content_hash != round_.content_hash:
        raise Stale(_("The content has changed since this page was opened."))
    if round_.state != RoundState.OPEN:
        text = _("This round is closed: %(state)s.") % {"state": round_.get_state_display()}
        raise RoundClosed(text)
    place = standing(round_, user)
    if place.signature is not None:
        raise SignedAlready(_("You have signed already."))
    if place.exclusion:
        raise Excluded(exclusion_text(place.exclusion))
    if place.slot is None:
        raise NotAsked(_("Your signature is not asked for in this round."))
    challenge, meaning = _challenge_take(token=token, round_=round_, user=user)
    if meaning not in AGREEING and not reason.strip():
        text = _("Please give a reason.")
        raise ReasonMissing(text, fields={"reason": [text]})
    signature = _signature(round_, place, user, challenge, meaning=meaning, reason=reason.strip(), method=method)
    signature.statement = statement(meaning, place.slot.title)
    signature.hash = signature_hash(signature)
    signature.save(force_insert=True)
    given = dict(round_.signatures.values_list("slot__key", "meaning"))
    outcome = round_outcome(round_.policy, given)
    if outcome != RoundState.OPEN:
        _close(round_, outcome, reason.strip())
    ledger_append(
        act=SIGNATURE_GIVEN,
        subject=round_.subject,
        subject_label=f"{round_.title} {signature.get_meaning_display()}",
        subject_hash=signature.hash,
        actor=user,
        programme=round_.programme.slug,
        detail={
            "slot": place.slot.key,
            "meaning": str(meaning),
            "content": round_.content_hash,
            "policy": round_.policy_hash,
            "round": outcome,
        },
    )
    return signature


def _signature(
    round_: Round, place: Standing, user: Any, challenge: Challenge, *, meaning: Meaning, reason: str, method: str
) -> Signature:
    now, slot, delegation = this_moment(), place.slot, place.delegation
    if slot is None:
        raise ValueError("a signature needs a slot")
    if method not in METHODS:
        raise ValueError(f"unknown way of proving oneself: {method}")
    return Signature(
        round=round_,
        slot=slot,
        signer=user,
        challenge=challenge,
        signer_name=str(user),
        signer_role=slot.title,
        meaning=meaning,
        reason=reason,
        content_hash=round_.content_hash,
        policy_hash=round_.policy_hash,
        signed_at=now,
        signed_at_text=text_in(now, user.time_zone),
        method=method,
        delegation=delegation,
        on_behalf_of=str(delegation.delegator) if delegation else "",
    )


def _close(round_: Round, state: RoundState, reason: str) -> None:
    round_.state, round_.closed_at, round_.closing_reason = state, this_moment(), reason
    round_.save(update_fields=["state", "closed_at", "closing_reason"])


@transaction.atomic
def round_end(*, round_id: int, state: RoundState, reason: str, actor: Any) -> Round:
    """Close an open round without a decision: withdrawn by its requester, or superseded by a newer revision.

    The signatures given stay where they are. Refuses a closed round, and a withdrawal without a reason.
    """
    round_ = Round.objects.select_for_update(of=("self",)).select_related("programme").get(pk=round_id)
    if round_.state != RoundState.OPEN:
        text = _("This round is closed: %(state)s.") % {"state": round_.get_state_display()}
        raise RoundClosed(text)
    if state == RoundState.WITHDRAWN and not reason.strip():
        text = _("Please give a reason.")
        raise ReasonMissing(text, fields={"reason": [text]})
    _close(round_, state, reason.strip())
    ledger_append(
        act=ROUND_ENDED[state],
        subject=round_.subject,
        subject_label=round_.title,
        subject_hash=round_.content_hash,
        actor=actor,
        programme=round_.programme.slug,
        detail={"reason": reason.strip(), "signatures": round_.signatures.count()},
    )
    return round_
