"""Long lists: filtered, searched, sorted, and read to their end without skipping or repeating a row."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance_app.records.references import key_field
from governance_app.records.registry import RecordKind, record_kinds
from requirements_app.models import Goal, Requirement, System
from tests.api.conftest import Caller, sample

pytestmark = pytest.mark.django_db
KINDS = list(record_kinds)


def everything(caller: Caller, path: str) -> Iterator[dict[str, Any]]:
    url: str | None = path
    while url:
        page = caller.get(url)
        assert page.status_code == 200, page.json()
        yield from page.json()["results"]
        url = page.json()["next"]


@pytest.fixture
def systems(cast: Any) -> list[System]:
    """Ninety systems: many share a criticality, some have no owner, no number of users."""
    return System.objects.bulk_create(
        System(
            programme=cast.programme,
            code=f"SYS-{number:03d}",
            name=f"系统 {number % 7}",
            maker="云阶" if number % 2 else "磐石",
            criticality=("high", "medium", "low")[number % 3],
            owner_department=(cast.finance, cast.it, None)[number % 3],
            user_count=None if number % 4 == 0 else number % 5 * 100,
        )
        for number in range(1, 91)
    )


@pytest.mark.postgres_too
@pytest.mark.parametrize("name", ["code", "name", "criticality", "owner_department", "user_count", "updated_at"])
@pytest.mark.parametrize("sign", ["", "-"])
def test_every_order_is_read_to_its_end(systems: list[System], owner: Caller, name: str, sign: str) -> None:
    rows = list(everything(owner, f"systems/?ordering={sign}{name}&page_size=7"))
    assert sorted(row["code"] for row in rows) == [row.code for row in systems]
    values = [row[name] for row in rows if row[name] is not None]
    if name in {"code", "user_count", "updated_at", "owner_department"}:
        assert values == sorted(values, reverse=bool(sign))
    assert all(row[name] is None for row in rows[len(values) :]), "rows without a value stand last"


def test_dates_and_decimals_page_too(cast: Any, owner: Caller) -> None:
    Goal.objects.bulk_create(
        Goal(
            programme=cast.programme,
            code=f"GOAL-{number:02d}",
            statement="目标",
            owner_department=cast.it,
            target_value=Decimal(number % 4) / 4 if number % 5 else None,
            measure_by=date(2026, 1, 1 + number % 9) if number % 6 else None,
        )
        for number in range(1, 31)
    )
    for name in ("target_value", "measure_by"):
        rows = list(everything(owner, f"goals/?ordering=-{name}&page_size=4"))
        assert len({row["code"] for row in rows}) == len(rows) == 30


def test_rows_that_come_or_go_between_pages_shift_nothing(systems: list[System], owner: Caller) -> None:
    page = owner.get("systems/?page_size=10").json()
    System.objects.filter(code__in=["SYS-002", "SYS-010"]).delete()
    following = owner.get(page["next"]).json()["results"]
    assert [row["code"] for row in following] == [f"SYS-{number:03d}" for number in range(11, 21)]


def test_filters_search_and_presets(systems: list[System], owner: Caller, cast: Any) -> None:
    def codes(query: str) -> set[str]:
        return {row["code"] for row in everything(owner, f"systems/?{query}&page_size=11")}

    assert len(codes("criticality=high")) == 30
    assert len(codes("criticality=high&criticality=low")) == 60
    assert codes("owner_department=D-FIN") == {row.code for row in systems if row.owner_department == cast.finance}
    assert len(codes("q=磐石")) == 45
    assert len(codes("preset=incomplete")) == 90
    assert len(codes("q=磐石&criticality=high")) == 15
    assert codes("owner_department=D-NIL") == set()


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("criticality=urgent", "criticality"),
        ("preset=mine", "preset"),
        ("critcality=high", "critcality"),
        ("format=xml", "format"),
        ("ordering=notes", "ordering"),
        ("ordering=programme", "ordering"),
        ("ordering=--code", "ordering"),
        ("page_size=0", "page_size"),
        ("page_size=201", "page_size"),
        ("page_size=x", "page_size"),
        ("page_size=²", "page_size"),
        ("page_size=" + "9" * 5000, "page_size"),
    ],
)
def test_what_cannot_be_asked_is_said(systems: list[System], owner: Caller, query: str, name: str) -> None:
    answer = owner.get(f"systems/?{query}")
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [name]


def test_a_cursor_serves_its_own_list_only(systems: list[System], owner: Caller) -> None:
    following = owner.get("systems/?ordering=name&page_size=5").json()["next"]
    cursor = re.search("cursor=([^&]*)", following)[1]
    for bad in (f"ordering=code&cursor={cursor}", f"ordering=name&cursor={cursor}x", "cursor=abc"):
        answer = owner.get(f"systems/?{bad}")
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid-cursor")


def many(kind: RecordKind, cast: Any, specification: Any, count: int) -> None:
    """As many records as asked for, each with everything it can refer to."""
    body = sample(kind, cast.programme)
    values = {}
    for name in kind.plain:
        row = kind.field(name)
        by = {key_field(row.related_model): body[name]} if row.many_to_one and body[name] else {}
        values[name] = row.related_model.objects.filter(**by).first() if by else body[name]
    start = kind.model._default_manager.count() + 1
    records = [
        kind.model(
            programme=cast.programme,
            code=f"{kind.prefix}-{number:04d}",
            created_by=cast.owner,
            updated_by=cast.it_lead,
            links={name: body[name] for name in kind.many},
            **values,
        )
        for number in range(start, start + count)
    ]
    if hasattr(kind.model, "score"):  # what the check works out of the values
        for record in records:
            kind.check(record)
    kind.model._default_manager.bulk_create(records)


@pytest.mark.parametrize("kind", KINDS, ids=[kind.slug for kind in KINDS])
def test_a_long_list_costs_as_many_statements_as_a_short_one(
    kind: RecordKind, specification: Any, owner: Caller, cast: Any
) -> None:
    owner.get(f"{kind.slug}/")
    many(kind, cast, specification, 10 - kind.model._default_manager.count())
    with CaptureQueriesContext(connection) as short:
        assert len(owner.get(f"{kind.slug}/?page_size=200").json()["results"]) == 10
    many(kind, cast, specification, 990)
    with CaptureQueriesContext(connection) as long:
        assert len(owner.get(f"{kind.slug}/?page_size=200").json()["results"]) == 200
    assert len(short) == len(long) <= 4, [row["sql"] for row in long]


def test_a_long_history_costs_as_many_statements_as_a_short_one(specification: Any, owner: Caller) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as found:
            assert owner.get("requirements/REQ-001/history/").status_code == 200
        return len(found)

    statements()
    before = statements()
    for number in range(1, 30):
        body = {"title": f"第 {number} 稿", "owner_department": ("D-FIN", "D-HR")[number % 2]}
        assert owner.patch("requirements/REQ-001/", body, If_Match="*").status_code == 200
    assert statements() == before


def test_history_pages_tell_every_change(specification: Any, owner: Caller) -> None:
    for number in range(1, 6):
        owner.patch("requirements/REQ-001/", {"title": f"第 {number} 稿"}, If_Match="*")
    events = list(everything(owner, "requirements/REQ-001/history/?page_size=2"))
    assert [event["version"] for event in events] == [6, 5, 4, 3, 2, 1]
    assert [len(event["changes"]) for event in events] == [1, 1, 1, 1, 1, 0]
    assert Requirement.objects.get(code="REQ-001").version == 6
