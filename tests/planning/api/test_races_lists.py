"""Two people at one list: one deed is done, the other is refused."""

import datetime

import pytest

from anphu.kit import history
from anphu.kit.periods import period
from orgtree.choices import Role
from orgtree.models import RoleGrant, User
from planning.models import StateChange
from tests.planning.api.steps import step
from tests.planning.api.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def second(world) -> User:
    """Another appraiser."""
    with history.acting(actor=None, verb="grant", reason="tests"):
        user = world.users["second"] = User.objects.create_user("second")
        RoleGrant.objects.create(
            user=user, role=Role.BOARD_APPRAISER, unit=world.units["district"], period=period(datetime.date(2020, 1, 1))
        )
    return user


@pytest.fixture
def submitted(world, api):
    world.confirm("alpha")
    assert step(api("alpha_secretary"), world, "submit").status_code == 200
    return world


def test_two_appraisers_at_once_appraise_once(submitted, second, api):
    first, other = api("appraiser"), api("second")
    answers = at_once(lambda: step(first, submitted, "appraise"), lambda: step(other, submitted, "appraise"))
    assert answers == [(200, ""), (409, "wrong_state")]
    assert StateChange.objects.filter(verb="appraise").count() == 1


def test_two_appraisers_claim_at_once_one_has_it(submitted, second, api):
    address = f"/api/v1/submissions/{submitted.submission('alpha').pk}/claim/"
    clients = {"appraiser": api("appraiser"), "second": api("second")}
    answers = at_once(*(lambda client=client: _told(client.post(address, {})) for client in clients.values()))
    assert answers == [(204, ""), (409, "claimed")]
    assert submitted.submission("alpha").claimed_by.username in clients


class _Empty:
    status_code = 204

    @staticmethod
    def json() -> dict:
        return {}


def _told(answer):
    """An answer without a body, as `at_once` reads them."""
    return _Empty if answer.status_code == 204 else answer


def test_taken_back_while_it_is_appraised_one_of_both_is_done(submitted, api):
    unit, board = api("alpha_secretary"), api("appraiser")
    answers = at_once(lambda: step(unit, submitted, "take_back"), lambda: step(board, submitted, "appraise"))
    assert answers == [(200, ""), (409, "wrong_state")]
    assert StateChange.objects.exclude(verb="submit").count() == 1
