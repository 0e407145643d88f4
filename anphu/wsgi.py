"""The web application, for gunicorn or any other WSGI server. It does not start unsafely configured."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anphu.settings")

application = get_wsgi_application()

from anphu.checks import refuse_unsafe_start  # noqa: E402 - reads tables, which exist only from here on

refuse_unsafe_start()
connection.close()  # a server that loads the application first is about to fork
