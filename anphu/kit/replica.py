"""A database that follows the first one, for doors that only report (setting REPLICA_URL; without it nothing is done).

A door says so itself, with `reports`: reads inside it go to the follower, writes never. Whoever wrote a moment ago
reads what he wrote: the place in the log that his last request reached is remembered, and as long as the follower has
not come that far, or has fallen behind, or does not answer, the first database answers as ever. Rights are read before,
from the first one.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps

from django.conf import settings
from django.core.cache import cache
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections

ALIAS = "replica"
REMEMBERED_SECONDS = 600
"""How long a place in the log is remembered: a follower that needs longer is not used anyway."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_STATE_SQL = """
SELECT pg_is_in_recovery(), pg_last_wal_replay_lsn() >= %s::pg_lsn,
       extract(epoch FROM now() - pg_last_xact_replay_timestamp())
"""

log = logging.getLogger(__name__)
_alias: ContextVar[str] = ContextVar("replica_alias", default=DEFAULT_DB_ALIAS)


class Router:
    """The ORM's part: reads go where the door said, everything else to the first database."""

    def db_for_read(self, model, **hints) -> str:
        return alias()

    def db_for_write(self, model, **hints) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one, other, **hints) -> bool:
        """Rows of both are rows of one record."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints) -> bool | None:
        return False if db == ALIAS else None


class RememberWrites:
    """Middleware: after a request that may have written, notes how far the log had come."""

    def __init__(self, get_response: Callable):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if is_set() and request.method not in SAFE and request.user.is_authenticated:
            remember(request.user.pk)
        return response


def is_set() -> bool:
    return ALIAS in settings.DATABASES


def alias() -> str:
    """The database that reads go to here."""
    return _alias.get()


def connection():
    """The same as a connection, for SQL by hand. Only for statements that read."""
    return connections[alias()]


def remember(user: int) -> None:
    """Let the user read what has been written until now."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_insert_lsn()")
        cache.set(_key(user), cursor.fetchone()[0], REMEMBERED_SECONDS)


@contextmanager
def reading(user: int) -> Iterator[None]:
    """Reads of this user go to the follower, if there is one that is near enough. Two queries where one is set."""
    token = _alias.set(ALIAS if is_set() and _has_come(cache.get(_key(user), "0/0")) else DEFAULT_DB_ALIAS)
    try:
        yield
    finally:
        _alias.reset(token)


def reports(door: Callable) -> Callable:
    """Decorator of a door (a page, or a method of the API) that only reads, below whatever judges rights."""

    @wraps(door)
    def read(*args, **kwargs):
        request = next(one for one in args if hasattr(one, "user"))
        if request.method not in SAFE:
            return door(*args, **kwargs)
        with reading(request.user.pk):
            return door(*args, **kwargs)

    return read


def _has_come(place: str) -> bool:
    """Whether the follower follows, has come to `place` in the log, and is not too far behind by the clock."""
    try:
        with connections[ALIAS].cursor() as cursor:
            cursor.execute(_STATE_SQL, [place])
            follows, reached, seconds = cursor.fetchone()
    except DatabaseError as error:
        log.warning("the replica does not answer, reports read the first database: %s", error)
        return False
    return bool(follows and reached and seconds is not None and seconds <= settings.REPLICA_MAX_LAG)


def _key(user: int) -> str:
    return f"replica-{user}"
