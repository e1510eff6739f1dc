"""The chain's rule alone: whatever is done to a row, the first bad one is named."""

from dataclasses import dataclass, fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance_app.base.canonical import canonical
from governance_app.ledger.models import Entry
from governance_app.ledger.rules import ATTESTED, GENESIS, Break, chain_break, entry_hash

TEXT = st.text(st.characters(codec="utf-8"), max_size=12)


@dataclass(frozen=True)
class Row:
    """A row as the rule sees it."""

    sequence: int
    previous_hash: str
    hash: str
    time: str
    actor_id: int | None
    actor_name: str
    act: str
    programme: str
    subject: str
    subject_label: str
    subject_hash: str
    detail: str
    salt: str


def sealed(row: Row, previous: str, sequence: int) -> Row:
    row = replace(row, previous_hash=previous, sequence=sequence, hash="")
    return replace(row, hash=entry_hash(row))


def chained(rows: list[Row]) -> list[Row]:
    chain: list[Row] = []
    for row in rows:
        chain.append(sealed(row, chain[-1].hash if chain else GENESIS, len(chain) + 1))
    return chain


def found(chain: list[Row], *, count: int | None = None, head: str | None = None) -> Break | None:
    default = chain[-1].hash if chain else GENESIS
    return chain_break(chain, count=len(chain) if count is None else count, head=default if head is None else head)


LOOSE_ROWS = st.builds(
    Row,
    sequence=st.just(0),
    previous_hash=st.just(""),
    hash=st.just(""),
    time=st.datetimes().map(lambda moment: moment.isoformat(timespec="microseconds") + "+00:00"),
    actor_id=st.none() | st.integers(1, 9999),
    actor_name=TEXT,
    act=st.sampled_from(["revision.submitted", "signature.given", "systems.revised"]),
    programme=st.sampled_from(["office", "plant", ""]),
    subject=TEXT,
    subject_label=TEXT,
    subject_hash=st.sampled_from(["", "a" * 64]),
    detail=st.dictionaries(TEXT, TEXT, max_size=2).map(lambda detail: canonical(detail).decode()),
    salt=st.sampled_from(["0" * 32, "f" * 32]),
)
CHAINS = st.lists(LOOSE_ROWS, min_size=1, max_size=6).map(chained)


@given(CHAINS)
def test_an_untouched_chain_holds(chain: list[Row]) -> None:
    assert found(chain) is None


def test_an_empty_chain_holds() -> None:
    assert chain_break([], count=0, head=GENESIS) is None


def test_every_column_but_the_hash_is_attested() -> None:
    assert set(ATTESTED) == {field.attname for field in Entry._meta.concrete_fields} - {"hash"}


@pytest.mark.parametrize("name", [field.name for field in fields(Row)])
@given(data=st.data())
def test_any_change_of_any_field_of_any_row_is_found(name: str, data: st.DataObject) -> None:
    chain = data.draw(CHAINS)
    place = data.draw(st.integers(0, len(chain) - 1))
    old: Any = getattr(chain[place], name)
    other = st.integers(-5, 10_000) if name in {"sequence", "actor_id"} else TEXT | st.just("b" * 64)
    new = data.draw(other.filter(lambda value: value != old))
    head = chain[-1].hash
    broken = [*chain[:place], replace(chain[place], **{name: new}), *chain[place + 1 :]]
    fault = found(broken, head=head)
    assert fault is not None
    assert fault.sequence == place + 1


@given(st.data())
def test_a_changed_row_with_a_fresh_hash_of_its_own_is_found_at_the_row_after_it(data: st.DataObject) -> None:
    chain = data.draw(CHAINS)
    place = data.draw(st.integers(0, len(chain) - 1))
    forged = replace(chain[place], actor_name=chain[place].actor_name + "!")
    forged = replace(forged, hash=entry_hash(forged))
    fault = found([*chain[:place], forged, *chain[place + 1 :]], head=chain[-1].hash)
    last = place == len(chain) - 1
    assert fault == (Break(place + 1, "head") if last else Break(place + 2, "unchained"))


@given(st.data())
def test_a_deleted_row_is_missing_where_it_stood(data: st.DataObject) -> None:
    chain = data.draw(CHAINS)
    place = data.draw(st.integers(0, len(chain) - 1))
    fault = found([*chain[:place], *chain[place + 1 :]], count=len(chain), head=chain[-1].hash)
    assert fault == Break(place + 1, "missing")


@given(CHAINS.filter(lambda chain: len(chain) > 1), st.data())
def test_two_rows_that_changed_places_are_found_at_the_first(chain: list[Row], data: st.DataObject) -> None:
    first, second = sorted(data.draw(st.lists(st.integers(0, len(chain) - 1), min_size=2, max_size=2, unique=True)))
    swapped = list(chain)
    swapped[first] = replace(chain[second], sequence=first + 1)
    swapped[second] = replace(chain[first], sequence=second + 1)
    assert found(swapped, head=chain[-1].hash) == Break(first + 1, "changed")


@given(st.data())
def test_an_inserted_row_is_found_even_when_those_after_it_move_up(data: st.DataObject) -> None:
    chain = data.draw(CHAINS)
    place = data.draw(st.integers(0, len(chain) - 1))
    before = chain[place - 1].hash if place else GENESIS
    forged = sealed(data.draw(LOOSE_ROWS), before, place + 1)
    moved = [replace(row, sequence=row.sequence + 1) for row in chain[place:]]
    fault = found([*chain[:place], forged, *moved], count=len(chain) + 1, head=chain[-1].hash)
    assert fault == Break(place + 2, "changed")


@given(st.data())
def test_a_lost_end_is_found_against_the_head(data: st.DataObject) -> None:
    chain = data.draw(CHAINS)
    kept = data.draw(st.integers(0, len(chain) - 1))
    assert found(chain[:kept], count=len(chain), head=chain[-1].hash) == Break(kept + 1, "missing")


@given(CHAINS, LOOSE_ROWS)
def test_a_row_beyond_the_recorded_end_is_found(chain: list[Row], loose: Row) -> None:
    surplus = sealed(loose, chain[-1].hash, len(chain) + 1)
    fault = found([*chain, surplus], count=len(chain), head=chain[-1].hash)
    assert fault == Break(len(chain) + 1, "surplus")
