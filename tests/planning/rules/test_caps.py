"""Caps and structure: what is told, what is needed, and that nothing is judged by a number nobody gave."""

import pytest

from anphu.kit.partial_dates import PartialDate
from orgtree.choices import Level
from planning.models import RuleParameter
from planning.rules import caps
from planning.rules.ages import MonthsLeft
from planning.rules.caps import Composition, Member, Seat
from planning.rules.law import Law
from tests.planning.rules.shapes import ON, law

LAW = law(
    max_people_per_title=3,
    min_people_per_title=2,
    max_titles_per_person_same_level=3,
    coefficient_min="1.5",
    coefficient_max="2.0",
    women_min_plan=25,
    young_min_plan=15,
    young_age_lt=40,
    reelect_min_months=48,
)


def with_decimals(base: Law) -> Law:
    """Numbers as the database gives them, and the bands of age."""
    for row in base.parameters:
        row.value = RuleParameter._meta.get_field("value").to_python(row.value)
    bands = RuleParameter(key="age_bands", value=40, high=45, scope="central", level="", confidence="I")
    return Law((*base.parameters, bands))


LAW = with_decimals(LAW)
NOTHING = Law(())


def member(number, sex="M", born=(1990,), minority=False) -> Member:
    return Member(number, f"Người {number}", sex, PartialDate(*born), minority)


def seat(*people, name="Bí thư", level=Level.COMMUNE, posts=1, committee=True) -> Seat:
    return Seat(name, level, posts, people, committee)


def plan(*seats, members=(), **fields) -> Composition:
    known = {row.person_id: row for row in members}
    everybody = {pk: known.get(pk, member(pk)) for one in seats for pk in one.people}
    return Composition(seats, everybody, ON, **fields)


@pytest.mark.parametrize(
    ("people", "posts", "needed"), [(3, 1, []), (4, 1, [-1]), (6, 2, []), (7, 2, [-1]), (1, 1, [1])]
)
def test_people_per_title(people, posts, needed):
    found = caps.people_per_title(plan(seat(*range(people), posts=posts)), LAW)
    assert [check.needed for check in found] == needed


def test_people_per_title_without_a_rule_is_not_judged():
    assert caps.people_per_title(plan(seat(*range(9))), NOTHING) == []


def test_nobody_planned_for_a_title_is_for_coverage_to_tell():
    assert caps.people_per_title(plan(seat()), LAW) == []


@pytest.mark.parametrize(
    ("here", "elsewhere", "needed"),
    [
        (3, {}, []),
        (4, {}, [-1]),
        (2, {(1, "commune"): 2}, [-1]),
        (2, {(1, "district"): 2}, []),
        (3, {(2, "commune"): 9}, []),
    ],
)
def test_titles_per_person_count_at_one_level(here, elsewhere, needed):
    found = caps.titles_per_person(plan(*(seat(1) for _ in range(here)), elsewhere=elsewhere), LAW)
    assert [check.needed for check in found] == needed
    assert all("Người 1" in check.sentence for check in found)


def test_titles_of_other_levels_are_apart():
    seats = [seat(1), seat(1), seat(1), seat(1, level=Level.DISTRICT)]
    assert caps.titles_per_person(plan(*seats), LAW) == []


@pytest.mark.parametrize(("people", "met", "needed"), [(9, False, 6), (15, True, 0), (20, True, 0), (22, False, -2)])
def test_coefficient(people, met, needed):
    check = caps.coefficient(plan(seat(*range(people)), size=10), LAW)[0]
    assert (check.met, check.needed) == (met, needed)


def test_coefficient_is_told_both_ways():
    left = {1: MonthsLeft(60, 60), 50: MonthsLeft(48, 48), 51: MonthsLeft(47, 47), 52: None}
    without, with_them = caps.coefficient(plan(seat(1, 2), size=2, incumbents=left), LAW)
    assert (without.figures["number"], with_them.figures["number"]) == (2, 4)
    assert with_them.met


def test_coefficient_counts_people_once_and_committee_titles_alone():
    seats = [seat(1, 2), seat(2, 3), seat(9, committee=False)]
    assert caps.coefficient(plan(*seats, size=2), LAW)[0].figures["number"] == 3


def test_coefficient_of_a_unit_without_a_committee_is_not_told():
    assert caps.coefficient(plan(seat(1)), LAW) == []


def test_coefficient_without_a_rule_is_told_and_not_judged():
    check = caps.coefficient(plan(seat(1), size=2), NOTHING)[0]
    assert (check.met, check.figures["ratio"]) == (None, "0,50")


@pytest.mark.parametrize(("count", "total", "needed"), [(1, 4, 0), (1, 5, 1), (0, 8, 2), (3, 9, 0)])
def test_women(count, total, needed):
    rows = [member(pk, "F" if pk < count else "M") for pk in range(total)]
    check = caps.women(plan(seat(*range(total)), members=rows), LAW)
    assert (check.needed, check.met) == (needed, needed == 0)


def test_women_of_a_committee_where_plans_have_no_number():
    older = with_decimals(law(women_min_committee=15))
    check = caps.women(plan(seat(1, 2)), older)
    assert (check.needed, check.rule.key) == (1, "women_min_committee")


def test_young_people_are_under_the_age_on_the_day():
    rows = [member(1, born=(1980, 7, 8)), member(2, born=(1980, 7, 7)), member(3, born=(1980,))]
    check = caps.young(plan(seat(1, 2, 3), members=rows), LAW)
    assert (check.figures["number"], check.met) == (1, True)


def test_three_bands_of_age():
    rows = [member(1, born=(1981, 1, 1)), member(2, born=(1980, 1, 1)), member(3, born=(1975, 7, 7))]
    assert caps.bands(plan(seat(1, 2, 3), members=rows), LAW).met
    two = caps.bands(plan(seat(1, 2), members=rows), LAW)
    assert (two.met, two.needed) == (False, 1)
    assert two.doubtful


def test_minorities_are_told_and_not_judged():
    check = caps.minorities(plan(seat(1, 2), members=[member(1, minority=True)]), LAW)
    assert (check.met, check.figures["number"], check.figures["percent"]) == (None, 1, "50,0")


def test_empty_plan_is_not_judged():
    found = caps.checks(plan(seat()), LAW)
    assert {check.met for check in found} == {None}
    assert all(check.sentence for check in found)


def test_law_with_gaps_judges_nothing_and_breaks_nothing():
    found = caps.checks(plan(seat(1, 2, 3, 4, 5), size=3), NOTHING)
    assert {check.met for check in found} == {None}
    assert all(check.sentence for check in found)
