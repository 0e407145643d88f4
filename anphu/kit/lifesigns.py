"""The sign of life of running work, given beside it however long one of its statements takes.

The same hand breaks a statement off when the work has been asked to stop, so that "stop" means now, also in the
middle of a recomputation that is a single statement of minutes.
"""

import contextlib
import logging
import threading
from collections.abc import Iterator

import psycopg
from django.db import DatabaseError, connection
from django.utils import timezone

SECONDS = 2.0
"""Between two signs of life; work that is done sooner never gives one."""

log = logging.getLogger(__name__)


@contextlib.contextmanager
def given(job: int, work) -> Iterator[None]:
    """Renew `seen_at` of `job` while the block runs. `work`: the connection whose statement a stop breaks off.

    Inside a transaction that began before the job nobody else sees it, so there is nobody to give a sign to.
    """
    if work.in_atomic_block:
        yield
        return
    ended = threading.Event()
    watcher = threading.Thread(target=_watch, args=(job, work, ended), name=f"job {job}", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        watcher.join()


def is_cancelled(error: BaseException) -> bool:
    """Whether `error` says that a statement was broken off."""
    return isinstance(error.__cause__, psycopg.errors.QueryCanceled)


def _watch(job: int, work, ended: threading.Event) -> None:
    while not ended.wait(SECONDS):
        try:
            if _renew(job) and not ended.is_set() and work.connection is not None:
                work.connection.cancel_safe(timeout=SECONDS)
        except (DatabaseError, psycopg.Error) as error:  # a database that is away is for the work to stumble over
            log.warning("no sign of life of job %s: %s", job, error)
        finally:
            connection.close()


def _renew(job: int) -> bool:
    """Returns whether the work has been asked to stop."""
    statement = "UPDATE anphu_job SET seen_at = %s WHERE id = %s AND state = 'running' RETURNING stop_requested"
    with connection.cursor() as cursor:
        cursor.execute(statement, [timezone.now(), job])
        row = cursor.fetchone()
    return bool(row and row[0])
