"""Many records written at once are guarded, kept and told as each alone would be, whichever way they come."""

from decimal import Decimal

import pytest
from django.db import transaction

from governance_app.documents.models import Revision
from governance_app.errors import Refusal
from governance_app.exchange.states import BatchState
from governance_app.records.bulk import bulk_apply
from governance_app.records.imports import batch_apply, batch_upload
from governance_app.records.selectors import records_known
from governance_app.records.services import record_create, record_move, records_write
from governance_app.records.values import Change
from governance_app.records.writing import Writing
from requirements_app.changes.kinds import CHANGES
from requirements_app.changes.services import change_decide
from requirements_app.inventory.kinds import SYSTEMS
from requirements_app.models import ChangeRequest, Goal, Requirement, System
from requirements_app.needs.kinds.goals import GOALS
from requirements_app.needs.kinds.requirements import REQUIREMENTS
from tests.conftest import Cast, Specification
from tests.factories.records import ChangeRequestFactory
from tests.records.tables import csv_file, titles

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db]


@pytest.fixture
def baseline(specification: Specification) -> Revision:
    return specification.approve(specification.submit())


def accepted(cast: Cast, rows: list[Requirement]) -> ChangeRequest:
    access = cast.access(cast.owner)
    change = ChangeRequestFactory(access=access, department=cast.finance, requirements=rows, extent="with_new")
    record_move(kind=CHANGES, access=access, code=change.code, move="submit", version=None)
    return change_decide(
        access=cast.access(cast.chair), code=change.code, accept=True, version=None, reason="同意", method="password"
    )


def reasons(model: type = Requirement) -> set[str]:
    return {str(row.history.first().history_change_reason) for row in model.objects.all()}  # type: ignore[attr-defined]


@pytest.mark.usefixtures("baseline")
def test_all_records_of_an_import_are_kept_under_their_change_request(cast: Cast, specification: Specification) -> None:
    rows = specification.requirements
    change = accepted(cast, rows)
    lines = [[row.code, f"改 {row.code}", row.owner_department.code] for row in rows]
    lines += [["", f"新 {number}", cast.it.code] for number in range(2)]
    data = csv_file(titles(REQUIREMENTS, "code", "title", "owner_department"), lines)
    owner = cast.access(cast.owner)
    batch = batch_upload(kind=REQUIREMENTS, access=owner, name="改.csv", data=data)
    assert batch_apply(batch=batch, access=owner).state == BatchState.APPLIED
    made = sorted(Requirement.objects.exclude(pk__in=[row.pk for row in rows]).values_list("code", flat=True))
    assert sorted(change.applications.values_list("code", "version", "act")) == sorted(
        [(row.code, 2, "revised") for row in rows] + [(code, 1, "created") for code in made]
    )
    assert len(made) == 2
    (reason,) = reasons()
    assert reason.startswith(change.code)
    assert "改.csv" in reason


@pytest.mark.usefixtures("baseline")
def test_all_records_of_a_bulk_act_are_kept_under_their_change_request(
    cast: Cast, specification: Specification
) -> None:
    change = accepted(cast, specification.requirements)
    access, codes = cast.access(cast.owner), [row.code for row in specification.requirements]
    values = {"priority": "low", "reason": "评审会"}
    assert bulk_apply(kind=REQUIREMENTS, access=access, codes=codes, wanted="set:priority", values=values) == len(codes)
    assert sorted(change.applications.values_list("code", "version")) == [(code, 2) for code in sorted(codes)]
    assert reasons() == {f"{change.code}：评审会"}


@pytest.mark.usefixtures("baseline")
def test_one_record_outside_the_change_request_stops_all(cast: Cast, specification: Specification) -> None:
    change = accepted(cast, specification.requirements[:2])
    access, codes = cast.access(cast.owner), [row.code for row in specification.requirements]
    with pytest.raises(Refusal) as caught:
        bulk_apply(kind=REQUIREMENTS, access=access, codes=codes, wanted="set:priority", values={"priority": "low"})
    assert caught.value.code == "baseline"
    assert codes[2] in str(caught.value)
    assert not change.applications.exists()
    assert set(Requirement.objects.values_list("version", flat=True)) == {1}


def test_created_and_revised_together_each_as_alone(cast: Cast) -> None:
    access = cast.access(cast.owner)
    known = record_create(kind=SYSTEMS, access=access, values={"name": "旧"})
    changes = [
        Change({"name": "改"}, known.code, version=1),
        Change({"name": "新", "owner_department": cast.it}, new=True),
        Change({"name": "给号"}, "SYS-040", new=True),
    ]
    written = records_write(kind=SYSTEMS, access=access, changes=changes, reason="盘点")
    assert [row.name for row in written] == ["改", "新", "给号"]
    assert dict(System.objects.values_list("code", "version")) == {known.code: 2, "SYS-040": 1, "SYS-041": 1}
    assert reasons(System) == {"盘点"}


def test_one_stale_version_stops_all_and_is_named(cast: Cast) -> None:
    access = cast.access(cast.owner)
    codes = [record_create(kind=SYSTEMS, access=access, values={"name": name}).code for name in "甲乙"]
    changes = [Change({"name": "改"}, codes[0], version=1), Change({"name": "改"}, codes[1], version=7)]
    with pytest.raises(Refusal) as caught:
        records_write(kind=SYSTEMS, access=access, changes=changes)
    assert caught.value.code == "stale"
    assert codes[1] in str(caught.value)
    assert set(System.objects.values_list("version", flat=True)) == {1}


def test_a_rule_of_the_database_is_told_in_the_words_of_the_model(cast: Cast, specification: Specification) -> None:
    access, codes = cast.access(cast.owner), [row.code for row in specification.goals]
    writing = Writing(GOALS, access, records_known(GOALS, cast.programme, lock=False))
    ready = [writing.take(Change({"metric": "改"}, code)) for code in codes]
    rows = [row for row in ready if row is not None]
    last = rows[-1].record
    # Past the check of the kind, so that the database alone is left.
    last.direction, last.baseline_value, last.target_value = "decrease", Decimal(1), Decimal(9)
    with pytest.raises(Refusal) as caught, transaction.atomic():
        writing.save(rows)
    assert caught.value.code == "invalid"
    assert last.code in str(caught.value) or len(rows) == 1
    assert not Goal.objects.filter(metric="改").exists()
