from collections.abc import Iterator

import pytest
from rest_framework.test import APIClient

from tests import world as worlds
from tests.grounds import District
from tests.importing import lists, received, written
from tests.running import house, house_data, house_database, house_key, untouched_database

__all__ = [
    "house",
    "house_data",
    "house_database",
    "house_key",
    "lists",
    "received",
    "untouched_database",
    "written",
]


@pytest.hookimpl(tryfirst=True)  # before xdist reads the marks
def pytest_collection_modifyitems(items) -> None:
    """Tests that need the machine for themselves, or the one An Phú that runs, stay in one process, one after another
    (`--dist loadgroup`); a module whose own fixtures are dear says so by a mark of its own."""
    for item in items:
        marked = item.get_closest_marker("serial") or item.get_closest_marker("browser")
        if marked or "house" in item.fixturenames:
            item.add_marker(pytest.mark.xdist_group("alone"))


def pytest_itemcollected(item) -> None:
    """A test is led to the database that it stands on before anything opens a transaction."""
    item.fixturenames.sort(key=lambda name: name not in ("district_ground", "demo"))


@pytest.fixture(scope="session")
def district(django_db_setup, django_db_blocker) -> Iterator[District]:
    """The small district, built once and committed in a database of its own; see tests/grounds.py."""
    with django_db_blocker.unblock():
        ground = District("world", worlds.build)
    yield ground
    with django_db_blocker.unblock():
        ground.remove()


@pytest.fixture
def district_ground(request, django_db_blocker) -> Iterator[District | None]:
    """Where the district stands; None for a test with real transactions, which would flush it."""
    marker = request.node.get_closest_marker("django_db")
    if "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction")):
        yield None
        return
    ground = request.getfixturevalue("district")
    with django_db_blocker.unblock():
        ground.enter()
    yield ground
    ground.leave()


@pytest.fixture
def world(district_ground, db) -> worlds.World:
    """The small district; see tests/world.py."""
    return district_ground.given() if district_ground else worlds.build()


@pytest.fixture
def sign_in(client, world):
    """`sign_in("board")`: a client in that account's session."""

    def enter(name: str):
        client.force_login(world.users[name])
        return client

    return enter


@pytest.fixture
def api(world):
    """`api("board")`: a client of the API in that account's session; `api()` has not signed in."""

    def enter(name: str = "") -> APIClient:
        client = APIClient()
        if name:
            client.force_login(world.users[name])
        return client

    return enter
