"""The shapes of the demonstration's content of phase 1.

Plain values only. Field names are those of the models in ``requirements_app.models``; a reference is the code of the
record or department it points at. ``*_day`` counts calendar days from the programme's start, ``workdays_ago`` counts
working days back from today; ``governance_app.programmes.demo_content`` turns both into dates. The tuples hold the
records as first written; ``history`` holds the later edits, oldest first, and with them the records as they stand.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Level = Literal["high", "medium", "low"]
Hosting = Literal["on_premise", "private_cloud", "public_cloud", "saas"]
Capability = Literal["none", "file", "database", "soap", "rest", "message"]
LifeCycle = Literal["keep", "replace", "retire"]
Trend = Literal["increase", "decrease"]
Kind = Literal["functional", "performance", "security", "data", "operability"]
State = Literal["draft", "agreed", "withdrawn"]
Flow = Literal["one_way", "two_way"]
Mode = Literal["realtime", "batch"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemEntry:
    """One system of the inventory; ``modules`` holds one module a line."""

    code: str
    name: str
    version_label: str
    maker: str
    owner_department: str
    modules: str
    data_formats: str
    user_count: int
    hosting: Hosting
    interface_capability: Capability
    criticality: Level
    life_cycle: LifeCycle
    notes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewEntry:
    """One interview; without notes it is planned."""

    code: str
    topic: str
    department: str
    rank: Literal["head", "front_line"]
    date_day: int
    interviewees: str
    interviewer: str
    notes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PainPointEntry:
    """One pain point; it costs ``minutes_lost * people_affected * times_per_month / 60`` hours a month."""

    code: str
    title: str
    process: str
    description: str
    department: str
    systems: tuple[str, ...]
    minutes_lost: Decimal
    people_affected: int
    times_per_month: Decimal
    severity: Level
    reported_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalEntry:
    """One integration goal with its baseline."""

    code: str
    statement: str
    metric: str
    direction: Trend
    unit: str
    baseline_value: Decimal
    baseline_day: int
    baseline_evidence: str
    target_value: Decimal
    measure_by_day: int
    owner_department: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementEntry:
    """One requirement with the pain points it answers and the goals it serves."""

    code: str
    title: str
    description: str
    kind: Kind
    priority: Level
    acceptance: str
    owner_department: str
    systems: tuple[str, ...]
    pain_points: tuple[str, ...]
    goals: tuple[str, ...]
    state: State = "agreed"


@dataclass(frozen=True, slots=True, kw_only=True)
class InteractionEntry:
    """One flow between two systems, serving one requirement."""

    code: str
    source: str
    target: str
    business_object: str
    trigger: str
    direction: Flow
    mode: Mode
    frequency: str
    daily_volume: int
    priority: Level
    requirement: str


@dataclass(frozen=True, slots=True)
class StepEntry:
    """One step of a process; ``lane`` and ``system`` are codes, a lane that is none names a role. ``ways``: one a line."""

    key: str
    kind: Literal["start", "task", "exclusive", "parallel", "end"]
    lane: str
    action: str
    ways: str
    system: str = ""
    handoff: bool = False
    duplicate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessEntry:
    """One business process with its steps; ``counterpart`` is the as-is process a to-be one takes the place of."""

    code: str
    title: str
    variant: Literal["as_is", "to_be"]
    owner_department: str
    description: str
    systems: tuple[str, ...]
    pain_points: tuple[str, ...]
    steps: tuple[StepEntry, ...]
    requirements: tuple[str, ...] = ()
    counterpart: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEdit:
    """One later edit: who gave which field which value, why and when."""

    actor: str
    code: str
    field: str
    value: str | int | Decimal
    reason: str
    workdays_ago: int
    hour: int
    minute: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorship:
    """Who first wrote the records of one kind, and when; ``kind`` is the prefix of their codes."""

    kind: str
    actor: str
    workdays_ago: int
    hour: int
    minute: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedSlot:
    """A department head's approval in the open round."""

    username: str
    department: str
    workdays_ago: int
    hour: int
    minute: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningRound:
    """The open round on the specification: submitted, signed so far (in order), still to sign."""

    submitted_by: str
    workdays_ago: int
    hour: int
    minute: int
    signed: tuple[SignedSlot, ...]
    waiting: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventory:
    """Everything phase 1 of one programme starts from."""

    programme: str
    systems: tuple[SystemEntry, ...]
    interviews: tuple[InterviewEntry, ...]
    pain_points: tuple[PainPointEntry, ...]
    goals: tuple[GoalEntry, ...]
    requirements: tuple[RequirementEntry, ...]
    interactions: tuple[InteractionEntry, ...]
    processes: tuple[ProcessEntry, ...] = ()
    authors: tuple[Authorship, ...]
    history: tuple[HistoryEdit, ...]
    signing: SigningRound | None
