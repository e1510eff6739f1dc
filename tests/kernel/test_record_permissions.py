"""Who may write which record: managers any, heads and key users those of their own department."""

from collections.abc import Callable

import pytest

from governance_app.errors import Refusal
from governance_app.programmes.models import Membership, Programme
from governance_app.programmes.rules import Access
from governance_app.programmes.states import Role
from governance_app.records.rules import may_create, may_edit
from governance_app.records.services import record_create, record_move, record_remove, record_revise
from requirements_app.inventory.kinds import SYSTEMS
from requirements_app.models import PainPoint, Requirement, System
from requirements_app.needs.kinds.goals import GOALS
from requirements_app.needs.kinds.pain_points import PAIN_POINTS
from requirements_app.needs.kinds.requirements import REQUIREMENTS
from tests.conftest import Cast, Specification
from tests.factories.records import RequirementFactory

FINANCE, PERSONNEL = 1, 2
WRITERS = {Role.PMO, Role.IT_LEAD}
CONTRIBUTORS = {Role.DEPT_HEAD, Role.KEY_USER}


def holding(role: Role) -> Access:
    department = FINANCE if role in CONTRIBUTORS else None
    return Access(Programme(code="HC"), None, [Membership(role=role, department_id=department)])


@pytest.mark.parametrize("role", Role)
def test_every_role_writes_what_it_should_and_no_more(role: Role) -> None:
    access = holding(role)
    writes, contributes = role in WRITERS, role in CONTRIBUTORS
    assert may_create(SYSTEMS, access) == writes
    assert may_edit(SYSTEMS, access, System(owner_department_id=FINANCE)) == writes
    assert may_create(REQUIREMENTS, access) == (writes or contributes)
    assert may_edit(REQUIREMENTS, access, Requirement(owner_department_id=FINANCE)) == (writes or contributes)
    assert may_edit(REQUIREMENTS, access, Requirement(owner_department_id=PERSONNEL)) == writes
    assert may_edit(REQUIREMENTS, access, Requirement()) == writes
    assert may_edit(PAIN_POINTS, access, PainPoint(department_id=FINANCE)) == (writes or contributes)


def test_a_head_of_two_departments_writes_for_both() -> None:
    held = [Membership(role=Role.DEPT_HEAD, department_id=department) for department in (FINANCE, PERSONNEL)]
    access = Access(Programme(code="HC"), None, held)
    for department in (FINANCE, PERSONNEL):
        assert may_edit(REQUIREMENTS, access, Requirement(owner_department_id=department))


def refused(act: Callable[[], object]) -> Refusal:
    with pytest.raises(Refusal) as caught:
        act()
    assert caught.value.code == "forbidden"
    return caught.value


@pytest.mark.postgres_too
@pytest.mark.django_db
def test_a_key_user_writes_records_of_the_own_department(cast: Cast, specification: Specification) -> None:
    access = cast.access(cast.key_user)
    new = RequirementFactory(access=access, owner_department=cast.finance, systems=specification.systems)
    assert new.created_by == cast.key_user
    changed = record_revise(
        kind=REQUIREMENTS, access=access, code=specification.requirements[0].code, values={"title": "改"}, version=1
    )
    assert changed.version == 2
    record_remove(kind=REQUIREMENTS, access=access, code=new.code, version=1)
    assert not Requirement.objects.filter(pk=new.pk).exists()


@pytest.mark.postgres_too
@pytest.mark.django_db
def test_a_key_user_writes_nothing_of_another_department(cast: Cast, specification: Specification) -> None:
    access = cast.access(cast.key_user)
    foreign = specification.requirements[1]
    refused(lambda: RequirementFactory(access=access, owner_department=cast.personnel))
    refused(
        lambda: record_revise(kind=REQUIREMENTS, access=access, code=foreign.code, values={"title": "改"}, version=None)
    )
    refused(lambda: record_remove(kind=REQUIREMENTS, access=access, code=foreign.code, version=None))
    assert Requirement.objects.get(pk=foreign.pk).version == 1
    assert Requirement.objects.count() == 3


@pytest.mark.postgres_too
@pytest.mark.django_db
def test_a_record_cannot_be_pushed_over_to_another_department(cast: Cast, specification: Specification) -> None:
    own = specification.requirements[0]
    refusal = refused(
        lambda: record_revise(
            kind=REQUIREMENTS,
            access=cast.access(cast.key_user),
            code=own.code,
            values={"owner_department": cast.personnel},
            version=1,
        )
    )
    assert list(refusal.fields) == ["owner_department"]
    assert Requirement.objects.get(pk=own.pk).owner_department == cast.finance


@pytest.mark.postgres_too
@pytest.mark.django_db
def test_a_key_user_neither_agrees_requirements_nor_writes_systems_or_goals(
    cast: Cast, specification: Specification
) -> None:
    access = cast.access(cast.key_user)
    refused(
        lambda: record_move(
            kind=REQUIREMENTS, access=access, code=specification.requirements[0].code, move="agree", version=1
        )
    )
    refused(lambda: record_create(kind=SYSTEMS, access=access, values={"name": "新系统"}))
    refused(
        lambda: record_revise(
            kind=GOALS, access=access, code=specification.goals[0].code, values={"unit": "小时"}, version=1
        )
    )
    assert specification.requirements[0].state == "draft"
    assert System.objects.count() == 3


@pytest.mark.postgres_too
@pytest.mark.django_db
@pytest.mark.parametrize("part", ["auditor", "chair"])
def test_readers_write_nothing(cast: Cast, specification: Specification, part: str) -> None:
    access = cast.access(cast.people[part])
    code = specification.requirements[0].code
    refused(lambda: RequirementFactory(access=access, owner_department=cast.finance))
    refused(lambda: record_revise(kind=REQUIREMENTS, access=access, code=code, values={"title": "改"}, version=None))
    refused(lambda: record_move(kind=REQUIREMENTS, access=access, code=code, move="agree", version=None))
    refused(lambda: record_remove(kind=REQUIREMENTS, access=access, code=code, version=None))
    assert Requirement.objects.get(code=code).history.count() == 1
