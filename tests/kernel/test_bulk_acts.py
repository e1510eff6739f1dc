"""One act on many records: all of them or none."""

import pytest

from governance_app.errors import Refusal
from governance_app.ledger.models import Entry
from governance_app.ledger.selectors import ledger_break
from governance_app.records.bulk import bulk_apply, bulk_title
from governance_app.records.services import record_move
from requirements_app.inventory.kinds import SYSTEMS
from requirements_app.models import Requirement
from requirements_app.needs.kinds.requirements import REQUIREMENTS
from tests.conftest import Cast, Specification

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db]


def states(name: str = "state") -> list[str]:
    return list(Requirement.objects.order_by("code").values_list(name, flat=True))


def apply(cast: Cast, specification: Specification, wanted: str, part: str = "owner", **values: object) -> int:
    return bulk_apply(
        kind=REQUIREMENTS,
        access=cast.access(cast.people[part]),
        codes=[row.code for row in specification.requirements],
        wanted=wanted,
        values=values,
    )


def test_a_field_is_set_on_all_with_history_and_reason(cast: Cast, specification: Specification) -> None:
    assert apply(cast, specification, "set:priority", priority="high", reason="评审会") == 3
    assert states("priority") == ["high"] * 3
    assert states("version") == [2] * 3
    for requirement in specification.requirements:
        assert requirement.history.latest().history_change_reason == "评审会"
    assert Entry.objects.filter(act="requirements.revised").count() == 3


def test_all_are_moved(cast: Cast, specification: Specification) -> None:
    assert apply(cast, specification, "move:agree") == 3
    assert states() == ["agreed"] * 3


def test_one_refusal_undoes_all_and_names_its_record(cast: Cast, specification: Specification) -> None:
    access = cast.access(cast.owner)
    second = specification.requirements[1].code
    record_move(kind=REQUIREMENTS, access=access, code=second, move="agree", version=1)
    before = Entry.objects.count()
    with pytest.raises(Refusal) as caught:
        apply(cast, specification, "move:agree")
    assert caught.value.code == "illegal-move"
    assert second in str(caught.value)
    assert states() == ["draft", "agreed", "draft"]
    assert Entry.objects.count() == before
    assert ledger_break() is None


def test_a_code_that_is_gone_undoes_all(cast: Cast, specification: Specification) -> None:
    with pytest.raises(Refusal) as caught:
        bulk_apply(
            kind=REQUIREMENTS,
            access=cast.access(cast.owner),
            codes=[specification.requirements[0].code, "REQ-999"],
            wanted="set:priority",
            values={"priority": "high"},
        )
    assert caught.value.code == "gone"
    assert "REQ-999" in str(caught.value)
    assert states("priority") == ["medium"] * 3


def test_a_move_that_needs_a_reason_needs_it_here_too(cast: Cast, specification: Specification) -> None:
    with pytest.raises(Refusal) as caught:
        apply(cast, specification, "move:withdraw", reason=" ")
    assert caught.value.code == "reason-missing"
    assert states() == ["draft"] * 3
    assert apply(cast, specification, "move:withdraw", reason="取消") == 3


def test_a_code_named_twice_counts_once(cast: Cast, specification: Specification) -> None:
    code = specification.requirements[0].code
    number = bulk_apply(
        kind=REQUIREMENTS,
        access=cast.access(cast.owner),
        codes=[code, code],
        wanted="set:priority",
        values={"priority": "high"},
    )
    assert number == 1
    assert states("version") == [2, 1, 1]


@pytest.mark.parametrize("wanted", ["set:title", "set:state", "move:approve", "remove:", "", "set:", "set:programme"])
def test_an_act_that_is_not_offered_is_refused(cast: Cast, specification: Specification, wanted: str) -> None:
    assert bulk_title(REQUIREMENTS, cast.access(cast.owner), wanted) is None
    with pytest.raises(Refusal) as caught:
        apply(cast, specification, wanted, title="改", state="agreed")
    assert caught.value.code == "forbidden"
    assert states("version") == [1] * 3


@pytest.mark.parametrize("part", ["key_user", "finance_head", "auditor", "chair"])
def test_only_those_who_may_write_any_record_act_on_many(cast: Cast, specification: Specification, part: str) -> None:
    for wanted in ("set:priority", "move:agree"):
        assert bulk_title(REQUIREMENTS, cast.access(cast.people[part]), wanted) is None
        with pytest.raises(Refusal):
            apply(cast, specification, wanted, part=part, priority="high")
    assert states("version") == [1] * 3


@pytest.mark.usefixtures("english")
def test_acts_are_named_in_words(cast: Cast) -> None:
    access = cast.access(cast.owner)
    assert bulk_title(REQUIREMENTS, access, "move:agree") == "Agree requirement"
    assert bulk_title(SYSTEMS, access, "set:life_cycle").lower() == "set life cycle"
