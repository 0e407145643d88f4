"""The demo district in the database, loaded and played once for these tests and rolled back after them."""

import pytest
from django.core.management import call_command
from django.db import transaction


@pytest.fixture(scope="package")
def demo(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        call_command("demo", verbosity=0)
        yield
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)
