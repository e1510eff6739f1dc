"""A programme keeps a manager, a person one side, and a code one programme, however many act at once."""

import pytest
from django.contrib.auth.models import Permission

from governance_app.ledger.selectors import ledger_break
from governance_app.programmes.models import Membership, Programme
from governance_app.programmes.states import Role
from tests.concurrency.conftest import Crowd, refusals
from tests.conftest import Cast
from tests.factories.people import DepartmentFactory
from tests.factories.programmes import MembershipFactory

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db(transaction=True)]


def test_two_managers_revoke_each_other_and_one_stays(cast: Cast, crowd: Crowd) -> None:
    one = Membership.objects.get(programme=cast.programme, role=Role.PMO)
    two = MembershipFactory(programme=cast.programme, user=cast.nobody, role=Role.PMO)
    outcomes = crowd(
        ("member_off", {"programme": "office", "number": two.pk, "user": one.user_id}),
        ("member_off", {"programme": "office", "number": one.pk, "user": two.user_id}),
    )
    assert refusals(outcomes) == ["last-manager"]
    assert Membership.objects.filter(programme=cast.programme, role=Role.PMO).count() == 1
    assert ledger_break() is None


def test_a_person_is_not_made_vendor_and_staff_at_once(cast: Cast, crowd: Crowd) -> None:
    person = cast.nobody.pk
    outcomes = crowd(
        ("member_on", {"programme": "office", "role": Role.VENDOR, "person": person}),
        ("member_on", {"programme": "plant", "role": Role.AUDITOR, "person": person}),
    )
    assert refusals(outcomes) == ["vendor"]
    assert cast.nobody.memberships.count() == 1


def test_no_department_leaves_while_a_role_is_given_for_it(cast: Cast, crowd: Crowd) -> None:
    legal = DepartmentFactory(code="FW", name="法务部")
    cast.programme.departments.add(legal)
    outcomes = crowd(
        ("member_on", {"programme": "office", "role": Role.KEY_USER, "person": cast.nobody.pk, "department": "FW"}),
        ("department_off", {"programme": "office", "code": "FW", "user": cast.owner.pk}),
    )
    assert refusals(outcomes) in (["in-use"], ["invalid"])
    takes_part = cast.programme.departments.filter(pk=legal.pk).exists()
    assert takes_part == cast.nobody.memberships.filter(programme=cast.programme).exists()


def test_one_code_makes_one_programme(cast: Cast, crowd: Crowd) -> None:
    cast.owner.user_permissions.add(Permission.objects.get(codename="add_programme"))
    outcomes = crowd(*[("found", {"code": "XD-1", "user": cast.owner.pk})] * 2)
    assert len(refusals(outcomes)) == 1
    assert Programme.objects.filter(code="XD-1").count() == 1
