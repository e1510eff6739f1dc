"""Call, propose, vote, recuse, close, withdraw, settle in any order: what must hold holds after every step."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from governance_app.errors import Refusal
from governance_app.gates.models import Condition, GateReview, Vote
from governance_app.gates.rules import review_declaration, vote_hash
from governance_app.gates.selectors import review_outcome
from governance_app.gates.services.conditions import condition_propose, condition_settle, gates_refresh
from governance_app.gates.services.reviews import gate_reopen, review_close, review_withdraw
from governance_app.gates.states import PASSING, Choice, FindingState, ReviewState
from governance_app.ledger.models import Entry
from governance_app.ledger.selectors import head_now, ledger_break
from governance_app.programmes.models import ProgrammePhase
from governance_app.programmes.states import PhaseState
from governance_app.proof.verify import digest
from tests.gates.conftest import PHASE, Committee

MEMBERS = ("chair", "member1", "member2", "member3")
ANYONE = (*MEMBERS, "owner", "auditor")
#: Votes as they come: for passing more often than not, so that decisions are reached.
CHOICES = st.sampled_from([Choice.GO] * 4 + [choice for choice in Choice if choice != Choice.STOP])
PASSED = {PhaseState.PASSED, PhaseState.PASSED_WITH_CONDITIONS}


class GateMachine(RuleBasedStateMachine):
    """One gate and its committee. Every example is undone when it ends."""

    committee: ClassVar[Committee]
    say: ClassVar[Callable[..., None]]

    @initialize()
    def begin(self) -> None:
        self.undo = transaction.atomic()
        self.undo.__enter__()
        cast = self.committee.cast
        self.people = {
            "chair": cast.chair,
            "owner": cast.owner,
            "auditor": cast.auditor,
            **{user.username: user for user in self.committee.members},
        }
        for user in self.people.values():
            user.is_active = True
        self.say()
        self.gone = False
        self.frozen: dict[int, str] = {}
        self.seen: dict[int, dict[str, Any]] = {}

    def teardown(self) -> None:
        if hasattr(self, "undo"):
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    def attempt(self, act: Callable[[], Any]) -> Any:
        """Do it or be refused; a refusal leaves everything as it was."""
        before = self.everything()
        try:
            with transaction.atomic():
                return act()
        except Refusal as refusal:
            done = refusal
        assert str(done)
        assert self.everything() == before
        return done

    def everything(self) -> list[Any]:
        models = (GateReview, Vote, Condition, ProgrammePhase)
        return [*(list(model.objects.order_by("pk").values()) for model in models), head_now()]

    def latest(self) -> GateReview:
        return GateReview.objects.select_related("programme").latest("number")

    def gate(self) -> str:
        return ProgrammePhase.objects.get(programme=self.committee.cast.programme, phase=PHASE).state

    # What people do

    @rule(state=st.sampled_from([FindingState.MET, FindingState.MET, FindingState.UNMET, FindingState.INCONCLUSIVE]))
    def the_records_change(self, state: FindingState) -> None:
        self.say(REQ_G5=state)

    @rule()
    def call(self) -> None:
        before = self.gate()
        done = self.attempt(self.committee.call)
        if isinstance(done, GateReview):
            assert before not in PASSED
            self.gone = False
        else:
            assert done.code in {"open", "decided", "no-chair"}

    @rule(part=st.sampled_from(MEMBERS))
    def leave_or_come_back(self, part: str) -> None:
        user = self.people[part]
        user.is_active = not user.is_active
        user.save(update_fields=["is_active"])

    @precondition(lambda self: GateReview.objects.exists())
    @rule(days=st.sampled_from((-1, 3, 3)))
    def propose(self, days: int) -> None:
        review = self.latest()
        voted = review.votes.exists()
        done = self.attempt(
            lambda: condition_propose(
                review=review,
                text="补交清单",
                owner=self.committee.cast.it_lead,
                due_on=timezone.localdate() + timedelta(days=days),
                actor=self.committee.chair,
            )
        )
        if isinstance(done, Condition):
            assert (review.state, voted, days > 0) == (ReviewState.OPEN, False, True)

    @precondition(lambda self: GateReview.objects.exists())
    @rule(part=st.sampled_from(ANYONE), choice=CHOICES, stale=st.sampled_from([False] * 5 + [True]))
    def vote(self, part: str, choice: Choice, stale: bool) -> None:
        review, user = self.latest(), self.people[part]
        bad = [row for row in review.snapshot["findings"] if row["state"] != FindingState.MET]
        page = {"snapshot_hash": "0" * 64} if stale else {}
        done = self.attempt(lambda: self.committee.vote(review, user, choice, **page))
        if isinstance(done, Vote):
            assert review.state == ReviewState.OPEN
            assert user.is_active
            assert not stale
            assert user.pk in {entry["user"] for entry in review.snapshot["voters"]}
            assert choice not in PASSING or not bad
            assert choice != Choice.CONDITIONAL or review.conditions.exists()

    @precondition(lambda self: GateReview.objects.filter(state=ReviewState.OPEN).exists())
    @rule(choice=CHOICES)
    def all_vote(self, choice: Choice) -> None:
        for part in MEMBERS:
            self.vote(part, choice, stale=False)

    @precondition(lambda self: self.gate() != PhaseState.IN_REVIEW and self.gate() not in PASSED)
    @rule()
    def pass_with_a_condition(self) -> None:
        """The way to a conditional go in one step: chance alone seldom finds it."""
        for user in self.people.values():
            user.is_active = True
            user.save(update_fields=["is_active"])
        self.say()
        self.call()
        self.propose(3)
        self.all_vote(Choice.CONDITIONAL)
        assert self.gate() == PhaseState.PASSED_WITH_CONDITIONS

    @precondition(lambda self: GateReview.objects.exists())
    @rule()
    def close(self) -> None:
        review = self.latest()
        wanted = review_outcome(review).decision
        done = self.attempt(lambda: review_close(review=review, actor=self.committee.chair))
        if isinstance(done, GateReview):
            assert review.state == ReviewState.OPEN
            assert done.decision == wanted

    @precondition(lambda self: GateReview.objects.exists())
    @rule(reason=st.sampled_from(("", "数据有误")))
    def withdraw(self, reason: str) -> None:
        review = self.latest()
        done = self.attempt(lambda: review_withdraw(review=review, actor=self.committee.cast.owner, reason=reason))
        if isinstance(done, GateReview):
            assert review.state == ReviewState.OPEN
            assert reason

    @precondition(lambda self: Condition.objects.exists())
    @rule(data=st.data(), evidence=st.sampled_from(("", "记录 3 号")))
    def settle(self, data: st.DataObject, evidence: str) -> None:
        row = data.draw(st.sampled_from(list(Condition.objects.order_by("pk").select_related("review__programme"))))
        before = row.state
        done = self.attempt(
            lambda: condition_settle(condition=row, actor=self.committee.cast.it_lead, evidence=evidence)
        )
        if isinstance(done, Condition):
            assert (before, bool(evidence)) == ("open", True)

    @precondition(lambda self: Condition.objects.filter(state="open").exists())
    @rule()
    def time_goes_by(self) -> None:
        Condition.objects.filter(state="open").update(due_on=timezone.localdate() - timedelta(days=1))
        gates_refresh()
        assert gates_refresh() == 0
        assert self.gate() != PhaseState.PASSED_WITH_CONDITIONS

    @rule()
    def what_it_rested_on_is_gone(self) -> None:
        before = self.gate()
        done = gate_reopen(programme=self.committee.cast.programme, phase=PHASE, reason="签署已撤销")
        assert done == (before in {*PASSED, PhaseState.REOPENED})
        self.gone = self.gone or done

    # What must hold

    @invariant()
    def one_review_is_open_and_the_gate_says_so(self) -> None:
        rows = list(GateReview.objects.order_by("number"))
        assert [row.number for row in rows] == list(range(1, len(rows) + 1))
        assert all(row.state != ReviewState.OPEN for row in rows[:-1])
        open_ = bool(rows) and rows[-1].state == ReviewState.OPEN
        assert (self.gate() == PhaseState.IN_REVIEW) == open_

    @invariant()
    def what_was_frozen_stays(self) -> None:
        for row in GateReview.objects.select_related("programme"):
            assert digest(review_declaration(row)) == row.snapshot_hash
            assert self.frozen.setdefault(row.pk, row.snapshot_hash) == row.snapshot_hash

    @invariant()
    def votes_never_change_and_are_in_the_ledger(self) -> None:
        now = {row["id"]: row for row in Vote.objects.values()}
        for number, row in self.seen.items():
            assert now.get(number) == row
        self.seen = now
        hashes = set(Entry.objects.filter(act="vote.cast").values_list("subject_hash", flat=True))
        for vote in Vote.objects.select_related("review"):
            assert vote_hash(vote) == vote.hash
            assert vote.hash in hashes
            assert vote.snapshot_hash == vote.review.snapshot_hash

    @invariant()
    def decisions_are_what_the_votes_amount_to(self) -> None:
        for review in GateReview.objects.prefetch_related("votes"):
            result = review_outcome(review)
            assert (review.state == ReviewState.DECIDED) == bool(review.decision)
            if review.decision:
                assert review.decision == result.decision
                assert result.quorate
                assert result.chair_voted
            if review.state == ReviewState.FAILED:
                assert not result.reachable
        decided = GateReview.objects.filter(state=ReviewState.DECIDED).count()
        assert Entry.objects.filter(act="gate.decided").count() == decided

    @invariant()
    def a_passed_gate_rests_on_a_passing_decision(self) -> None:
        if self.gate() in PASSED:
            assert self.latest().decision in PASSING
        if self.gate() == PhaseState.PASSED_WITH_CONDITIONS:
            assert Condition.objects.filter(state="open").exists()

    @invariant()
    def what_is_gone_takes_a_new_decision(self) -> None:
        """Settling conditions does not bring back a gate whose document has lost its approval."""
        assert not (self.gone and self.gate() in PASSED)

    @invariant()
    def the_ledger_holds(self) -> None:
        assert ledger_break() is None


@pytest.mark.postgres_too
@pytest.mark.django_db
def test_no_order_of_acts_breaks_what_must_hold(committee: Committee, findings: Callable[..., None]) -> None:
    machine = type("Machine", (GateMachine,), {"committee": committee, "say": staticmethod(findings)})
    run_state_machine_as_test(machine, settings=settings(max_examples=10, stateful_step_count=25))
    # Every example has been undone.
    assert not GateReview.objects.exists()
