"""Retirements by quarter, against the table of retirement ages in Python."""

import datetime
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anphu.kit import history
from anphu.kit.partial_dates import PartialDate
from anphu.kit.periods import period
from orgtree.models import Person
from planning.models import RetirementAge
from planning.queries.retirements import GROUPS, PAST, QUARTERS, UNSURE, calendar, who
from planning.rules.ages import RetirementTable
from tests.world import TODAY

BIRTHS = st.tuples(
    st.dates(datetime.date(1950, 1, 1), datetime.date(1975, 12, 31)), st.sampled_from(["day", "month", "year"])
)


@pytest.fixture
def ages(world):
    """Men at 60, women at 55; men born from 1966 on at 62; nothing for women born from 1970 to 1975."""
    rows = [
        ("M", period(datetime.date(1900, 1, 1), datetime.date(1966, 1, 1)), 720),
        ("M", period(datetime.date(1966, 1, 1)), 744),
        ("F", period(datetime.date(1900, 1, 1), datetime.date(1970, 1, 1)), 660),
        ("F", period(datetime.date(1976, 1, 1)), 660),
    ]
    with history.acting(actor=None, verb="test", reason="tests"):
        RetirementAge.objects.all().delete()
        RetirementAge.objects.bulk_create(
            RetirementAge(
                sex=sex, born=born, months=months, period=period(datetime.date(2010, 1, 1)), basis="x", confidence="U"
            )
            for sex, born, months in rows
        )
    return RetirementTable.of(RetirementAge.objects.on(TODAY))


def born(world, **births):
    """Give people of the district other birth dates: `an="1961-05"`."""
    with history.acting(actor=None, verb="test", reason="tests"):
        for key, text in births.items():
            known = PartialDate.parse(text)
            Person.objects.filter(pk=world.people[key].pk).update(
                birth_date=known.earliest, birth_precision=known.precision
            )


def place_by_hand(table, person, on) -> int | None:
    """Where somebody stands; None beyond the years looked at."""
    known = PartialDate.of(person.birth_date, person.birth_precision)
    places = set()
    for day in (known.earliest, known.latest):
        retires = table.retires(person.sex, day)
        if retires is None:
            return UNSURE
        quarter = (retires.year - on.year) * 4 + (retires.month - 1) // 3 - (on.month - 1) // 3
        places.add(PAST if retires < on else min(quarter, QUARTERS))
    place = places.pop() if len(places) == 1 else UNSURE
    return None if place == QUARTERS else place


@given(births=st.lists(BIRTHS, min_size=6, max_size=6))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_calendar_agrees_with_the_table_in_python(world, ages, births):
    holders = list(Person.objects.filter(postings__period__contains=TODAY).order_by("pk"))
    for person, (day, precision) in zip(holders, births, strict=True):
        person.birth_date, person.birth_precision = day, precision
    with history.acting(actor=None, verb="test", reason="tests"):
        Person.objects.bulk_update(holders, ["birth_date", "birth_precision"])
    user, unit = world.user("board"), world.units["district"].pk
    found = calendar(unit, user, TODAY)
    expected = Counter(place for person in holders if (place := place_by_hand(ages, person, TODAY)) is not None)
    assert Counter({quarter.place: quarter.total for quarter in found.quarters if quarter.total}) == expected
    listed = who(unit, user, TODAY)
    assert Counter(row.place for row in listed.rows) == expected
    assert listed.total == expected.total() == found.total


def test_calendar_puts_each_holder_into_the_highest_group(world, ages):
    born(world, an="1961-05-01", binh="1966-03-09", cuong="1960-09-30", dung="1966-10-10")
    found = calendar(world.units["alpha"].pk, world.user("board"), TODAY)
    told = {(row.year, row.number): row.counts for row in found.quarters if any(row.counts)}
    assert told == {
        (2021, 2): (1, 0, 0, 0),  # the secretary
        (2021, 1): (0, 1, 0, 0),  # a standing-committee member
        (2020, 3): (0, 0, 0, 1),  # an official, on 30/09/2020
        (2021, 4): (0, 0, 1, 0),  # a committee member
    }
    assert [row.group for row in who(world.units["alpha"].pk, world.user("board"), TODAY).rows] == [
        "others",
        "key",
        "heads",
        "committee",
    ]
    assert list(GROUPS) == ["heads", "key", "committee", "others"]


def test_retirement_in_the_present_month_is_ahead_and_in_the_last_one_past(world, ages):
    born(world, an="1960-07-01", em="1960-06-30")
    found = calendar(world.units["district"].pk, world.user("board"), TODAY)
    assert {row.place: row.total for row in found.quarters if row.total} == {0: 1, PAST: 1}


def test_birth_known_to_the_year_is_open_unless_every_day_agrees(world, ages):
    born(world, an="1961", em="1950", giang="1966-02")
    found = calendar(world.units["district"].pk, world.user("board"), TODAY)
    assert {row.place: row.total for row in found.quarters if row.total} == {UNSURE: 1, PAST: 1, 2: 1}


def test_who_is_narrowed_by_place_and_group_and_paged(world, ages):
    born(world, an="1961-05-01", em="1962-05-01")
    user, unit = world.user("board"), world.units["district"].pk
    names = [row.person.full_name for row in who(unit, user, TODAY).rows]
    assert names == ["Nguyễn Văn An", "Phạm Văn Em"]
    assert [row.person.full_name for row in who(unit, user, TODAY, place=7).rows] == ["Phạm Văn Em"]
    assert who(unit, user, TODAY, group="others").total == 0
    second = who(unit, user, TODAY, limit=1, offset=1)
    assert ([row.person.full_name for row in second.rows], second.total) == (["Phạm Văn Em"], 2)


def test_who_names_nobody_outside_the_reach_of_the_reader(world, ages):
    born(world, an="1961-05-01", em="1962-05-01")
    unit = world.units["district"].pk
    names = [row.person.full_name for row in who(unit, world.user("alpha_secretary"), TODAY).rows]
    assert (names, who(unit, world.user("auditor"), TODAY).rows) == (["Nguyễn Văn An"], [])


def test_calendar_costs_the_same_for_any_unit(world, ages, django_assert_num_queries):
    born(world, an="1961-05-01")
    for code in ("district", "alpha"):
        user = world.user("board")
        with django_assert_num_queries(3):
            calendar(world.units[code].pk, user, TODAY)
        with django_assert_num_queries(2):
            who(world.units[code].pk, user, TODAY)
