"""Sending a crowd of processes to the test database."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

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


@pytest.fixture
def crowd(transactional_db: None) -> Crowd:
    """Have acts done at once, each ``(name, arguments)`` by a process of its own; a fault fails the test."""

    def send(*acts: tuple[str, dict[str, Any]]) -> list[Outcome]:
        plan = {
            "database": connection.settings_dict["NAME"],
            "files": str(settings.FILES_DIR),
            "acts": acts,
        }
        # The crowd comes with connections of its own; ours would only stand in their way.
        connection.close()
        run = subprocess.run(
            [sys.executable, "-m", "tests.concurrency.crowd"],
            cwd=ROOT,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.test"},
            input=json.dumps(plan),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert run.returncode == 0, run.stderr
        outcomes = [Outcome(what, result) for what, result in json.loads(run.stdout)]
        faults = [outcome.result for outcome in outcomes if outcome.what == "fault"]
        assert not faults, "\n".join(faults)
        return outcomes

    return send


def refusals(outcomes: list[Outcome]) -> list[str]:
    """The codes of those refused."""
    return [outcome.result for outcome in outcomes if outcome.what == "refused"]
