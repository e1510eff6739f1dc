"""What blocks a gate and who can clear it: values, and the order in which they are told."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime

from governance_app.people.models import User


@dataclass(frozen=True, slots=True)
class Clearer:
    """Those who can clear a blocker in one capacity; ``vacant`` when nobody holds the role."""

    role: str
    people: tuple[User, ...]
    note: str = ""
    vacant: bool = False


@dataclass(frozen=True, slots=True)
class Blocker:
    """One thing in the way of a gate; ``blocks`` parts what bars it from what may come to bar it.

    ``key`` names it as long as it stands. ``act_url`` is where those who can clear it do so.
    """

    key: str
    phase: int
    blocks: bool
    nature: str
    icon: str
    title: str
    url: str
    sub: str = ""
    since: datetime | None = None
    overdue: bool = False
    clearers: tuple[Clearer, ...] = ()
    act_label: str = ""
    act_url: str = ""
    #: People who may act for one of the clearers.
    deputies: frozenset[int] = frozenset()

    @property
    def people(self) -> list[User]:
        """Everyone who can clear it, each once."""
        found = {person.pk: person for clearer in self.clearers for person in clearer.people}
        return list(found.values())

    def waits_on(self, user_id: int) -> bool:
        """Whether this person can clear it."""
        return user_id in self.deputies or any(person.pk == user_id for person in self.people)

    def to_remind(self, actor_id: int, reminded: Container[int]) -> list[User]:
        """Whom ``actor_id`` can remind of it: nobody of oneself, nobody twice a day."""
        return [person for person in self.people if person.pk != actor_id and person.pk not in reminded]


def in_order(blockers: Iterable[Blocker], user_id: int) -> list[Blocker]:
    """What bars before what may, one's own before the others', the longest waiting first."""

    def place(row: Blocker) -> tuple[bool, bool, bool, float]:
        waits = row.since.timestamp() if row.since else float("inf")
        return not row.blocks, not row.waits_on(user_id), not row.overdue, waits

    return sorted(blockers, key=place)
