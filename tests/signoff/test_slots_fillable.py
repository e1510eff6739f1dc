"""A round that too few people could complete is not opened: one person fills one slot."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance_app.errors import Refusal
from governance_app.programmes.models import Membership
from governance_app.programmes.states import Role
from governance_app.signoff.models import Round
from governance_app.signoff.rules import slots_fillable
from tests.conftest import Cast, Specification
from tests.factories.programmes import MembershipFactory

ABLE = st.lists(st.sets(st.integers(1, 5), max_size=4), max_size=5)


def most(able: list[set[int]]) -> int:
    """The same by trying every order of people."""
    orders = permutations([1, 2, 3, 4, 5, *([0] * len(able))], len(able))
    return max(sum(who in fits for who, fits in zip(order, able, strict=True)) for order in orders)


@given(able=ABLE.filter(lambda able: len(able) <= 3))
def test_as_many_slots_as_can_be_are_filled(able: list[set[int]]) -> None:
    filled = slots_fillable([sorted(fits) for fits in able])
    assert sum(person is not None for person in filled) == most(able)


@given(able=ABLE)
def test_nobody_fills_two_and_everybody_fits(able: list[set[int]]) -> None:
    filled = slots_fillable([sorted(fits) for fits in able])
    people = [person for person in filled if person is not None]
    assert len(people) == len(set(people))
    assert all(person is None or person in fits for person, fits in zip(filled, able, strict=True))


@pytest.mark.postgres_too
@pytest.mark.django_db
def test_two_heads_of_three_departments_cannot_complete_a_round(cast: Cast, specification: Specification) -> None:
    """Finance has the one, IT the other, personnel either of them: three signatures of two people."""
    heads = Membership.objects.filter(programme=cast.programme, role=Role.DEPT_HEAD)
    heads.filter(department=cast.personnel).delete()
    for head in (cast.finance_head, cast.it_head):
        MembershipFactory(programme=cast.programme, user=head, role=Role.DEPT_HEAD, department=cast.personnel)
    with pytest.raises(Refusal) as caught:
        specification.submit()
    assert caught.value.code == "unsignable"
    assert not Round.objects.exists()
