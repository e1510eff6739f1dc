"""The kernel does for a phase it has never seen what it does for all: told in a process that knows no real phase."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """What the sample's story finds."""
    command = [sys.executable, "-X", "utf8", "-m", "tests.sample_app.story"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_it_needs_no_phase(told: dict[str, Any]):
    assert told["phases"] == []


def test_records_are_written_and_what_they_name_stays(told: dict[str, Any]):
    assert told["codes"] == ["SHF-001", "BK-001"]
    assert told["removal refused"]
    assert told["shelf names book"]


def test_its_gate_is_judged(told: dict[str, Any]):
    assert (told["gate before"], told["gate after"]) == (["unmet"], ["met"])


def test_its_document_is_signed(told: dict[str, Any]):
    assert told["document"] == "approved"


def test_its_pages_open(told: dict[str, Any]):
    assert set(told["pages"].values()) == {200}, told["pages"]


def test_its_ledger_is_whole(told: dict[str, Any]):
    assert told["ledger"]
    assert told["acts"] == [
        "shelves.created",
        "books.created",
        "books.revised",
        "revision.submitted",
        "document.rendered",
        "signature.given",
        "document.rendered",
    ]
