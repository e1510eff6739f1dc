"""Roles are given and revoked, departments join and leave, basic facts are changed: each in the ledger or not at all."""

import json
from typing import Any

import pytest

from governance_app.documents.models import Revision
from governance_app.errors import Refusal
from governance_app.ledger.models import Entry
from governance_app.programmes.models import Membership, Programme
from governance_app.programmes.selectors import people_found, programme_version
from governance_app.programmes.services.people import (
    department_join,
    department_leave,
    member_add,
    member_remove,
    programme_revise,
)
from governance_app.programmes.states import Role
from tests.conftest import Cast, Specification
from tests.factories.people import DepartmentFactory, UserFactory
from tests.factories.programmes import MembershipFactory

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db]


def number_of(cast: Cast, user: Any) -> int:
    return Membership.objects.get(programme=cast.programme, user=user).pk


def test_a_role_is_revoked_with_a_reason_and_the_history_keeps_it(cast: Cast) -> None:
    number = number_of(cast, cast.finance_head)
    member_remove(programme=cast.programme, number=number, reason="调任", actor=cast.owner)
    assert not Membership.objects.filter(pk=number).exists()
    entry = Entry.objects.get(act="member.removed")
    assert json.loads(entry.detail) == {"role": "dept_head", "department": "D-FIN", "reason": "调任"}
    gone = Membership.history.filter(id=number).first()
    assert (gone.history_type, gone.history_change_reason, gone.history_user) == ("-", "调任", cast.owner)


@pytest.mark.parametrize(("reason", "code"), [("  ", "reason-missing"), ("调任", "last-manager")])
def test_the_last_programme_manager_and_a_missing_reason_are_refused(cast: Cast, reason: str, code: str) -> None:
    MembershipFactory(programme=cast.programme, user=UserFactory(is_active=False), role=Role.PMO)
    with pytest.raises(Refusal) as caught:
        member_remove(programme=cast.programme, number=number_of(cast, cast.owner), reason=reason, actor=cast.owner)
    assert caught.value.code == code
    assert cast.owner.memberships.exists()
    assert not Entry.objects.filter(act="member.removed").exists()


def test_a_manager_goes_once_another_has_come(cast: Cast) -> None:
    member_add(programme=cast.programme, user=cast.nobody, role=Role.PMO, actor=cast.owner)
    member_remove(programme=cast.programme, number=number_of(cast, cast.owner), reason="调任", actor=cast.nobody)
    assert not cast.owner.memberships.exists()


def test_another_programmes_role_is_not_revoked_from_here(cast: Cast) -> None:
    foreign = cast.stranger.memberships.first()
    assert foreign is not None
    with pytest.raises(Refusal) as caught:
        member_remove(programme=cast.programme, number=foreign.pk, reason="调任", actor=cast.owner)
    assert caught.value.code == "gone"
    assert Membership.objects.filter(pk=foreign.pk).exists()


def test_vendors_hold_no_role_inside_and_staff_none_of_a_vendor(cast: Cast) -> None:
    member_add(programme=cast.other_programme, user=cast.nobody, role=Role.VENDOR, actor=cast.owner)
    for user, role in ((cast.nobody, Role.DEVELOPER), (cast.nobody, Role.TRAINEE), (cast.auditor, Role.VENDOR)):
        with pytest.raises(Refusal) as caught:
            member_add(programme=cast.programme, user=user, role=role, actor=cast.owner)
        assert caught.value.code == "vendor"
        assert list(caught.value.fields) == ["role"]
    member_add(programme=cast.programme, user=cast.nobody, role=Role.VENDOR, actor=cast.owner)


def test_departments_join_once_and_leave_when_no_role_hangs_on_them(cast: Cast) -> None:
    department = DepartmentFactory(code="D-LEG", name="法务部")
    department_join(programme=cast.programme, department=department, actor=cast.owner)
    with pytest.raises(Refusal) as caught:
        department_join(programme=cast.programme, department=department, actor=cast.owner)
    assert caught.value.code == "double"
    with pytest.raises(Refusal) as caught:
        department_leave(programme=cast.programme, department=cast.finance, reason="退出", actor=cast.owner)
    assert caught.value.code == "in-use"
    assert str(cast.finance_head) in str(caught.value)
    department_leave(programme=cast.programme, department=department, reason="退出", actor=cast.owner)
    assert department not in cast.programme.departments.all()
    acts = Entry.objects.filter(subject="department:D-LEG").order_by("sequence").values_list("act", flat=True)
    assert list(acts) == ["department.joined", "department.left"]


def revised(cast: Cast, *, version: int | None = None, reason: str = "更名", **values: Any) -> Programme:
    return programme_revise(programme=cast.programme, values=values, version=version, reason=reason, actor=cast.owner)


def test_basic_facts_change_with_version_and_reason(cast: Cast) -> None:
    seen = programme_version(cast.programme)
    programme = revised(cast, version=seen, name="新名称", user_count=80)
    assert (programme.name, programme.user_count, programme.code) == ("新名称", 80, "HC-2026-01")
    assert json.loads(Entry.objects.get(act="programme.revised").detail)["changed"] == ["name", "user_count"]
    with pytest.raises(Refusal) as caught:
        revised(cast, version=seen, name="又一名称")
    assert caught.value.code == "stale"
    revised(cast, name="新名称", reason="")
    assert Entry.objects.filter(act="programme.revised").count() == 1, "the same values change nothing"


@pytest.mark.parametrize(
    ("values", "reason", "fields"),
    [
        ({"name": ""}, "更名", ["name"]),
        ({"name": "新"}, " ", ["reason"]),
        ({"end_date": "before"}, "提前", ["end_date"]),
        ({"start_date": None}, "提前", ["start_date"]),
    ],
)
def test_facts_a_programme_cannot_have_change_nothing(
    cast: Cast, values: dict[str, Any], reason: str, fields: list[str]
) -> None:
    if values.get("end_date"):
        values = {"end_date": cast.programme.start_date.replace(year=2020)}
    with pytest.raises(Refusal) as caught:
        revised(cast, reason=reason, **values)
    assert list(caught.value.fields) == fields
    assert Programme.objects.get(pk=cast.programme.pk).name == "办公系统集成"


def test_a_changed_purpose_opens_the_next_revision_of_what_is_being_signed(specification: Specification) -> None:
    revision = specification.submit()
    revised(specification.cast, purpose="另一目的")
    numbers = Revision.objects.filter(document=revision.document).order_by("number").values_list("number", flat=True)
    assert list(numbers) == [revision.number, revision.number + 1]


def test_people_are_found_by_name_user_name_number_and_department(cast: Cast) -> None:
    left = UserFactory(username="left", display_name="陈旧", is_active=False)
    assert list(people_found("陈")) == [cast.finance_head]
    assert cast.finance_head in people_found("财务部")
    assert list(people_found("key_u")) == [cast.key_user]
    assert left not in people_found("left")
    assert not people_found("  ")
