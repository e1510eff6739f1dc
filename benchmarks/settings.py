"""The product as it is served, with its database, files and static files in a scratch folder."""

import os
from pathlib import Path

from benchmarks.database import database_entry
from benchmarks.phases.making import phases_found
from portal.settings.base import *  # noqa: F403 - a settings module is the sum of its bases
from portal.settings.base import INSTALLED_APPS, PHASE_APPS, STORAGES

_SCRATCH = Path(os.environ["BENCHMARK_SCRATCH"])

# Throw-away phases beside the product's, where a benchmark has made them.
_THROWN = phases_found(_SCRATCH)
PHASE_APPS = [*PHASE_APPS, *_THROWN]
INSTALLED_APPS = [*INSTALLED_APPS, *_THROWN]

SECRET_KEY = "only-for-benchmarks"  # noqa: S105 - guards nothing
ALLOWED_HOSTS = ["127.0.0.1"]
DATABASES = {"default": database_entry(os.environ["BENCHMARK_DATABASE"])}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": _SCRATCH / "cache"}}
STATIC_ROOT = _SCRATCH / "static"
FILES_DIR = _SCRATCH / "files"
STORAGES["default"] = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {"location": FILES_DIR},
}
# Jobs are written and announced, but nobody does them here.
CELERY_BROKER_URL = "memory://"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
LOGGING = {"version": 1, "disable_existing_loggers": False}
if _hasher := os.environ.get("BENCHMARK_HASHER"):
    PASSWORD_HASHERS = [_hasher]
