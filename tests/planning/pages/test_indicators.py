"""The dashboard of a unit, and one indicator over the units below."""

import datetime
import html
import re
from functools import partial

import pytest
from django.urls import reverse

from anphu.kit import history
from anphu.kit.periods import period
from orgtree.models import Person
from planning.choices import Foreseen
from planning.indicators import fill
from planning.indicators.definitions import INDICATORS
from planning.models import Forecast, Outlook, RuleParameter
from tests.planning.pages.conftest import words
from tests.world import SINCE, TODAY


def lines(answer):
    return {line.row.indicator.code: line for _theme, lines in answer.context["themes"] for line in lines}


def counts(side):
    value = side.reading.value
    return (value.numerator, value.denominator, value.unknown)


def test_dashboard_shows_every_indicator_under_its_theme(ask):
    answer = ask("btv", "indicators")
    assert set(lines(answer)) == {indicator.code for indicator in INDICATORS}
    for theme, found in answer.context["themes"]:
        assert {line.row.indicator.theme for line in found} == {theme}


def test_dashboard_shows_holders_beside_the_plan(ask):
    women = lines(ask("btv", "indicators"))["WOMEN"]
    assert (counts(women.actual), counts(women.plan)) == ((2, 4, 0), (2, 3, 0))
    assert (women.target, women.actual.verdict, women.actual.gap) == ("20\xa0% to 25\xa0% by 2030", "above", "")
    assert counts(lines(ask("alpha_secretary", "indicators"))["WOMEN"].actual) == (1, 2, 0)


def test_dashboard_draws_band_and_two_years(world, ask):
    fill.keep(TODAY, 3)
    fill.full(TODAY)
    answer = ask("btv", "indicators")
    women = lines(answer)["WOMEN"]
    assert women.row.trend[-4:] == [50.0, 50.0, 50.0, 50.0]
    assert len(women.row.trend) == 25
    assert 'aria-label="Women on standing committees over two years: from 50\xa0% to 50\xa0%"' in women.trend
    assert "band--above" in women.actual.band


def test_dashboard_counts_targets_met_and_missed(ask):
    assert ask("btv", "indicators").context["tally"] == {"met": 1, "missed": 0, "open": 0}
    assert "target met" in words(ask("btv", "indicators"))


def test_norm_of_the_rules_is_shown_where_no_target_is_set(ask):
    small_groups_below(1, key="coefficient_min")
    row = lines(ask("btv", "indicators"))["COEFFICIENT_ALL"]
    assert (row.target, row.plan.reading.met, row.mark) == ("norm: at least 1.00", None, None)
    assert "norm: at least 1.00" in words(ask("btv", "indicators"))


def test_dashboard_stored_and_measured_now_agree(ask):
    def told():
        found = lines(ask("btv", "indicators"))
        return {
            code: [side and side.reading.value and counts(side) for side in (line.actual, line.plan)]
            for code, line in found.items()
        }

    measured = told()
    fill.full(TODAY)
    assert told() == measured


def test_dashboard_behind_the_records_says_so(propose, appraise, decide, ask):
    fill.full(TODAY)
    assert "Being recomputed" not in words(ask("btv", "indicators"))
    propose("lan", "add")
    appraise("alpha")
    decide("alpha")
    assert "Being recomputed" in words(ask("btv", "indicators"))
    assert "Being recomputed" not in words(ask("btv", "indicators", on="2020-07-06"))
    fill.drain(TODAY)
    answer = ask("btv", "indicators")
    assert "Being recomputed" not in words(answer)
    assert counts(lines(answer)["WOMEN"].plan) == (3, 4, 0)


def test_dashboard_renews_itself_once_numbers_are_others(world, sign_in, ask):
    fill.full(TODAY)
    board = sign_in("board")
    renewed = partial(renewal, board)
    shown = board.get(reverse("indicators"))
    assert renewed(shown).status_code == 204
    with history.acting(actor=None, verb="test", reason="tests"):
        Person.objects.filter(pk=world.people["an"].pk).update(sex="F")
    waiting = renewed(shown)
    assert ("Being recomputed" in words(waiting), counts(lines(waiting)["WOMEN"].actual)) == (True, (2, 4, 0))
    fill.drain(TODAY)
    fresh = renewed(waiting)
    assert ("Being recomputed" in words(fresh), counts(lines(fresh)["WOMEN"].actual)) == (False, (3, 4, 0))
    assert (renewed(fresh).status_code, "<html" in fresh.content.decode()) == (204, False)
    assert "every 3s" not in words(board.get(reverse("indicators"), {"on": "2020-07-06"}))


