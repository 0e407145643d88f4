"""Settings of the tests: the clock stands still, queued work runs at once, passwords are cheap."""

from datetime import date

from anphu.settings import *  # noqa: F403 - the tests run the program's own settings, changed only below

ANPHU_DEMO = True
ANPHU_TODAY = date(2020, 7, 7)
ANPHU_REQUIRE_MFA = False
SECRET_KEY = "only-for-tests"
FIELD_KEYS = [SECRET_KEY]
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
HTTPS = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_TASK_ALWAYS_EAGER = True
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise")]  # noqa: F405 - serves collected files
COUNTERS_URL = ""
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
