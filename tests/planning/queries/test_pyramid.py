"""Ages by sex, against a slow count in Python."""

import datetime
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anphu.kit import history
from anphu.kit.partial_dates import PartialDate
from anphu.kit.periods import period
from orgtree.models import Person
from orgtree.rules.ages import full_years
from planning.models import RuleParameter
from planning.queries.pyramid import GROUPS, HOLDERS, MEMBERS, Band, pyramid
from tests.world import SINCE, TODAY

BIRTHS = st.tuples(st.dates(datetime.date(1935, 1, 1), datetime.date(2006, 12, 31)), st.sampled_from(["day", "year"]))


def band_of(person: Person, on: datetime.date) -> int | None:
    born = PartialDate.of(person.birth_date, person.birth_precision)
    bands = {min(max(full_years(day, on) // 5 * 5, 15), 80) for day in (born.earliest, born.latest)}
    return bands.pop() if len(bands) == 1 else None


def by_hand(people, on):
    return Counter((person.sex, band_of(person, on)) for person in people)


def told(found):
    pairs = ((sex, band.since, count) for band in found.bands for sex, count in (("M", band.men), ("F", band.women)))
    return Counter({(sex, since): count for sex, since, count in pairs if count})


@pytest.mark.parametrize("on", [TODAY, datetime.date(2021, 2, 28), datetime.date(2012, 2, 29)])
@given(births=st.lists(BIRTHS, min_size=9, max_size=9))
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_pyramid_agrees_with_a_count_by_hand(world, on, births):
    people = list(Person.objects.order_by("pk"))
    for person, (born, precision) in zip(people, births, strict=True):
        person.birth_date, person.birth_precision = born, precision
    with history.acting(actor=None, verb="test", reason="tests"):
        Person.objects.bulk_update(people, ["birth_date", "birth_precision"])
    found = pyramid(world.units["district"].pk, MEMBERS, world.user("board"), on)
    assert told(found) == by_hand(people, on)


def test_pyramid_counts_holders_of_a_level_and_below_a_unit_alone(world):
    user = world.user("board")
    holders = pyramid(world.units["alpha"].pk, HOLDERS, user, TODAY)
    assert holders.bands == [Band(45, 1, 0), Band(40, 0, 0), Band(35, 0, 1), Band(30, 1, 0), Band(25, 0, 1)]
    assert (holders.men, holders.women) == (2, 2)
    assert holders.groups == (MEMBERS, HOLDERS, "commune")
    assert pyramid(world.units["alpha1"].pk, "commune", user, TODAY).bands == []


def test_pyramid_counts_whoever_holds_two_titles_once(world):
    with history.acting(actor=None, verb="test", reason="tests"):
        posting = world.people["an"].postings.get()
        posting.pk, posting.title = None, world.titles["chair"]
        posting.save(force_insert=True)
    assert pyramid(world.units["alpha"].pk, HOLDERS, world.user("board"), TODAY).men == 2


def test_pyramid_tells_no_small_group_to_whoever_may_not_see_its_people(world):
    district = world.units["district"].pk
    with history.acting(actor=None, verb="test", reason="tests"):
        RuleParameter.objects.create(
            key="small_group_min", label="x", value=2, period=period(SINCE), basis="tests", confidence="U"
        )
    seen, unseen = (pyramid(district, MEMBERS, world.user(name), TODAY) for name in ("board", "auditor"))
    assert [(band.men, band.women) for band in seen.bands] == [(2, 0), (1, 0), (0, 1), (1, 1), (1, 2)]
    assert [(band.men, band.women) for band in unseen.bands] == [
        (2, 0),
        (None, 0),
        (0, None),
        (None, None),
        (None, 2),
    ]
    assert (unseen.men, unseen.women, unseen.least) == (None, None, 2)


def test_pyramid_costs_the_same_for_any_unit(world, django_assert_num_queries):
    for code in ("district", "alpha1"):
        user = world.user("board")
        with django_assert_num_queries(3):
            pyramid(world.units[code].pk, GROUPS[0], user, TODAY)
