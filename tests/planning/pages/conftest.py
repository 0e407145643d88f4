import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from anphu.kit import history
from anphu.kit.periods import period
from orgtree.choices import Role
from orgtree.models import Person, RoleGrant, User
from planning.actions import decisions, lines, submissions
from planning.models import RetirementAge
from tests.world import TODAY


@pytest.fixture(autouse=True)
def _english(settings):
    """Pages speak the language of their msgids, so that a test reads as the source does."""
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def propose(world):
    """`propose("lan", "add")`: a line of alpha for the standing committee of 2020–2025."""

    def write(person, proposal, title="standing", unit="alpha", user="alpha_secretary", reason="Đủ tiêu chuẩn"):
        """A removal is for low prestige."""
        return lines.propose(
            actor=world.user(user),
            on=TODAY,
            submission=world.submission(unit).pk,
            plan_title=world.plan_titles[unit, "2020-2025", title].pk,
            person=world.people[person].pk,
            proposal=proposal,
            reason=reason,
            ground="low_prestige" if proposal == "remove" else "",
        )

    return write


@pytest.fixture
def step(world):
    """`step("alpha", "submit", "alpha_secretary")`: one move; before submitting the unit confirms the rest."""

    def move(unit, verb, user, reason=""):
        if verb == "submit":
            world.confirm(unit)
        return submissions.move(
            actor=world.user(user), on=TODAY, submission=world.submission(unit).pk, verb=verb, reason=reason
        )

    return move


@pytest.fixture
def gamma_secretary(world):
    """The third unit of the round gets somebody who can submit its list."""
    user = world.users["gamma_secretary"] = User.objects.create_user("gamma_secretary")
    with history.acting(actor=None, verb="grant", reason="tests"):
        RoleGrant.objects.create(
            user=user, role=Role.UNIT_SECRETARY, unit=world.units["gamma"], period=period(datetime.date(2010, 1, 1))
        )
    return user


@pytest.fixture
def appraise(step, gamma_secretary):
    """`appraise("alpha")`: the unit's list waits for a decision."""

    def bring(unit):
        step(unit, "submit", f"{unit}_secretary")
        step(unit, "appraise", "appraiser")

    return bring


@pytest.fixture
def decide(world):
    def write(*units, number="9-QĐ/HU", day=TODAY):
        ids = [world.submission(unit).pk for unit in units]
        return decisions.decide(actor=world.user("btv"), on=TODAY, submissions=ids, number=number, day=day)

    return write


@pytest.fixture
def ask(sign_in):
    """`ask("btv", "decision", 3, q="x")`: the answer to a GET of that page by that account."""

    def get(user, page, /, *args, htmx=False, **params):
        headers = {"hx-request": "true"} if htmx else {}
        return sign_in(user).get(reverse(page, args=args), params, headers=headers)

    return get


@pytest.fixture
def send(sign_in):
    """`send("btv", "recompute")`: the answer to a POST."""

    def post(user, page, /, *args, **data):
        return sign_in(user).post(reverse(page, args=args), data)

    return post


@pytest.fixture
def queries(sign_in):
    """`queries("btv", "decisions")`: how many queries the page costs."""

    def count(user, page, /, *args, **params):
        client = sign_in(user)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(reverse(page, args=args), params)
        assert answer.status_code == 200
        return len(captured)

    return count


def words(answer) -> str:
    """The page as one line of text, tags and all."""
    return " ".join(answer.content.decode().split())


@pytest.fixture
def retiring(world):
    """Men retire at 60, women at 55: An reaches it in May 2021, nobody else within five years."""
    with history.acting(actor=None, verb="test", reason="tests"):
        RetirementAge.objects.all().delete()
        RetirementAge.objects.bulk_create(
            RetirementAge(
                sex=sex,
                born=period(datetime.date(1900, 1, 1)),
                months=months,
                period=period(datetime.date(2010, 1, 1)),
                basis="tests",
                confidence="U",
            )
            for sex, months in (("M", 720), ("F", 660))
        )
        Person.objects.filter(pk=world.people["an"].pk).update(birth_date=datetime.date(1961, 5, 1))
