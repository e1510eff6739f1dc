"""Every overlap of duties in a programme, found by the pairs the apps declare."""

from dataclasses import dataclass

from governance_app.programmes.models import Programme
from governance_app.programmes.registry import DutyPair, Overlap, duty_pairs
from governance_app.programmes.states import DutyState


@dataclass(frozen=True, slots=True)
class Found:
    """An overlap with the pair it belongs to."""

    pair: DutyPair
    overlap: Overlap


def overlaps_of(programme: Programme) -> list[Found]:
    """All overlaps, computed now: breaches first, then pair by pair."""
    found = [Found(pair, overlap) for pair in duty_pairs for overlap in pair.find(programme)]
    return sorted(found, key=lambda row: row.overlap.state != DutyState.BREACH)
