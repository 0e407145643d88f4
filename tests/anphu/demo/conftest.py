"""The demo district, loaded and played once in a database of its own (see tests/grounds.py).

To play its rounds takes minutes: modules that ask for it are marked as one group, which one process runs.
"""

from collections.abc import Iterator

import pytest
from django.core.management import call_command

from tests.grounds import Ground


@pytest.fixture(scope="session")
def demo_ground(django_db_setup, django_db_blocker) -> Iterator[Ground]:
    with django_db_blocker.unblock():
        ground = Ground("demo", lambda: call_command("demo", verbosity=0))
    yield ground
    with django_db_blocker.unblock():
        ground.remove()


@pytest.fixture
def demo(demo_ground, django_db_blocker) -> Iterator[None]:
    """The test stands on the demo."""
    with django_db_blocker.unblock():
        demo_ground.enter()
    yield
    demo_ground.leave()
