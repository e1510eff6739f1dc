"""The gates of a programme as they stand now."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone

from governance_app.base.clock import this_day
from governance_app.base.counting import Rows, counts
from governance_app.base.reading import once, shared_reading
from governance_app.gates.findings import Finding
from governance_app.gates.models import Condition, GateReview, Vote, Waiver
from governance_app.gates.registry import Counted, Criterion, criteria, criteria_of
from governance_app.gates.rules import Ballot, Outcome, outcome, waiver_expired
from governance_app.gates.states import PASSING, ConditionState, FindingState, ReviewState
from governance_app.ledger.models import Entry
from governance_app.paper.gateline import PhaseView
from governance_app.phases import Phase
from governance_app.programmes.models import Programme, ProgrammePhase, ProgrammePolicy
from governance_app.programmes.registry import policy_figures
from governance_app.programmes.states import DECIDED, PhaseState


@dataclass(frozen=True, slots=True)
class Judged:
    """A criterion with its finding."""

    criterion: Criterion
    finding: Finding


def findings_of(programme: Programme, phase: Phase) -> list[Judged]:
    """Every criterion of a phase's gate, computed now."""
    return all_findings(programme, (phase,))[phase]


def all_findings(programme: Programme, phases: Iterable[Phase] = Phase) -> dict[Phase, list[Judged]]:
    """Every criterion of the gates asked for, computed now: counted together, and once in one reading."""
    wanted = list(phases)
    with shared_reading():
        known: dict[Phase, list[Judged]] = once(("findings", programme.pk), dict)
        missing = [phase for phase in wanted if phase not in known]
        judged = _judged(programme, [row for phase in missing for row in criteria_of(phase)])
        for phase in missing:
            known[phase] = [row for row in judged if row.criterion.phase == phase]
        return {phase: known[phase] for phase in wanted}


def finding_now(programme: Programme, criterion: Criterion) -> Finding:
    """One criterion, computed now."""
    return _judged(programme, [criterion])[0].finding


def _judged(programme: Programme, rows: Sequence[Criterion]) -> list[Judged]:
    counted = [row.judge for row in rows if isinstance(row.judge, Counted)]
    wanted = [each for judge in counted for each in (judge.all, judge.fault.rows)]
    # An overview asks for the last two as well; counted with the others they cost no statement.
    numbers = counts(programme, [*wanted, _UNREVOKED, _SET])
    return [
        Judged(
            row,
            row.judge.finding(programme, numbers[row.judge.all], numbers[row.judge.fault.rows])
            if isinstance(row.judge, Counted)
            else row.judge(programme),
        )
        for row in rows
    ]


def findings_shown(programme: Programme) -> dict[Phase, list[Judged]]:
    """Every criterion of every gate as an overview shows it: of a gate decided what was frozen, of the others what is."""

    def read() -> dict[Phase, list[Judged]]:
        decided = [Phase(row.phase) for row in phase_rows(programme) if row.state in DECIDED]
        frozen = frozen_findings(programme, decided) if decided else {}
        live = all_findings(programme, [phase for phase in Phase if phase not in frozen])
        return {phase: frozen.get(phase, live.get(phase, [])) for phase in Phase}

    with shared_reading():
        return once(("findings shown", programme.pk), read)


def frozen_findings(programme: Programme, phases: Iterable[Phase]) -> dict[Phase, list[Judged]]:
    """The findings on which these gates were passed; a gate that no review has passed is left out."""
    rows = GateReview.objects.filter(
        programme=programme, phase__in=list(phases), state=ReviewState.DECIDED, decision__in=PASSING
    )
    found = rows.order_by("number").values_list("phase", "snapshot__findings")
    return {Phase(number): [_frozen(Phase(number), row) for row in findings] for number, findings in found}


def _frozen(phase: Phase, row: dict[str, Any]) -> Judged:
    finding = Finding(FindingState(row["state"]), row["figure"], row["url"], row["cause"])
    # A criterion that is no longer declared was one when the gate was decided.
    known = criteria.get(row["code"]) or Criterion(row["code"], phase, row["title"], lambda programme: finding)
    return Judged(known, finding)


def count(judged: Iterable[Judged], state: FindingState) -> int:
    """How many findings are in a state."""
    return sum(row.finding.state == state for row in judged)


def phase_rows(programme: Programme) -> list[ProgrammePhase]:
    """The seven phases' rows, read once for a programme in hand: page and navigation both show them."""
    prefetch_related_objects([programme], "phases")
    return sorted(programme.phases.all(), key=lambda row: row.phase)


def current_phase(rows: list[ProgrammePhase]) -> ProgrammePhase:
    """The first phase whose gate has not been decided; the last one when all have."""
    return next((row for row in rows if row.state not in DECIDED), rows[-1])


