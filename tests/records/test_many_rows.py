"""Rows written by the thousand are what rows saved one by one are: values, links, history, fingerprints."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Q

from governance_app.base.histories import rows_create
from governance_app.planning.kinds import RISKS
from governance_app.planning.models import Risk
from governance_app.trace.models import TraceLink
from requirements_app.models import Requirement, System
from requirements_app.needs.kinds.pain_points import PAIN_POINTS
from requirements_app.needs.kinds.requirements import REQUIREMENTS
from tests.conftest import Cast, Specification
from tests.factories.planning import RiskFactory
from tests.factories.records import RequirementFactory
from tests.records.conftest import Upload
from tests.records.tables import csv_file, titles

pytestmark = [pytest.mark.django_db, pytest.mark.postgres_too]

#: What differs between any two versions.
_OWN = {"id", "code", "history_id", "history_date", "history_change_reason", "updated_at", "created_at", "title"}
HOSTILE = "a\\b\tc\\N \\. 100% “引号” 'x' \"y\" 😀"


def own(row: Any) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.fields if field.name not in _OWN}


def links_of(code: str) -> set[tuple[Any, ...]]:
    rows = TraceLink.objects.filter(target=f"requirements:{code}")
    for row in rows:
        (first,) = row.history.all()
        assert (first.history_type, first.fingerprint, first.seen) == ("+", row.fingerprint, row.seen)
    return set(rows.values_list("programme", "source", "fingerprint", "suspect"))


def test_an_imported_record_is_what_a_saved_one_is(cast: Cast, specification: Specification, imported: Upload) -> None:
    points, systems = specification.pain_points, specification.systems
    saved = RequirementFactory(
        access=cast.access(cast.owner), owner_department=cast.it, pain_points=points, systems=systems[:2], goals=[]
    )
    names = ("title", "owner_department", "acceptance", "pain_points", "systems")
    codes = [", ".join(row.code for row in rows) for rows in (points, systems[:2])]
    rows = [[f"导入 {n}", cast.it.code, saved.acceptance, *codes] for n in range(3)]
    imported(REQUIREMENTS, csv_file(titles(REQUIREMENTS, *names), rows))
    written = list(Requirement.objects.filter(title__startswith="导入").order_by("code"))
    assert [row.title for row in written] == ["导入 0", "导入 1", "导入 2"]
    first = saved.history.get()
    for row in written:
        assert own(row) == own(saved)
        assert (set(row.systems.all()), set(row.pain_points.all())) == (set(systems[:2]), set(points))
        (version,) = row.history.all()
        assert own(version) == own(first)
        assert (version.history_type, version.title, version.code) == ("+", row.title, row.code)
        assert version.updated_at == row.updated_at
        assert links_of(row.code) == links_of(saved.code) != set()


def test_whatever_a_cell_holds_is_stored_as_it_stands(cast: Cast, imported: Upload) -> None:
    imported(
        REQUIREMENTS, csv_file(titles(REQUIREMENTS, "title", "owner_department"), [[HOSTILE, cast.it.code]]), "敌.csv"
    )
    row = Requirement.objects.get()
    assert row.title == HOSTILE
    assert row.history.get().title == row.title


def test_what_an_import_changes_makes_its_links_suspect(
    cast: Cast, specification: Specification, imported: Upload
) -> None:
    point = specification.pain_points[0]
    made = RequirementFactory(access=cast.access(cast.owner), owner_department=cast.it, pain_points=[point])
    link = TraceLink.objects.get(target=f"requirements:{made.code}")
    assert not link.suspect
    imported(
        PAIN_POINTS,
        csv_file(
            titles(
                PAIN_POINTS,
                "code",
                "title",
                "process",
                "department",
                "minutes_lost",
                "people_affected",
                "times_per_month",
            ),
            [[point.code, "换了一个痛点", point.process, point.department.code, "1", "2", "3"]],
        ),
    )
    link.refresh_from_db()
    assert link.suspect
    assert [row.suspect for row in link.history.order_by("history_id")] == [False, True]


def test_an_imported_change_carries_what_the_check_works_out(cast: Cast, imported: Upload) -> None:
    risk = RiskFactory(access=cast.access(cast.owner), owner=cast.owner, probability=1, impact=1)
    names = ("code", "probability", "impact")
    row = [risk.code, "5", "5"]
    missing = [name for name in RISKS.fields if name not in names and not RISKS.field(name).blank]
    values = {"review_on": date(2030, 1, 31).isoformat(), "owner": cast.owner.username}
    row += [values.get(name) or str(getattr(risk, name)) for name in missing]
    imported(RISKS, csv_file(titles(RISKS, *names, *missing), [row]))
    changed = Risk.objects.get(pk=risk.pk)
    assert (changed.score, changed.level, changed.version) == (25, "high", 2)


def test_a_rule_of_the_database_stops_all_rows(cast: Cast) -> None:
    rows = [System(programme=cast.programme, code=f"SYS-{n:03d}", name=str(n)) for n in (1, 2, 2)]
    with pytest.raises(IntegrityError), transaction.atomic():
        rows_create(System, rows, key="code", within=Q(programme=cast.programme))
    assert not System.objects.exists()
    assert not System.history.exists()


def test_each_row_gets_its_own_key(cast: Cast) -> None:
    rows = [System(programme=cast.programme, code=f"SYS-{n:03d}", name=str(n)) for n in (3, 1, 2)]
    rows_create(System, rows, key="code", within=Q(programme=cast.programme), user=cast.owner, reason="因" * 150)
    for row in rows:
        assert System.objects.get(pk=row.pk).name == row.name
        version = row.history.get()
        assert (version.id, version.history_user, version.history_change_reason) == (row.pk, cast.owner, "因" * 100)
