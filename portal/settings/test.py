"""Settings of the test suite: SQLite by default, PostgreSQL when DJANGO_DATABASE=postgres."""

import atexit
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from portal.settings.base import *  # noqa: F403 - a settings module is the sum of its bases
from portal.settings.base import INSTALLED_APPS, MIDDLEWARE, ROOT, TEMPLATES

_SCRATCH = Path(tempfile.mkdtemp(prefix="sevengate-test-"))
atexit.register(shutil.rmtree, _SCRATCH, ignore_errors=True)

# Before anything speaks: a catalogue once read stays as it was.
subprocess.run([ROOT / "scripts" / "catalogues.sh"], check=True)  # noqa: S603 - ours

SECRET_KEY = "only-for-tests"  # noqa: S105 - guards nothing
ALLOWED_HOSTS = ["*"]
DEMO_MODE = True

if os.environ.get("DJANGO_DATABASE") == "postgres":
    from portal.settings.urls import database_from_url

    DATABASES = {"default": database_from_url(os.environ["SEVENGATE_TEST_POSTGRES"])}
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(_SCRATCH / "db.sqlite3"),
            # A file, not memory: the concurrency tests come with processes of their own.
            "TEST": {"NAME": str(_SCRATCH / "test.sqlite3")},
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;",
            },
        }
    }

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": _SCRATCH / "files"}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
FILES_DIR = _SCRATCH / "files"
# Nothing is collected for the tests; the folder is there so that nobody is warned of its absence.
STATIC_ROOT = _SCRATCH / "static"
STATIC_ROOT.mkdir()
# Without keys unless a test makes some (tests/proof): what stands for a paper elsewhere is no PDF to seal.
KEYS_DIR = _SCRATCH / "keys"
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
CELERY_BROKER_URL = "memory://"
ACCOUNT_RATE_LIMITS = {"login_failed": "1000/m/ip,1000/5m/key"}
TEMPLATES[0]["OPTIONS"]["debug"] = False
LOGGING = {"version": 1, "disable_existing_loggers": False}
# Every view is watched: a query repeated for each row raises instead of passing unseen.
INSTALLED_APPS = [*INSTALLED_APPS, "zeal", "tests.later_phase"]
MIDDLEWARE = ["zeal.middleware.zeal_middleware", *MIDDLEWARE]
ZEAL_ALLOWLIST = [
    # Signing in reads the old session and then the new one.
    {"model": "sessions.Session", "field": "get()"},
    # Signing in asks each of one's earlier sessions whether it still holds, and whose it is.
    {"model": "people.User", "field": "get()"},
    # One act may ask for several jobs: the paper, and the news of it.
    {"model": "jobs.Job", "field": "get()"},
]
# Counted once for a state of the ledger, however slow the machine: the tests count statements.
WORK_COUNT_SECONDS = 3600
