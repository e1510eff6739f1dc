"""Workers that die: ``python -m tests.proof.worker`` has a copy of itself do a job and be killed where it is told.

Told by lines of JSON: ``database`` (the test database's name), ``files``, ``keys`` and ``folder`` (for temporary files),
``job`` (its id) and ``point``, one of ``POINTS``. The copy kills itself as by ``kill -9``: nothing is cleaned up, nothing
rolled back by hand, nobody told. The answer is its exit status.
"""

import json
import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from contextlib import ExitStack
from importlib import import_module
from typing import Any
from unittest import mock

import django
from django.conf import settings
from django.db import connections

#: Where it dies, in the order in which a job comes by. "rendering" is in the middle of laying out a real paper.
POINTS = {
    "before rendering": ("governance_app.documents.rendering.revision_paper", "before"),
    "rendering": ("governance_app.paper.rendering._settle", "before"),
    "rendered": ("governance_app.documents.rendering.revision_pdf", "after"),
    "sealing": ("governance_app.paper.sealing._place", "after"),
    "sealed": ("governance_app.documents.rendering.seal_apply", "after"),
    "file written": ("governance_app.documents.rendering.file_store", "after"),
    "row written": ("governance_app.documents.rendering.ledger_append", "before"),
    "ledger written": ("governance_app.documents.rendering.ledger_append", "after"),
    "committed": ("governance_app.jobs.services.progress_note", "fourth"),
}
#: The point for which the paper is the long one; for all others a page stands for it.
REAL = "rendering"


def deadly(function: Callable[..., Any], when: str) -> Callable[..., Any]:
    """The function, and death before or after it; or once it is told of the last step."""

    def run(*args: Any, **kwargs: Any) -> Any:
        if when == "before" or (when == "fourth" and args[1] == args[2]):
            die()
        found = function(*args, **kwargs)
        if when == "after":
            die()
        return found

    return run


def die() -> None:
    """Be killed as by ``kill -9``: no handler, no finally, no commit."""
    os.kill(os.getpid(), signal.SIGKILL)


def perform(plan: dict[str, str]) -> None:
    """Do the job, as far as it goes."""
    settings.STORAGES["default"]["OPTIONS"]["location"] = plan["files"]
    settings.KEYS_MAKE, settings.KEYS_DIR = True, plan["keys"]
    tempfile.tempdir = plan["folder"]
    connections["default"].settings_dict["NAME"] = plan["database"]
    services, papers = import_module("governance_app.jobs.services"), import_module("tests.proof.conftest")
    target, when = POINTS[plan["point"]]
    module, _dot, name = target.rpartition(".")
    with ExitStack() as patches:
        if plan["point"] != REAL:
            patches.enter_context(mock.patch("governance_app.documents.rendering.revision_pdf", papers.small_paper))
        found = getattr(import_module(module), name)
        patches.enter_context(mock.patch(target, deadly(found, when)))
        services.job_perform(plan["job"])


def performed(plan: dict[str, str]) -> int:
    """Have a copy of this process do it; tells what became of the copy: its exit status, or minus the signal."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    status = 1
    try:
        perform(plan)
        status = 0
    except Exception:  # noqa: BLE001 - whatever it was, the test is told
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        # As a copy it must not tidy up what is its parent's.
        os._exit(status)


def main() -> None:
    """Do what the plans say, one after another."""
    django.setup()
    # Imported once, here: every worker is a copy of this process. It never asks the database itself.
    for name in ("governance_app.jobs.services", "governance_app.documents.rendering", "tests.proof.conftest"):
        import_module(name)
    for line in sys.stdin:
        sys.stdout.write(f"{performed(json.loads(line))}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
