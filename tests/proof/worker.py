"""A worker that dies: ``python -m tests.proof.worker`` does one job and kills itself, as by ``kill -9``, where it is told.

Told by a line of JSON: ``database`` (the test database's name), ``files`` and ``keys`` (the folders), ``job`` (its id) and
``point``, one of ``POINTS``. Whatever the point, nothing is cleaned up, nothing rolled back by hand, nobody told.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from contextlib import ExitStack
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


def main() -> None:
    """Do the job, as far as it goes."""
    plan = json.loads(sys.stdin.readline())
    settings.STORAGES["default"]["OPTIONS"]["location"] = plan["files"]
    settings.KEYS_MAKE, settings.KEYS_DIR = True, plan["keys"]
    django.setup()
    connections["default"].settings_dict["NAME"] = plan["database"]
    from governance_app.jobs.services import job_perform  # noqa: PLC0415 - once the apps are there
    from tests.proof.conftest import small_paper  # noqa: PLC0415

    target, when = POINTS[plan["point"]]
    module, _dot, name = target.rpartition(".")
    with ExitStack() as patches:
        if plan["point"] != REAL:
            patches.enter_context(mock.patch("governance_app.documents.rendering.revision_pdf", small_paper))
        found = getattr(__import__(module, fromlist=[name]), name)
        patches.enter_context(mock.patch(target, deadly(found, when)))
        job_perform(plan["job"])
    sys.stdout.write("survived")


if __name__ == "__main__":
    main()
