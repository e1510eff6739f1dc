"""Several machines behind a proxy, configured by environment variables alone."""

import os
from pathlib import Path

from portal.settings.base import *  # noqa: F403 - a settings module is the sum of its bases
from portal.settings.base import STORAGES
from portal.settings.urls import database_from_url

SECRET_KEY = os.environ["SECRET_KEY"]
# Keys used before: what they closed and signed still opens. Parted by blanks.
SECRET_KEY_FALLBACKS = os.environ.get("SECRET_KEY_FALLBACKS", "").split()
ALLOWED_HOSTS = os.environ["ALLOWED_HOSTS"].split(",")
SITE_URL = os.environ["SITE_URL"]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
DATABASES = {"default": database_from_url(os.environ["DATABASE_URL"])}
CELERY_BROKER_URL = os.environ["BROKER_URL"]
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": os.environ.get("CACHE_URL", os.environ["BROKER_URL"]),
    }
}
if files := os.environ.get("FILES_DIR"):
    FILES_DIR = Path(files)
    STORAGES["default"] = {"BACKEND": STORAGES["default"]["BACKEND"], "OPTIONS": {"location": files}}

# No key is ever made here: without one there is no seal, and no checkpoint. Retired ones by name, with commas between.
LEDGER_KEY_FILE = os.environ.get("LEDGER_KEY_FILE", "")
LEDGER_RETIRED_KEYS = [name for name in os.environ.get("LEDGER_RETIRED_KEYS", "").split(",") if name]
SEAL_FILE = os.environ.get("SEAL_FILE", "")
SEAL_PASSPHRASE = os.environ.get("SEAL_PASSPHRASE", "")
SEAL_RETIRED_CERTIFICATES = [name for name in os.environ.get("SEAL_RETIRED_CERTIFICATES", "").split(",") if name]

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("SMTP_TLS", "1") == "1"
DEFAULT_FROM_EMAIL = os.environ.get("MAIL_FROM", "sevengate@localhost")

# The proxy in front; without it everyone behind it would share one sign-in limit.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TRUSTED_PROXIES", "1"))
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = os.environ.get("SSL_REDIRECT", "1") == "1"
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECOND_FACTOR_ROLES = [role for role in os.environ.get("SECOND_FACTOR_ROLES", "").split(",") if role]
DEMO_MODE = os.environ.get("DEMO_MODE", "0") == "1"
