"""Bench strength by year and the whole plan of a district, against counts made by hand."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from planning.queries.coverage import Bench, coverage
from planning.queries.plan import whole_plan
from planning.queries.terms import terms
from tests.planning.histories import add
from tests.world import TODAY

day = datetime.date


@pytest.fixture
def bench(world):
    """In 2016 two were planned for alpha's standing committee of 2015–2020, from 2017 on one of them."""
    add(world, "alpha", "standing", "dung", day(2016, 3, 1), day(2017, 5, 1), term="2015-2020")
    add(world, "alpha", "standing", "cuong", day(2016, 3, 1), term="2015-2020")
    return world


def by_title(found) -> dict[str, list]:
    return {row.title.code: row.benches for row in found.titles}


def test_benches_are_counted_on_the_last_day_of_each_year_and_today(bench):
    found = coverage(bench.units["alpha"].pk, terms(), bench.user("board"), TODAY)
    assert [(moment.day, moment.term.code) for moment in found.moments] == [
        (day(2016, 12, 31), "2015-2020"),
        (day(2017, 12, 31), "2015-2020"),
        (day(2018, 12, 31), "2015-2020"),
        (day(2019, 12, 31), "2020-2025"),
        (TODAY, "2020-2025"),
    ]
    none, one = Bench(1, 1, 0, 1), Bench(1, 1, 1, 0)
    assert by_title(found) == {
        "secretary": [none, none, none, one, one],
        "standing": [Bench(1, 1, 2, 0), one, one, one, one],
    }
    assert found.per_post == [1.0, 0.5, 0.5, 1.0, 1.0]


def test_district_counts_everything_below_it(bench):
    found = coverage(bench.units["district"].pk, terms(), bench.user("board"), TODAY, bench.terms["2020-2025"])
    assert by_title(found)["standing"][-1] == Bench(places=2, posts=2, planned=1, empty=1)
    assert found.total[-1] == Bench(places=4, posts=4, planned=3, empty=1)


def test_reader_counts_the_own_subtree_only(bench):
    found = coverage(bench.units["district"].pk, terms(), bench.user("beta_secretary"), TODAY)
    assert found.total[-1] == Bench(places=2, posts=2, planned=1, empty=1)


def test_earlier_day_counts_no_later_year(bench):
    found = coverage(bench.units["alpha"].pk, terms(), bench.user("board"), day(2017, 2, 1))
    assert [moment.day for moment in found.moments] == [day(2016, 12, 31), day(2017, 2, 1)]
    assert by_title(found)["standing"] == [Bench(1, 1, 2, 0)] * 2


def test_day_before_every_plan_counts_nothing(bench):
    found = coverage(bench.units["alpha"].pk, terms(), bench.user("board"), day(2012, 1, 1))
    assert (found.moments, found.titles, found.total) == ([], [], [])


def test_coverage_costs_the_same_however_many_years_and_people(bench):
    user, rows = bench.user("board"), terms()
    user.granted("see_plans")
    for unit in ("alpha", "district"):
        with CaptureQueriesContext(connection) as captured:
            coverage(bench.units[unit].pk, rows, user, TODAY)
        assert len(captured) == 3


def people(plan) -> list[tuple]:
    return [
        (unit.version.name, title.name, [row.person_name for row in title.planned])
        for unit in plan.units
        for title in unit.titles
    ]


def test_whole_plan_lists_units_titles_and_people_of_the_day(bench):
    district, user = bench.units["district"].pk, bench.user("board")
    plan = whole_plan(district, bench.terms["2015-2020"], user, day(2016, 6, 1))
    assert people(plan) == [
        ("Đảng bộ xã Khánh An", "Bí thư Đảng ủy xã", []),
        ("Đảng bộ xã Khánh An", "Ủy viên Ban Thường vụ", ["Lê Quốc Cường", "Nguyễn Thị Dung"]),
        ("Đảng bộ xã Phú Hội", "Bí thư Đảng ủy xã", []),
        ("Đảng bộ xã Phú Hội", "Ủy viên Ban Thường vụ", []),
    ]
    assert (plan.people, plan.titles, plan.empty) == (2, 4, 3)
    later = whole_plan(district, bench.terms["2015-2020"], user, TODAY)
    assert [row[2] for row in people(later)] == [[], ["Lê Quốc Cường"], [], []]


def test_whole_plan_names_strangers_and_opens_nothing_of_them(bench):
    add(bench, "alpha", "secretary", "khanh", day(2020, 1, 1))
    secretary = bench.user("alpha_secretary")
    plan = whole_plan(bench.units["district"].pk, bench.terms["2020-2025"], secretary, TODAY)
    assert {unit.version.name for unit in plan.units} == {"Đảng bộ xã Khánh An"}
    assert people(plan)[0][2] == ["Trần Thị Bình", "Dương Minh Khánh"]
    assert plan.reachable == {bench.people["binh"].pk, bench.people["cuong"].pk}


def test_whole_plan_costs_the_same_at_one_person_and_at_many(bench):
    user = bench.user("board")
    user.granted("see_plans"), user.granted("see_people")
    for unit in ("beta", "district"):
        with CaptureQueriesContext(connection) as captured:
            whole_plan(bench.units[unit].pk, bench.terms["2020-2025"], user, TODAY)
        assert len(captured) == 4
