"""Reading rounds."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from governance_app.people.models import User
from governance_app.programmes.models import Membership
from governance_app.signoff.models import Round, Signature, Slot
from governance_app.signoff.rules import SlotSpec, slot_open_to
from governance_app.signoff.states import RoundState


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one person stands in a round: the slot open to them, their signature, why they may not sign."""

    slot: Slot | None
    signature: Signature | None
    exclusion: str = ""

    @property
    def may_sign(self) -> bool:
        """Whether a signature by this person would be taken now."""
        return self.slot is not None and self.signature is None and not self.exclusion


def memberships_of(programme_id: int, user: Any) -> list[Membership]:
    """The roles an active person holds in a programme."""
    return list(Membership.objects.filter(programme_id=programme_id, user=user, user__is_active=True))


def standing(round_: Round, user: Any, memberships: list[Membership] | None = None) -> Standing:
    """Where the person stands in the round now."""
    signatures = list(round_.signatures.all())
    mine = next((signature for signature in signatures if signature.signer_id == user.pk), None)
    if memberships is None:
        memberships = memberships_of(round_.programme_id, user)
    taken = {signature.slot_id for signature in signatures}
    slot = slot_open_to(round_.slots.all(), memberships, taken) if round_.state == RoundState.OPEN else None
    return Standing(slot, mine, round_.excluded.get(str(user.pk), ""))


def able_to_sign(
    programme_id: int, asked: Iterable[Slot | SlotSpec], excluded: Container[int] = ()
) -> list[list[User]]:
    """Slot by slot the active people whose roles fit it, those excluded left out; one statement for all."""
    held: dict[int, set[tuple[str, int | None]]] = {}
    people: dict[int, User] = {}
    rows = Membership.objects.filter(programme_id=programme_id, user__is_active=True).select_related("user")
    for row in rows.order_by("pk"):
        held.setdefault(row.user_id, set()).add((row.role, row.department_id))
        people[row.user_id] = row.user
    found = []
    for slot in asked:
        wanted = [(slot.role, department) for department in slot.department_ids] or [(slot.role, None)]
        fits = [user for user, roles in held.items() if all(want in roles for want in wanted) and user not in excluded]
        found.append([people[user] for user in fits])
    return found


def rounds_waiting_on(user: Any, memberships: list[Membership]) -> list[tuple[Round, Slot]]:
    """Open rounds in which this person's signature is awaited, with the slot, oldest first."""
    by_programme: dict[int, list[Membership]] = {}
    for membership in memberships:
        by_programme.setdefault(membership.programme_id, []).append(membership)
    # Most people have nothing to sign, and every page asks: one statement tells, before whole rounds are read.
    roles = {membership.role for membership in memberships}
    asking = set(
        Slot.objects.filter(
            round__state=RoundState.OPEN, round__programme_id__in=by_programme, role__in=roles, signatures=None
        )
        .order_by()
        .values_list("round_id", flat=True)
    )
    rounds: QuerySet[Round] = (
        Round.objects.filter(pk__in=asking, state=RoundState.OPEN)
        .select_related("programme")
        .prefetch_related("slots", "signatures")
        .order_by("opened_at")
    )
    found = []
    for round_ in rounds:
        place = standing(round_, user, by_programme[round_.programme_id])
        if place.may_sign and place.slot:
            found.append((round_, place.slot))
    return found
