"""The web application, for gunicorn or any other WSGI server. It does not start unsafely configured."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anphu.settings")

application = get_wsgi_application()

from anphu.checks import refuse_unsafe_start  # noqa: E402 - reads tables, which exist only from here on

refuse_unsafe_start()
