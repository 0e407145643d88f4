"""Keys, indexes and triggers of tables taken away while millions of rows come in, and built anew in one go after them.

Only for a database that is being filled for the first time, inside its one transaction: while they are away nothing is
checked and no history is kept.
"""

import contextlib
from collections.abc import Iterable, Iterator

from django.db import connection, models

MEMORY = "512MB"
"""Of one index while it is built."""

_KEYS = """
SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid), contype FROM pg_constraint
WHERE contype IN ('p', 'u', 'x', 'f') AND (conrelid = ANY(%(tables)s::regclass[])
    OR contype = 'f' AND confrelid = ANY(%(tables)s::regclass[]))
ORDER BY conname
"""
_INDEXES = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
WHERE i.indrelid = ANY(%(tables)s::regclass[])
  AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u', 'x'))
"""


@contextlib.contextmanager
def set_aside(tables: Iterable[type[models.Model]]) -> Iterator[None]:
    """Without keys, indexes and triggers of `tables` as long as this lasts."""
    names = [model._meta.db_table for model in tables]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        keys, indexes = _asked(cursor, _KEYS, names), _asked(cursor, _INDEXES, names)
        foreign = [row for row in keys if row[3] == "f"]
        own = [row for row in keys if row[3] != "f"]
        for table, name, _definition, _type in [*foreign, *own]:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {name}")
        _triggers(cursor, "DISABLE", names)
        yield
        cursor.execute(f"SET LOCAL maintenance_work_mem = '{MEMORY}'")
        for _name, definition in indexes:
            cursor.execute(definition)
        for table, name, definition, _type in [*own, *foreign]:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
        _triggers(cursor, "ENABLE", names)
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _asked(cursor, statement: str, tables: list[str]) -> list[tuple]:
    cursor.execute(statement, {"tables": tables})
    return cursor.fetchall()


def _triggers(cursor, how: str, names: list[str]) -> None:
    for name in names:
        cursor.execute(f"ALTER TABLE {name} {how} TRIGGER USER")
