"""A review freezes what is known; votes are bound to it and make the decision."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from governance_app.errors import Refusal
from governance_app.gates import selectors
from governance_app.gates.models import GateReview, Vote, Waiver
from governance_app.gates.rules import vote_hash
from governance_app.gates.selectors import changed_since, findings_shown, review_outcome
from governance_app.gates.services.reviews import gate_reopen, review_call, review_close, review_withdraw
from governance_app.gates.services.waivers import waiver_grant, waiver_revoke
from governance_app.gates.states import Choice, FindingState, ReviewKind, ReviewState
from governance_app.ledger.models import Entry
from governance_app.ledger.selectors import ledger_break
from governance_app.phases import Phase
from governance_app.programmes.models import Membership, Programme
from governance_app.programmes.services.policy import policy_change
from governance_app.programmes.states import PhaseState, ProgrammeState, Role
from tests.gates.acts import Say, propose, refused, state_of
from tests.gates.conftest import PHASE, Committee

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db]


def test_calling_freezes_findings_voters_and_policy(committee: Committee, findings: Say) -> None:
    review = committee.call()
    assert state_of(committee) == PhaseState.IN_REVIEW
    assert {row["state"] for row in review.snapshot["findings"]} == {FindingState.MET}
    assert [row["chair"] for row in review.snapshot["voters"]] == [True, False, False, False]
    policy_change(
        programme=committee.cast.programme,
        values={"gates.quorum": 100},
        version=None,
        reason="更严",
        actor=committee.cast.owner,
    )
    review.refresh_from_db()
    assert review.snapshot["policy"]["quorum"] == 67


def test_a_gate_decided_shows_what_was_frozen_and_no_criterion_of_it_is_computed(
    committee: Committee, findings: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    programme = committee.cast.programme
    review = committee.call()
    findings(REQ_G5=FindingState.UNMET)
    states = {row.criterion.code: row.finding.state for row in findings_shown(programme)[Phase.REQUIREMENTS]}
    assert states["REQ-G5"] == FindingState.UNMET, "while votes are taken it is what it is now"
    findings()
    for voter in (committee.chair, *committee.members):
        review.refresh_from_db()
        if review.state == ReviewState.OPEN:
            committee.vote(review, voter)
    assert state_of(committee) == PhaseState.PASSED
    findings(REQ_G5=FindingState.UNMET)
    asked: list[list[Phase]] = []
    live = selectors.all_findings
    monkeypatch.setattr(selectors, "all_findings", lambda one, phases: asked.append(list(phases)) or live(one, phases))
    shown = selectors.findings_shown(Programme.objects.get(pk=programme.pk))
    assert [(row.criterion.code, row.finding.state, row.finding.figure) for row in shown[Phase.REQUIREMENTS]] == [
        (row["code"], row["state"], row["figure"]) for row in review.snapshot["findings"]
    ]
    assert asked == [[phase for phase in Phase if phase != Phase.REQUIREMENTS]]
    assert [frozen["code"] for frozen, _now in changed_since(review)] == ["REQ-G5"]
    programme.phases.filter(phase=1).update(state=PhaseState.REOPENED)
    again = selectors.findings_shown(Programme.objects.get(pk=programme.pk))[Phase.REQUIREMENTS]
    assert {row.criterion.code: row.finding.state for row in again}["REQ-G5"] == FindingState.UNMET, (
        "open again: as it is"
    )


def test_what_changes_afterwards_is_shown_beside_the_frozen(committee: Committee, findings: Say) -> None:
    review = committee.call()
    findings(REQ_G5=FindingState.UNMET)
    assert [(frozen["code"], now.finding.state) for frozen, now in changed_since(review)] == [("REQ-G5", "unmet")]
    assert committee.vote(review, committee.chair).choice == Choice.GO


def test_a_second_review_cannot_be_called_while_one_is_open(committee: Committee, findings: Say) -> None:
    committee.call()
    assert refused(committee.call) == "open"


def test_a_committee_without_chair_cannot_be_called(committee: Committee, findings: Say) -> None:
    Membership.objects.filter(role=Role.CHAIR).delete()
    assert refused(committee.call) == "no-chair"


def test_all_votes_decide_and_the_next_phase_begins(committee: Committee, findings: Say) -> None:
    review = committee.call()
    committee.vote(review, committee.chair)
    for member in committee.members:
        committee.vote(review, member)
    review.refresh_from_db()
    assert (review.state, review.decision) == (ReviewState.DECIDED, Choice.GO)
    assert state_of(committee) == PhaseState.PASSED
    assert state_of(committee, Phase.DESIGN) == PhaseState.ACTIVE
    assert Entry.objects.filter(act="gate.decided").count() == 1
    assert ledger_break() is None


def test_a_vote_holds_what_it_declares(committee: Committee, findings: Say) -> None:
    review = committee.call()
    vote = committee.vote(review, committee.members[0], "hold", "等待网络验收")
    vote.refresh_from_db()
    assert vote.hash == vote_hash(vote)
    assert vote.snapshot_hash == review.snapshot_hash
    assert (vote.voter_name, vote.comment) == ("委员1", "等待网络验收")
    vote.comment = "别的"
    assert vote.hash != vote_hash(vote)


def test_a_member_votes_once_also_in_the_database(committee: Committee, findings: Say) -> None:
    review = committee.call()
    vote = committee.vote(review, committee.members[0])
    assert refused(lambda: committee.vote(review, committee.members[0])) == "voted-already"
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(
            review=review,
            voter=vote.voter,
            choice="go",
            voted_at=timezone.now(),
            hash="0" * 64,
            snapshot_hash="",
            voted_at_text="",
            method="password",
        )


def test_only_members_called_vote(committee: Committee, findings: Say) -> None:
    review = committee.call()
    assert refused(lambda: committee.vote(review, committee.cast.owner)) == "not-called"


def test_a_page_with_another_snapshot_is_refused(committee: Committee, findings: Say) -> None:
    review = committee.call()
    assert refused(lambda: committee.vote(review, committee.chair, snapshot_hash="0" * 64)) == "stale"


def test_every_vote_but_go_needs_a_word(committee: Committee, findings: Say) -> None:
    review = committee.call()
    with pytest.raises(Refusal) as caught:
        committee.vote(review, committee.chair, "hold", comment="  ")
    assert caught.value.code == "comment-missing"
    assert "comment" in caught.value.fields


@pytest.mark.parametrize("state", [FindingState.UNMET, FindingState.INCONCLUSIVE])
def test_no_one_can_vote_for_passing_against_the_criteria(
    committee: Committee, findings: Say, state: FindingState
) -> None:
    findings(REQ_G5=state)
    review = committee.call()
    assert refused(lambda: committee.vote(review, committee.chair)) == "criteria"
    assert committee.vote(review, committee.chair, "hold").choice == Choice.HOLD


def test_a_waiver_lets_an_unmet_criterion_pass(committee: Committee, findings: Say) -> None:
    findings(REQ_G5=FindingState.UNMET)
    waiver = waiver_grant(
        programme=committee.cast.programme,
        criterion="REQ-G5",
        reason="基线下月补齐",
        expires_on=timezone.localdate() + timedelta(days=30),
        actor=committee.chair,
        method="password",
    )
    review = committee.call()
    frozen = next(row for row in review.snapshot["findings"] if row["code"] == "REQ-G5")
    assert (frozen["state"], frozen["waiver"]) == ("unmet", waiver.code)
    assert committee.vote(review, committee.chair).choice == Choice.GO


def test_without_data_nothing_can_be_waived(committee: Committee, findings: Say) -> None:
    findings(REQ_G5=FindingState.INCONCLUSIVE)
    code = refused(
        lambda: waiver_grant(
            programme=committee.cast.programme,
            criterion="REQ-G5",
            reason="没有数据",
            expires_on=timezone.localdate() + timedelta(days=30),
            actor=committee.chair,
            method="password",
        )
    )
    assert code == "not-unmet"
    assert not Waiver.objects.exists()


def test_an_expired_or_revoked_waiver_waives_nothing(committee: Committee, findings: Say) -> None:
    findings(REQ_G5=FindingState.UNMET)
    waiver = waiver_grant(
        programme=committee.cast.programme,
        criterion="REQ-G5",
        reason="补齐",
        expires_on=timezone.localdate() + timedelta(days=1),
        actor=committee.chair,
        method="password",
    )
    waiver_revoke(waiver=waiver, actor=committee.chair, reason="不再需要")
    review = committee.call()
    assert refused(lambda: committee.vote(review, committee.chair)) == "criteria"


def test_a_gate_waits_for_the_one_before_it(committee: Committee, findings: Say) -> None:
    programme = committee.cast.programme
    review = review_call(
        programme=programme,
        phase=Phase.VENDORS,
        actor=committee.cast.owner,
        kind=ReviewKind.NOT_REQUIRED,
        reason="无需新系统",
    )
    for voter in (committee.chair, *committee.members):
        committee.vote(review, voter)
    assert state_of(committee, Phase.VENDORS) == PhaseState.NOT_REQUIRED
    code = refused(
        lambda: review_call(
            programme=programme,
            phase=Phase.DESIGN,
            actor=committee.cast.owner,
            kind=ReviewKind.NOT_REQUIRED,
            reason="不用",
        )
    )
    assert code == "not-allowed"


def test_the_chair_can_close_once_there_is_a_decision(committee: Committee, findings: Say) -> None:
    review = committee.call()
    committee.vote(review, committee.members[0])
    committee.vote(review, committee.members[1])
    assert refused(lambda: review_close(review=review, actor=committee.chair)) == "no-decision"
    committee.vote(review, committee.chair)
    closed = review_close(review=review, actor=committee.chair)
    assert closed.decision == Choice.GO
    assert refused(lambda: committee.vote(review, committee.members[2])) == "closed"


def test_recusals_recheck_the_quorum_and_can_end_the_review(committee: Committee, findings: Say) -> None:
    review = committee.call()
    committee.vote(review, committee.members[0], "recuse", "与供应商有利益关联")
    assert review_outcome(GateReview.objects.get(pk=review.pk)).needed == 3
    committee.vote(review, committee.members[1], "recuse", "同上")
    review.refresh_from_db()
    assert review.state == ReviewState.FAILED
    assert state_of(committee) == PhaseState.ACTIVE


@pytest.mark.parametrize(("days", "choice"), [(0, "taken"), (-1, "criteria")], ids=["today", "yesterday"])
def test_a_waiver_lets_a_gate_pass_on_its_last_day(committee: Committee, findings: Say, days: int, choice: str) -> None:
    findings(REQ_G5=FindingState.UNMET)
    grant = {"criterion": "REQ-G5", "reason": "补齐", "actor": committee.chair, "method": "password"}
    tomorrow = timezone.localdate() + timedelta(days=1)
    waiver = waiver_grant(programme=committee.cast.programme, expires_on=tomorrow, **grant)
    Waiver.objects.filter(pk=waiver.pk).update(expires_on=timezone.localdate() + timedelta(days=days))
    review = committee.call()
    if choice == "taken":
        assert committee.vote(review, committee.chair).choice == Choice.GO
        again = refused(lambda: waiver_grant(programme=committee.cast.programme, expires_on=tomorrow, **grant))
        assert again == "waived"
    else:
        assert refused(lambda: committee.vote(review, committee.chair)) == choice
        assert waiver_grant(programme=committee.cast.programme, expires_on=tomorrow, **grant).code != waiver.code


@pytest.mark.parametrize("days", [0, -1])
def test_a_waiver_and_a_condition_begin_before_they_end(committee: Committee, findings: Say, days: int) -> None:
    findings(REQ_G5=FindingState.UNMET)
    ends = timezone.localdate() + timedelta(days=days)
    grant = {"criterion": "REQ-G5", "reason": "补齐", "actor": committee.chair, "method": "password"}
    assert refused(lambda: waiver_grant(programme=committee.cast.programme, expires_on=ends, **grant)) == "invalid"
    assert refused(lambda: propose(committee, committee.call(), days)) == "invalid"


def test_withdrawing_needs_a_reason_and_frees_the_gate(committee: Committee, findings: Say) -> None:
    review = committee.call()
    assert refused(lambda: review_withdraw(review=review, actor=committee.cast.owner, reason="")) == "reason-missing"
    review_withdraw(review=review, actor=committee.cast.owner, reason="数据有误")
    assert state_of(committee) == PhaseState.ACTIVE
    assert committee.call().number == 2


def test_a_stop_ends_the_programme(committee: Committee, findings: Say) -> None:
    review = committee.call()
    for voter in (committee.chair, *committee.members):
        committee.vote(review, voter, "stop")
    committee.cast.programme.refresh_from_db()
    assert committee.cast.programme.state == ProgrammeState.STOPPED


def test_a_gate_can_be_reopened_only_when_it_was_passed(committee: Committee, findings: Say) -> None:
    programme = committee.cast.programme
    assert gate_reopen(programme=programme, phase=PHASE, reason="撤销签署") is False
    review = committee.call()
    for voter in (committee.chair, *committee.members):
        committee.vote(review, voter)
    assert gate_reopen(programme=programme, phase=PHASE, reason="撤销签署") is True
    assert state_of(committee) == PhaseState.REOPENED


def test_the_policy_refuses_figures_out_of_bounds(committee: Committee) -> None:
    programme, owner = committee.cast.programme, committee.cast.owner
    with pytest.raises(Refusal) as caught:
        policy_change(programme=programme, values={"gates.quorum": 30}, version=None, reason="宽松", actor=owner)
    assert "gates.quorum" in caught.value.fields
    changed = policy_change(programme=programme, values={"gates.quorum": 80}, version=1, reason="收紧", actor=owner)
    assert changed.version == 2
    assert Entry.objects.get(act="policy.changed").detail.count("80") == 1
    with pytest.raises(Refusal) as caught:
        policy_change(programme=programme, values={"gates.quorum": 90}, version=1, reason="再收紧", actor=owner)
    assert caught.value.code == "stale"


def test_the_ledger_has_the_last_vote_before_the_decision(committee: Committee, findings: Say) -> None:
    review = committee.call()
    for voter in (committee.chair, *committee.members):
        committee.vote(review, voter)
    acts = list(Entry.objects.order_by("-sequence").values_list("act", flat=True)[:2])
    assert acts == ["gate.decided", "vote.cast"]
