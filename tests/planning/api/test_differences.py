"""Plans in time over the API: differences, paths, coverage, succession."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from planning.choices import Ground
from planning.models import PlanEntry
from tests.planning.histories import add, leave

day = datetime.date
URL = "/api/v1/plan-differences/"


@pytest.fixture
def year(world):
    leave(PlanEntry.objects.get(person=world.people["cuong"]), world, day(2020, 3, 1), Ground.AGE)
    add(world, "alpha", "standing", "lan", day(2020, 3, 1))
    return world


def test_difference_tells_ground_and_decision(year, api):
    answer = api("board").get(URL, {"from_day": "2020-02-29", "to_day": "2020-03-01"}).json()
    assert answer["count"] == 2
    removed, added = answer["results"]
    assert (removed["change"], removed["person_name"], removed["ground"], removed["decision_number"]) == (
        "removed",
        "Lê Quốc Cường",
        "age",
        "200301-QĐ/HU",
    )
    assert (removed["before"]["title_name"], removed["after"]) == ("Ủy viên Ban Thường vụ", None)
    assert (added["change"], added["before"], added["after"]["since"]) == ("added", None, "2020-03-01")


def test_difference_applied_to_the_plan_of_a_day_gives_that_of_another(year, api):
    client = api("board")

    def plan(on):
        rows = client.get("/api/v1/plan-entries/", {"on": on, "page_size": 100}).json()["results"]
        return {(row["plan_title"], row["person"]) for row in rows}

    first, second = "2020-02-29", "2020-03-01"
    rows = client.get(URL, {"from_day": first, "to_day": second, "page_size": 100}).json()["results"]
    gone = {(row["before"]["plan_title"], row["person"]) for row in rows if row["before"]}
    come = {(row["after"]["plan_title"], row["person"]) for row in rows if row["after"]}
    assert plan(first) != plan(second)
    assert plan(first) - gone | come == plan(second)


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"from_day": "2030-01-01"}, 400),
        ({"by": "rounds"}, 400),
        ({"by": "ages"}, 400),
        ({"from_days": "2020-01-01"}, 400),
        ({"unit": 10**17}, 404),
        ({"unit": "x"}, 404),
    ],
)
def test_what_cannot_be_compared_is_refused(year, api, asked, status):
    answer = api("board").get(URL, asked)
    assert answer.status_code == status
    assert answer.json()["code"]


def test_secretary_compares_the_own_unit(year, api):
    rows = api("alpha_secretary").get(URL).json()["results"]
    assert {row["unit_name"] for row in rows} == {"Đảng bộ xã Khánh An"}
    assert api("alpha_secretary").get(URL, {"unit": year.units["beta"].pk}).status_code == 404


def test_path_is_told_from_the_first_plan_on(year, api):
    rows = api("board").get(f"/api/v1/people/{year.people['cuong'].pk}/plans/").json()
    assert [(row["added"], row["ended"], row["ground"], row["unit_name"]) for row in rows] == [
        ("2018-06-01", "2020-03-01", "age", "Đảng bộ xã Khánh An")
    ]
    earlier = api("board").get(f"/api/v1/people/{year.people['cuong'].pk}/plans/", {"on": "2019-01-01"}).json()
    assert [(row["ended"], row["closed_by"], row["ground"]) for row in earlier] == [(None, None, "")]
    assert api("alpha_secretary").get(f"/api/v1/people/{year.people['giang'].pk}/plans/").status_code == 404


def test_coverage_tells_each_year(year, api):
    rows = api("alpha_secretary").get("/api/v1/plan-coverage/", {"term": year.terms["2020-2025"].pk}).json()["results"]
    secretary = {row["title_name"]: row["years"] for row in rows}["Bí thư Đảng ủy xã"]
    assert [(bench["day"], bench["planned"], bench["empty"]) for bench in secretary] == [
        ("2018-12-31", 1, 0),
        ("2019-12-31", 1, 0),
        ("2020-07-07", 1, 0),
    ]
    assert api("alpha_secretary").get("/api/v1/plan-coverage/", {"term": "x"}).status_code == 404


def test_succession_withholds_what_is_out_of_reach(year, law, api):
    add(year, "alpha", "secretary", "khanh", day(2020, 3, 1))
    address = f"/api/v1/units/{year.units['alpha'].pk}/succession/"
    secretary = api("alpha_secretary").get(address).json()[0]
    assert (secretary["title_name"], secretary["posts"], secretary["holders"][0]["months_left"]["worst"]) == (
        "Bí thư Đảng ủy xã",
        1,
        142,
    )
    stranger = secretary["successors"][-1]
    assert [stranger[name] for name in ("person_name", "age", "months_left", "verdict")] == [
        "Dương Minh Khánh",
        None,
        None,
        None,
    ]
    assert api("beta_secretary").get(address).status_code == 404


def test_answers_cost_the_same_at_few_people_and_at_many(year, law, api):
    client, alpha, cuong = api("board"), year.units["alpha"].pk, year.people["cuong"].pk
    costs = {
        URL: 10,
        "/api/v1/plan-coverage/": 8,
        f"/api/v1/people/{cuong}/plans/": 7,
        f"/api/v1/units/{alpha}/succession/": 13,
    }
    assert {address: _cost(client, address) for address in costs} == costs
    for person in ("an", "dung", "khanh"):
        add(year, "alpha", "standing", person, day(2020, 3, 1))
        add(year, "beta", "standing", person, day(2020, 3, 1))
    add(year, "alpha", "secretary", "cuong", day(2020, 3, 1))
    assert {address: _cost(client, address) for address in costs} == costs


def _cost(client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
