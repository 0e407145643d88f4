"""What a list costs does not grow with its rows: literal numbers of queries, at one row and at three."""

import datetime

import pytest

from anphu.kit import history
from anphu.kit.jobs import Job
from anphu.kit.periods import period
from planning.actions import decisions, rounds, submissions
from planning.indicators import fill
from planning.models import Term

QUERIES = {
    # session, account and grants are three of each; a list counts and reads
    "units": 5,
    "people": 7,
    "postings": 5,
    "memberships": 5,
    "terms": 5,
    "plan-titles": 5,
    "plan-entries": 5,
    "rounds": 6,
    "submissions": 5,
    "lines": 5,
    "decisions": 6,
    "jobs": 5,
    "indicators/values": 12,
}


@pytest.fixture
def rich(world):
    """Three rows at least of every noun."""
    with history.acting(actor=None, verb="tests", reason="tests"):
        Term.objects.create(code="2025-2030", name="2025–2030", period=period(datetime.date(2025, 7, 1)))
    for name in ("Hai", "Ba"):
        rounds.prepare(
            actor=world.user("board"),
            on=world.today,
            name=name,
            kind="review",
            authority=world.units["district"],
            day=world.today,
            deadline=world.today,
            terms=list(world.terms.values()),
        )
    _decide_each(world)
    for _number in range(3):
        Job.objects.create(task="planning.recompute", requested_by=world.user("board"))
    fill.full(world.today)
    return world


def _decide_each(world) -> None:
    with history.acting(actor=None, verb="tests", reason="tests"):
        world.users["beta_secretary"].grants.update(unit=world.units["district"])
    for number, unit in enumerate(("alpha", "beta", "gamma"), 10):
        pk = world.submission(unit).pk
        world.confirm(unit)
        for user, verb in (("beta_secretary", "submit"), ("appraiser", "appraise")):
            submissions.move(actor=world.user(user), on=world.today, submission=pk, verb=verb)
        decisions.decide(
            actor=world.user("btv"), on=world.today, submissions=[pk], number=f"{number}-QĐ/HU", day=world.today
        )


@pytest.mark.parametrize("noun", QUERIES)
def test_list_costs_the_same_at_one_row_and_at_three(rich, api, django_assert_num_queries, noun):
    client = api("board")
    client.get("/api/v1/me/")
    for rows in (1, 3):
        with django_assert_num_queries(QUERIES[noun]):
            answer = client.get(f"/api/v1/{noun}/", {"page_size": rows})
        assert len(answer.json()["results"]) == rows


def test_submission_costs_what_its_next_step_asks(world, api, django_assert_num_queries):
    """Lines not confirmed stop the question at once; a list that could be submitted is asked through to the end."""
    client = api("board")
    for unit, number in (("alpha", 9), ("gamma", 12)):
        pk = world.submission(unit).pk
        with django_assert_num_queries(number):
            client.get(f"/api/v1/submissions/{pk}/")
