"""Policies and what follows from the signatures given: pure calculation."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from governance_app.base.canonical import content_hash
from governance_app.programmes.models import Membership
from governance_app.programmes.states import Role
from governance_app.signoff.models import Delegation, Slot
from governance_app.signoff.states import AGREEING, Meaning, RoundState


@dataclass(frozen=True, slots=True)
class SlotSpec:
    """A signature a policy asks for. With departments named, the signer must hold the role for all of them.

    ``why`` says, where it is not plain, why it is asked for.
    """

    key: str
    title: str
    role: str
    department_ids: tuple[int, ...] = ()
    why: str = ""

    def frozen(self) -> dict[str, Any]:
        """The slot as it is stored and hashed; a policy without reasons reads as it always did."""
        return {name: value for name, value in asdict(self).items() if name != "why" or value}


@dataclass(frozen=True, slots=True)
class CarriedSpec:
    """A signature not asked for anew: for whom, and on which earlier revision it stands, by whom."""

    title: str
    department_ids: tuple[int, ...]
    revision: int
    signer: str
    signed_at: str
    signature: str


@dataclass(frozen=True, slots=True)
class GroupSpec:
    """A group of slots: all must agree, or at least ``need`` of them; with ``veto`` one disapproval ends the round."""

    code: str
    title: str
    slots: tuple[SlotSpec, ...]
    need: int | None = None
    veto: bool = False

    @property
    def needed(self) -> int:
        """How many must agree."""
        return len(self.slots) if self.need is None else self.need


@dataclass(frozen=True, slots=True)
class Policy:
    """Who must sign. It is frozen when a round opens; later changes of roles do not touch it.

    With ``sequence`` the groups sign one after the other, otherwise in any order. ``carried`` names those who are not
    asked because nothing has changed for them since the revision they signed; their signatures stay there.
    """

    groups: tuple[GroupSpec, ...]
    meaning: str = Meaning.APPROVAL
    sequence: bool = False
    carried: tuple[CarriedSpec, ...] = ()

    def __post_init__(self) -> None:
        keys = [slot.key for group in self.groups for slot in group.slots]
        if not keys:
            raise ValueError("a policy asks for at least one signature")
        if len(keys) != len(set(keys)):
            raise ValueError("a slot's key stands once in a policy")
        if any(not 1 <= group.needed <= len(group.slots) for group in self.groups):
            raise ValueError("a group needs between one and all of its slots")

    def frozen(self) -> dict[str, Any]:
        """The policy as it is stored and hashed."""
        return {
            "meaning": str(self.meaning),
            "sequence": self.sequence,
            "groups": [{**asdict(group), "slots": [slot.frozen() for slot in group.slots]} for group in self.groups],
            **({"carried": [asdict(row) for row in self.carried]} if self.carried else {}),
        }

    @property
    def hash(self) -> str:
        """SHA-256 of the frozen policy."""
        return content_hash(self.frozen())


def reasons_of(policy: Mapping[str, Any]) -> dict[str, str]:
    """Why signatures are asked for, by slot key, where a frozen policy says so."""
    return {slot["key"]: slot["why"] for group in policy["groups"] for slot in group["slots"] if slot.get("why")}


def carried_of(policy: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The signatures a frozen policy carries over from earlier revisions."""
    return list(policy.get("carried", []))


def signed_by(role: Role) -> Policy:
    """One signature, of whoever has the role."""
    title = str(role.label)
    return Policy((GroupSpec(str(role), title, (SlotSpec(str(role), title, role),)),))


