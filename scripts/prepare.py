"""Bring the embedded installation up to date before it is served; each step only when there is something to do.

Database migrations, collected static files, the demo programme where the database is empty. One process for all of
them, since starting Django is most of the time they take.
"""

import hashlib
import os
import sys
from io import StringIO
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

ROOT = Path(__file__).resolve().parent.parent
RUN = ROOT / "var" / "run"


def main() -> None:
    """All steps in their order."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.embedded")
    django.setup()
    migrate()
    collect_static()
    if getattr(settings, "DEMO_MODE", False):
        demo()
    else:
        (RUN / "accounts.txt").unlink(missing_ok=True)


def migrate() -> None:
    """Bring the database to the state of the code."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("run: bringing the database up to date", flush=True)
        call_command("migrate", interactive=False, verbosity=0)


def collect_static() -> None:
    """Collect when a source file came, went or changed since the last time."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: found[0]):
            state = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{state.st_size}\0{state.st_mtime_ns}\0".encode())
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    if not stamp.exists() or stamp.read_text() != digest.hexdigest():
        print("run: collecting static files", flush=True)
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(digest.hexdigest())


def demo() -> None:
    """Load the demo programme into an empty database, and note its accounts for the announcement."""
    call_command("demo", if_empty=True)
    listed = StringIO()
    call_command("demo", accounts=True, stdout=listed)
    (RUN / "accounts.txt").write_text(listed.getvalue(), encoding="utf-8")


if __name__ == "__main__":
    main()