def renewal(client, page):
    """What htmx gets when it asks, from `page`, whether the numbers are others by now."""
    address = re.search(r'hx-get="([^"]+)" hx-trigger="every', page.content.decode())[1]
    return client.get(html.unescape(address), headers={"HX-Request": "true", "HX-Target": "figures"})


@pytest.mark.parametrize(
    ("page", "args", "before", "after"),
    [("indicator", ["women"], "2 of 4", "3 of 4"), ("indicators-heat", [], ">50▲<", ">100▲<")],
)
def test_indicator_and_heat_renew_themselves_and_keep_their_links(world, sign_in, page, args, before, after):
    fill.full(TODAY)
    board, unit = sign_in("board"), world.units["district"].pk
    shown = board.get(reverse(page, args=args), {"unit": unit, "ordering": "-name"})
    assert renewal(board, shown).status_code == 204
    with history.acting(actor=None, verb="test", reason="tests"):
        Person.objects.filter(pk=world.people["an"].pk).update(sex="F")
    fill.drain(TODAY)
    fresh = renewal(board, shown)
    assert ("<html" in words(fresh), fresh.context["ordering"], "seen=" in words(fresh)) == (False, "-name", True)
    assert (before in words(shown), after in words(shown), after in words(fresh)) == (True, False, True)
    assert re.findall(r'href="[^"]*seen=', words(fresh)) == []
    assert renewal(board, fresh).status_code == 204
    assert "every 3s" not in words(board.get(reverse(page, args=args), {"on": "2020-07-06"}))


OTHER_DAY = {"on": "2020-06-29"}


@pytest.mark.parametrize("asked", [{}, OTHER_DAY])
def test_formula_that_breaks_is_told_on_every_page_and_the_others_are_shown(world, ask, breaks, asked):
    """Before anybody has measured with it, and after."""
    fill.full(TODAY)
    breaks("WOMEN")
    for noted in (False, True):
        told = asked == OTHER_DAY or noted
        found = lines(ask("btv", "indicators", **asked))
        assert (found["WOMEN"].row.faulty, found["TITLE_STANDARD"].actual.counts) == (told, "2 of 2")
        for page, args in (("indicator", ["women"]), ("indicators-heat", [])):
            answer = ask("btv", page, *args, **asked)
            assert (answer.status_code, "cannot be computed at present" in words(answer)) == (200, told), page
        fill.full(TODAY)


def test_people_behind_a_formula_that_breaks_are_not_told_but_its_last_value_is(world, ask, breaks, api):
    fill.keep(TODAY, 2)
    fill.full(TODAY)
    breaks("WOMEN")
    district = world.units["district"].pk
    for page, params in (("indicator-behind", {}), ("indicator-series", {"from": "2020-06-30"})):
        answer = ask("btv", page, "women", **params)
        assert answer.status_code == 409
        assert "The last value known is 50 %, of 07/07/2020." in words(answer)
    for noun, params in (("behind", ""), ("changes", "&since=2020-06-30")):
        refused = api("btv").get(f"/api/v1/indicators/WOMEN/{noun}/?unit={district}{params}")
        assert (refused.status_code, refused.json()["code"]) == (409, "indicator_fails")


@pytest.fixture
def foretold(world):
    """Women of the district's standing committees: half now, a tenth from March 2021, the same to the end of 2030."""
    unit = world.units["district"]
    Outlook.objects.create(unit=unit, scenario=Foreseen.PLAN, day=TODAY, until=datetime.date(2030, 12, 31))
    for day, women in ((datetime.date(2020, 7, 31), 5), (datetime.date(2021, 3, 31), 1)):
        Forecast.objects.create(
            unit=unit, scenario=Foreseen.PLAN, indicator="WOMEN", day=day, numerator=women, denominator=10
        )


