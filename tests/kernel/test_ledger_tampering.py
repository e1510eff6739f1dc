"""Someone with the database's password and the guards out of the way: what they did is found, and where."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from governance_app.ledger import selectors
from governance_app.ledger.models import Entry
from governance_app.ledger.registry import Act
from governance_app.ledger.rules import Break, entry_hash
from governance_app.ledger.selectors import head_now, ledger_break
from governance_app.ledger.services import ledger_append
from governance_app.ledger.triggers import triggers_remove

pytestmark = [pytest.mark.postgres_too, pytest.mark.django_db, pytest.mark.usefixtures("english")]

Sql = Callable[..., None]


@pytest.fixture
def sql() -> Sql:
    """Five rows stand in the ledger, and nothing guards them any more."""
    for number in range(1, 6):
        ledger_append(
            act=Act("test.done", ""), subject=f"thing:{number}", actor=None, programme="office", detail={"n": number}
        )
    triggers_remove(connection)

    def run(statement: str, *values: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)

    return run


def verdict() -> str:
    """What the command says; it must fail."""
    with pytest.raises(CommandError) as caught:
        call_command("verify_ledger", stdout=StringIO())
    assert caught.value.returncode == 1
    return str(caught.value)


def test_an_untouched_ledger_holds(sql: Sql) -> None:
    out = StringIO()
    call_command("verify_ledger", stdout=out)
    count, head = head_now()
    assert count == 5
    assert out.getvalue().strip() == f"The ledger holds: 5 rows, head {head}."


def test_an_empty_ledger_holds() -> None:
    out = StringIO()
    call_command("verify_ledger", stdout=out)
    assert "0 rows" in out.getvalue()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("previous_hash", "f" * 64),
        ("hash", "f" * 64),
        ("time", "2020-01-01T00:00:00.000000+00:00"),
        ("actor_id", 4711),
        ("actor_name", "王喆"),
        ("act", "test.undone"),
        ("programme", "plant"),
        ("subject", "thing:9"),
        ("subject_label", "另一个"),
        ("subject_hash", "f" * 64),
        ("detail", '{"n":4}'),
    ],
)
def test_an_edited_field_is_found(sql: Sql, field: str, value: Any) -> None:
    sql(f"UPDATE ledger_entry SET {field} = %s WHERE sequence = 3", value)  # noqa: S608 - names of our own
    assert ledger_break() == Break(3, "changed")
    assert verdict() == "Row 3 has been changed: its hash does not fit its fields."


def test_a_deleted_row_is_found(sql: Sql) -> None:
    sql("DELETE FROM ledger_entry WHERE sequence = 2")
    assert verdict() == "Row 2 is missing."


def test_a_swapped_pair_is_found(sql: Sql) -> None:
    sql("UPDATE ledger_entry SET sequence = 99 WHERE sequence = 2")
    sql("UPDATE ledger_entry SET sequence = 2 WHERE sequence = 4")
    sql("UPDATE ledger_entry SET sequence = 4 WHERE sequence = 99")
    assert verdict() == "Row 2 has been changed: its hash does not fit its fields."


def test_an_inserted_row_is_found(sql: Sql) -> None:
    for number in (5, 4, 3):
        sql("UPDATE ledger_entry SET sequence = %s WHERE sequence = %s", number + 1, number)
    forged = Entry.objects.get(pk=2)
    forged.sequence, forged.previous_hash, forged.subject = 3, forged.hash, "thing:forged"
    forged.hash = entry_hash(forged)
    forged.save(force_insert=True)
    assert verdict() == "Row 4 has been changed: its hash does not fit its fields."


def test_a_row_recalculated_after_an_edit_no_longer_carries_the_next_one(sql: Sql) -> None:
    row = Entry.objects.get(pk=3)
    row.subject = "thing:forged"
    row.hash = entry_hash(row)
    sql("UPDATE ledger_entry SET subject = %s, hash = %s WHERE sequence = 3", row.subject, row.hash)
    assert verdict() == "Row 4 does not follow the row before it."


def test_a_lost_end_is_found(sql: Sql) -> None:
    sql("DELETE FROM ledger_entry WHERE sequence >= 4")
    assert verdict() == "Row 4 is missing."


def test_a_row_slipped_in_behind_the_end_is_found(sql: Sql) -> None:
    row = Entry.objects.get(pk=5)
    row.sequence, row.previous_hash = 6, row.hash
    row.hash = entry_hash(row)
    row.save(force_insert=True)
    assert verdict() == "Row 6 stands beyond the recorded end."


def test_a_head_set_back_or_bent_is_found(sql: Sql) -> None:
    sql("UPDATE ledger_head SET count = 4")
    assert ledger_break() == Break(4, "head")
    sql("UPDATE ledger_head SET count = 5, hash = %s", "f" * 64)
    assert verdict() == "Row 5 is not the recorded end of the chain."


def test_a_lost_head_is_found(sql: Sql) -> None:
    sql("DELETE FROM ledger_head")
    assert verdict() == "Row 1 stands beyond the recorded end."


def test_the_first_of_several_bad_rows_is_named(sql: Sql) -> None:
    sql("UPDATE ledger_entry SET act = 'x' WHERE sequence IN (2, 4)")
    sql("DELETE FROM ledger_entry WHERE sequence = 5")
    assert ledger_break() == Break(2, "changed")


def test_acts_recorded_while_it_reads_raise_no_alarm(sql: Sql, monkeypatch: pytest.MonkeyPatch) -> None:
    def head_then_an_act() -> tuple[int, str]:
        found = head_now()
        ledger_append(act=Act("test.done", ""), subject="thing:meanwhile")
        return found

    monkeypatch.setattr(selectors, "head_now", head_then_an_act)
    assert ledger_break() is None
    assert Entry.objects.count() == 6
