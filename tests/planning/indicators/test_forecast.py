import datetime

import pytest

from anphu.kit import history
from anphu.kit.periods import period
from orgtree.choices import Confidence
from orgtree.models import Person
from planning.actions import scenarios
from planning.choices import Foreseen, Tried
from planning.indicators import fill, forecast, foretelling, measuring
from planning.models import Forecast, Outlook, RetirementAge, Target

BORN = period(datetime.date(1900, 1, 1))
END = datetime.date(2021, 12, 31)


def month(year: int, number: int) -> datetime.date:
    return fill.due_days(datetime.date(year, number, 28) + datetime.timedelta(days=4), 1).popitem()[0]


@pytest.fixture
def ageing(world):
    """Everybody retires at 50; An (born 01/05/1972) of alpha with May 2022, Em of beta with February 2025. An is said
    to be older: of 03/1971. The target of women in standing committees ends with 2021."""
    with history.acting(actor=None, verb="test", reason="test"):
        for sex in ("M", "F"):
            RetirementAge.objects.create(
                sex=sex, born=BORN, months=50 * 12, period=period(datetime.date(2010, 1, 1)), basis="tests",
                confidence=Confidence.UNVERIFIED,
            )  # fmt: skip
        Target.objects.filter(indicator="WOMEN").update(year=2021, low=60, high=None)
        Person.objects.filter(pk=world.people["an"].pk).update(birth_date="1971-01-01", birth_precision="year")
    fill.full(world.today)
    return world


def amounts(world, unit: str, scenario=Foreseen.NOBODY, user="board", **more) -> dict[datetime.date, float | None]:
    prospect = forecast.of_unit(world.units[unit].pk, world.user(user), world.today, codes=["WOMEN"], **more)
    return {point.day: point.amount for point in prospect.courses["WOMEN"][scenario].points}


def test_holder_of_uncertain_birth_leaves_at_the_latest_month_and_nobody_follows(ageing):
    assert foretelling.refresh(ageing.today) == Forecast.objects.count() > 0
    found = amounts(ageing, "alpha")
    assert (len(found), found[ageing.today], found[END]) == (19, 50.0, 50.0)
    outlook = Outlook.objects.get(unit=ageing.units["alpha"], scenario=Foreseen.NOBODY)
    assert (outlook.leaving, outlook.uncertain, outlook.timeless) == (0, 1, 0)


@pytest.fixture
def retiring(ageing):
    """An retires with March 2021. By the plan Bình follows him out of the standing committee, and Cường follows her."""
    with history.acting(actor=None, verb="test", reason="test"):
        Person.objects.filter(pk=ageing.people["an"].pk).update(birth_date="1971-03-05", birth_precision="day")
    foretelling.refresh(ageing.today)
    return ageing


def test_values_are_those_of_the_month_and_the_first_turn_is_named(retiring):
    found = amounts(retiring, "alpha")
    assert (found[month(2021, 3)], found[month(2021, 4)], found[END]) == (50.0, 100.0, 100.0)
    alpha = forecast.of_unit(retiring.units["alpha"].pk, retiring.user("board"), retiring.today).courses["WOMEN"]
    turn = alpha[Foreseen.NOBODY].first_turn
    assert (turn.day, turn.met, alpha[Foreseen.PLAN].first_turn) == (month(2021, 4), True, None)


def test_plan_fills_the_post_that_nobody_else_does(retiring):
    alpha = forecast.of_unit(retiring.units["alpha"].pk, retiring.user("board"), retiring.today)
    seats = {name: course.last.amount for name, course in alpha.courses["NON_LOCAL_SECRETARY_COMMUNE"].items()}
    assert seats == {Foreseen.NOBODY: None, Foreseen.PLAN: 0.0}


def test_every_stored_month_equals_a_measurement_of_that_month(retiring):
    stored = Forecast.objects.filter(scenario=Foreseen.NOBODY, unit=retiring.units["district"])
    day = month(2021, 8)
    start = foretelling.queries.record(retiring.units["district"].pk, retiring.today, followed=False)
    posts = dict(foretelling.rules.nobody(start, [day]))[day]
    held = foretelling.Holdings.made((post.unit, None, post.person, post.title) for post in posts)
    due = {
        row.indicator: (row.numerator, row.denominator, row.unknown, row.excluded)
        for row in measuring.measure(day, held=held, codes=foretelling.FORETOLD)
        if row.unit_id == retiring.units["district"].pk
    }
    last = {row.indicator: row for row in stored.filter(day__lte=day).order_by("day")}
    found = {code: (row.numerator, row.denominator, row.unknown, row.excluded) for code, row in last.items()}
    assert {code: counts for code, counts in found.items() if any(counts)} == due


def test_scenario_is_forecast_for_what_it_touches_and_seen_with_it(retiring):
    secretary = retiring.user("alpha_secretary")
    row = scenarios.create(actor=secretary, on=retiring.today, name="Thử", unit=retiring.units["alpha"].pk)
    for kind, person, title in ((Tried.LEAVE, "binh", "standing"), (Tried.APPOINT, "cuong", "standing")):
        scenarios.add_move(
            actor=secretary, on=retiring.today, scenario=row.pk, kind=kind, person=retiring.people[person].pk,
            unit=retiring.units["alpha"].pk, title=retiring.titles[title].pk,
        )  # fmt: skip
    foretelling.of_scenario(row, retiring.today)
    touched = set(Outlook.objects.filter(saved=row).values_list("unit", flat=True))
    assert touched == {retiring.units[code].pk for code in ("alpha", "district")}
    found = amounts(retiring, "alpha", Foreseen.SAVED, "alpha_secretary", saved=row.pk)
    assert (found[month(2020, 7)], found[END]) == (0.0, 0.0)
    hidden = forecast.of_unit(retiring.units["alpha"].pk, retiring.user("board"), retiring.today, saved=row.pk)
    assert set(hidden.outlooks) == {Foreseen.NOBODY, Foreseen.PLAN}


def test_forecast_is_due_once_a_day(ageing):
    assert foretelling.is_due(ageing.today)
    foretelling.refresh(ageing.today)
    assert not foretelling.is_due(ageing.today)
    assert foretelling.is_due(ageing.today + datetime.timedelta(days=1))
    assert not foretelling.is_due(datetime.date(2040, 1, 1))


def test_second_refresh_replaces_the_first_and_without_targets_nothing_is_left(retiring):
    before = Forecast.objects.count()
    foretelling.refresh(retiring.today)
    assert Forecast.objects.count() == before
    with history.acting(actor=None, verb="test", reason="test"):
        Target.objects.all().delete()
    foretelling.refresh(retiring.today)
    assert (Forecast.objects.count(), Outlook.objects.count()) == (0, 0)
    assert foretelling.why_not_until(retiring.today, END).code == "no_targets_ahead"


def test_reader_outside_sees_nothing_and_queries_do_not_grow_with_months(retiring, django_assert_num_queries):
    alpha = retiring.units["alpha"].pk
    assert forecast.of_unit(alpha, retiring.user("beta_secretary"), retiring.today) is None
    assert forecast.of_unit(alpha, retiring.user("board"), retiring.today - datetime.timedelta(days=1)) is None
    user = retiring.user("board")
    user.granted("")
    with django_assert_num_queries(8):
        forecast.of_unit(alpha, user, retiring.today)
