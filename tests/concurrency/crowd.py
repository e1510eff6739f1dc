"""A crowd of real processes: ``python -m tests.concurrency.crowd FILES`` reads plans, tells what became.

A plan is a line of JSON: ``database`` (the test database's name) and ``acts``, each the name of a function in
``tests.concurrency.acts`` with its arguments. Every act gets a process and a connection of its own; all get ready,
wait for the last, then go at once. The answer, a line of JSON, tells for each act in turn ``["done", result]``,
``["refused", code]`` or ``["fault", traceback]``.
"""

import json
import multiprocessing
import shutil
import sys
import traceback
from importlib import import_module
from multiprocessing.synchronize import Barrier
from typing import Any
from unittest import mock

import django
from django.conf import settings
from django.db import connections

#: No measure of anything: only so that a fault does not keep the suite waiting for ever.
PATIENCE = 120
STUB_PDF = b"%PDF-1.7 stands for a paper where the paper is not what is tested"

_barrier: Barrier | None = None


def gather(barrier: Barrier) -> None:
    """Tell a new process where all wait for each other."""
    global _barrier  # noqa: PLW0603 - a process of the pool has no other place to keep it
    _barrier = barrier


def perform(task: tuple[str, dict[str, Any]]) -> list[Any]:
    """One process's part."""
    name, arguments = task
    acts, errors = import_module("tests.concurrency.acts"), import_module("governance_app.errors")
    try:
        with mock.patch("governance_app.documents.rendering.revision_pdf", return_value=STUB_PDF):
            return ["done", getattr(acts, name)(lambda: _barrier.wait(PATIENCE), **arguments)]
    except errors.Refusal as refusal:
        return ["refused", refusal.code]
    except Exception:  # noqa: BLE001 - whatever it was, the test is told
        # Whoever fails before the others have gone must not keep them waiting.
        if _barrier.n_waiting:
            _barrier.abort()
        return ["fault", traceback.format_exc()]


def main() -> None:
    """Do what the plans say, one after another."""
    scratch = settings.FILES_DIR.parent
    # Files are where those are who sent for the crowd.
    settings.STORAGES["default"]["OPTIONS"]["location"] = sys.argv[1]
    django.setup()
    # Imported once, here: the processes of the crowd are copies of this one. It never asks the database itself.
    import_module("tests.concurrency.acts")
    context = multiprocessing.get_context("fork")
    for line in sys.stdin:
        plan = json.loads(line)
        connections["default"].settings_dict["NAME"] = plan["database"]
        barrier = context.Barrier(len(plan["acts"]))
        with context.Pool(len(plan["acts"]), gather, [barrier]) as pool:
            outcomes = pool.map_async(perform, plan["acts"], chunksize=1).get(2 * PATIENCE)
        print(json.dumps(outcomes), flush=True)  # noqa: T201 - the answer
    shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    main()
