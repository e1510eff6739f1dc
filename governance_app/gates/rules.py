"""How a committee's votes become a decision: pure calculation."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from governance_app.base.canonical import content_hash
from governance_app.gates.models import GateReview
from governance_app.gates.states import PASSING, SIDELESS, Choice, ConditionState, FindingState
from governance_app.programmes.models import Programme
from governance_app.programmes.states import DECIDED, PhaseState

#: Against passing, from mild to severe; of equal numbers the milder counts.
_AGAINST = (Choice.HOLD, Choice.RETURN, Choice.STOP)


@dataclass(frozen=True, slots=True)
class Ballot:
    """One vote as the calculation takes it."""

    voter: int
    choice: str
    chair: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the votes amount to: a decision, or why there is none yet.

    ``present`` counts towards the quorum ``needed``; ``reachable`` is false once recusals leave too few.
    """

    decision: str
    present: int
    needed: int
    voters: int
    complete: bool
    chair_voted: bool
    reachable: bool

    @property
    def quorate(self) -> bool:
        """Whether enough members are present."""
        return self.present >= self.needed


def quorum_needed(voters: int, percent: int) -> int:
    """Members that must be present: the share of all who were called, rounded up."""
    return -(-voters * percent // 100)


def outcome(
    ballots: Iterable[Ballot], *, voters: int, chairs: int, quorum_percent: int, majority_percent: int
) -> Outcome:
    """The outcome of the votes given so far.

    A member who recuses is not present and stays in the number the quorum is taken of, so that recusals can
    put it out of reach. Abstentions are present but take no side. The gate passes when the passing votes are
    more than the majority of those that take a side; with conditions when any of them asks for conditions.
    Otherwise the most frequent vote against decides, the milder one of equals. The chair must have voted.
    """
    given = list(ballots)
    recused = [ballot for ballot in given if ballot.choice == Choice.RECUSE]
    needed = quorum_needed(voters, quorum_percent)
    present = len(given) - len(recused)
    chair_voted = any(ballot.chair and ballot.choice != Choice.RECUSE for ballot in given)
    chairs_left = chairs - sum(ballot.chair for ballot in recused)
    decided = _decision(given, majority_percent) if present >= needed and chair_voted else ""
    return Outcome(
        decision=decided,
        present=present,
        needed=needed,
        voters=voters,
        complete=len(given) >= voters,
        chair_voted=chair_voted,
        reachable=voters - len(recused) >= needed and chairs_left > 0,
    )


def _decision(ballots: list[Ballot], majority_percent: int) -> str:
    sides = [ballot.choice for ballot in ballots if ballot.choice not in SIDELESS]
    passing = [choice for choice in sides if choice in PASSING]
    if sides and len(passing) * 100 > len(sides) * majority_percent:
        return Choice.CONDITIONAL if Choice.CONDITIONAL in passing else Choice.GO
    counts = {choice: sides.count(choice) for choice in _AGAINST}
    most = max(counts.values())
    return next((choice for choice in _AGAINST if most and counts[choice] == most), Choice.HOLD)


def settled(result: Outcome) -> bool:
    """Whether the review closes by itself: everyone has voted and there is a decision."""
    return result.complete and bool(result.decision)


def blocking(findings: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The frozen findings that forbid a passing vote: inconclusive ones, and unmet ones without a waiver."""
    return [
        row
        for row in findings
        if row["state"] == FindingState.INCONCLUSIVE or (row["state"] == FindingState.UNMET and not row.get("waiver"))
    ]


def shut_before(phase: int, states: Mapping[int, str]) -> list[int]:
    """The phases before this one whose gates still bar the way."""
    return [number for number in range(1, phase) if states.get(number) not in DECIDED]


def condition_overdue(condition: Any, today: date) -> bool:
    """Whether a condition, or a row of its history, is open past its date; on the day itself it is not."""
    return bool(condition.state == ConditionState.OPEN and condition.due_on < today)


def waiver_expired(waiver: Any, today: date) -> bool:
    """Whether a waiver has run out; its last day still counts."""
    return bool(waiver.expires_on < today)


def phase_after_settling(state: str, *, left: Collection[date], today: date, lost: bool) -> str:
    """What a phase is once one of its conditions has been met; ``left`` are the dates of those still open.

    The last one passes the gate for good. A gate reopened by an overdue condition opens again once no overdue one is
    left; one that ``lost`` more than a date takes a new decision.
    """
    if state != PhaseState.PASSED_WITH_CONDITIONS and (state != PhaseState.REOPENED or lost):
        return state
    if not left:
        return PhaseState.PASSED
    return state if min(left) < today else PhaseState.PASSED_WITH_CONDITIONS


#: What of a vote is hashed.
VOTED_FIELDS = (
    "voter_id",
    "voter_name",
    "voter_role",
    "choice",
    "comment",
    "snapshot_hash",
    "voted_at_text",
    "method",
)


def vote_declaration(vote: Any) -> dict[str, Any]:
    """What a vote declares, as it is hashed."""
    return {name: getattr(vote, name) for name in VOTED_FIELDS}


def vote_hash(vote: Any) -> str:
    """SHA-256 over what a vote declares."""
    return content_hash(vote_declaration(vote))


def review_declaration(review: Any) -> dict[str, Any]:
    """What a review froze, as it is hashed."""
    return {
        "review": review.code,
        "programme": review.programme.code,
        "kind": str(review.kind),
        "snapshot": review.snapshot,
    }


def vote_subject(review: GateReview, choice: str) -> str:
    """What a vote declares, for a passkey to sign: this choice on what was frozen."""
    return f"{review.code}:{review.snapshot_hash}:{choice}"


def waiver_subject(programme: Programme, criterion: str) -> str:
    """What granting a waiver declares, for a passkey to sign."""
    return f"waiver:{programme.slug}:{criterion}"
