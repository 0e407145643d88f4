"""Two people at once, or one who presses twice: one deed is done, the other is refused, nothing is half-written."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from planning.models import Decision, Line, PlanEntry, StateChange
from tests.planning.api.steps import appraise, propose, step

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds) -> list[tuple[int, str]]:
    """The answers of requests that start together, each on a connection of its own: (status, code or nothing)."""
    start = Barrier(len(deeds))

    def run(deed):
        try:
            start.wait()
            answer = deed()
            return answer.status_code, answer.json().get("code", "")
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return sorted(pool.map(run, deeds))


def test_two_approvals_at_once_make_one_decision(api, world):
    assert propose(api("alpha_secretary"), world, "lan", "add").status_code == 201
    appraise(api, world)
    first, second = api("btv"), api("btv")
    answers = at_once(
        lambda: step(first, world, "approve", number="7-QĐ/HU", day="2020-07-07"),
        lambda: step(second, world, "approve", number="8-QĐ/HU", day="2020-07-07"),
    )
    assert answers == [(200, ""), (409, "wrong_state")]
    assert Decision.objects.filter(day="2020-07-07").count() == 1
    assert PlanEntry.objects.filter(person=world.people["lan"]).count() == 1
    assert StateChange.objects.filter(verb="approve").count() == 1


def test_one_number_for_two_submissions_at_once_is_given_once(api, world):
    for unit in ("alpha", "beta"):
        appraise(api, world, unit)
    first, second = api("btv"), api("btv")
    answers = at_once(
        lambda: step(first, world, "approve", "alpha", number="7-QĐ/HU", day="2020-07-07"),
        lambda: step(second, world, "approve", "beta", number="7-QĐ/HU", day="2020-07-07"),
    )
    assert answers == [(200, ""), (409, "number_taken")]
    assert sorted(world.submission(unit).state for unit in ("alpha", "beta")) == ["appraised", "approved"]


def test_the_same_line_twice_at_once_is_one_line(api, world):
    first, second = api("alpha_secretary"), api("alpha_clerk")
    answers = at_once(lambda: propose(first, world, "lan", "add"), lambda: propose(second, world, "lan", "add"))
    assert answers == [(201, ""), (201, "")]
    assert Line.objects.filter(person=world.people["lan"]).count() == 1


def test_second_of_two_with_the_same_version_is_stale(api, world):
    first, second = api("alpha_secretary"), api("alpha_clerk")
    answers = at_once(
        lambda: propose(first, world, "lan", "add", version=1),
        lambda: propose(second, world, "dung", "add", version=1),
    )
    assert answers == [(201, ""), (409, "stale")]
    assert Line.objects.filter(proposal="add").count() == 1
