"""Settings every installation shares; the three variants beside this file add where things are kept."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from celery.schedules import crontab
from django.utils.translation import gettext_lazy as _

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"

DEBUG = False
SECRET_KEY = ""
ALLOWED_HOSTS: list[str] = []
SITE_URL = "http://127.0.0.1:8000"
DEFAULT_FROM_EMAIL = "Sevengate <sevengate@localhost>"
PRODUCT_VERSION = "0.1.0"

# The kernel's rooms from the ground up, then the phases; ADR 0001 tells why in this order.
KERNEL_APPS = [
    "governance_app",
    "governance_app.ledger",
    "governance_app.people",
    "governance_app.files",
    "governance_app.jobs",
    "governance_app.programmes",
    "governance_app.exchange",
    "governance_app.trace",
    "governance_app.signoff",
    "governance_app.documents",
    "governance_app.proof",
    "governance_app.gates",
    "governance_app.records",
    "governance_app.inbox",
    "governance_app.planning",
    "governance_app.overview",
]
PHASE_APPS = ["requirements_app"]

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rest_framework",
    "drf_spectacular",
    "django_htmx",
    "simple_history",
    "import_export",
    "django_celery_beat",
    "django_celery_results",
    "csp",
    *KERNEL_APPS,
    *PHASE_APPS,
    "portal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "portal.middleware.ReaderZone",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "portal.middleware.ZeroBytes",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "governance_app.overview.context.shell",
            ],
        },
    }
]

# People and sign-in
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
# The second keeps passwords of earlier installations working; they are kept anew at the next sign-in.
PASSWORD_HASHERS = ["portal.hashers.SigningArgon2Hasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "inbox:work"
ACCOUNT_ADAPTER = "governance_app.people.adapter.ClosedSignUpAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
MFA_ADAPTER = "governance_app.people.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Sevengate"
MFA_PASSKEY_LOGIN_ENABLED = True
# A passkey proves its holder by fingerprint, face or PIN; the key alone would prove only that someone has it.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
# Accounts come from administrators, who also enter the address.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Codes of the step before or after are not taken: one code would serve for longer than it is kept in mind as used.
MFA_TOTP_TOLERANCE = 0
# Roles whose signatures and votes take an authenticator code or a passkey; a password alone does not do for them.
SECOND_FACTOR_ROLES: list[str] = []
SESSION_COOKIE_AGE = int(timedelta(hours=8).total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
DEMO_MODE = False
# Shown on the sign-in page of a demonstration, where it guards invented data only.
DEMO_PASSWORD = "sevengate-demo"  # noqa: S105

# Re-authentication at signing: so many failures in this window and the act is refused for the rest of it.
REAUTHENTICATION_FAILURES = 5
REAUTHENTICATION_WINDOW = timedelta(minutes=15)
SIGNING_CHALLENGE_LIFE = timedelta(minutes=60)

# Security headers
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

# Languages and time
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
# Each app keeps its catalogue; named here, they go before those of the libraries.
LOCALE_PATHS = [ROOT / app / "locale" for app in ("governance_app", *PHASE_APPS)]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

# Static and stored files
STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "portal.styles.StylesFinder",
]
STATIC_ROOT = VAR / "static"
FILES_DIR = VAR / "files"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": FILES_DIR}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Keys of ledger checkpoints and of the organisation seal. Made on first use below KEYS_DIR where KEYS_MAKE says so;
# docs/operations/keys.md tells how to bring one's own.
KEYS_DIR = VAR / "keys"
KEYS_MAKE = False
LEDGER_KEY_FILE = ""
LEDGER_RETIRED_KEYS: list[str] = []
SEAL_FILE = ""
SEAL_PASSPHRASE = ""
SEAL_RETIRED_CERTIFICATES: list[str] = []

# The public page on which anybody may have a PDF checked: how large, and how often from one address in a minute
VERIFY_MAX_BYTES = 20 * 1024 * 1024
VERIFY_PER_MINUTE = 20

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
IMPORT_MAX_BYTES = 20 * 1024 * 1024
IMPORT_BACKGROUND_ROWS = 500

# Celery: late acknowledgement and one task at a time, so that a killed worker loses none (stack.md has the trials)
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 1800
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 1860,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_RESULT_BACKEND = "django-db"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BEAT_SCHEDULE = {
    "requeue-lost-jobs": {"task": "governance_app.jobs.tasks.jobs_requeue", "schedule": timedelta(seconds=20)},
    "remind-signers": {"task": "governance_app.signoff.tasks.signers_remind", "schedule": timedelta(hours=1)},
    "daily-digests": {"task": "governance_app.inbox.tasks.digests", "schedule": crontab(hour=8, minute=0)},
    "watch-gates": {"task": "governance_app.gates.tasks.gates_watch", "schedule": timedelta(minutes=15)},
    "prune-jobs": {"task": "governance_app.jobs.tasks.jobs_prune", "schedule": timedelta(hours=6)},
    "ledger-checkpoint": {
        "task": "governance_app.ledger.tasks.checkpoint_daily",
        "schedule": crontab(hour=2, minute=15),
    },
}
CELERY_TASK_ROUTES = {"governance_app.jobs.tasks.*": {"queue": "celery"}}

# The API; rates are for each person
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["governance_app.rest.requests.Session"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["governance_app.rest.requests.Json"],
    "DEFAULT_THROTTLE_CLASSES": ["governance_app.rest.throttles.Reading", "governance_app.rest.throttles.Writing"],
    "DEFAULT_THROTTLE_RATES": {"reading": "600/min", "writing": "120/min"},
    "DEFAULT_SCHEMA_CLASS": "governance_app.rest.schema.ResourceSchema",
    "DEFAULT_METADATA_CLASS": None,
    "URL_FORMAT_OVERRIDE": None,
    "EXCEPTION_HANDLER": "governance_app.rest.problems.handler",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": _("Sevengate API"),
    "DESCRIPTION": _(
        "Everything the pages do, for programs. A record's version is its ETag: send it as If-Match to change the "
        "record. An Idempotency-Key makes a creating request safe to repeat. Errors are problem details (RFC 9457)."
    ),
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "PATH_CONVERTER_OVERRIDES": {"slug": {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"}},
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": ["governance_app.rest.schema.drop_enum_ids"],
    "SORT_OPERATIONS": False,
}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
    },
}
# How long the badge of My work may be kept where no act told that it is out of date.
WORK_COUNT_SECONDS = 60
