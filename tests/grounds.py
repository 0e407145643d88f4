"""Databases in which what thousands of tests need stands already.

pytest-django gives every test the one test database, as migrations leave it, and rolls back what the test wrote.
Building the small district in it anew cost a tenth of a second of each test, a third of all the suite. Now it is built
once for a process, and committed, in a copy of that database; a test that asks for it is led to the copy before its
transaction begins, and gets objects of its own.

A second database, and not rows committed in the first: tests of an empty installation find it empty, whatever ran
before them, and what a test with real transactions flushes is the first database. Such a test cannot be rolled back,
so it builds the district for itself, where it stands (see `world` in conftest.py).
"""

import pickle
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connections, transaction
from django.db.models.signals import post_migrate

from anphu.kit import encryption

DEFAULT = "default"


class Ground:
    """Another database, as settings name it. Between `enter` and `leave` it is the one that Django is connected to."""

    differs = True
    """Whether rows that this process remembers have other keys there than in the first database."""

    def __init__(self, database: Mapping[str, Any]):
        self._first = connections[DEFAULT]
        self._other = type(self._first)({**self._first.settings_dict, **database}, DEFAULT)

    def enter(self) -> None:
        """From now on Django's connection is one to the other database."""
        connections[DEFAULT] = self._other
        if self.differs:
            _forget_rows()
            _learn_rows()

    def leave(self) -> None:
        """From now on it is the one to the first database again."""
        connections[DEFAULT] = self._first
        if self.differs:
            _forget_rows()

    def remove(self) -> None:
        self._other.close()


class District(Ground):
    """A copy of the test database, called after it with `_name`, in which `build()` is committed.

    `given()` is what `build` returned, every time as new: tests change the objects they are handed.
    """

    def __init__(self, name: str, build: Callable[[], Any]):
        creation = connections[DEFAULT].creation
        creation.clone_test_db(suffix=name, verbosity=0)
        super().__init__(creation.get_test_db_clone_settings(name))
        self._name, self.differs = name, False
        self.enter()
        try:
            with transaction.atomic():
                _spread_numbers()
                self._built = pickle.dumps(build())
                self._other.run_on_commit.clear()  # as in a test, where nothing is committed: nobody is told
        finally:
            self.leave()
        post_migrate.connect(self._see_flush)

    def given(self) -> Any:
        return pickle.loads(self._built)

    def remove(self) -> None:
        post_migrate.disconnect(self._see_flush)
        super().remove()
        self._first.creation.destroy_test_db(suffix=self._name, verbosity=0)

    def _see_flush(self, **_signal) -> None:
        """Since a flush, which ends with this signal, the first database has other keys than the copy."""
        self.differs = True


def _spread_numbers() -> None:
    """No two tables share an id, so that a test finds out who takes the one for the other."""
    with connections[DEFAULT].cursor() as cursor:
        cursor.execute(
            "SELECT setval(format('%I', sequencename)::regclass,"
            " 100000 * row_number() OVER (ORDER BY sequencename) + coalesce(last_value, 0))"
            " FROM pg_sequences WHERE schemaname = 'public'"
        )


def _forget_rows() -> None:
    """What this process remembers of rows."""
    ContentType.objects.clear_cache()
    encryption.forget()


def _learn_rows() -> None:
    """Of these rows, now, so that no test pays for it in queries that it counts."""
    encryption.load()
    encryption.digest("")
