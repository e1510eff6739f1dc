"""Which slot the roles of one person open: on slots and memberships never saved."""

from hypothesis import given
from hypothesis import strategies as st

from governance_app.programmes.models import Membership
from governance_app.programmes.states import Role
from governance_app.signoff.models import Slot
from governance_app.signoff.rules import slot_fits, slot_open_to


def head(*departments: int) -> list[Membership]:
    return [Membership(role=Role.DEPT_HEAD, department_id=department) for department in departments]


def slot(pk: int, *departments: int, role: Role = Role.DEPT_HEAD) -> Slot:
    return Slot(pk=pk, role=role, department_ids=list(departments))


def test_a_head_signs_for_the_own_department_only() -> None:
    assert slot_fits(slot(1, 7), head(7))
    assert not slot_fits(slot(1, 7), head(8))
    assert not slot_fits(slot(1, 7), [])


def test_a_slot_for_two_departments_takes_the_head_of_both() -> None:
    assert slot_fits(slot(1, 7, 8), head(7, 8, 9))
    assert not slot_fits(slot(1, 7, 8), head(7))


def test_another_role_for_the_department_does_not_do() -> None:
    key_user = [Membership(role=Role.KEY_USER, department_id=7), Membership(role=Role.PMO)]
    assert not slot_fits(slot(1, 7), key_user)


def test_a_role_without_departments_fits_wherever_it_is_held() -> None:
    member = [Membership(role=Role.TECH_COMMITTEE)]
    assert slot_fits(slot(1, role=Role.TECH_COMMITTEE), member)
    assert not slot_fits(slot(1, role=Role.CHAIR), member)


def test_the_first_slot_not_yet_taken_is_open() -> None:
    slots = [slot(pk, role=Role.TECH_COMMITTEE) for pk in (1, 2, 3)]
    member = [Membership(role=Role.TECH_COMMITTEE)]
    assert slot_open_to(slots, member, set()) is slots[0]
    assert slot_open_to(slots, member, {1, 2}) is slots[2]
    assert slot_open_to(slots, member, {1, 2, 3}) is None


@given(
    st.lists(st.lists(st.integers(1, 4), max_size=3), max_size=4),
    st.sets(st.integers(1, 4)),
    st.sets(st.integers(0, 3)),
)
def test_what_it_opens_fits_and_is_free(wanted: list[list[int]], held: set[int], taken: set[int]) -> None:
    slots = [slot(pk, *departments) for pk, departments in enumerate(wanted)]
    found = slot_open_to(slots, head(*held), taken)
    if found is None:
        assert all(one.pk in taken or not slot_fits(one, head(*held)) for one in slots)
    else:
        assert found.pk not in taken
        assert slot_fits(found, head(*held))
