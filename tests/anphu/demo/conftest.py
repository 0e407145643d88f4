"""The demo district: as it is thought out, and as `up` has loaded and played it, in a copy of that database
(see tests/running.py)."""

from collections.abc import Iterator

import pytest
from django.conf import global_settings

from anphu.demo.places import AN_PHU
from anphu.demo.world import World, build
from anphu.settings import database
from tests.grounds import Ground


@pytest.fixture(scope="session")
def thought_out() -> World:
    """The district before it is written: pure Python, made once. No test changes it."""
    return build(AN_PHU)


@pytest.fixture(scope="session")
def demo_ground(django_db_setup, django_db_blocker, untouched_database) -> Iterator[Ground]:
    ground = Ground(database(untouched_database))
    yield ground
    with django_db_blocker.unblock():
        ground.remove()


@pytest.fixture
def demo(demo_ground, house_key, settings, django_db_blocker) -> Iterator[None]:
    """The test stands on the demo, with the keys and passwords of the An Phú that has made it."""
    settings.FIELD_KEYS = [house_key]
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS
    with django_db_blocker.unblock():
        demo_ground.enter()
    yield
    demo_ground.leave()
