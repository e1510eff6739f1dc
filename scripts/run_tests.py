"""The whole test suite: on SQLite, then what is marked ``postgres_too`` on a PostgreSQL cluster of its own.

Arguments are handed to pytest in both runs (``make test ARGS="tests/kernel -k ledger"``). The exit status is non-zero
when either run fails or collects nothing; only a selection given by arguments may hold nothing for PostgreSQL.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import postgres

ROOT = Path(__file__).resolve().parent.parent
WORKERS = os.environ.get("TEST_WORKERS") or "2"
#: The tests of a file stay together, so that what they share is made in one process.
SPREAD = ["-n", WORKERS, "--dist", "loadfile"]
NOTHING_COLLECTED = 5
INTERRUPTED = 2
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class Run:
    """One run of pytest, shown as it goes; remembers its closing line."""

    def __init__(self, title: str, arguments: list[str], environment: dict[str, str]) -> None:
        self.title = title
        self.closing = "did not get as far as running"
        print(f"\n{title}: pytest {' '.join(arguments)}", flush=True)
        colour = ["--color=yes"] if sys.stdout.isatty() else []
        self._process = subprocess.Popen(
            [sys.executable, "-m", "pytest", *colour, *arguments],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def wait(self) -> int:
        """Show the output until the end. Ctrl-C reaches pytest by the terminal; here it is only waited out."""
        signal.signal(signal.SIGINT, lambda *_: None)
        signal.signal(signal.SIGTERM, lambda *_: self._process.terminate())
        for raw in self._process.stdout or ():
            sys.stdout.buffer.write(raw)
            sys.stdout.buffer.flush()
            if line := COLOUR.sub("", raw.decode(errors="replace")).strip():
                self.closing = line.strip("= ")
        status = self._process.wait()
        return 128 - status if status < 0 else status


def on_sqlite(arguments: list[str]) -> tuple[int, str]:
    """Everything; returns the exit status and pytest's closing line."""
    run = Run("SQLite", [*SPREAD, *arguments], {"DJANGO_DATABASE": "sqlite"})
    return run.wait(), run.closing


def on_postgresql(arguments: list[str]) -> tuple[int, str]:
    """What is marked for PostgreSQL; returns the exit status and pytest's closing line."""
    with postgres.Cluster() as cluster:
        environment = {"DJANGO_DATABASE": "postgres", **cluster.environment}
        run = Run("PostgreSQL", [*SPREAD, *arguments, "-m", "postgres_too"], environment)
        status = run.wait()
    if status == NOTHING_COLLECTED and arguments:
        return 0, "nothing in this selection is marked postgres_too"
    return status, run.closing


def main(arguments: list[str]) -> int:
    """Both runs, then their closing lines; returns the worse exit status."""
    statuses, lines = [], []
    for title, run in (("SQLite", on_sqlite), ("PostgreSQL", on_postgresql)):
        try:
            status, closing = run(arguments)
        except postgres.ClusterError as problem:
            status, closing = 1, str(problem)
        statuses.append(status)
        lines.append(f"{title:<11}{'passed' if status == 0 else 'FAILED'}  {closing}")
        if status == INTERRUPTED or status > 128:
            lines.append("interrupted, the rest was not run")
            break
    rule = "─" * min(shutil.get_terminal_size().columns, 100)
    print("\n".join(["", rule, *lines, rule]), flush=True)
    return max(statuses)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
