"""Two people with one conference at once: it is closed once, begun once, and nothing is half-written."""

import pytest

from planning.choices import BallotKind
from planning.models import Conference, Line
from tests.planning.api.test_races import at_once
from tests.planning.sittings import TWENTY, hold, line, step, with_steps

pytestmark = pytest.mark.django_db(transaction=True)
WHERE = "/api/v1/conferences/"


@pytest.fixture
def vote(world, settings):
    settings.ANPHU_TODAY = world.today
    return with_steps(world, [("vote", BallotKind.VOTE, True)])


def test_a_conference_closed_twice_at_once_is_closed_once(vote, api):
    lan = line(vote, "lan")
    row = hold(vote, "vote", {lan: (9, 11)})
    first, second = api("alpha_secretary"), api("alpha_clerk")
    answers = at_once(
        lambda: first.post(f"{WHERE}{row.pk}/close/"),
        lambda: second.post(f"{WHERE}{row.pk}/close/"),
    )
    assert answers == [(200, ""), (409, "closed_already")]
    assert Line.objects.get(pk=lan.pk).dropped_in == row


def test_one_step_begun_twice_at_once_has_one_sitting(vote, api):
    lan = line(vote, "lan")
    body = {
        "submission": vote.submission("alpha").pk,
        "step": step(vote, "vote").pk,
        "day": "2020-07-07",
        "figures": TWENTY,
        "votes": [{"line": lan.pk, "agree": 12}],
    }
    first, second = api("alpha_secretary"), api("alpha_clerk")
    answers = at_once(
        lambda: first.post(WHERE, body, format="json"),
        lambda: second.post(WHERE, body, format="json"),
    )
    assert answers == [(201, ""), (409, "sitting_open")]
    assert Conference.objects.count() == 1
