"""Counting what is done by whom within a stretch of time, in Valkey or Redis: a request must not cost a write to the
database, and a lost count costs nothing.

Nothing depends on it: without a server, or while it does not answer, nobody counts and everything goes on.
"""

import logging
import time
from functools import lru_cache

import redis
from django.conf import settings

log = logging.getLogger(__name__)

PATIENCE = 0.2
"""Seconds for which the server is waited for."""
PAUSE = 30
"""Seconds for which a server that did not answer is left alone."""
_silent = {"until": 0.0}


@lru_cache(maxsize=1)
def _server(url: str) -> redis.Redis:
    return redis.Redis.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)


def count(key: str, seconds: int) -> int | None:
    """One more under `key`, which is forgotten after `seconds`: how many that makes. None when nobody counts."""
    if not settings.COUNTERS_URL or time.monotonic() < _silent["until"]:
        return None
    try:
        with _server(settings.COUNTERS_URL).pipeline(transaction=False) as asked:
            return asked.incr(key).expire(key, seconds, nx=True).execute()[0]
    except redis.RedisError as error:
        _silent["until"] = time.monotonic() + PAUSE
        log.warning("nobody counts requests for %d s: %s", PAUSE, error)
        return None
