"""Ages by domain.md §5: the test vectors, the table against the formula, and dates known in part."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anphu.kit.partial_dates import PartialDate
from anphu.seed.rules import RETIREMENT
from orgtree.choices import Sex
from planning.choices import Verdict
from planning.rules import ages
from planning.rules.ages import Band, MonthsLeft, RetirementTable, formula, months_left

ACTUAL_DAY = datetime.date(2025, 7, 1)
OLD_DAY = datetime.date(2020, 6, 1)


def table(day: datetime.date) -> RetirementTable:
    """The seeded table in force on a day."""
    rows = [row for row in RETIREMENT if row.first <= day and (row.end is None or day < row.end)]
    return RetirementTable(Band(row.sex, row.since, row.before, row.months) for row in rows)


BIRTHS = [
    (sex, datetime.date(year, month, 1)) for sex in Sex.values for year in range(1950, 1991) for month in range(1, 13)
]


def test_table_equals_formula_for_every_birth_month_from_1950_to_1990():
    rows = table(ACTUAL_DAY)
    assert [rows.months(sex, born) for sex, born in BIRTHS] == [formula(sex, born) for sex, born in BIRTHS]


@given(st.sampled_from(Sex.values), st.dates(datetime.date(1950, 1, 1), datetime.date(1990, 12, 31)))
def test_younger_people_never_retire_earlier(sex, born):
    """What best and worst case rest on."""
    rows = table(ACTUAL_DAY)
    assert rows.retires(sex, born) <= rows.retires(sex, born + datetime.timedelta(days=40))


@pytest.mark.parametrize(
    ("sex", "born", "months"),
    [
        ("M", (1960, 12), 720),
        ("M", (1961, 1), 723),
        ("M", (1965, 2), 738),
        ("M", (1966, 3), 741),
        ("M", (1966, 4), 744),
        ("F", (1965, 12), 660),
        ("F", (1970, 8), 688),
        ("F", (1970, 9), 692),
        ("F", (1975, 1), 716),
        ("F", (1975, 5), 720),
    ],
)
def test_anchors_of_the_retirement_table(sex, born, months):
    assert table(ACTUAL_DAY).months(sex, datetime.date(*born, 1)) == months


VECTORS = [
    # case, sex, born, counting day, law of the day, months left
    ("dossier received 08/2021, b. 02/1965", "M", (1965, 2), (2021, 8), (2021, 8), 60),
    ("dossier received 08/2021, b. 01/1965", "M", (1965, 1), (2021, 8), (2021, 8), 59),
    ("district first time 2020-2025, b. 06/1965", "M", (1965, 6), (2020, 6), (2020, 6), 60),
    ("district first time 2020-2025, b. 05/1965", "M", (1965, 5), (2020, 6), (2020, 6), 59),
    ("district first time 2020-2025, woman b. 06/1970", "F", (1970, 6), (2020, 6), (2020, 6), 60),
    ("district first time 2020-2025, woman b. 05/1970", "F", (1970, 5), (2020, 6), (2020, 6), 59),
    ("plan 2025-2030, b. 07/1968", "M", (1968, 7), (2025, 7), (2025, 7), 60),
    ("plan 2025-2030, woman b. 05/1975", "F", (1975, 5), (2025, 7), (2025, 7), 118),
]


@pytest.mark.parametrize(("sex", "born", "counting", "law", "months"), [row[1:] for row in VECTORS], ids=lambda x: "")
def test_vectors_of_domain_5_give_their_months(sex, born, counting, law, months):
    left = months_left(table(datetime.date(*law, 1)), sex, PartialDate(*born), datetime.date(*counting, 1))
    assert left == MonthsLeft(months, months)


@pytest.mark.parametrize(
    ("left", "needed", "verdict"),
    [(60, 60, Verdict.MET), (59, 60, Verdict.LACKING), (118, 120, Verdict.LACKING), (48, 48, Verdict.MET)],
    ids=["one full term", "one month short", "not two terms", "re-election under CT 45"],
)
def test_limits_count_whole_months(left, needed, verdict):
    assert MonthsLeft(left, left).reach(needed) == verdict


def test_counting_day_in_mid_month_changes_nothing():
    rows = table(ACTUAL_DAY)
    days = [datetime.date(2021, 8, day) for day in (1, 15, 31)]
    assert {months_left(rows, "M", PartialDate(1965, 2), day).worst for day in days} == {60}


def test_birth_known_to_the_year_has_a_best_and_a_worst_case():
    left = months_left(table(OLD_DAY), "M", PartialDate(1965), OLD_DAY)
    assert left == MonthsLeft(55, 66)
    assert (left.reach(55), left.reach(60), left.reach(67)) == (Verdict.MET, Verdict.UNKNOWN, Verdict.LACKING)
    assert not left.certain


def test_birth_known_to_the_month_is_as_good_as_the_day():
    rows = table(ACTUAL_DAY)
    one = months_left(rows, "F", PartialDate(1975, 5), ACTUAL_DAY)
    assert one == months_left(rows, "F", PartialDate(1975, 5, 31), ACTUAL_DAY)
    assert one.certain


def test_birth_outside_the_table_is_no_number():
    assert months_left(RetirementTable([]), "M", PartialDate(1965), OLD_DAY) is None


@pytest.mark.parametrize(("months", "terms"), [(59, 0), (60, 1), (118, 1), (120, 2), (-3, 0)])
def test_full_terms_left(months, terms):
    assert ages.full_terms(MonthsLeft(months, months), 60) == terms


def test_age_of_a_partial_date_is_a_range():
    assert ages.age_between(PartialDate(1980), datetime.date(2020, 7, 1)) == (39, 40)
    assert ages.age_between(PartialDate(1980, 7, 1), datetime.date(2020, 7, 1)) == (40, 40)
