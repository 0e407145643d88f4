"""The demo district in the database, loaded and played once for these tests and rolled back after them."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items) -> None:
    """To play the rounds of a district takes minutes: one process does it for all who ask."""
    for item in items:
        if HERE in item.path.parents and "demo" in item.fixturenames:
            item.add_marker(pytest.mark.xdist_group("demo"))


@pytest.fixture(scope="package")
def demo(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        call_command("demo", verbosity=0)
        connection.check_constraints()  # here, once: what a test's savepoint takes back would wait for the next one
        yield
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)
