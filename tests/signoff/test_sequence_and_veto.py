"""Groups that sign one after the other, and a group whose disapproval ends the round."""

from hypothesis import given
from hypothesis import strategies as st

from governance_app.signoff.rules import GroupSpec, Policy, SlotSpec, group_open, round_outcome
from governance_app.signoff.states import RoundState


def slots(prefix: str, count: int) -> tuple[SlotSpec, ...]:
    return tuple(SlotSpec(f"{prefix}{number}", prefix, "committee") for number in range(count))


SEQUENCE = Policy(
    (GroupSpec("heads", "heads", slots("h", 2)), GroupSpec("board", "board", slots("b", 3), 2)), sequence=True
).frozen()


def test_the_second_group_waits_for_the_first() -> None:
    assert group_open(SEQUENCE, {}) == {"heads"}
    assert group_open(SEQUENCE, {"h0": "approval"}) == {"heads"}
    assert group_open(SEQUENCE, {"h0": "approval", "h1": "approval"}) == {"board"}


def test_in_parallel_every_group_is_open() -> None:
    policy = Policy((GroupSpec("a", "a", slots("a", 1)), GroupSpec("b", "b", slots("b", 1)))).frozen()
    assert group_open(policy, {}) == {"a", "b"}


def test_a_veto_ends_a_round_that_others_could_still_complete() -> None:
    plain = Policy((GroupSpec("board", "board", slots("b", 3), 2),)).frozen()
    veto = Policy((GroupSpec("board", "board", slots("b", 3), 2, veto=True),)).frozen()
    assert round_outcome(plain, {"b0": "disapproval"}) == RoundState.OPEN
    assert round_outcome(veto, {"b0": "disapproval"}) == RoundState.REJECTED


@given(st.lists(st.sampled_from(["approval", "disapproval"]), max_size=5))
def test_in_sequence_at_most_one_group_is_open(meanings: list[str]) -> None:
    keys = ["h0", "h1", "b0", "b1", "b2"]
    opened = group_open(SEQUENCE, dict(zip(keys, meanings, strict=False)))
    assert len(opened) <= 1
