"""`/healthz`: this process answers. `/readyz`: everything a request or a job needs is there. Neither tells a secret."""

import logging
from collections.abc import Callable

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError

from anphu import heartbeat
from anphu.celery import app

log = logging.getLogger(__name__)
_migrated = False


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when every part is `ok`, else 503; the body names each part and what is wrong with it."""
    parts = {name: _asked(probe) for name, probe in PROBES.items()}
    ready = all(state == "ok" for state in parts.values())
    return JsonResponse({"status": "ready" if ready else "not ready", **parts}, status=200 if ready else 503)


def _asked(probe: Callable[[], str]) -> str:
    """The details of a failure may hold addresses: they go to the log."""
    try:
        return probe()
    except (DatabaseError, OperationalError, OSError) as error:
        log.warning("%s: %s", probe.__name__, error)
        return "unreachable"


def database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def migrations() -> str:
    """Once applied they stay applied; reading them all from disk for every question would be waste."""
    global _migrated
    _migrated = _migrated or not migrations_are_missing()
    return "ok" if _migrated else "missing"


def migrations_are_missing() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def broker() -> str:
    with app.connection_for_write() as link:
        link.ensure_connection(max_retries=1, timeout=3)
        link.default_channel.close()
    return "ok"


def worker() -> str:
    seconds = heartbeat.age()
    if seconds is None:
        return "absent"
    return "ok" if seconds < heartbeat.STALE_SECONDS else f"silent for {seconds:.0f} s"


PROBES = {"database": database, "migrations": migrations, "broker": broker, "worker": worker}
