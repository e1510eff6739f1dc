"""Rules of programmes, on people and memberships never saved."""

from collections.abc import Iterable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from governance_app.people.models import Department, User
from governance_app.phases import Phase
from governance_app.programmes.models import Membership, Programme
from governance_app.programmes.registry import FirmKind, department_seeds, firm_kinds, scenario_packs
from governance_app.programmes.rules import (
    Access,
    may_administer,
    may_found,
    role_conflict,
    second_factor_needed,
    seeds_matched,
    seeds_needed,
    windows_of,
)
from governance_app.programmes.states import Role

MONDAY = date(2026, 11, 23)


def firm(*weeks: int) -> FirmKind:
    return FirmKind("x", "", "", (), weeks, {}, "")


def person(*permissions: str, active: bool = True) -> Any:
    """Someone with permissions of the whole installation, as Django asks for them."""

    def all_of(asked: Iterable[str]) -> bool:
        return set(asked) <= set(permissions)

    return SimpleNamespace(is_active=active, has_perm=lambda asked: asked in permissions, has_perms=all_of)


@pytest.mark.parametrize(
    ("role", "held", "conflict"),
    [
        (Role.VENDOR, [], False),
        (Role.VENDOR, [Role.VENDOR], False),
        (Role.VENDOR, [Role.VENDOR, Role.TRAINEE], True),
        (Role.VENDOR, [Role.PMO], True),
        (Role.TRAINEE, [Role.VENDOR], True),
        (Role.TRAINEE, [Role.PMO], False),
        (Role.PMO, [], False),
    ],
)
def test_a_vendors_people_hold_no_role_of_the_enterprise(role: Role, held: list[Role], conflict: bool) -> None:
    assert role_conflict(role, [str(row) for row in held]) is conflict


@pytest.mark.parametrize(
    ("roles", "needed"), [([], False), ([Role.KEY_USER], False), ([Role.KEY_USER, Role.CHAIR], True)]
)
def test_one_role_that_asks_for_a_second_factor_is_enough(settings: Any, roles: list[Role], needed: bool) -> None:
    settings.SECOND_FACTOR_ROLES = ["chair", "pmo"]
    access = Access(Programme(code="HC"), User(), [Membership(role=role) for role in roles])
    assert second_factor_needed(access) is needed


def test_who_may_set_up_programmes_need_not_set_up_people() -> None:
    founder = person("programmes.add_programme")
    administrator = person("people.add_department", "people.add_user")
    assert (may_found(founder), may_administer(founder)) == (True, False)
    assert (may_found(administrator), may_administer(administrator)) == (False, True)


@pytest.mark.parametrize("one", ["people.add_department", "people.add_user"])
def test_setting_up_people_takes_both_permissions(one: str) -> None:
    assert not may_administer(person(one))


def test_nobody_who_has_left_sets_anything_up() -> None:
    gone = person("programmes.add_programme", "people.add_department", "people.add_user", active=False)
    assert not may_found(gone)
    assert not may_administer(gone)


def test_phases_follow_one_another_and_end_on_the_friday_before_the_next() -> None:
    found = windows_of(firm(1, 2, 3, 4, 5, 6, 7), MONDAY)
    starts = [MONDAY + timedelta(weeks=weeks) for weeks in (0, 1, 3, 6, 10, 15, 21)]
    assert [start for start, _end in found.values()] == starts
    ends = [start - timedelta(days=3) for start in (*starts[1:], MONDAY + timedelta(weeks=28))]
    assert [end for _start, end in found.values()] == ends
    assert list(found) == list(Phase)


@pytest.mark.parametrize(("weekday", "end"), [(0, 4), (1, 4 + 3), (4, 4 + 6), (5, 4 + 7), (6, 4 + 7)])
def test_a_phase_ends_on_a_working_day_whatever_day_it_begins(weekday: int, end: int) -> None:
    start = MONDAY + timedelta(days=weekday)
    _start, last = windows_of(firm(1, 1, 1, 1, 1, 1, 1), start)[Phase.REQUIREMENTS]
    assert last.weekday() <= 4
    assert last == min(start + timedelta(days=6), MONDAY + timedelta(days=end))


def test_departments_asked_for_twice_are_wanted_once() -> None:
    for kind in firm_kinds:
        wanted = seeds_needed(kind.code, scenario_packs.codes())
        assert len(wanted) == len(set(wanted))
        assert set(wanted) >= set(kind.departments)
        assert wanted == [code for code in department_seeds.codes() if code in wanted]
        assert set(seeds_needed(kind.code, [])) == set(kind.departments)


def test_the_code_goes_before_the_name() -> None:
    seed = next(iter(department_seeds))
    by_name, by_code = Department(code="X", name=seed.name), Department(code=seed.code, name="别的")
    assert seeds_matched([by_name, by_code])[seed.code] is by_code
    assert seeds_matched([by_name])[seed.code] is by_name
    assert seed.code not in seeds_matched([by_name, Department(code="Y", name=seed.name)])
