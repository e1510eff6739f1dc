"""Policies and what follows from the signatures given: pure calculation."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance_app.base.canonical import content_hash
from governance_app.programmes.states import Role
from governance_app.signoff.rules import GroupSpec, Policy, SlotSpec, round_outcome
from governance_app.signoff.states import AGREEING, Meaning, RoundState

AGREE, AGAINST, CHANGES = Meaning.APPROVAL, Meaning.DISAPPROVAL, Meaning.CHANGES_REQUESTED


def group(code: str, size: int, need: int | None = None) -> GroupSpec:
    slots = tuple(SlotSpec(f"{code}{n}", f"席位 {n}", Role.TECH_COMMITTEE) for n in range(size))
    return GroupSpec(code, code, slots, need)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    groups = []
    for number in range(draw(st.integers(1, 3))):
        size = draw(st.integers(1, 4))
        groups.append(group("abc"[number], size, draw(st.none() | st.integers(1, size))))
    return Policy(tuple(groups))


@st.composite
def stories(draw: st.DrawFn, meanings: Any = tuple(Meaning)) -> tuple[Policy, list[tuple[str, Meaning]]]:
    """A policy and the meanings given, in the order in which they were given, up to the end of the round."""
    policy = draw(policies())
    keys = [slot.key for part in policy.groups for slot in part.slots]
    signers = draw(st.permutations(keys))[: draw(st.integers(0, len(keys)))]
    return policy, [(key, draw(st.sampled_from(meanings))) for key in signers]


def outcome(policy: Policy, given_: dict[str, str]) -> RoundState:
    return round_outcome(policy.frozen(), given_)


def agreed(part: GroupSpec, given_: dict[str, str]) -> int:
    return sum(given_.get(slot.key) in AGREEING for slot in part.slots)


@given(stories())
def test_it_is_never_complete_without_enough_in_every_group(story: tuple[Policy, list[tuple[str, Meaning]]]) -> None:
    policy, signed = story
    state = outcome(policy, dict(signed))
    enough = all(agreed(part, dict(signed)) >= part.needed for part in policy.groups)
    assert (state == RoundState.COMPLETE) <= enough
    if all(meaning in AGREEING for _key, meaning in signed):
        assert state == (RoundState.COMPLETE if enough else RoundState.OPEN)


@given(stories(), st.randoms(use_true_random=False))
def test_the_order_of_signatures_does_not_matter(story: tuple[Policy, list[tuple[str, Meaning]]], random: Any) -> None:
    policy, signed = story
    shuffled = list(signed)
    random.shuffle(shuffled)
    assert outcome(policy, dict(shuffled)) == outcome(policy, dict(signed))


@given(stories())
def test_it_stays_open_only_while_it_can_still_be_completed(story: tuple[Policy, list[tuple[str, Meaning]]]) -> None:
    policy, signed = story
    given_ = dict(signed)
    if outcome(policy, given_) == RoundState.OPEN:
        everyone = {slot.key: AGREE for part in policy.groups for slot in part.slots} | given_
        assert outcome(policy, everyone) == RoundState.COMPLETE


@given(stories())
def test_once_ended_no_further_agreement_reopens_it(story: tuple[Policy, list[tuple[str, Meaning]]]) -> None:
    policy, signed = story
    state = outcome(policy, dict(signed))
    if state == RoundState.OPEN:
        return
    rest = [slot.key for part in policy.groups for slot in part.slots if slot.key not in dict(signed)]
    for key in rest:
        assert outcome(policy, {**dict(signed), key: AGREE}) == state


@given(stories(meanings=(AGREE, CHANGES, AGAINST)))
def test_one_request_for_changes_ends_the_round(story: tuple[Policy, list[tuple[str, Meaning]]]) -> None:
    policy, signed = story
    state = outcome(policy, dict(signed))
    assert (state == RoundState.CHANGES_REQUESTED) == (CHANGES in dict(signed).values())


@given(policies(), st.data())
def test_every_meaning_of_agreement_counts_alike(policy: Policy, data: st.DataObject) -> None:
    keys = [slot.key for part in policy.groups for slot in part.slots]
    given_ = {key: data.draw(st.sampled_from(sorted(AGREEING))) for key in keys}
    assert outcome(policy, given_) == RoundState.COMPLETE


def test_a_slot_is_frozen_whole_and_says_why_only_where_there_is_a_why() -> None:
    plain = {"key": "chair", "title": "组长", "role": Role.CHAIR, "department_ids": ()}
    assert SlotSpec("chair", "组长", Role.CHAIR).frozen() == plain
    assert SlotSpec("chair", "组长", Role.CHAIR, why="新设").frozen() == {**plain, "why": "新设"}


def test_a_group_of_all_waits_for_the_last() -> None:
    policy = Policy((group("a", 3),))
    assert outcome(policy, {}) == RoundState.OPEN
    assert outcome(policy, {"a0": AGREE, "a1": AGREE}) == RoundState.OPEN
    assert outcome(policy, {"a0": AGREE, "a1": AGREE, "a2": AGREE}) == RoundState.COMPLETE


def test_a_disapproval_where_all_must_agree_rejects() -> None:
    assert outcome(Policy((group("a", 3),)), {"a1": AGAINST}) == RoundState.REJECTED
    assert outcome(Policy((group("a", 3, need=3),)), {"a1": AGAINST}) == RoundState.REJECTED


def test_two_of_three_is_enough_and_one_against_does_no_harm() -> None:
    policy = Policy((group("a", 3, need=2),))
    assert outcome(policy, {"a0": AGREE}) == RoundState.OPEN
    assert outcome(policy, {"a0": AGAINST}) == RoundState.OPEN
    assert outcome(policy, {"a0": AGAINST, "a1": AGREE, "a2": AGREE}) == RoundState.COMPLETE
    assert outcome(policy, {"a0": AGREE, "a1": AGREE}) == RoundState.COMPLETE


def test_it_fails_once_two_of_three_are_out_of_reach() -> None:
    assert outcome(Policy((group("a", 3, need=2),)), {"a0": AGAINST, "a1": AGAINST}) == RoundState.FAILED


def test_every_group_must_have_its_number() -> None:
    policy = Policy((group("a", 1), group("b", 3, need=1)))
    assert outcome(policy, {"b0": AGREE, "b1": AGREE, "b2": AGREE}) == RoundState.OPEN
    assert outcome(policy, {"a0": AGREE}) == RoundState.OPEN
    assert outcome(policy, {"a0": AGREE, "b2": AGREE}) == RoundState.COMPLETE


@pytest.mark.parametrize("need", [0, 4, -1])
def test_a_group_cannot_need_less_than_one_or_more_than_all(need: int) -> None:
    with pytest.raises(ValueError, match="between one and all"):
        Policy((group("a", 3, need=need),))


def test_a_policy_asks_for_someone() -> None:
    for groups in ((), (group("a", 0),)):
        with pytest.raises(ValueError, match="at least one signature"):
            Policy(groups)


def test_a_key_stands_once_in_a_policy() -> None:
    with pytest.raises(ValueError, match="once in a policy"):
        Policy((group("a", 1), group("a", 2)))


def test_a_frozen_policy_survives_storage_as_json() -> None:
    policy = Policy((group("a", 2), group("b", 3, need=2)))
    stored = json.loads(json.dumps(policy.frozen()))
    assert content_hash(stored) == policy.hash
    assert round_outcome(stored, {"a0": AGREE, "a1": AGREE, "b0": AGREE, "b2": AGREE}) == RoundState.COMPLETE


def test_every_part_of_a_policy_enters_its_hash() -> None:
    slot = SlotSpec("k", "财务部负责人", Role.DEPT_HEAD, (1,))
    base = Policy((GroupSpec("g", "部门", (slot,)),))
    others = [
        replace(base, meaning=Meaning.REVIEW),
        *(
            Policy((GroupSpec("g", "部门", (replace(slot, **change),)),))
            for change in ({"key": "x"}, {"title": "x"}, {"role": Role.PMO}, {"department_ids": (2,)})
        ),
        Policy((GroupSpec("h", "部门", (slot,)),)),
        Policy((GroupSpec("g", "部", (slot,)),)),
        Policy((GroupSpec("g", "部门", (slot,), need=1),)),
    ]
    hashes = {policy.hash for policy in (base, *others)}
    assert len(hashes) == len(others) + 1
