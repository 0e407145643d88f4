"""What the page of a list costs: as many queries at one line as at sixty, for its secretary and for its appraiser."""

import datetime

import pytest

from anphu.kit import history, names
from anphu.kit.periods import period
from orgtree.models import PartyMembership, Person
from planning.actions import submissions
from planning.models import Line
from tests.world import SINCE, TODAY

SIZES = (1, 30, 60)
NAME = "Lê Thị An"


@pytest.fixture
def alpha(world, law):
    """`alpha(30)`: the unit's list with that many lines about as many people; nothing is said about the first yet."""

    def of(size: int):
        row = world.submission("alpha")
        with history.acting(actor=None, verb="test", reason="a list"):
            row.lines.all().delete()
            Line.objects.bulk_create(_line(world, row, person) for person in _people(world, size))
        return row

    return of


def _people(world, size: int) -> list[Person]:
    like = world.people["cuong"]
    people = Person.objects.bulk_create(
        Person(
            full_name=NAME, name_key=names.sort_key(NAME), name_fold=names.fold(NAME), sex="F",
            birth_date=datetime.date(1985, 1, 1),
            ethnic_group=like.ethnic_group, religion=like.religion, identity_number=f"0891{number:08}",
            party_card=f"9{number:07}", education=4,
        )
        for number in range(size)
    )  # fmt: skip
    PartyMembership.objects.bulk_create(
        PartyMembership(person=person, unit=world.units["alpha2"], period=period(SINCE), admitted_on=SINCE)
        for person in people
    )
    return people


def _line(world, row, person: Person) -> Line:
    title = world.plan_titles["alpha", "2020-2025", "standing"]
    return Line(submission=row, plan_title=title, person=person, proposal="keep")


def move(world, row, verb: str, user: str) -> None:
    submissions.move(actor=world.user(user), on=TODAY, submission=row.pk, verb=verb)


@pytest.mark.parametrize("size", SIZES)
def test_draft_costs_its_secretary_thirteen_queries_and_fourteen_once_confirmed(world, alpha, queries, size):
    row = alpha(size)
    assert queries("alpha_secretary", "submission", row.pk) == 13
    world.confirm("alpha")
    assert queries("alpha_secretary", "submission", row.pk) == 14


@pytest.mark.parametrize("size", SIZES)
def test_submitted_list_costs_secretary_and_appraiser_fifteen_queries(world, alpha, queries, size):
    row = alpha(size)
    world.confirm("alpha")
    move(world, row, "submit", "alpha_secretary")
    users = ("alpha_secretary", "appraiser")
    assert [queries(user, "submission", row.pk) for user in users] == [15, 15]
    move(world, row, "appraise", "appraiser")
    assert [queries(user, "submission", row.pk) for user in users] == [15, 15]
