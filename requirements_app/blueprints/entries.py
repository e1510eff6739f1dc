"""The shapes of what phase 1 brings to a new programme; records point at one another by key."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemSeed:
    """A system; its maker, version and number of users are the enterprise's own and left open."""

    key: str
    name: str
    department: str
    modules: str
    criticality: str = "high"
    interface_capability: str = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class PainPointSeed:
    """A pain point with estimates that interviews are to correct."""

    key: str
    title: str
    process: str
    department: str
    systems: tuple[str, ...]
    minutes_lost: Decimal
    people_affected: int
    times_per_month: Decimal
    severity: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalSeed:
    """A goal; its baseline must be measured and is left open. ``measured`` is the phase at whose end it is due."""

    key: str
    statement: str
    metric: str
    direction: str
    unit: str
    target_value: Decimal
    department: str
    measured: int = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementSeed:
    """A requirement, as a draft to be agreed."""

    key: str
    title: str
    department: str
    systems: tuple[str, ...]
    pain_points: tuple[str, ...]
    goals: tuple[str, ...]
    description: str
    acceptance: str
    kind: str = "functional"
    priority: str = "high"


@dataclass(frozen=True, slots=True, kw_only=True)
class InteractionSeed:
    """What one system passes to another for a requirement; volumes are left open."""

    source: str
    target: str
    business_object: str
    trigger: str
    requirement: str
    frequency: str
    mode: str = "realtime"
    direction: str = "one_way"
    priority: str = "high"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What one kind of firm or one pack brings; ``systems`` names systems that several may share."""

    systems: tuple[str, ...]
    pain_points: tuple[PainPointSeed, ...]
    goals: tuple[GoalSeed, ...]
    requirements: tuple[RequirementSeed, ...]
    interactions: tuple[InteractionSeed, ...]
