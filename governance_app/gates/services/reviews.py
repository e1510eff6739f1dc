"""Calling a review, voting, deciding. The phase's row is the lock of a gate."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from governance_app.base.canonical import content_hash, plain
from governance_app.base.clock import this_day, this_moment
from governance_app.base.histories import written_by
from governance_app.base.times import text_in
from governance_app.documents.selectors import documents_of
from governance_app.documents.states import RevisionState
from governance_app.errors import Conflict, Excluded, Invalid, Stale
from governance_app.gates.acts import GATE_DECIDED, GATE_REOPENED, REVIEW_CALLED, REVIEW_WITHDRAWN, VOTE_CAST
from governance_app.gates.models import GateReview, Vote
from governance_app.gates.rules import blocking, review_declaration, settled, shut_before, vote_hash
from governance_app.gates.selectors import (
    findings_of,
    open_review,
    review_outcome,
    waivers_in_force,
)
from governance_app.gates.services.locks import must_be_open, need_reason, phase_lock, review_lock
from governance_app.gates.signals import gate_decided, gate_reopened, review_called
from governance_app.gates.states import (
    PASSING,
    Choice,
    ConditionState,
    FindingState,
    ReviewKind,
    ReviewState,
)
from governance_app.ledger.services import ledger_append
from governance_app.phases import Phase
from governance_app.programmes.models import Membership, Programme, ProgrammePhase
from governance_app.programmes.selectors import policy_of
from governance_app.programmes.states import DECIDED, PhaseState, ProgrammeState, Role
from governance_app.signoff.states import METHODS

Decided = Conflict.coded("decided")
OpenAlready = Conflict.coded("open")
NoCriteria = Conflict.coded("no-criteria")
NoChair = Conflict.coded("no-chair")
NotCalled = Excluded.coded("not-called")
VotedAlready = Conflict.coded("voted-already")
CommentMissing = Invalid.coded("comment-missing")
CriteriaUnmet = Conflict.coded("criteria")
PredecessorOpen = Conflict.coded("predecessor")
NoCondition = Conflict.coded("no-condition")
NoDecision = Conflict.coded("no-decision")
NotAllowed = Invalid.coded("not-allowed")
ChoiceMissing = Invalid.coded("choice-missing")


def _voters(programme: Programme) -> list[dict[str, Any]]:
    rows = Membership.objects.filter(
        programme=programme, role__in=[Role.CHAIR, Role.COMMITTEE], user__is_active=True
    ).select_related("user")
    found: dict[int, dict[str, Any]] = {}
    for row in rows.order_by("pk"):
        entry = found.setdefault(row.user_id, {"user": row.user_id, "name": str(row.user), "chair": False})
        entry["chair"] = entry["chair"] or row.role == Role.CHAIR
    return sorted(found.values(), key=lambda entry: (not entry["chair"], entry["user"]))


def _snapshot(programme: Programme, phase: Phase) -> dict[str, Any]:
    """Everything the committee is to know, in plain values."""
    waivers = waivers_in_force(programme)
    policy = policy_of(programme)
    findings = []
    for row in findings_of(programme, phase):
        waiver = waivers.get(row.criterion.code)
        findings.append(
            {
                "code": row.criterion.code,
                "title": str(row.criterion.title),
                "state": str(row.finding.state),
                "figure": row.finding.figure,
                "cause": row.finding.cause,
                "url": row.finding.url,
                "waiver": waiver.code if waiver and row.finding.state == FindingState.UNMET else "",
                "waived_until": waiver.expires_on.isoformat() if waiver else "",
                "waiver_reason": waiver.reason if waiver else "",
            }
        )
    documents = [
        {
            "number": place.kind.number(programme),
            "kind": place.kind.code,
            "title": str(place.kind.title),
            "revision": place.shown.number if place.shown else 0,
            "state": place.shown.state if place.shown else RevisionState.DRAFT,
            "hash": place.shown.content_hash if place.shown else "",
            "signed": place.signed,
            "asked": place.asked,
        }
        for place in documents_of(programme)
        if place.kind.phase == phase and not place.kind.code.startswith("gate-")
    ]
    return {
        "findings": findings,
        "documents": documents,
        "voters": _voters(programme),
        "policy": {"quorum": policy["gates.quorum"], "majority": policy["gates.majority"]},
    }


@transaction.atomic
def review_call(
    *,
    programme: Programme,
    phase: Phase,
    actor: Any,
    kind: ReviewKind = ReviewKind.GATE,
    reason: str = "",
    vote_by: date | None = None,
) -> GateReview:
    """Freeze what is known and call the committee to vote.

    Refuses while a review is open, at a gate already decided, without a chair, for a phase without criteria,
    and (for “not required”) any phase but the selection of systems, or without a reason.
    """
    row = phase_lock(programme, phase)
    if row.state in DECIDED:
        raise Decided(_("This gate has been decided already."))
    if open_review(programme, phase) is not None:
        raise OpenAlready(_("A review of this gate is open already."))
    if kind == ReviewKind.NOT_REQUIRED:
        if phase != Phase.VENDORS:
            raise NotAllowed(_("Only the selection of systems can be declared not required."))
        reason = need_reason(reason)
    snapshot = _snapshot(programme, phase)
    if kind == ReviewKind.GATE and not snapshot["findings"]:
        raise NoCriteria(_("This gate has no criteria yet; there is nothing to decide on."))
    if not any(voter["chair"] for voter in snapshot["voters"]):
        raise NoChair(_("The programme has no chair; appoint one first."))
    now = this_moment()
    days = policy_of(programme)["gates.days"]
    last = GateReview.objects.filter(programme=programme, phase=phase).order_by("-number").first()
    review = GateReview(
        programme=programme,
        phase=phase,
        number=last.number + 1 if last else 1,
        kind=kind,
        reason=reason,
        called_by=actor,
        called_at=now,
        vote_by=vote_by or this_day() + timedelta(days=days),
        snapshot=plain(snapshot),
    )
    review.snapshot_hash = content_hash(review_declaration(review))
    review.save()
    row.state = PhaseState.IN_REVIEW
    row.save()
    review_called.send(sender=GateReview, review=review)
    ledger_append(
        act=REVIEW_CALLED,
        subject=f"review:{review.code}",
        subject_label=review.code,
        subject_hash=review.snapshot_hash,
        actor=actor,
        programme=programme.slug,
        detail={"phase": phase.value, "kind": str(kind), "reason": reason},
    )
    return review


@transaction.atomic
def vote_cast(*, review: GateReview, voter: Any, choice: str, comment: str, snapshot_hash: str, method: str) -> Vote:
    """Take one member's vote; decides the review when it is the last one needed.

    Refuses a closed review, someone who was not called or has voted, a page that shows another snapshot, a
    comment missing where one is needed, a passing vote against the criteria or before the gate ahead, and a
    conditional one without a condition proposed.
    """
    row, current = review_lock(review)
    must_be_open(current)
    if snapshot_hash != current.snapshot_hash:
        raise Stale(_("Your page shows another snapshot; please open it again."))
    called = {entry["user"]: entry for entry in current.snapshot["voters"]}
    entry = called.get(voter.pk)
    if entry is None or not voter.is_active:
        raise NotCalled(_("You were not called to this review."))
    if current.votes.filter(voter=voter).exists():
        raise VotedAlready(_("You have voted already."))
    picked = _checked_choice(current, choice, comment)
    if method not in METHODS:
        raise ValueError(f"unknown way of proving oneself: {method}")
    now = this_moment()
    vote = Vote(
        review=current,
        voter=voter,
        voter_name=str(voter),
        voter_role=str(Role.CHAIR.label if entry["chair"] else Role.COMMITTEE.label),
        choice=picked,
        comment=comment.strip(),
        snapshot_hash=current.snapshot_hash,
        voted_at=now,
        voted_at_text=text_in(now, voter.time_zone),
        method=method,
    )
    vote.hash = vote_hash(vote)
    vote.save(force_insert=True)
    result = review_outcome(current)
    if not result.reachable:
        _fail(row, current)
    elif settled(result):
        _decide(row, current, Choice(result.decision), voter)
    ledger_append(
        act=VOTE_CAST,
        subject=f"review:{current.code}",
        subject_label=f"{current.code} {vote.get_choice_display()}",
        subject_hash=vote.hash,
        actor=voter,
        programme=current.programme.slug,
        detail={"choice": str(picked), "snapshot": current.snapshot_hash, "review": current.state},
    )
    if current.state == ReviewState.DECIDED:
        _record(current, voter)
    return vote


def _checked_choice(review: GateReview, choice: str, comment: str) -> Choice:
    try:
        picked = Choice(choice)
    except ValueError:
        text = _("Please choose a vote.")
        raise ChoiceMissing(text, fields={"choice": [text]}) from None
    if picked != Choice.GO and not comment.strip():
        text = _("Please explain every vote but “go”.")
        raise CommentMissing(text, fields={"comment": [text]})
    if picked in PASSING and review.kind == ReviewKind.GATE:
        _may_pass(review, picked)
    return picked


def _may_pass(review: GateReview, picked: Choice) -> None:
    bad = blocking(review.snapshot["findings"])
    if bad:
        codes = _(", ").join(row["code"] for row in bad)
        text = _("The gate cannot be passed: %(codes)s not met or inconclusive, and not waived.") % {"codes": codes}
        raise CriteriaUnmet(text, fields={"choice": [text]})
    states = dict(ProgrammePhase.objects.filter(programme=review.programme).values_list("phase", "state"))
    shut = shut_before(review.phase, states)
    if shut:
        text = _("The gate cannot be passed before gate %(number)s.") % {"number": shut[0]}
        raise PredecessorOpen(text, fields={"choice": [text]})
    if picked == Choice.CONDITIONAL and not review.conditions.exists():
        text = _("Propose at least one condition first.")
        raise NoCondition(text, fields={"choice": [text]})


@transaction.atomic
def review_close(*, review: GateReview, actor: Any) -> GateReview:
    """End the voting before everyone has voted; refuses without quorum or without the chair's vote."""
    row, current = review_lock(review)
    must_be_open(current)
    result = review_outcome(current)
    if not result.decision:
        text = _(
            "There is no decision yet: %(present)s of %(needed)s members needed are present, chair: %(chair)s."
        ) % {
            "present": result.present,
            "needed": result.needed,
            "chair": _("voted") if result.chair_voted else _("not voted"),
        }
        raise NoDecision(text)
    _decide(row, current, Choice(result.decision), actor)
    _record(current, actor)
    return current


