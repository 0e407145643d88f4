"""An indicator of a unit as data: months, people behind, differences."""

import datetime

import pytest

from anphu.kit import history
from orgtree.models import Person
from planning.indicators import fill

URL = "/api/v1/indicators"


def asked(client, world, what: str, code: str = "WOMEN", unit: str = "alpha", **query):
    answer = client.get(f"{URL}/{code}/{what}/", {"unit": world.units[unit].pk, **query})
    return answer.status_code, answer.json()


def test_series_ends_with_the_day_and_tells_gaps(api, world, django_assert_num_queries):
    fill.full(world.today)
    fill.keep(world.today, months=2)
    client = api("board")
    status, rows = asked(client, world, "series", months=3)
    assert (status, [row["day"] for row in rows]) == (200, ["2020-04-30", "2020-05-31", "2020-06-30", "2020-07-07"])
    assert [row["value"] for row in rows] == [None, 50.0, 50.0, 50.0]
    assert rows[-1] == {
        "day": "2020-07-07",
        "value": 50.0,
        "numerator": 1,
        "denominator": 2,
        "unknown": 0,
        "excluded": 0,
    }


def test_behind_names_the_people_as_far_as_they_are_seen(api, world):
    status, told = asked(api("alpha_secretary"), world, "behind")
    assert status == 200, told
    assert (status, told["totals"]["counted"], told["seen"]["counted"], len(told["rows"])) == (200, 1, 1, 1)
    assert told["rows"][0]["subject"] in {person.pk for person in world.people.values() if person.sex == "F"}


def test_behind_tells_no_small_group_to_whoever_may_not_see_people(api, world):
    world.deadlines()
    status, told = asked(api("auditor"), world, "behind")
    assert (status, told["rows"]) == (200, [])


def test_changes_need_an_order_of_days(api, world):
    client = api("board")
    status, told = asked(client, world, "changes", since="2009-01-01")
    assert (status, told["total"]) == (200, 2)
    assert {row["before"] for row in told["rows"]} == {None}
    assert asked(client, world, "changes", since="2020-07-07")[0] == 400
    assert asked(client, world, "changes", since="hôm qua")[0] == 400


@pytest.mark.parametrize("what", ["series", "behind", "changes"])
def test_unit_out_of_reach_and_unknown_words_are_not_found(api, world, what):
    since = {"since": datetime.date(2019, 1, 1)} if what == "changes" else {}
    client = api("alpha_secretary")
    assert asked(client, world, what, unit="beta", **since)[0] == 404
    assert asked(client, world, what, "MEN", **since)[0] == 404
    assert asked(client, world, what, term=987654321, **since)[0] == 404
    assert asked(client, world, what, "COEFFICIENT_ALL", **since)[0] == 400
    assert asked(api("nobody"), world, what, **since)[0] == 403


def test_changes_tell_records_corrected_meanwhile(world, api):
    with history.acting(actor=None, verb="test", reason="tests"):
        Person.objects.filter(pk=world.people["giang"].pk).update(sex="M")
    unit = world.units["district"].pk
    answer = api("btv").get(f"/api/v1/indicators/WOMEN/changes/?unit={unit}&since=2020-06-30").json()
    [row] = answer["corrections"]
    assert (row["subject"], row["before"], row["after"]) == (world.people["giang"].pk, {"sex": "F"}, {"sex": "M"})
