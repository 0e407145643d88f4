"""Values beside their targets: which target is a unit's, what is missing, what is hidden."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from anphu.kit import history
from anphu.kit.periods import period
from planning.indicators.definitions import BY_CODE
from planning.indicators.readings import Reading, aims_of, targets_of
from planning.indicators.veils import Veil
from planning.models import RuleParameter, Snapshot, Target
from tests.world import SINCE, TODAY

IN_2026, IN_2031 = datetime.date(2026, 1, 1), datetime.date(2031, 1, 1)


def target(low=None, high=None, *, indicator="WOMEN", year=2030, **fields) -> Target:
    said = {"wording": "x", "basis": "tests", "confidence": "U", **fields}
    with history.acting(actor=None, verb="target", reason="test"):
        return Target.objects.create(indicator=indicator, year=year, low=low, high=high, **said)


def rule(key: str, value: float) -> None:
    with history.acting(actor=None, verb="rule", reason="test"):
        RuleParameter.objects.create(
            key=key, label=key, value=value, period=period(SINCE), basis="tests", confidence="U"
        )


def lows(world, *units: str, on=TODAY, indicator="WOMEN") -> list[float | None]:
    found = targets_of([world.units[unit].pk for unit in units], on)
    rows = [found[world.units[unit].pk].get(indicator) for unit in units]
    return [row and row.low and float(row.low) for row in rows]


def test_target_of_all_units_is_everybodys(world):
    assert lows(world, "district", "alpha", "alpha1") == [20, 20, 20]


def test_target_of_a_unit_goes_before_that_of_all_and_holds_below(world):
    target(40, unit=world.units["alpha"])
    assert lows(world, "district", "alpha", "alpha1", "beta") == [20, 40, 40, 20]


def test_target_of_the_nearest_unit_goes_before_the_farther(world):
    target(40, unit=world.units["alpha"])
    target(30, unit=world.units["district"])
    assert lows(world, "district", "alpha", "alpha1", "beta1") == [30, 40, 40, 30]


def test_target_of_a_kind_goes_before_one_of_any_kind(world):
    target(35, kind="grassroots_committee")
    assert lows(world, "district", "alpha", "alpha1") == [20, 35, 20]


def test_target_of_a_nearer_unit_goes_before_one_of_its_kind(world):
    target(40, unit=world.units["alpha"])
    target(35, kind="grassroots_committee")
    target(45, kind="subordinate_cell", unit=world.units["alpha"])
    assert lows(world, "alpha", "alpha1", "beta") == [40, 45, 35]


def test_target_that_is_next_due_goes_before_later_ones_else_the_last_holds(world):
    target(10, year=2025)
    assert lows(world, "alpha") == [10]
    assert lows(world, "alpha", on=datetime.date(2025, 12, 31)) == [10]
    assert lows(world, "alpha", on=IN_2026) == [20]
    assert lows(world, "alpha", on=IN_2031) == [20]


def test_lower_bound_of_a_word_is_given_by_its_rule(world):
    target(parameter="basically_all", indicator="TITLE_STANDARD")
    assert targets_of([world.units["alpha"].pk], TODAY)[world.units["alpha"].pk].get("TITLE_STANDARD") is None
    rule("basically_all", 80)
    assert lows(world, "alpha", indicator="TITLE_STANDARD") == [80]


def test_targets_cost_the_same_for_one_unit_and_for_all(world, django_assert_num_queries):
    target(parameter="basically_all", indicator="TITLE_STANDARD")
    everything = [unit.pk for unit in world.units.values()]
    for units in (everything[:1], everything):
        with django_assert_num_queries(4):
            targets_of(units, TODAY)


@pytest.mark.parametrize(("low", "high"), [(30, 20), (-1, None), (None, 101), (None, None)])
def test_bounds_that_contradict_or_say_nothing_are_refused(world, low, high):
    with pytest.raises(IntegrityError), transaction.atomic():
        target(low, high, year=2035)


def test_targets_that_contradict_each_other_leave_the_nearest(world):
    """At most a tenth in the district, at least four tenths in alpha."""
    target(None, 10, unit=world.units["district"])
    target(40, unit=world.units["alpha"])
    of = targets_of([world.units["district"].pk, world.units["alpha"].pk], TODAY)
    assert of[world.units["district"].pk]["WOMEN"].met_by(20) is False
    assert of[world.units["alpha"].pk]["WOMEN"].met_by(20) is False
    assert of[world.units["alpha"].pk]["WOMEN"].met_by(40) is True


def reading(code: str, numerator: int, denominator: int, low=None, high=None, **fields) -> Reading:
    value = Snapshot(indicator=code, numerator=numerator, denominator=denominator, **fields)
    return Reading(BY_CODE[code], None, value, Target(indicator=code, low=low, high=high))


@pytest.mark.parametrize(
    ("row", "amount", "met", "missing", "surplus"),
    [
        (reading("WOMEN", 1, 10, low=20, high=25), 10.0, False, 1, 0),
        (reading("WOMEN", 2, 10, low=20, high=25), 20.0, True, 0, 0),
        (reading("WOMEN", 9, 10, low=20, high=25), 90.0, True, 0, 0),
        (reading("WOMEN", 1, 30, low=20), 100 / 30, False, 5, 0),
        (reading("RETIRE_12", 4, 10, high=25), 40.0, False, 0, 2),
        (reading("RETIRE_12", 2, 10, high=25), 20.0, True, 0, 0),
        (reading("COEFFICIENT_ALL", 20, 15, low=1.5), 20 / 15, False, 3, 0),
        (reading("COEFFICIENT_ALL", 23, 15, low=1.5), 23 / 15, True, 0, 0),
        (reading("WOMEN", 0, 0, low=20), None, None, 0, 0),
    ],
)
def test_reading_tells_what_is_missing_or_too_many(row, amount, met, missing, surplus):
    assert (row.amount, row.met, row.missing, row.surplus) == (amount, met, missing, surplus)
    assert row.percent == (row.amount if row.indicator.measure == "percent" else None)


@pytest.mark.parametrize(
    ("numerator", "met", "missing", "surplus"),
    [(12, False, 3, 0), (15, True, 0, 0), (20, True, 0, 0), (22, False, 0, 2)],
)
def test_norm_has_two_ends_and_holds_where_no_target_is_set(world, numerator, met, missing, surplus):
    rule("coefficient_min", 1.5)
    rule("coefficient_max", 2)
    rule("women_min_committee", 15)
    alpha = world.units["alpha"].pk
    target(40, indicator="WOMEN_COMMITTEE")
    aims = aims_of([alpha], TODAY)[alpha]
    assert (aims["WOMEN_COMMITTEE"].low, aims["COEFFICIENT_ALL"].year) == (40, None)
    value = Snapshot(indicator="COEFFICIENT_ALL", numerator=numerator, denominator=10)
    row = Reading(BY_CODE["COEFFICIENT_ALL"], None, value, aims["COEFFICIENT_ALL"])
    assert (row.met, row.missing, row.surplus) == (met, missing, surplus)


def test_veiled_reading_tells_nothing():
    plain = reading("WOMEN", 1, 3, low=20)
    row = Reading(plain.indicator, None, plain.value, plain.target, veiled=True)
    assert (row.amount, row.met, row.missing) == (None, None, 0)


def test_few_people_are_veiled_where_the_reader_may_not_see_them(world):
    rule("small_group_min", 5)
    alpha, beta = world.units["alpha"].pk, world.units["beta"].pk
    veil = Veil.of([alpha, beta], world.user("alpha_secretary"), TODAY)

    def covers(unit: int, denominator: int, unknown: int = 0, code: str = "WOMEN") -> bool:
        return veil.covers(Snapshot(indicator=code, unit_id=unit, denominator=denominator, unknown=unknown))

    assert [covers(beta, 4), covers(beta, 5), covers(beta, 3, 2), covers(beta, 0)] == [True, False, False, False]
    assert not covers(alpha, 1)
    assert not covers(beta, 1, code="UNCOVERED")
    assert not veil.covers(None)


def test_nothing_is_veiled_where_no_rule_says_from_how_many(world):
    beta = world.units["beta"].pk
    veil = Veil.of([beta], world.user("alpha_secretary"), TODAY)
    assert not veil.covers(Snapshot(indicator="WOMEN", unit_id=beta, denominator=1))
