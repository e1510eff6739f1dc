"""One machine, no server to install: SQLite, files below var/, an embedded broker. What `make run` uses."""

import os
from pathlib import Path

from django.core.management.utils import get_random_secret_key

from portal.settings.base import *  # noqa: F403 - a settings module is the sum of its bases
from portal.settings.base import VAR

VAR.mkdir(exist_ok=True)


def _secret(path: Path) -> str:
    """The installation's own key, made on the first run and kept readable by its owner alone."""
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as stream:
            stream.write(get_random_secret_key())
    return path.read_text()


SECRET_KEY = os.environ.get("SECRET_KEY") or _secret(VAR / "secret_key")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
SITE_URL = os.environ.get("SITE_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECOND_FACTOR_ROLES = [role for role in os.environ.get("SECOND_FACTOR_ROLES", "").split(",") if role]
DEMO_MODE = os.environ.get("DEMO_MODE", "1") == "1"
# Its own keys, below var/keys/, unless others are named.
KEYS_MAKE = True
LEDGER_KEY_FILE = os.environ.get("LEDGER_KEY_FILE", "")
SEAL_FILE = os.environ.get("SEAL_FILE", "")
SEAL_PASSPHRASE = os.environ.get("SEAL_PASSPHRASE", "")

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ.get("SQLITE_PATH", str(VAR / "db.sqlite3")),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        },
    }
}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR / "cache",
    }
}
# `make run` leaves the address of its broker here, for commands given in another terminal.
_ADDRESS = VAR / "run" / "broker_url"
if broker := os.environ.get("BROKER_URL") or (_ADDRESS.read_text().strip() if _ADDRESS.exists() else ""):
    CELERY_BROKER_URL = broker
    if broker.startswith("redis://"):
        CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": broker}}
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR / "mail"
