"""What others point at stays; what goes leaves its history."""

import pytest

from governance_app.errors import Refusal
from governance_app.ledger.models import Entry
from governance_app.records.services import record_remove, record_revise
from requirements_app.inventory.kinds import INTERACTIONS, SYSTEMS
from requirements_app.models import Requirement
from requirements_app.needs.kinds.goals import GOALS
from requirements_app.needs.kinds.pain_points import PAIN_POINTS
from requirements_app.needs.kinds.requirements import REQUIREMENTS
from requirements_app.specification.selectors import last_editor
from tests.conftest import Cast, Specification

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db]


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("kind", "part", "users"),
    [
        (SYSTEMS, "systems", ["Pain points PP-001", "Requirements REQ-001, REQ-003", "System interactions INT-001"]),
        (PAIN_POINTS, "pain_points", ["Requirements REQ-001"]),
        (GOALS, "goals", ["Requirements REQ-001"]),
        (REQUIREMENTS, "requirements", ["System interactions INT-001"]),
    ],
    ids=lambda value: getattr(value, "slug", None),
)
def test_a_record_in_use_is_refused_and_its_users_named(
    cast: Cast, specification: Specification, kind: object, part: str, users: list[str]
) -> None:
    record = getattr(specification, part)[0]
    with pytest.raises(Refusal) as caught:
        record_remove(kind=kind, access=cast.access(cast.owner), code=record.code, version=1)
    assert caught.value.code == "in-use"
    for name in users:
        assert name in str(caught.value)
    assert type(record).objects.filter(pk=record.pk).exists()


def test_once_nothing_points_at_it_any_more_it_can_go(cast: Cast, specification: Specification) -> None:
    access = cast.access(cast.owner)
    record_remove(kind=INTERACTIONS, access=access, code=specification.interactions[0].code, version=1)
    record_remove(kind=REQUIREMENTS, access=access, code=specification.requirements[0].code, version=1)
    record_remove(kind=GOALS, access=access, code=specification.goals[0].code, version=1)
    assert Requirement.objects.count() == 2


def test_its_history_stays_with_who_and_why(cast: Cast, specification: Specification) -> None:
    gone = specification.requirements[2]
    record_remove(
        kind=REQUIREMENTS, access=cast.access(cast.owner), code=gone.code, version=1, reason="与 REQ-001 重复"
    )
    last, first = Requirement.history.filter(code=gone.code).order_by("-history_id")
    assert (last.history_type, last.history_user, last.history_change_reason) == ("-", cast.owner, "与 REQ-001 重复")
    assert (last.title, last.links) == (gone.title, {"systems": ["SYS-001"]})
    assert first.history_type == "+"
    entry = Entry.objects.get(act="requirements.removed")
    assert (entry.subject, entry.subject_label) == (f"requirements:{gone.code}", f"{gone.code} {gone.title}")
    assert "与 REQ-001 重复" in entry.detail


def test_who_removed_a_record_counts_as_the_last_editor(cast: Cast, specification: Specification) -> None:
    assert last_editor(cast.programme) == cast.it_lead.pk
    record_revise(
        kind=SYSTEMS,
        access=cast.access(cast.owner),
        code=specification.systems[0].code,
        values={"maker": "云阶"},
        version=1,
    )
    assert last_editor(cast.programme) == cast.owner.pk
    record_remove(
        kind=REQUIREMENTS, access=cast.access(cast.it_head), code=specification.requirements[2].code, version=1
    )
    assert last_editor(cast.programme) == cast.it_head.pk
    assert last_editor(cast.other_programme) is None
