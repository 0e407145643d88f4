"""Terms, plan titles and the plan of a day."""

from tests.planning.api.steps import approve

URL = "/api/v1/plan-entries/"


def planned(answer) -> set[tuple[str, str]]:
    assert answer.status_code == 200, answer.json()
    return {(row["title_code"], row["person_name"]) for row in answer.json()["results"]}


def test_terms_are_told_with_their_periods(api):
    rows = api("auditor").get("/api/v1/terms/").json()["results"]
    assert [(row["code"], row["period"]["from"]) for row in rows] == [
        ("2015-2020", "2015-07-01"),
        ("2020-2025", "2020-07-01"),
    ]


def test_plan_titles_are_filtered_by_unit_and_term(api, world):
    query = {"unit": world.units["alpha"].pk, "term": world.terms["2020-2025"].pk}
    rows = api("board").get("/api/v1/plan-titles/", query).json()["results"]
    assert [(row["unit_name"], row["term_code"], row["title_code"], row["size"]) for row in rows] == [
        ("Đảng bộ xã Khánh An", "2020-2025", "secretary", 1),
        ("Đảng bộ xã Khánh An", "2020-2025", "standing", 1),
    ]


def test_plan_is_that_of_the_day(api, world):
    approve(api, world, day="2020-07-06")
    board, alpha = api("board"), world.units["alpha"].pk
    before = {("secretary", "Trần Thị Bình"), ("standing", "Lê Quốc Cường")}
    after = {("secretary", "Trần Thị Bình"), ("standing", "Bùi Thị Ngọc Lan")}
    assert planned(board.get(URL, {"unit": alpha})) == after
    assert planned(board.get(URL, {"unit": alpha, "on": "2020-07-05"})) == before
    assert planned(board.get(URL, {"unit": alpha, "on": "2018-05-31"})) == set()


def test_secretary_sees_the_plan_of_the_own_subtree_only(api, world):
    secretary = api("alpha_secretary")
    assert secretary.get(URL).json()["count"] == 2
    assert secretary.get("/api/v1/plan-titles/").json()["count"] == 4
    assert secretary.get(URL, {"person": world.people["giang"].pk}).json()["count"] == 0


def test_people_of_the_plan_are_found_without_marks(api):
    assert planned(api("board").get(URL, {"q": "giang do"})) == {("secretary", "Đỗ Thị Giang")}
    assert api("board").get("/api/v1/lines/", {"q": "tran binh"}).json()["count"] == 1
