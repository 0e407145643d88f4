import datetime

import pytest

from orgtree.choices import Precision
from orgtree.rules import ages

BORN = datetime.date(1980, 7, 7)


@pytest.mark.parametrize(("day", "years"), [((2020, 7, 6), 39), ((2020, 7, 7), 40), ((2020, 7, 8), 40)])
def test_full_years_are_completed_on_the_birthday(day, years):
    assert ages.full_years(BORN, datetime.date(*day)) == years


def test_full_years_leap_day_is_completed_on_the_first_of_march():
    born = datetime.date(2000, 2, 29)
    days = [datetime.date(2019, 2, 28), datetime.date(2019, 3, 1), datetime.date(2020, 2, 29)]
    assert [ages.full_years(born, day) for day in days] == [18, 19, 20]


@pytest.mark.parametrize("on", [datetime.date(2020, 7, 7), datetime.date(2020, 2, 29), datetime.date(2021, 2, 28)])
@pytest.mark.parametrize("years", [0, 18, 35, 40])
def test_bounds_agree_with_full_years(on, years):
    """Whoever stands between the two bounds has exactly that age; the days just outside have not."""
    youngest, after = ages.born_latest(years, on), ages.born_after(years, on)
    one = datetime.timedelta(days=1)
    assert ages.full_years(youngest, on) == years
    assert ages.full_years(youngest + one, on) < years or years == 0
    assert ages.full_years(after + one, on) == years
    assert ages.full_years(after, on) == years + 1


def test_bounds_of_an_age_beyond_the_calendar_are_its_beginning():
    assert ages.born_latest(5000, datetime.date(2020, 7, 7)).year == 1


@pytest.mark.parametrize(
    ("precision", "text"), [(Precision.DAY, "07/07/1980"), (Precision.MONTH, "07/1980"), (Precision.YEAR, "1980")]
)
def test_as_known_says_no_more_than_the_dossier(precision, text):
    assert ages.as_known(BORN, precision) == text