def round_outcome(policy: Mapping[str, Any], given: Mapping[str, str]) -> RoundState:
    """The state that follows from the meanings given so far, by slot key.

    One request for changes closes the round. A disapproval in a group that needs all, or has a veto, rejects it; in a group
    that needs m of n the round goes on until m can no longer be reached. It is complete when every group has
    its number.
    """
    if Meaning.CHANGES_REQUESTED in given.values():
        return RoundState.CHANGES_REQUESTED
    complete = True
    for group in policy["groups"]:
        keys = [slot["key"] for slot in group["slots"]]
        need = len(keys) if group["need"] is None else group["need"]
        agreed = sum(given.get(key) in AGREEING for key in keys)
        against = sum(given.get(key) == Meaning.DISAPPROVAL for key in keys)
        if against and (group.get("veto") or need == len(keys)):
            return RoundState.REJECTED
        if len(keys) - against < need:
            return RoundState.FAILED
        complete = complete and agreed >= need
    return RoundState.COMPLETE if complete else RoundState.OPEN


def group_open(policy: Mapping[str, Any], given: Mapping[str, str]) -> frozenset[str]:
    """The groups that may sign now: all of them, or in sequence the first one not yet complete."""
    codes = [group["code"] for group in policy["groups"]]
    if not policy.get("sequence"):
        return frozenset(codes)
    for group in policy["groups"]:
        keys = [slot["key"] for slot in group["slots"]]
        need = len(keys) if group["need"] is None else group["need"]
        if sum(given.get(key) in AGREEING for key in keys) < need:
            return frozenset({group["code"]})
    return frozenset()


def slots_fillable(able: Sequence[Collection[int]]) -> list[int | None]:
    """Who could fill each slot when one person fills one slot at most: as many slots as can be, None for the rest.

    ``able`` names slot by slot the people who fit it. A maximum matching of slots to people, grown slot by slot along
    augmenting paths (H. W. Kuhn, "The Hungarian method for the assignment problem", 1955).
    """
    holder: dict[int, int] = {}

    def place(slot: int, tried: set[int]) -> bool:
        for person in able[slot]:
            if person in tried:
                continue
            tried.add(person)
            if person not in holder or place(holder[person], tried):
                holder[person] = slot
                return True
        return False

    for slot in range(len(able)):
        place(slot, set())
    filled = {slot: person for person, slot in holder.items()}
    return [filled.get(slot) for slot in range(len(able))]


def delegation_serves(delegation: Delegation, *, today: date, kind: str) -> bool:
    """Whether a delegation holds on this day for this kind of document."""
    if delegation.revoked_at is not None or not delegation.starts_on <= today <= delegation.ends_on:
        return False
    return not delegation.scope or kind in delegation.scope


def slot_fits(slot: Slot, memberships: Iterable[Membership]) -> bool:
    """Whether the memberships of one person entitle them to sign in this slot."""
    held = {(membership.role, membership.department_id) for membership in memberships}
    if slot.department_ids:
        return all((slot.role, department) in held for department in slot.department_ids)
    return any(role == slot.role for role, _department in held)


def slot_open_to(slots: Iterable[Slot], memberships: Collection[Membership], taken: Collection[int]) -> Slot | None:
    """The first slot not yet taken that the memberships entitle to, or None."""
    for slot in slots:
        if slot.pk not in taken and slot_fits(slot, memberships):
            return slot
    return None


#: What of a signature is hashed.
SIGNED_FIELDS = (
    "signer_id",
    "signer_name",
    "signer_role",
    "meaning",
    "statement",
    "reason",
    "content_hash",
    "policy_hash",
    "signed_at_text",
    "method",
    "on_behalf_of",
)

#: What of a revocation is hashed, beside the signature's own hash.
REVOKED_FIELDS = ("reason", "revoked_at_text", "method")


def revocation_hash(revocation: Any) -> str:
    """SHA-256 over what a revocation declares and the signature it takes back."""
    declared = {name: getattr(revocation, name) for name in REVOKED_FIELDS}
    return content_hash({"signature": revocation.signature.hash, **declared})


def signature_hash(signature: Any) -> str:
    """SHA-256 over what a signature declares."""
    return content_hash({name: getattr(signature, name) for name in SIGNED_FIELDS})
