"""A record's code is its number for good: given once, never twice, whatever becomes of the record."""

import pytest
from django.db import IntegrityError, transaction

from governance_app.errors import Refusal
from governance_app.ledger.selectors import ledger_break
from governance_app.programmes.models import CodeCounter
from governance_app.programmes.selectors import access_for
from governance_app.programmes.services.codes import code_claim, code_next, codes_next
from governance_app.records.services import record_remove
from requirements_app.inventory.kinds import SYSTEMS
from requirements_app.models import System
from tests.conftest import Cast
from tests.factories.records import GoalFactory, SystemFactory

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db]


def test_codes_count_up_by_kind(cast: Cast) -> None:
    access = cast.access(cast.owner)
    assert [SystemFactory(access=access).code for _number in range(3)] == ["SYS-001", "SYS-002", "SYS-003"]
    assert GoalFactory(access=access, owner_department=cast.it).code == "GOAL-01"


def test_every_programme_counts_for_itself(cast: Cast) -> None:
    SystemFactory(access=cast.access(cast.owner))
    elsewhere = access_for(cast.stranger, cast.other_programme.slug)
    assert SystemFactory(access=elsewhere).code == "SYS-001"


def test_a_removed_records_code_is_not_given_again(cast: Cast) -> None:
    access = cast.access(cast.owner)
    SystemFactory(access=access)
    last = SystemFactory(access=access)
    record_remove(kind=SYSTEMS, access=access, code=last.code, version=None)
    assert SystemFactory(access=access).code == "SYS-003"


def test_nor_can_it_be_claimed(cast: Cast) -> None:
    access = cast.access(cast.owner)
    gone = SystemFactory(access=access)
    record_remove(kind=SYSTEMS, access=access, code=gone.code, version=None)
    with pytest.raises(Refusal) as caught:
        SystemFactory(access=access, code=gone.code)
    assert list(caught.value.fields) == ["code"]
    assert not System.objects.exists()


def test_a_refused_record_takes_no_code(cast: Cast) -> None:
    access = cast.access(cast.owner)
    with pytest.raises(Refusal):
        SystemFactory(access=access, name="")
    assert SystemFactory(access=access).code == "SYS-001"


def test_a_claimed_code_pushes_the_counter_on(cast: Cast) -> None:
    access = cast.access(cast.owner)
    assert SystemFactory(access=access, code="SYS-041").code == "SYS-041"
    assert SystemFactory(access=access).code == "SYS-042"
    assert SystemFactory(access=access, code="SYS-007").code == "SYS-007"
    assert SystemFactory(access=access).code == "SYS-043"


def test_a_code_in_use_is_refused(cast: Cast) -> None:
    access = cast.access(cast.owner)
    SystemFactory(access=access, code="SYS-005")
    with pytest.raises(Refusal) as caught:
        SystemFactory(access=access, code="SYS-005")
    assert caught.value.code == "used"
    assert list(caught.value.fields) == ["code"]
    assert System.objects.count() == 1
    assert ledger_break() is None


@pytest.mark.parametrize(
    "code",
    [
        "SYS",
        "SYS-1",
        "SYS-01",
        "SYS-0001",
        "SYS-",
        "SYS-0",
        "SYS-000",
        "SYS--1",
        "SYS-x",
        "SYS-１",
        "SYS-1234567",
        "REQ-001",
        "sys-001",
        "-1",
    ],
)
def test_a_code_that_is_not_the_prefix_and_a_number_is_refused(cast: Cast, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        code_claim(cast.programme, "SYS", code)
    assert list(caught.value.fields) == ["code"]
    assert not CodeCounter.objects.filter(last__gt=0).exists()


def test_many_codes_are_taken_at_once(cast: Cast) -> None:
    assert codes_next(cast.programme, "REQ", 3) == ["REQ-001", "REQ-002", "REQ-003"]
    assert code_next(cast.programme, "REQ") == "REQ-004"
    assert codes_next(cast.programme, "GOAL", 2, 2) == ["GOAL-01", "GOAL-02"]


def test_the_width_is_the_least_not_the_most(cast: Cast) -> None:
    code_claim(cast.programme, "GOAL", "GOAL-99", 2)
    assert code_next(cast.programme, "GOAL", 2) == "GOAL-100"


def test_the_database_takes_a_code_once_a_programme(cast: Cast) -> None:
    SystemFactory(access=cast.access(cast.owner))
    with pytest.raises(IntegrityError), transaction.atomic():
        System.objects.create(programme=cast.programme, code="SYS-001", name="重号")
    System.objects.create(programme=cast.other_programme, code="SYS-001", name="别处")