def test_dashboard_says_what_is_expected_and_when_it_turns(ask, foretold):
    women = lines(ask("btv", "indicators"))["WOMEN"]
    assert women.ahead == ["12/2030: 10\xa0% expected", "missed from 03/2021 on"]
    assert (women.mark.met, women.mark.turn) == (False, datetime.date(2021, 3, 31))
    assert reverse("forecast", args=["women"]) in words(ask("btv", "indicators"))


def test_dashboard_of_an_earlier_day_knows_no_forecast(ask, foretold):
    assert lines(ask("btv", "indicators", on="2020-07-06"))["WOMEN"].ahead == []


def small_groups_below(least, key="small_group_min"):
    with history.acting(actor=None, verb="test", reason="tests"):
        RuleParameter.objects.create(
            key=key, label="x", value=least, period=period(SINCE), basis="tests", confidence="U"
        )


def test_small_groups_are_told_to_those_alone_who_see_the_people(world, ask):
    small_groups_below(5)
    told, hidden = (lines(ask(user, "indicators"))["WOMEN"].actual for user in ("btv", "auditor"))
    assert (told.words, told.counts) == ("50\xa0%", "2 of 4")
    assert (hidden.words, hidden.counts, hidden.band) == ("fewer than 5", "", "")
    for page, args in (("indicator", ["women"]), ("indicators-heat", []), ("indicator-series", ["women"])):
        assert "2 of 4" not in words(ask("auditor", page, *args))


def test_dashboard_before_any_unit_explains(ask):
    assert "No unit of yours existed on that day" in words(ask("btv", "indicators", on="1950-01-01"))
    assert ask("btv", "indicator", "women", on="1950-01-01").status_code == 200


def test_dashboard_costs_ten_queries_whatever_the_unit(world, queries):
    fill.full(TODAY)
    assert queries("alpha_secretary", "indicators") == 10
    assert queries("btv", "indicators") == 10


@pytest.mark.parametrize(
    ("ordering", "first"),
    [("name", "Đảng bộ xã Khánh An"), ("-name", "Đảng bộ xã Phú Hội"), ("?", "Đảng bộ xã Khánh An")],
)
def test_indicator_of_units_below_is_sorted(ask, ordering, first):
    rows = ask("btv", "indicator", "women", ordering=ordering).context["rows"]
    assert (rows[0][0].name, len(rows)) == (first, 2)


def test_indicator_on_the_plan_of_a_term(world, ask):
    answer = ask("btv", "indicator", "women", term=world.terms["2020-2025"].pk)
    assert [(unit.name, side.reading.value.denominator) for unit, side in answer.context["rows"]] == [
        ("Đảng bộ xã Khánh An", 2),
        ("Đảng bộ xã Phú Hội", 1),
    ]


def test_indicator_of_plans_alone_shows_a_plan(world, ask):
    answer = ask("btv", "indicator", "titles-per-person")
    assert answer.context["term"] == world.terms["2020-2025"]
    assert None not in answer.context["bases"]
    assert answer.context["own"].words == "1.00"


def test_indicator_unknown_is_not_found(ask):
    for page in ("indicator", "indicator-behind", "indicator-series"):
        assert ask("btv", page, "beauty").status_code == 404


def test_indicator_of_a_cell_explains_that_nobody_is_counted(world, ask):
    page = words(ask("btv", "indicator", "women", unit=world.units["gamma"].pk))
    assert "Nobody to count directly below this unit" in page


def test_names_link_to_the_unit_and_values_to_the_people(world, ask):
    page, unit = words(ask("btv", "indicator", "women")), world.units["alpha"].pk
    assert f"{reverse('indicators')}?unit={unit}" in page
    assert f"{reverse('indicator-behind', args=['women'])}?unit={unit}" in page


def test_indicator_costs_the_same_for_one_unit_and_for_three(world, queries):
    fill.full(TODAY)
    assert queries("alpha_secretary", "indicator", "women") == queries("btv", "indicator", "women") == 16


@pytest.mark.parametrize("on", ["2020-05-31", "2020-07-07"])
def test_dashboard_of_any_day_is_answered(world, ask, on):
    fill.full(TODAY)
    assert lines(ask("btv", "indicators", on=on))["WOMEN"].actual.words == "50\xa0%"