#: A gate that stands open.
PASSED_STATES = frozenset({PhaseState.PASSED, PhaseState.PASSED_WITH_CONDITIONS})

#: What a decision makes of the phase.
_AFTER = {
    Choice.GO: PhaseState.PASSED,
    Choice.CONDITIONAL: PhaseState.PASSED_WITH_CONDITIONS,
    Choice.HOLD: PhaseState.ACTIVE,
    Choice.RETURN: PhaseState.RETURNED,
    Choice.STOP: PhaseState.RETURNED,
}


def _decide(row: ProgrammePhase, review: GateReview, decision: Choice, actor: Any) -> None:
    now = this_moment()
    review.state, review.decision, review.decided_at = ReviewState.DECIDED, decision, now
    review.save(update_fields=["state", "decision", "decided_at"])
    passed = decision in PASSING
    if review.kind == ReviewKind.NOT_REQUIRED:
        row.state = PhaseState.NOT_REQUIRED if passed else PhaseState.ACTIVE
    else:
        row.state = _AFTER[decision]
    if passed:
        row.actual_end = this_day()
    written_by(row, actor, review.code).save()
    kept = ConditionState.OPEN if decision == Choice.CONDITIONAL else ConditionState.DROPPED
    for condition in review.conditions.filter(state=ConditionState.PROPOSED):
        condition.state = kept
        written_by(condition, actor).save()
    if decision == Choice.STOP:
        programme = review.programme
        programme.state = ProgrammeState.STOPPED
        written_by(programme, actor).save()
    elif passed:
        _begin_next(review.programme, Phase(review.phase))
    gate_decided.send(sender=GateReview, review=review)


