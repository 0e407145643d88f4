import pytest
from rest_framework.test import APIClient

from tests import world as worlds
from tests.importing import lists, received, written

__all__ = ["lists", "received", "written"]


def pytest_collection_modifyitems(items) -> None:
    """Tests that need the machine for themselves stay in one process, one after another (`--dist loadgroup`)."""
    for item in items:
        if item.get_closest_marker("serial") or item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group("alone"))


@pytest.fixture
def world(db) -> worlds.World:
    """The small district; see tests/world.py."""
    return worlds.build()


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
