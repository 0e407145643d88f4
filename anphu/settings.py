"""Every knob comes from the environment; the defaults are those of a development checkout on one machine."""

import os
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import pgtrigger
from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent


def env(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def flag(name: str, default: bool = False) -> bool:
    return env(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def listed(name: str, default: str = "") -> list[str]:
    return [item.strip() for item in env(name, default).split(",") if item.strip()]


KNOWN_SETTINGS = "-c pgtrigger.ignore={}"
"""django-pgtrigger asks this setting before every trigger and catches the error when there is none. Rolling that back
walks along all rows whose foreign keys wait for the end of the transaction: a load of many rows became quadratic."""

CONN_MAX_AGE = int(env("DATABASE_CONN_MAX_AGE", "600"))
PREPARED_BY_COUNT = 2**31 - 1 if CONN_MAX_AGE else None
"""Never: statements are prepared where the code asks for it (anphu/kit/prepared.py), not because they come often. None,
not even there: a connection that does not stay, as before a pool of connections, has nothing to gain."""


def database(url: str) -> dict:
    """`postgresql://user:password@host:port/name?host=/socket/dir` as Django's dictionary."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql://")
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", "") or parts.hostname or "",
        "PORT": query.pop("port", "") or str(parts.port or ""),
        "CONN_MAX_AGE": CONN_MAX_AGE,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"options": KNOWN_SETTINGS, "prepare_threshold": PREPARED_BY_COUNT, **query},
    }


# --- what kind of installation -------------------------------------------------------------------------------------
ANPHU_DEMO = flag("ANPHU_DEMO")
ANPHU_TODAY = date.fromisoformat(env("ANPHU_TODAY")) if env("ANPHU_TODAY") else None
ANPHU_DATA = Path(env("ANPHU_DATA") or BASE_DIR / ".data")
ANPHU_REQUIRE_MFA = flag("ANPHU_REQUIRE_MFA", default=not ANPHU_DEMO)
DEBUG = flag("DEBUG")
DEFAULT_SECRET_KEY = "development-only-key-that-no-installation-may-use"
SECRET_KEY = env("SECRET_KEY", DEFAULT_SECRET_KEY)
FIELD_KEYS = listed("FIELD_KEYS") or [SECRET_KEY]
"""Master keys of encrypted fields, the current one first; others only until `manage.py keys --rewrap` has run."""
ALLOWED_HOSTS = listed("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = listed("CSRF_TRUSTED_ORIGINS")

# --- applications --------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "anphu.apps.AnphuConfig",
    "anphu.apps.AdminSiteConfig",
    "planning",
    "orgtree",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rest_framework",
    "knox",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "pghistory",
    "pgtrigger",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "anphu.middleware.PrivateMiddleware",
    "anphu.middleware.SessionKeyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "anphu.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "anphu.kit.replica.RememberWrites",
    "anphu.middleware.ErrorIdMiddleware",
    "anphu.middleware.WorkingDayMiddleware",
    "anphu.middleware.SecondFactorMiddleware",
]
ROOT_URLCONF = "anphu.urls"
WSGI_APPLICATION = "anphu.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "anphu.context.frame",
            ],
        },
    },
]

# --- database, history ---------------------------------------------------------------------------------------------
DATABASES = {"default": database(env("DATABASE_URL", "postgresql://postgres@127.0.0.1/anphu"))}
if env("REPLICA_URL"):
    DATABASES["replica"] = database(env("REPLICA_URL")) | {"TEST": {"MIRROR": "default"}}
DATABASE_ROUTERS = ["anphu.kit.replica.Router"]
REPLICA_MAX_LAG = int(env("REPLICA_MAX_LAG", "60"))
"""Seconds by which the replica may be behind before reports read the first database instead."""
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PGHISTORY_LEVEL = pgtrigger.Statement
PGHISTORY_APPEND_ONLY = True
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "anphu_cache",
        "OPTIONS": {"MAX_ENTRIES": 20000},
    }
}

# --- people signing in ---------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "orgtree.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "worklist"
ACCOUNT_ADAPTER = "anphu.accounts.ClosedAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "20/m/ip,5/5m/key", "change_password": "5/m/user"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if flag("BEHIND_PROXY") else 0
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = ANPHU_DEMO
MFA_TOTP_ISSUER = "An Phú"
SESSION_COOKIE_AGE = int(env("SESSION_SECONDS", str(12 * 3600)))
SESSION_COOKIE_HTTPONLY = True

# --- language, time ------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "anphu" / "locale"]
FORMAT_MODULE_PATH = ["anphu.formats"]
TIME_ZONE = env("TIME_ZONE", "Asia/Ho_Chi_Minh")
USE_I18N = True
USE_TZ = True

# --- files ---------------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = ANPHU_DATA / "static"
ARTIFACTS = ANPHU_DATA / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "anphu.static_files.NamedByContent"},
}
WHITENOISE_USE_FINDERS = False
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# --- jobs ----------------------------------------------------------------------------------------------------------
CELERY_BROKER_URL = env("CELERY_BROKER_URL", "redis://127.0.0.1:6379/0")
COUNTERS_URL = env("COUNTERS_URL", CELERY_BROKER_URL if CELERY_BROKER_URL.startswith("redis") else "")
"""Redis or Valkey where requests of the API are counted; empty: nobody counts."""
CELERY_TASK_ALWAYS_EAGER = flag("CELERY_TASK_ALWAYS_EAGER")
CELERY_TIMEZONE = TIME_ZONE
DERIVING_TASKS = ["planning.refresh"]
CELERY_BEAT_SCHEDULE = {
    "refresh": {"task": "planning.refresh", "schedule": timedelta(seconds=15), "options": {"expires": 15}},
    "keep": {"task": "planning.keep", "schedule": timedelta(minutes=10), "options": {"expires": 600}},
    "sweep": {"task": "anphu.sweep", "schedule": timedelta(seconds=60), "options": {"expires": 60}},
    "close by rule": {"task": "planning.close_by_rule", "schedule": crontab(hour=0, minute=5)},
    "nightly": {"task": "planning.nightly", "schedule": crontab(hour=0, minute=10)},
    "forecast": {"task": "planning.forecast", "schedule": timedelta(minutes=30), "options": {"expires": 1800}},
    "remind": {"task": "planning.remind", "schedule": crontab(hour=6, minute=0)},
    "mail": {"task": "anphu.mail_notices", "schedule": timedelta(minutes=10), "options": {"expires": 600}},
}

# --- notices -------------------------------------------------------------------------------------------------------
EMAIL_HOST = env("EMAIL_HOST")
EMAIL_PORT = int(env("EMAIL_PORT", "587"))
EMAIL_HOST_USER = env("EMAIL_USER")
EMAIL_HOST_PASSWORD = env("EMAIL_PASSWORD")
EMAIL_USE_SSL = flag("EMAIL_SSL")
EMAIL_USE_TLS = flag("EMAIL_TLS", default=not EMAIL_USE_SSL)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env("EMAIL_FROM")
PUBLIC_URL = env("PUBLIC_URL")
MEASURE_SHARE_UNITS = int(env("MEASURE_SHARE_UNITS", "2000"))
"""A tree of more units is measured anew in shares of so many, which workers divide among themselves."""
REMINDER_DAYS = [int(days) for days in listed("REMINDER_DAYS", "7,1")]
"""How many days before a deadline those who still owe something are reminded."""

# --- API -----------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "anphu.kit.rest.defaults.SessionAuthentication",
        "anphu.token_sign_in.TokenAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["anphu.kit.rest.bodies.JSONBody"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "anphu.kit.rest.defaults.Pages",
    "DEFAULT_SCHEMA_CLASS": "anphu.kit.rest.schema.Schema",
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_THROTTLE_CLASSES": ["anphu.kit.rest.throttling.PerUser", "anphu.kit.rest.throttling.PerAddress"],
    "DEFAULT_THROTTLE_RATES": {
        "user": env("API_RATE_USER", "1200/m"),
        "address": env("API_RATE_ADDRESS", "6000/m"),
    },
    "NUM_PROXIES": 1 if flag("BEHIND_PROXY") else 0,
    "EXCEPTION_HANDLER": "anphu.kit.rest.defaults.problem",
    "PAGE_SIZE": 50,
    "URL_FORMAT_OVERRIDE": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
REST_KNOX = {
    "TOKEN_TTL": timedelta(hours=int(env("TOKEN_HOURS", "12"))),
    "AUTO_REFRESH": False,
    "TOKEN_LIMIT_PER_USER": 10,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "An Phú API",
    "DESCRIPTION": _(
        "Every address answers for the day in `?on=YYYY-MM-DD`, today when absent, with what the caller may see."
        " Programs sign in with `Authorization: Token …`; tokens come from `/api/v1/tokens/`."
        " Refusals are problem documents (RFC 9457) with a stable `code`."
    ),
    "VERSION": "1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "anphu.kit.rest.openapi.with_problems",
    ],
    "ENUM_NAME_OVERRIDES": {
        "UnitKind": "orgtree.choices.Kind",
        "CommitteeKind": "orgtree.choices.CommitteeKind",
        "Role": "orgtree.choices.Role",
        "RoundKind": "planning.choices.RoundKind",
        "RoundState": "planning.choices.RoundState",
        "RoundVerb": "planning.choices.RoundVerb",
        "SubmissionState": "planning.choices.SubmissionState",
        "SubmissionVerb": "planning.choices.SubmissionVerb",
        "DecisionKind": "planning.choices.DecisionKind",
        "MeetingKind": "planning.choices.MeetingKind",
        "MeetingState": "planning.choices.MeetingState",
        "ProgrammeKind": "planning.choices.ProgrammeKind",
        "ItemState": "planning.choices.ItemState",
        "JobState": "anphu.kit.jobs.JobState",
        "JobCause": "anphu.kit.jobs.Cause",
        "ChangeKind": "orgtree.choices.ChangeKind",
        "ChangeVerdict": "orgtree.choices.Verdict",
        "RightsKind": "orgtree.choices.RightsKind",
        "ScenarioMoveKind": "planning.choices.Tried",
    },
}

# --- security ------------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "manifest-src": ["'self'"],
    }
}
HTTPS = flag("HTTPS", default=not (DEBUG or ANPHU_DEMO))
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("BEHIND_PROXY") else None
X_FRAME_OPTIONS = "DENY"
REFERRER_POLICY = "same-origin"

# --- log -----------------------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env("LOG_LEVEL", "INFO")},
}
