"""Who may do what, as the apps declare it: on memberships never saved."""

import pytest

from governance_app.programmes.models import Membership, Programme
from governance_app.programmes.registry import actions
from governance_app.programmes.rules import Access, acts_of
from governance_app.programmes.selectors import access_for, accesses_of, holders, programmes_for
from governance_app.programmes.states import Role
from tests.conftest import Cast
from tests.factories.programmes import MembershipFactory

READING = (".view", ".phases", ".members", ".permissions", ".duties")
# What proves the records to an outsider and changes none of them.
PROVING = {"documents.evidence", "ledger.checkpoint"}


def test_an_auditor_reads_and_writes_nothing() -> None:
    acts = acts_of([Role.AUDITOR])
    assert "ledger.view" in acts
    assert {act for act in acts if not act.endswith(READING)} <= PROVING


def test_nobody_may_do_anything_without_a_role() -> None:
    assert acts_of([]) == frozenset()


def test_several_roles_allow_what_each_allows() -> None:
    assert acts_of([Role.KEY_USER, Role.CHAIR]) == acts_of([Role.KEY_USER]) | acts_of([Role.CHAIR])


@pytest.mark.parametrize("role", [Role.VENDOR, Role.TRAINEE])
def test_those_outside_the_staff_see_no_records_documents_or_ledger(role: Role) -> None:
    assert acts_of([role]) == {"programme.view"}


def test_every_act_belongs_to_someone() -> None:
    assert [action.code for action in actions if not action.roles] == []


def test_departments_come_from_department_roles_alone() -> None:
    access = Access(
        programme=Programme(code="HC"),
        user=None,
        memberships=[
            Membership(role=Role.DEPT_HEAD, department_id=7),
            Membership(role=Role.KEY_USER, department_id=8),
            Membership(role=Role.PMO),
        ],
    )
    assert access.department_ids == {7, 8}
    assert access.roles == {Role.DEPT_HEAD, Role.KEY_USER, Role.PMO}
    assert access.may("requirements.edit")


@pytest.mark.django_db
def test_another_programmes_people_are_nothing_here(cast: Cast) -> None:
    assert access_for(cast.stranger, "office") is None
    assert access_for(cast.nobody, "office") is None
    assert access_for(cast.owner, "no-such-programme") is None
    assert list(programmes_for(cast.stranger)) == [cast.other_programme]
    assert list(programmes_for(cast.nobody)) == []


@pytest.mark.django_db
def test_a_deactivated_person_is_nothing_anywhere(cast: Cast) -> None:
    cast.owner.is_active = False
    cast.owner.save()
    assert access_for(cast.owner, "office") is None
    assert accesses_of(cast.owner) == []
    assert cast.owner not in holders(cast.programme, Role.PMO)


@pytest.mark.django_db
def test_a_person_is_in_each_programme_what_they_are_there(cast: Cast) -> None:
    MembershipFactory(programme=cast.other_programme, user=cast.owner, role=Role.AUDITOR)
    roles = {access.programme.slug: access.roles for access in accesses_of(cast.owner)}
    assert roles == {"office": {Role.PMO}, "plant": {Role.AUDITOR}}
    assert list(holders(cast.programme, Role.DEPT_HEAD, cast.finance.pk)) == [cast.finance_head]
