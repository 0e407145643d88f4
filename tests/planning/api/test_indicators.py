import pytest

from planning.indicators import fill

URL = "/api/v1/indicators/"


def test_catalogue_tells_what_is_counted_and_its_targets(api):
    rows = api("auditor").get(URL).json()
    assert [row["code"] for row in rows] == [
        "NON_LOCAL_SECRETARY_COMMUNE",
        "TITLE_STANDARD",
        "YOUNG_KEY_LEADERS",
        "COMMUNE_EDU",
        "WOMEN",
    ]
    women = api("auditor").get(f"{URL}WOMEN/").json()
    assert [(target["year"], target["low"], target["high"]) for target in women["targets"]] == [
        (2030, "20.00", "25.00")
    ]
    assert api("auditor").get(f"{URL}MEN/").json()["code"] == "not_found"


def women(client, world, unit="alpha", **query):
    answer = client.get(f"{URL}values/", {"unit": world.units[unit].pk, "indicator": "WOMEN", **query})
    assert answer.status_code == 200, answer.json()
    return answer.json()["results"]


@pytest.mark.parametrize("stored", [True, False])
def test_value_stands_beside_its_target(api, world, stored):
    if stored:
        fill.full(world.today)
    (actual, plan) = women(api("board"), world)
    assert {key: actual[key] for key in actual if key != "computed_at"} == {
        "unit": world.units["alpha"].pk,
        "unit_name": "Đảng bộ xã Khánh An",
        "indicator": "WOMEN",
        "basis": "actual",
        "term": None,
        "term_code": None,
        "numerator": 1,
        "denominator": 2,
        "unknown": 0,
        "value": 50.0,
        "target_low": 20.0,
        "target_high": 25.0,
        "target_year": 2030,
        "met": True,
        "as_of": "2020-07-07",
        "formula_version": 1,
    }
    assert (plan["basis"], plan["term_code"], plan["value"]) == ("plan", "2020-2025", 50.0)


def test_values_are_filtered_by_basis_and_term(api, world):
    board = api("board")
    assert [row["basis"] for row in women(board, world, basis="actual")] == ["actual"]
    assert [row["term_code"] for row in women(board, world, term=world.terms["2020-2025"].pk)] == ["2020-2025"]
    assert women(board, world, term=world.terms["2015-2020"].pk) == []


def test_another_day_is_measured_for_that_day(api, world):
    fill.full(world.today)
    (actual,) = women(api("board"), world, on="2018-05-31")
    assert (actual["as_of"], actual["basis"], actual["denominator"]) == ("2018-05-31", "actual", 2)


def test_secretary_sees_values_of_the_own_subtree_only(api, world):
    fill.full(world.today)
    rows = api("alpha_secretary").get(f"{URL}values/").json()["results"]
    assert {row["unit"] for row in rows} == {world.units["alpha"].pk}
    assert women(api("alpha_secretary"), world, "beta") == []


@pytest.mark.parametrize(
    "query", [{"unit": "x"}, {"unit": 2**70}, {"indicator": "MEN"}, {"term": 0}, {"basis": "both"}, {"scope": "all"}]
)
def test_nonsense_is_refused(api, query):
    answer = api("board").get(f"{URL}values/", query)
    assert answer.status_code == 400
    assert answer.json()["code"] in {"invalid", "unknown_parameter"}
