"""Meters before and after, from compositions written out by hand."""

import datetime
from decimal import Decimal

import pytest

from anphu.kit.partial_dates import PartialDate
from planning.models import RuleParameter
from planning.rules.caps import Composition, Member, Seat
from planning.rules.law import Law
from planning.rules.meters import meters

DAY = datetime.date(2020, 7, 1)
PEOPLE = {
    1: Member(1, "Người 1", "F", PartialDate(1990), False, 4),
    2: Member(2, "Người 2", "M", PartialDate(1970), False, 3),
    3: Member(3, "Người 3", "M", PartialDate(1978), False, None),
}


def plan(*people, second=()) -> Composition:
    seats = [Seat("Bí thư", "commune", 1, people, True, 10), Seat("Phó Bí thư", "commune", 2, second, True, 11)]
    return Composition(seats, {pk: PEOPLE[pk] for pk in (*people, *second)}, DAY, size=2)


@pytest.fixture
def law() -> Law:
    def number(key, value, high=None):
        return RuleParameter(key=key, value=Decimal(value), high=high and Decimal(high), basis="t", confidence="S")

    return Law(
        (
            number("coefficient_min", "1.5"),
            number("coefficient_max", "2"),
            number("women_min_plan", "20"),
            number("young_age_lt", "40"),
            number("age_bands", "40", "45"),
            number("max_people_per_title", "1"),
        )
    )


def gauges(found) -> dict:
    return {one.code: (one.before, one.after, one.check.met) for one in found.gauges}


def test_figures_stand_before_and_after(law):
    found = gauges(meters(plan(1, second=(2,)), plan(2, second=(3,)), law))
    assert found == {
        "coefficient": ("1,00", "1,00", False),
        "coefficient_again": ("1,00", "1,00", False),
        "women": ("1 (50,0 %)", "0 (0,0 %)", False),
        "young": ("1 (50,0 %)", "0 (0,0 %)", None),
        "graduates": ("1 (50,0 %)", "0 (0,0 %)", None),
        "bands_first": ("1", "0", False),
        "bands_second": ("0", "1", True),
        "bands_third": ("1", "1", True),
    }


def test_successors_are_counted_by_title_and_warned_about(law):
    found = meters(plan(1), plan(1, 2), law)
    assert [(one.title, one.before, one.after, one.moved) for one in found.titles] == [
        ("Bí thư", 1, 2, True),
        ("Phó Bí thư", 0, 0, False),
    ]
    assert [(check.code, check.about, check.needed) for check in found.warnings] == [("people_per_title", 10, -1)]
    assert found.unmet == 1 + sum(one.check.met is False for one in found.gauges)


def test_law_without_numbers_judges_nothing():
    found = meters(plan(1), plan(2), Law(()))
    assert {code: met for code, (_before, _after, met) in gauges(found).items()} == dict.fromkeys(
        ["coefficient", "coefficient_again", "women", "graduates"]
    )
    assert found.unmet == 0
