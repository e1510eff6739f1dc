"""Roles are held once, and for a department exactly where the role is a department's."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from governance_app.errors import Refusal
from governance_app.ledger.models import Entry
from governance_app.ledger.selectors import ledger_break
from governance_app.phases import Phase
from governance_app.programmes.models import Membership, ProgrammePhase
from governance_app.programmes.services.people import member_add
from governance_app.programmes.services.phases import phase_state_set
from governance_app.programmes.services.programmes import programme_create
from governance_app.programmes.states import DEPARTMENT_ROLES, PhaseState, Role
from tests.conftest import Cast
from tests.factories.people import DepartmentFactory

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db]


def test_a_member_is_added_and_the_ledger_says_so(cast: Cast) -> None:
    member_add(
        programme=cast.programme, user=cast.nobody, role=Role.KEY_USER, department=cast.personnel, actor=cast.owner
    )
    entry = Entry.objects.get(act="member.added")
    assert (entry.actor_id, entry.subject, entry.programme) == (cast.owner.pk, "user:nobody", "office")
    assert ledger_break() is None


@pytest.mark.parametrize("role", sorted(DEPARTMENT_ROLES))
def test_it_refuses_a_departments_role_without_the_department(cast: Cast, role: Role) -> None:
    with pytest.raises(Refusal) as caught:
        member_add(programme=cast.programme, user=cast.nobody, role=role, actor=cast.owner)
    assert caught.value.code == "invalid"
    assert not cast.nobody.memberships.exists()


@pytest.mark.parametrize("role", sorted(set(Role) - DEPARTMENT_ROLES))
def test_it_refuses_a_department_where_the_role_has_none(cast: Cast, role: Role) -> None:
    with pytest.raises(Refusal):
        member_add(programme=cast.programme, user=cast.nobody, role=role, department=cast.it, actor=cast.owner)
    assert not cast.nobody.memberships.exists()


def test_it_refuses_a_department_that_does_not_take_part(cast: Cast) -> None:
    absent = DepartmentFactory(code="FW", name="法务部")
    with pytest.raises(Refusal) as caught:
        member_add(programme=cast.programme, user=cast.nobody, role=Role.KEY_USER, department=absent, actor=cast.owner)
    assert list(caught.value.fields) == ["department"]
    assert not cast.nobody.memberships.exists()


def test_it_refuses_the_same_role_twice(cast: Cast) -> None:
    for user, role, department in (
        (cast.owner, Role.PMO, None),
        (cast.finance_head, Role.DEPT_HEAD, cast.finance),
    ):
        with pytest.raises(Refusal):
            member_add(programme=cast.programme, user=user, role=role, department=department, actor=cast.owner)
        assert user.memberships.count() == 1


def test_one_person_may_head_two_departments(cast: Cast) -> None:
    member_add(
        programme=cast.programme, user=cast.finance_head, role=Role.DEPT_HEAD, department=cast.it, actor=cast.owner
    )
    assert cast.finance_head.memberships.count() == 2


@pytest.mark.parametrize(
    ("role", "with_department", "name"),
    [
        (Role.DEPT_HEAD, False, "membership_department_where_due"),
        (Role.PMO, True, "membership_department_where_due"),
        (Role.AUDITOR, True, "membership_department_where_due"),
    ],
)
def test_the_database_holds_roles_to_their_departments(
    cast: Cast, role: Role, name: str, *, with_department: bool
) -> None:
    department = cast.it if with_department else None
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Membership.objects.create(programme=cast.programme, user=cast.nobody, role=role, department=department)


def test_the_database_holds_a_role_once(cast: Cast) -> None:
    for values in (
        {"user": cast.owner, "role": Role.PMO},
        {"user": cast.finance_head, "role": Role.DEPT_HEAD, "department": cast.finance},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.create(programme=cast.programme, **values)


def test_a_person_or_department_with_a_role_cannot_be_deleted(cast: Cast) -> None:
    for row in (cast.finance_head, cast.finance):
        with pytest.raises(ProtectedError):
            row.delete()


def test_a_new_programme_has_seven_phases_and_stands_in_the_ledger(cast: Cast) -> None:
    values = {"code": "XD-2026-01", "slug": "xd", "name": "新程", "organisation": "华辰"}
    start, end = cast.programme.start_date, cast.programme.end_date
    programme = programme_create(
        values={**values, "start_date": start},
        departments=[cast.it],
        windows={Phase.DESIGN: (start, end)},
        actor=cast.owner,
    )
    assert [row.phase for row in programme.phases.all()] == list(Phase)
    design = programme.phases.get(phase=Phase.DESIGN)
    assert (design.planned_start, design.planned_end, design.forecast_end) == (start, end, end)
    assert Entry.objects.get(act="programme.created").programme == "xd"


def test_it_refuses_a_programme_whose_address_is_taken_and_names_the_field(cast: Cast) -> None:
    values = {"code": "XD-2026-01", "slug": "office", "name": "新程", "organisation": "华辰"}
    with pytest.raises(Refusal) as caught:
        programme_create(
            values={**values, "start_date": cast.programme.start_date}, departments=[], windows={}, actor=cast.owner
        )
    assert list(caught.value.fields) == ["slug"]
    assert not Entry.objects.filter(act="programme.created").exists()


def test_a_phase_moves_and_the_ledger_says_from_where(cast: Cast) -> None:
    phase_state_set(programme=cast.programme, phase=Phase.DESIGN, state=PhaseState.ACTIVE, actor=cast.owner)
    assert cast.programme.phases.get(phase=Phase.DESIGN).state == PhaseState.ACTIVE
    assert Entry.objects.get(act="phase.moved").detail == '{"from":"not_started","to":"active"}'


def test_there_is_no_eighth_phase(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="one_to_seven"), transaction.atomic():
        ProgrammePhase.objects.create(programme=cast.programme, phase=8)
