"""Reading rounds: where one person stands, also for those who delegated to them."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from governance_app.base.clock import this_day
from governance_app.base.counting import Rows, counts
from governance_app.base.reading import once
from governance_app.people.models import User
from governance_app.programmes.models import Membership, Programme
from governance_app.programmes.selectors import people_of
from governance_app.signoff.models import Delegation, Round, Signature, Slot
from governance_app.signoff.rules import SlotSpec, delegation_serves, group_open, slot_open_to
from governance_app.signoff.states import RoundState


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one person stands in a round: the slot open to them, their signature, why they may not sign.

    With ``delegation`` the slot is that of the one who delegated.
    """

    slot: Slot | None
    signature: Signature | None
    exclusion: str = ""
    delegation: Delegation | None = None

    @property
    def may_sign(self) -> bool:
        """Whether a signature by this person would be taken now."""
        return self.slot is not None and self.signature is None and not self.exclusion


def memberships_of(programme_id: int, user: Any) -> list[Membership]:
    """The roles an active person holds in a programme."""
    return list(Membership.objects.filter(programme_id=programme_id, user=user, user__is_active=True))


_DELEGATED = Rows(Delegation, Q(revoked_at=None), "delegate")


def delegations_to(user: Any, programme_ids: list[int]) -> list[Delegation]:
    """The delegations to a person that hold today, whose delegator still holds the role delegated."""
    # To most people nothing is delegated: counting costs a tenth of reading.
    if not counts(user, (_DELEGATED,))[_DELEGATED]:
        return []
    return once(("delegations", user.pk, tuple(programme_ids)), lambda: _delegations_to(user, programme_ids))


def _delegations_to(user: Any, programme_ids: list[int]) -> list[Delegation]:
    today = this_day()
    rows = Delegation.objects.filter(
        delegate=user,
        delegate__is_active=True,
        delegator__is_active=True,
        programme__in=programme_ids,
        revoked_at__isnull=True,
        starts_on__lte=today,
        ends_on__gte=today,
    ).select_related("delegator")
    found = list(rows)
    if not found:
        return []
    held = set(
        Membership.objects.filter(
            programme__in=programme_ids, user__in=[row.delegator_id for row in found]
        ).values_list("programme_id", "user_id", "role", "department_id")
    )
    return [row for row in found if (row.programme_id, row.delegator_id, row.role, row.department_id) in held]


def delegations_of(user: Any, programme_id: int) -> QuerySet[Delegation]:
    """The delegations a person gave or was given in a programme."""
    return (
        Delegation.objects.filter(programme_id=programme_id)
        .filter(Q(delegator=user) | Q(delegate=user))
        .select_related("delegator", "delegate")
    )


def standing(
    round_: Round,
    user: Any,
    memberships: list[Membership] | None = None,
    delegations: list[Delegation] | None = None,
) -> Standing:
    """Where the person stands in the round now: first in their own right, then for those who delegated."""
    signatures = _signatures(round_)
    mine = next((row for row in signatures if row.signer_id == user.pk or _for_other(row) == user.pk), None)
    exclusion = round_.excluded.get(str(user.pk), "")
    if round_.state != RoundState.OPEN:
        return Standing(None, mine, exclusion)
    if memberships is None:
        memberships = memberships_of(round_.programme_id, user)
    taken = {signature.slot_id for signature in signatures}
    given = {signature.slot.key: signature.meaning for signature in signatures}
    groups = group_open(round_.policy, given)
    slots = [slot for slot in round_.slots.all() if slot.group in groups]
    slot = slot_open_to(slots, memberships, taken)
    if slot is not None:
        return Standing(slot, mine, exclusion)
    if delegations is None:
        delegations = delegations_to(user, [round_.programme_id])
    for delegation in delegations:
        found = _delegated_slot(round_, delegation, slots, signatures)
        if found is not None:
            return Standing(found, mine, exclusion, delegation)
    return Standing(None, mine, exclusion)


def _signatures(round_: Round) -> list[Signature]:
    """A round's signatures with their slots, from what has been read already where that is so."""
    if "signatures" in getattr(round_, "_prefetched_objects_cache", {}):
        return list(round_.signatures.all())
    # Read by everyone who signs while all others wait for the round: no more of each than is looked at.
    shown = ("round", "signer", "meaning", "signed_at", "hash", "slot__key", "delegation__delegator")
    return list(round_.signatures.select_related("slot", "delegation").only(*shown))


def _for_other(signature: Signature) -> int | None:
    """Whom a signature was given for under a delegation: they have signed, too."""
    return signature.delegation.delegator_id if signature.delegation_id and signature.delegation else None


def _delegated_slot(
    round_: Round, delegation: Delegation, slots: list[Slot], signatures: list[Signature]
) -> Slot | None:
    """The slot a delegation opens: none when the delegator has signed, or was excluded as author or editor."""
    if delegation.programme_id != round_.programme_id or str(delegation.delegator_id) in round_.excluded:
        return None
    if any(delegation.delegator_id in (row.signer_id, _for_other(row)) for row in signatures):
        return None
    if not delegation_serves(delegation, today=this_day(), kind=round_.kind):
        return None
    lent = [Membership(role=delegation.role, department_id=delegation.department_id)]
    return slot_open_to(slots, lent, {signature.slot_id for signature in signatures})


