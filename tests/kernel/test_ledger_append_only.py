"""Rows of the ledger are added with their act and never touched again."""

import json

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.transaction import TransactionManagementError

from governance_app.ledger.models import Entry, Head
from governance_app.ledger.registry import Act
from governance_app.ledger.rules import GENESIS, entry_hash
from governance_app.ledger.selectors import entries_of, head_now, ledger_break
from governance_app.ledger.services import ledger_append
from governance_app.ledger.triggers import triggers_install
from tests.conftest import Cast

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db]


def appended(number: int = 3) -> list[Entry]:
    return [
        ledger_append(act=Act("test.done", ""), subject=f"thing:{n}", programme="office", detail={"n": n})
        for n in range(number)
    ]


@pytest.mark.django_db(transaction=True)
def test_it_refuses_to_write_outside_a_transaction() -> None:
    with pytest.raises(TransactionManagementError, match="with the act it records"):
        ledger_append(act=Act("test.done", ""), subject="thing:1")
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_row_goes_when_its_act_is_undone() -> None:
    with transaction.atomic():
        appended(1)
    before = head_now()
    with transaction.atomic():
        appended(2)
        transaction.set_rollback(True)
    assert head_now() == before
    assert Entry.objects.count() == 1
    assert ledger_break() is None


def test_each_row_is_chained_to_the_row_before_it() -> None:
    start = head_now()
    rows = appended()
    assert [row.sequence for row in rows] == [start[0] + n for n in (1, 2, 3)]
    assert [row.previous_hash for row in rows] == [start[1], rows[0].hash, rows[1].hash]
    assert head_now() == (rows[-1].sequence, rows[-1].hash)
    assert ledger_break() is None


def test_the_first_row_follows_the_genesis_hash() -> None:
    assert head_now() == (0, GENESIS)
    assert appended(1)[0].previous_hash == GENESIS


def test_a_row_comes_back_from_the_database_as_it_was_hashed(cast: Cast) -> None:
    cast.owner.display_name = "王喆 «O'Brien»\u3000😀"
    entry = ledger_append(
        act=Act("test.done", ""),
        subject="thing:1",
        subject_label="名" * 400,
        actor=cast.owner,
        programme="office",
        detail={"金额": "12.5", "a": None},
    )
    stored = Entry.objects.get(pk=entry.pk)
    assert entry_hash(stored) == entry.hash
    assert stored.actor_id == cast.owner.pk
    assert stored.actor_name == "王喆 «O'Brien»\u3000😀"
    assert len(stored.subject_label) == 300
    assert json.loads(stored.detail) == {"a": None, "金额": "12.5"}


def test_it_shows_a_programme_its_own_rows_only_the_latest_first() -> None:
    rows = appended(2)
    ledger_append(act=Act("test.done", ""), subject="thing:9", programme="plant")
    assert [row.pk for row in entries_of("office")] == [rows[1].pk, rows[0].pk]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET actor_name = 'nobody' WHERE sequence = %s",
        "UPDATE ledger_entry SET hash = hash WHERE sequence = %s",
        "DELETE FROM ledger_entry WHERE sequence = %s",
    ],
)
def test_the_database_refuses_to_change_or_delete_a_row(statement: str) -> None:
    row = appended(1)[0]
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, [row.sequence])
    assert Entry.objects.get(pk=row.pk).hash == row.hash


def test_the_models_own_ways_are_refused_too() -> None:
    row = appended(1)[0]
    row.act = "test.undone"
    for attempt in (row.save, row.delete, Entry.objects.all().delete, lambda: Entry.objects.update(act="x")):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            attempt()
    assert Entry.objects.get(pk=row.pk).act == "test.done"


def test_postgresql_refuses_to_truncate() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL can truncate a table")
    appended(1)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("TRUNCATE ledger_entry")
    assert Entry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_transactional_test_ends_with_the_guards_in_place_part_one() -> None:
    with transaction.atomic():
        appended(1)
    assert Entry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_transactional_test_ends_with_the_guards_in_place_part_two() -> None:
    with transaction.atomic():
        row = appended(1)[0]
    with pytest.raises(DatabaseError, match="append-only"):
        row.delete()


def test_guards_can_be_put_in_place_again_and_again() -> None:
    triggers_install(connection)
    triggers_install(connection)
    row = appended(1)[0]
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        row.delete()


def test_there_is_one_head_only() -> None:
    appended(1)
    with pytest.raises(DatabaseError), transaction.atomic():
        Head.objects.create(pk=2)
    assert Head.objects.count() == 1
