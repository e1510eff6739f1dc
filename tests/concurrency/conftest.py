"""Sending a crowd of processes to the test database."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from tests.gates.conftest import committee, findings  # noqa: F401 - fixtures of gates

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Outcome:
    """What became of one process's act: done with a result, or refused with a code."""

    what: str
    result: Any

    @property
    def done(self) -> bool:
        """Whether the act was done."""
        return self.what == "done"


Crowd = Callable[..., list[Outcome]]


@pytest.fixture(scope="session")
def gathering() -> Iterator[subprocess.Popen[str]]:
    """The process whose copies make up the crowds; it starts once for all tests."""
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as faults,
        subprocess.Popen(  # noqa: S603 - a program of our own
            [sys.executable, "-X", "utf8", "-m", "tests.concurrency.crowd", str(settings.FILES_DIR)],
            cwd=ROOT,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.test"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=faults,
            encoding="utf-8",
        ) as process,
    ):
        process.faults = faults
        yield process
        process.stdin.close()


@pytest.fixture
def crowd(transactional_db: None, gathering: Any) -> Crowd:
    """Have acts done at once, each ``(name, arguments)`` by a process of its own; a fault fails the test."""

    def send(*acts: tuple[str, dict[str, Any]]) -> list[Outcome]:
        plan = {"database": connection.settings_dict["NAME"], "acts": acts}
        # The crowd comes with connections of its own; ours would only stand in their way.
        connection.close()
        gathering.stdin.write(json.dumps(plan) + "\n")
        gathering.stdin.flush()
        answer = gathering.stdout.readline()
        if not answer:
            gathering.faults.seek(0)
            pytest.fail(gathering.faults.read())
        outcomes = [Outcome(what, result) for what, result in json.loads(answer)]
        faults = [outcome.result for outcome in outcomes if outcome.what == "fault"]
        assert not faults, "\n".join(faults)
        return outcomes

    return send


def refusals(outcomes: list[Outcome]) -> list[str]:
    """The codes of those refused."""
    return [outcome.result for outcome in outcomes if outcome.what == "refused"]