def able_to_sign(
    programme_id: int,
    asked: Iterable[Slot | SlotSpec],
    excluded: Container[int | None] = (),
    members: Iterable[Membership] | None = None,
) -> list[list[User]]:
    """Slot by slot the active people whose roles fit it, those excluded left out; one statement, none with members."""
    holders: dict[tuple[str, int | None], set[int]] = {}
    people: dict[int, User] = {}
    if members is None:
        rows = Membership.objects.filter(programme_id=programme_id, user__is_active=True).select_related("user")
        members = rows.order_by("pk")
    for row in members:
        holders.setdefault((row.role, row.department_id), set()).add(row.user_id)
        people.setdefault(row.user_id, row.user)
    order = {user: place for place, user in enumerate(people)}
    found = []
    for slot in asked:
        wanted = [(slot.role, department) for department in slot.department_ids] or [(slot.role, None)]
        fits = set.intersection(*(holders.get(want, set()) for want in wanted))
        found.append([people[user] for user in sorted(fits, key=order.__getitem__) if user not in excluded])
    return found


def rounds_waiting_on(user: Any, memberships: list[Membership]) -> list[tuple[Round, Slot]]:
    """Open rounds in which this person's signature is awaited, with the slot, oldest first."""
    by_programme: dict[int, list[Membership]] = {}
    for membership in memberships:
        by_programme.setdefault(membership.programme_id, []).append(membership)
    lent: dict[int, list[Delegation]] = {}
    for delegation in delegations_to(user, list(by_programme)):
        lent.setdefault(delegation.programme_id, []).append(delegation)
    # Most people have nothing to sign, and every page asks: one statement tells them apart.
    roles = {membership.role for membership in memberships}
    roles |= {delegation.role for rows in lent.values() for delegation in rows}
    asking = Slot.objects.filter(role__in=roles, signatures=None).order_by().values("round_id")
    rounds: QuerySet[Round] = (
        Round.objects.filter(state=RoundState.OPEN, programme_id__in=by_programme, pk__in=asking)
        .select_related("programme")
        .prefetch_related(
            "slots", Prefetch("signatures", queryset=Signature.objects.select_related("slot", "delegation"))
        )
        .order_by("opened_at")
    )
    found = []
    for round_ in rounds:
        place = standing(round_, user, by_programme[round_.programme_id], lent.get(round_.programme_id, []))
        if place.may_sign and place.slot:
            found.append((round_, place.slot))
    return found


@dataclass(frozen=True, slots=True)
class Awaited:
    """An open round with its slots not signed yet, and for each that may be signed now the people who can."""

    round: Round
    unsigned: list[Slot]
    people: dict[int, list[User]]


def awaited_of(programme: Programme) -> list[Awaited]:
    """What the open rounds of a programme wait for, oldest first; two statements, and the people."""
    return once(("awaited", programme.pk), lambda: _awaited(programme))


def _awaited(programme: Programme) -> list[Awaited]:
    slots: dict[int, list[Slot]] = {}
    rows = Slot.objects.filter(round__programme=programme, round__state=RoundState.OPEN).select_related("round")
    for slot in sorted(rows.order_by(), key=lambda slot: (slot.round.opened_at, slot.round_id, slot.position)):
        slots.setdefault(slot.round_id, []).append(slot)
    given: dict[int, list[Signature]] = {}
    if slots:
        signatures = Signature.objects.filter(round__in=slots).select_related("delegation").order_by()
        for signature in sorted(signatures, key=lambda row: (row.signed_at, row.pk)):
            given.setdefault(signature.round_id, []).append(signature)
    return [_awaited_in(programme, asked, given.get(round_id, [])) for round_id, asked in slots.items()]


def _awaited_in(programme: Programme, asked: list[Slot], given: list[Signature]) -> Awaited:
    round_, keys = asked[0].round, {slot.pk: slot.key for slot in asked}
    taken = {row.slot_id for row in given}
    groups = group_open(round_.policy, {keys[row.slot_id]: row.meaning for row in given})
    done = {row.signer_id for row in given} | {_for_other(row) for row in given} | {int(pk) for pk in round_.excluded}
    unsigned = [slot for slot in asked if slot.pk not in taken]
    now = [slot for slot in unsigned if slot.group in groups]
    able = able_to_sign(round_.programme_id, now, done, people_of(programme))
    return Awaited(round_, unsigned, {slot.pk: people for slot, people in zip(now, able, strict=True)})


def outstanding_at(programme: Programme, moments: Sequence[datetime]) -> list[int]:
    """How many signatures rounds then open still waited for, at each moment; two statements."""
    rounds = list(
        Round.objects.filter(programme=programme)
        .annotate(asked=Count("slots"))
        .values_list("opened_at", "closed_at", "pk", "asked")
    )
    given: dict[int, list[datetime]] = {}
    for round_id, when in Signature.objects.filter(round__programme=programme).values_list("round_id", "signed_at"):
        given.setdefault(round_id, []).append(when)
    return [
        sum(
            asked - sum(when <= moment for when in given.get(pk, ()))
            for opened, closed, pk, asked in rounds
            if opened <= moment and (closed is None or closed > moment)
        )
        for moment in moments
    ]


def signers_awaited(round_: Round) -> list[User]:
    """The active people whose signature an open round awaits in their own right."""
    taken = set(round_.signatures.values_list("slot_id", flat=True))
    given = dict(round_.signatures.values_list("slot__key", "meaning"))
    groups = group_open(round_.policy, given)
    slots = [slot for slot in round_.slots.all() if slot.pk not in taken and slot.group in groups]
    by_user: dict[int, list[Membership]] = {}
    people: dict[int, User] = {}
    for row in Membership.objects.filter(programme_id=round_.programme_id, user__is_active=True).select_related("user"):
        by_user.setdefault(row.user_id, []).append(row)
        people[row.user_id] = row.user
    signed = set(round_.signatures.values_list("signer_id", flat=True))
    signed |= set(round_.signatures.exclude(delegation=None).values_list("delegation__delegator_id", flat=True))
    return [
        people[user]
        for user, held in by_user.items()
        if user not in signed and str(user) not in round_.excluded and slot_open_to(slots, held, set()) is not None
    ]
