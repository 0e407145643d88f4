"""Advisory locks of a transaction. Take them in the order in which they stand here; rows are locked after them."""

from enum import IntEnum

from django.db import connection


class Lock(IntEnum):
    STRUCTURE = 1
    MEASURES = 2
    CHAIN = 3


def take(lock: Lock) -> None:
    """Wait for `lock` and hold it to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(lock)])


def take_shared(lock: Lock) -> None:
    """The same beside others who take it so, while nobody holds it alone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [int(lock)])


def take_named(name: str) -> None:
    """The same for one of very many things, before any other lock; names that fall together only wait needlessly."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(1, hashtext(%s))", [name])
