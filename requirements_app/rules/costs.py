"""What pain points cost, and how much of it falls to whom."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

MINUTES_AN_HOUR = 60


def hours_of(minutes: Decimal) -> Decimal:
    """Minutes as hours; divided once, after everything has been added up."""
    return minutes / MINUTES_AN_HOUR


@dataclass(frozen=True, slots=True)
class Cost:
    """What the pain points of one group lose a month."""

    key: Any
    count: int
    minutes: Decimal

    @property
    def hours(self) -> Decimal:
        """The same in hours."""
        return hours_of(self.minutes)


def costs(points: Iterable[Any], key: Callable[[Any], Any]) -> list[Cost]:
    """Pain points grouped by ``key`` with their minutes added up, the dearest group first; nothing is rounded."""
    groups: dict[Any, tuple[int, Decimal]] = {}
    for point in points:
        count, minutes = groups.get(key(point), (0, Decimal(0)))
        groups[key(point)] = count + 1, minutes + point.minutes_per_month
    found = [Cost(name, count, minutes) for name, (count, minutes) in groups.items()]
    return sorted(found, key=lambda cost: (-cost.minutes, str(cost.key)))
