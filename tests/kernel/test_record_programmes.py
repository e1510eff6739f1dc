"""A record points at what is its programme's own: by any path, whatever form let it through."""

import pytest

from governance_app.errors import Refusal
from governance_app.ledger.models import Entry
from governance_app.people.models import Department
from governance_app.programmes.selectors import access_for
from governance_app.records.services import record_create, record_revise
from requirements_app.inventory.kinds import SYSTEMS
from requirements_app.models import Requirement, System
from requirements_app.needs.kinds.requirements import REQUIREMENTS
from tests.conftest import Cast
from tests.factories.records import RequirementFactory, SystemFactory

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db]


@pytest.fixture
def foreign(cast: Cast) -> System:
    return SystemFactory(access=access_for(cast.stranger, cast.other_programme.slug))


@pytest.fixture
def outside(cast: Cast) -> Department:
    return Department.objects.create(code="D-OUT", name="外部单位")


def test_a_new_record_cannot_point_at_another_programmes_record(cast: Cast, foreign: System) -> None:
    entries = Entry.objects.count()
    with pytest.raises(Refusal) as caught:
        RequirementFactory(access=cast.access(cast.owner), owner_department=cast.finance, systems=[foreign])
    assert (caught.value.code, list(caught.value.fields)) == ("foreign", ["systems"])
    assert not Requirement.objects.exists()
    assert Entry.objects.count() == entries


def test_nor_can_a_change(cast: Cast, foreign: System) -> None:
    access = cast.access(cast.owner)
    own = SystemFactory(access=access)
    record = RequirementFactory(access=access, owner_department=cast.finance, systems=[own])
    with pytest.raises(Refusal) as caught:
        record_revise(kind=REQUIREMENTS, access=access, code=record.code, values={"systems": [own, foreign]}, version=1)
    assert list(caught.value.fields) == ["systems"]
    record.refresh_from_db()
    assert (record.version, list(record.systems.all())) == (1, [own])


def test_nor_at_a_department_that_takes_no_part(cast: Cast, outside: Department) -> None:
    with pytest.raises(Refusal) as caught:
        SystemFactory(access=cast.access(cast.owner), owner_department=outside)
    assert list(caught.value.fields) == ["owner_department"]


def test_every_fault_is_named_at_once(cast: Cast, foreign: System, outside: Department) -> None:
    access = cast.access(cast.owner)
    with pytest.raises(Refusal) as caught:
        record_create(
            kind=REQUIREMENTS,
            access=access,
            values={"title": "同步", "owner_department": outside, "systems": [foreign]},
        )
    assert set(caught.value.fields) == {"owner_department", "systems"}


def test_a_department_that_left_does_not_lock_its_records(cast: Cast) -> None:
    access = cast.access(cast.owner)
    record = SystemFactory(access=access, owner_department=cast.finance)
    cast.programme.departments.remove(cast.finance)
    values = {"owner_department": cast.finance, "name": "改名"}
    assert record_revise(kind=SYSTEMS, access=access, code=record.code, values=values, version=1).name == "改名"