def phase_views(
    programme: Programme, rows: list[ProgrammePhase], findings: dict[Phase, list[Judged]]
) -> list[PhaseView]:
    """The seven phases as the gate line takes them."""
    open_ones = Counter(row.review.phase for row in conditions_of(programme) if row.state == ConditionState.OPEN)
    return [_view(programme, row, findings.get(Phase(row.phase), []), open_ones[row.phase]) for row in rows]


def _view(programme: Programme, row: ProgrammePhase, judged: list[Judged], conditions: int) -> PhaseView:
    phase = Phase(row.phase)
    return PhaseView(
        number=row.phase,
        name=str(phase.label),
        short_name=phase.short,
        state=row.state,
        state_label=row.get_state_display(),
        met=count(judged, FindingState.MET),
        total=len(judged),
        unmet=count(judged, FindingState.UNMET),
        inconclusive=count(judged, FindingState.INCONCLUSIVE),
        planned_end=row.planned_end,
        forecast_end=row.forecast_end,
        actual_end=row.actual_end,
        url=reverse("overview:phase", args=[programme.slug, phase.segment]),
        open_conditions=conditions,
    )


def cover(programme: Programme) -> list[dict[str, Any]]:
    """The seven phases in plain values, to be frozen into a document's revision."""
    return [
        {
            "number": view.number,
            "state": view.state,
            "met": view.met,
            "total": view.total,
            "unmet": view.unmet,
            "inconclusive": view.inconclusive,
            "planned_end": view.planned_end.isoformat() if view.planned_end else None,
            "forecast_end": view.forecast_end.isoformat() if view.forecast_end else None,
            "actual_end": view.actual_end.isoformat() if view.actual_end else None,
        }
        for view in phase_views(programme, phase_rows(programme), findings_shown(programme))
    ]


def waivers_of(programme: Programme) -> QuerySet[Waiver]:
    """Every waiver of a programme, also revoked and expired ones."""
    return Waiver.objects.filter(programme=programme).select_related("granted_by", "revoked_by")


#: Waivers and conditions are rare: the count tells whether there are any to read.
_UNREVOKED = Rows(Waiver, Q(revoked_at=None))
_SET = Rows(Condition, ~Q(state=ConditionState.DROPPED), "review__programme")


def waivers_now(programme: Programme) -> list[Waiver]:
    """The waivers nobody has revoked, also expired ones: read once."""
    if not counts(programme, (_UNREVOKED,))[_UNREVOKED]:
        return []
    return once(("waivers", programme.pk), lambda: list(waivers_of(programme).filter(revoked_at__isnull=True)))


def conditions_of(programme: Programme) -> list[Condition]:
    """The conditions of a programme's gates but for those dropped, earliest due first: read once."""
    if not counts(programme, (_SET,))[_SET]:
        return []
    return once(("conditions", programme.pk), lambda: list(_conditions(programme)))


def _conditions(programme: Programme) -> QuerySet[Condition]:
    rows = Condition.objects.filter(review__programme=programme).exclude(state=ConditionState.DROPPED)
    return rows.select_related("review", "owner").defer("review__snapshot").order_by("due_on", "pk")


def open_reviews(programme: Programme) -> list[GateReview]:
    """The reviews in which votes are taken now, with the votes, in the order of their gates."""
    rows = reviews_of(programme).filter(state=ReviewState.OPEN).prefetch_related("votes")
    return list(rows.order_by("phase"))


def waivers_in_force(programme: Programme) -> dict[str, Waiver]:
    """The waivers that hold today, by criterion."""
    today = this_day()
    return {row.criterion: row for row in waivers_now(programme) if not waiver_expired(row, today)}


def reviews_of(programme: Programme) -> QuerySet[GateReview]:
    """The gate reviews of a programme."""
    return GateReview.objects.filter(programme=programme).select_related("called_by")


def review_of(programme: Programme, phase: Phase, number: int) -> GateReview | None:
    """One review, or None."""
    return reviews_of(programme).filter(phase=phase, number=number).prefetch_related("votes", "conditions").first()


def open_review(programme: Programme, phase: Phase) -> GateReview | None:
    """The review in which votes are taken now, or None."""
    return reviews_of(programme).filter(phase=phase, state=ReviewState.OPEN).first()


def review_outcome(review: GateReview) -> Outcome:
    """What the votes given so far amount to, under the policy the review was called under."""
    voters = {row["user"]: row for row in review.snapshot["voters"]}
    policy = review.snapshot["policy"]
    return outcome(
        [Ballot(vote.voter_id, vote.choice, voters[vote.voter_id]["chair"]) for vote in review.votes.all()],
        voters=len(voters),
        chairs=sum(row["chair"] for row in voters.values()),
        quorum_percent=policy["quorum"],
        majority_percent=policy["majority"],
    )