def _record(review: GateReview, actor: Any) -> None:
    """Write a decision into the ledger, after the vote that made it."""
    ledger_append(
        act=GATE_DECIDED,
        subject=f"review:{review.code}",
        subject_label=f"{review.code} {review.get_decision_display()}",
        subject_hash=review.snapshot_hash,
        actor=actor,
        programme=review.programme.slug,
        detail={
            "phase": review.phase,
            "decision": str(review.decision),
            "votes": [vote.hash for vote in review.votes.all()],
        },
    )


def _begin_next(programme: Programme, phase: Phase) -> None:
    following = ProgrammePhase.objects.filter(
        programme=programme, phase=phase.value + 1, state=PhaseState.NOT_STARTED
    ).first()
    if following is not None:
        following.state = PhaseState.ACTIVE
        following.actual_start = following.actual_start or this_day()
        following.save()


def _fail(row: ProgrammePhase, review: GateReview) -> None:
    review.state = ReviewState.FAILED
    review.closing_reason = _("Recusals leave too few members for a quorum.")
    review.save(update_fields=["state", "closing_reason"])
    row.state = PhaseState.ACTIVE
    row.save()


@transaction.atomic
def review_withdraw(*, review: GateReview, actor: Any, reason: str) -> GateReview:
    """Take back the call before a decision; votes given stay where they are and count for nothing."""
    row, current = review_lock(review)
    must_be_open(current)
    current.closing_reason = need_reason(reason)
    current.state = ReviewState.WITHDRAWN
    current.save(update_fields=["state", "closing_reason"])
    row.state = PhaseState.ACTIVE
    row.save()
    ledger_append(
        act=REVIEW_WITHDRAWN,
        subject=f"review:{current.code}",
        subject_label=current.code,
        subject_hash=current.snapshot_hash,
        actor=actor,
        programme=current.programme.slug,
        detail={"reason": current.closing_reason},
    )
    return current


@transaction.atomic
def gate_reopen(*, programme: Programme, phase: Phase, reason: str) -> bool:
    """Reopen a gate that had been passed, since what it rested on no longer holds; tells whether it had been.

    One that stands reopened for an overdue condition is told as well: settling that no longer closes it.
    """
    row = phase_lock(programme, phase)
    if row.state not in {*PASSED_STATES, PhaseState.REOPENED}:
        return False
    row.state = PhaseState.REOPENED
    row.save()
    review = GateReview.objects.filter(programme=programme, phase=phase).order_by("-number").first()
    voters = review.snapshot["voters"] if review else []
    gate_reopened.send(
        sender=GateReview,
        programme=programme,
        phase=phase,
        reason=reason,
        key=f"phase:{phase.value}:{this_moment().isoformat()}",
        users={entry["user"] for entry in voters},
    )
    ledger_append(
        act=GATE_REOPENED,
        subject=f"phase:{phase.value}",
        subject_label=str(phase.label),
        programme=programme.slug,
        detail={"reason": reason},
    )
    return True
