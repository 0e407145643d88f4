import pytest

from anphu.kit import history
from anphu.kit.periods import period
from orgtree.models import Committee, RoleGrant
from planning.indicators import fill
from planning.indicators.definitions import INDICATORS
from planning.models import MeasureFault, RuleParameter
from tests.world import SINCE

URL = "/api/v1/indicators/"


def test_catalogue_tells_what_is_counted_and_its_targets(api):
    rows = api("auditor").get(URL).json()
    assert [row["code"] for row in rows] == [indicator.code for indicator in INDICATORS]
    coefficient = rows[[row["code"] for row in rows].index("COEFFICIENT_ALL")]
    assert {key: coefficient[key] for key in ("theme", "measure", "subject", "bases", "version", "targets")} == {
        "theme": "numbers",
        "measure": "ratio",
        "subject": "committee",
        "bases": ["plan"],
        "version": 1,
        "targets": [],
    }
    women = api("auditor").get(f"{URL}WOMEN/").json()
    assert [(target["year"], target["low"], target["high"]) for target in women["targets"]] == [
        (2030, "20.00", "25.00")
    ]
    assert api("auditor").get(f"{URL}MEN/").json()["code"] == "not_found"


def test_catalogue_tells_which_indicators_cannot_be_measured(api, world):
    MeasureFault.objects.create(indicator="WOMEN", error="division by zero")
    assert [row["code"] for row in api("auditor").get(URL).json() if row["stale"]] == ["WOMEN"]


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
        "excluded": 0,
        "value": 50.0,
        "target_low": 20.0,
        "target_high": 25.0,
        "target_year": 2030,
        "met": True,
        "as_of": "2020-07-07",
        "formula_version": 1,
    }
    assert (plan["basis"], plan["term_code"], plan["value"]) == ("plan", "2020-2025", 50.0)


def test_ratio_is_told_in_times(api, world):
    alpha = world.units["alpha"]
    with history.acting(actor=None, verb="size", reason="test"):
        Committee.objects.create(unit=alpha, kind="executive", size=7, period=period(SINCE))
    (filled,) = women(api("board"), world, indicator="SEATS_FILLED")
    assert (filled["numerator"], filled["denominator"], filled["value"], filled["met"]) == (3, 7, 0.43, None)


def test_ratio_of_nobody_known_has_no_value(api, world):
    (filled,) = women(api("board"), world, indicator="SEATS_FILLED")
    assert (filled["denominator"], filled["unknown"], filled["value"]) == (0, 1, None)


def test_few_people_are_hidden_from_whoever_may_not_see_them(api, world):
    with history.acting(actor=None, verb="rule", reason="test"):
        RuleParameter.objects.create(
            key="small_group_min", label="x", value=5, period=period(SINCE), basis="tests", confidence="U"
        )
        RoleGrant.objects.create(
            user=world.users["nobody"], role="auditor", unit=world.units["district"], period=period(SINCE)
        )
    (actual, _plan) = women(api("nobody"), world)
    hidden = ("numerator", "denominator", "unknown", "excluded", "value", "met")
    assert [actual[key] for key in hidden] == [None] * 6
    (filled,) = women(api("nobody"), world, indicator="SEATS_FILLED")
    assert filled["unknown"] == 1
    assert women(api("board"), world)[0]["numerator"] == 1


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
    assert {row["unit"] for row in rows} == {world.units[code].pk for code in ("alpha", "alpha1", "alpha2")}
    assert women(api("alpha_secretary"), world, "beta") == []


@pytest.mark.parametrize(
    "query", [{"unit": "x"}, {"unit": 2**70}, {"indicator": "MEN"}, {"term": 0}, {"basis": "both"}, {"scope": "all"}]
)
def test_nonsense_is_refused(api, query):
    answer = api("board").get(f"{URL}values/", query)
    assert answer.status_code == 400
    assert answer.json()["code"] in {"invalid", "unknown_parameter"}
