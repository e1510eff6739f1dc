"""A ledger written before rows were hashed in two steps is chained anew, and a broken one is not made to look whole."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from governance_app.base.canonical import content_hash

ROOT = Path(__file__).resolve().parents[2]
FIELDS = (
    "sequence",
    "previous_hash",
    "time",
    "actor_id",
    "actor_name",
    "act",
    "programme",
    "subject",
    "subject_label",
    "subject_hash",
    "detail",
)


def manage(base: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.embedded",
        "SQLITE_PATH": str(base),
        "SECRET_KEY": "only-for-this-test",
    }
    return subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "manage.py", *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def old_rows(count: int) -> list[dict[str, Any]]:
    """Rows chained as the first rule had it: one hash over all attested fields."""
    rows: list[dict[str, Any]] = []
    previous = "0" * 64
    for number in range(1, count + 1):
        row: dict[str, Any] = {
            "sequence": number,
            "previous_hash": previous,
            "time": f"2026-11-0{number}T09:30:00.000000+08:00",
            "actor_id": number if number > 1 else None,
            "actor_name": "项目经理",
            "act": "requirements.revised",
            "programme": "hc-2026-01",
            "subject": f"requirements:REQ-00{number}",
            "subject_label": "订单同步",
            "subject_hash": "",
            "detail": json.dumps({"version": number}),
        }
        previous = row["hash"] = content_hash({name: row[name] for name in FIELDS})
        rows.append(row)
    return rows


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database whose ledger stands where the first rule held, with four rows."""
    base = tmp_path_factory.mktemp("before") / "db.sqlite3"
    assert manage(base, "migrate", "ledger", "0002").returncode == 0
    rows = old_rows(4)
    with sqlite3.connect(base) as connection:
        columns = list(rows[0])
        connection.executemany(
            f"INSERT INTO ledger_entry ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",  # noqa: S608
            [list(row.values()) for row in rows],
        )
        connection.execute("DELETE FROM ledger_head")
        connection.execute("INSERT INTO ledger_head (id, count, hash) VALUES (1, 4, ?)", [rows[-1]["hash"]])
    connection.close()
    return base


@pytest.fixture
def base(before: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copy(before, tmp_path))


def test_a_whole_ledger_holds_by_the_new_rule_and_says_the_same(base: Path) -> None:
    done = manage(base, "migrate", "ledger")
    assert done.returncode == 0, done.stderr
    checked = manage(base, "verify_ledger")
    assert checked.returncode == 0, checked.stderr
    with sqlite3.connect(base) as connection:
        told = connection.execute("SELECT sequence, act, detail FROM ledger_entry ORDER BY sequence").fetchall()
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute("UPDATE ledger_entry SET act = 'x'")
    connection.close()
    assert told == [(row["sequence"], row["act"], row["detail"]) for row in old_rows(4)]


@pytest.mark.parametrize(
    "tamper",
    [
        "UPDATE ledger_entry SET actor_name = '别人' WHERE sequence = 2",
        "DELETE FROM ledger_entry WHERE sequence = 2",
        "DELETE FROM ledger_entry WHERE sequence = 4",
    ],
    ids=["field", "deletion", "tail"],
)
def test_a_broken_one_is_refused_and_stays_as_it_is(base: Path, tamper: str) -> None:
    with sqlite3.connect(base) as connection:
        for name in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name[0]}")
        connection.execute(tamper)
        before = connection.execute("SELECT sequence, hash FROM ledger_entry").fetchall()
    connection.close()
    done = manage(base, "migrate", "ledger")
    assert done.returncode != 0
    assert "nothing was migrated" in done.stderr
    with sqlite3.connect(base) as connection:
        assert connection.execute("SELECT sequence, hash FROM ledger_entry").fetchall() == before
    connection.close()