def changed_since(review: GateReview) -> list[tuple[dict[str, Any], Judged]]:
    """The frozen findings that read otherwise now, each with how it reads now."""
    now = {row.criterion.code: row for row in findings_of(review.programme, Phase(review.phase))}
    return [
        (frozen, now[frozen["code"]])
        for frozen in review.snapshot["findings"]
        if frozen["code"] in now
        and (frozen["state"], frozen["figure"])
        != (str(now[frozen["code"]].finding.state), now[frozen["code"]].finding.figure)
    ]


def overdue_conditions(programme: Programme | None = None) -> QuerySet[Condition]:
    """Open conditions past their date."""
    rows = Condition.objects.filter(state=ConditionState.OPEN, due_on__lt=this_day())
    if programme is not None:
        rows = rows.filter(review__programme=programme)
    return rows.select_related("review__programme", "owner")


def reopened_otherwise(review: GateReview) -> bool:
    """Whether the gate lost something else than a condition's date since the decision: a document's approval."""
    if review.decided_at is None:
        return False
    rows = Entry.objects.filter(
        programme=review.programme.slug, act="gate.reopened", subject=f"phase:{review.phase}"
    ).order_by("-sequence")
    last = rows.values_list("time", flat=True).first()
    return last is not None and datetime.fromisoformat(last) >= review.decided_at


@dataclass(frozen=True, slots=True)
class GateThen:
    """A gate as it stood at a moment: what the committee knew by then, and what had been decided."""

    at: datetime
    state: str
    review: GateReview | None
    review_state: str
    decision: str
    votes: list[Vote]
    #: Rows of the conditions' history; each has the fields of a condition.
    conditions: list[Any]
    waivers: list[Waiver]
    policy: dict[str, int]


def gate_then(programme: Programme, phase: Phase, at: datetime) -> GateThen:
    """A gate as it stood at a moment, read from histories, votes and ledger; nothing is computed anew."""
    row = _latest_until(ProgrammePhase.history.filter(programme_id=programme.pk, phase=phase), at)
    review = reviews_of(programme).filter(phase=phase, called_at__lte=at).order_by("-number").first()
    decided = review is not None and review.decided_at is not None and review.decided_at <= at
    return GateThen(
        at=at,
        state=row.state if row else PhaseState.NOT_STARTED,
        review=review,
        review_state=_review_state_then(review, at) if review else "",
        decision=review.decision if review and decided else "",
        votes=list(review.votes.filter(voted_at__lte=at)) if review else [],
        conditions=_conditions_then(review, at) if review else [],
        waivers=_waivers_then(programme, phase, at),
        policy=_policy_then(programme, at),
    )


def _latest_until(history: Any, at: datetime) -> Any:
    return history.filter(history_date__lte=at).order_by("-history_date", "-history_id").first()


def _review_state_then(review: GateReview, at: datetime) -> str:
    if review.state == ReviewState.OPEN:
        return ReviewState.OPEN
    closed = review.decided_at
    if closed is None:
        # Withdrawn, or out of reach of a quorum: the last that happened to it.
        last = Entry.objects.filter(programme=review.programme.slug, subject=f"review:{review.code}")
        closed = datetime.fromisoformat(last.order_by("-sequence").values_list("time", flat=True)[0])
    return review.state if closed <= at else ReviewState.OPEN


def _conditions_then(review: GateReview, at: datetime) -> list[Any]:
    rows = Condition.history.filter(review_id=review.pk, history_date__lte=at)
    people = ("owner", "proposed_by", "met_by")
    latest = {row.id: row for row in rows.select_related(*people).order_by("history_date", "history_id")}
    return sorted(latest.values(), key=lambda row: row.code)


def _waivers_then(programme: Programme, phase: Phase, at: datetime) -> list[Waiver]:
    standing = Q(revoked_at__isnull=True) | Q(revoked_at__gt=at)
    rows = waivers_of(programme).filter(standing, granted_at__lte=at, expires_on__gte=timezone.localdate(at))
    return list(rows.filter(criterion__in=[row.code for row in criteria_of(phase)]))


def _policy_then(programme: Programme, at: datetime) -> dict[str, int]:
    row = _latest_until(ProgrammePolicy.history.filter(programme_id=programme.pk), at)
    own = row.values if row else {}
    figures = [figure for figure in policy_figures if figure.code.startswith("gates.")]
    return {figure.code: int(own.get(figure.code, figure.default)) for figure in figures}
