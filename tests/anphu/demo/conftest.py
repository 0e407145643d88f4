"""The demo district in the database, loaded and played once for these tests and rolled back after them.

To play its rounds takes minutes: modules that ask for it are marked as one group, which one process runs.
"""

import pytest
from django.core.management import call_command
from django.db import connection, transaction


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
