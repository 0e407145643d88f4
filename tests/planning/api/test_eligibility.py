"""Eligibility and rules over the API."""

import pytest

URL = "/api/v1/eligibility/"


def of(world, unit="alpha") -> dict:
    return {"plan_title": world.plan_titles[unit, "2020-2025", "secretary"].pk}


def test_candidates_come_ranked_with_every_clause(world, law, api):
    answer = api("board").get(URL, of(world)).json()
    assert answer["count"] == 6
    last = answer["results"][-1]
    assert last["verdict"] == "lacking"
    clauses = {row["kind"]: row for row in last["clauses"]}
    assert clauses["months_left"]["confidence"] == "S"
    assert clauses["no_discipline"]["document"] == "16-HD/BTCTW (15/02/2022)"
    assert last["clauses"][0]["verdict"] == "lacking"
    assert all(row["fact"] for row in last["clauses"])


def test_restricted_clauses_are_withheld(world, law, api):
    row = api("alpha_secretary").get(URL, of(world)).json()["results"][0]
    withheld = {clause["kind"] for clause in row["clauses"] if clause["withheld"]}
    assert withheld == {"no_discipline", "political"}


def test_filters_are_those_of_the_page(world, law, api):
    client = api("board")
    assert client.get(URL, of(world) | {"verdict": "lacking"}).json()["count"] == 3
    assert client.get(URL, of(world) | {"q": "binh"}).json()["results"][0]["person_name"] == "Trần Thị Bình"


@pytest.mark.parametrize(
    ("parameters", "status"),
    [({}, 400), ({"plan_title": "x"}, 400), ({"plan_title": 10**17}, 404), ({"plan_titel": 1}, 400)],
)
def test_title_must_be_one_that_is_seen(world, api, parameters, status):
    assert api("board").get(URL, parameters).status_code == status


def test_title_of_another_unit_is_not_found(world, api):
    assert api("alpha_secretary").get(URL, of(world, "beta")).status_code == 404


def test_wrong_filter_is_refused(world, law, api):
    assert api("board").get(URL, of(world) | {"verdict": "splendid"}).status_code == 400


def test_rules_of_a_day(world, law, api):
    rows = api("alpha_secretary").get("/api/v1/rules/", {"page_size": 100}).json()["results"]
    numbers = {(row["key"], row["level"]): row for row in rows}
    assert numbers["reelect_min_months", "district"]["said"] == "30"
    assert numbers["age_bands", ""]["said"] == "40–45"
    assert numbers["reelect_min_months", "district"]["document"] == "35-CT/TW"
    later = api("board").get("/api/v1/rules/", {"on": "2026-01-01", "key": "age_basis"}).json()["results"]
    assert [row["text"] for row in later] == ["tuổi nghỉ hưu thực tế theo lộ trình"]


def test_round_keeps_the_rules_of_its_day(world, law, api):
    rows = api("board").get("/api/v1/rounds/").json()["results"]
    assert [row["rule_set"] for row in rows] == [law.pk]
