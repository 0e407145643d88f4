from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anphu.kit.workdays import after, between, is_workday

DAYS = st.dates(date(2015, 1, 1), date(2030, 12, 31))
OFF = st.frozensets(st.dates(date(2015, 1, 1), date(2031, 12, 31)), max_size=30)
NATIONAL_DAY = frozenset({date(2020, 9, 2)})


@pytest.mark.parametrize(
    ("day", "count", "due"),
    [
        (date(2020, 7, 7), 2, date(2020, 7, 9)),
        (date(2020, 7, 9), 2, date(2020, 7, 13)),  # a weekend lies between
        (date(2020, 7, 11), 1, date(2020, 7, 13)),  # received on a Saturday
        (date(2020, 9, 1), 1, date(2020, 9, 3)),  # the day after is a holiday
        (date(2020, 7, 10), 0, date(2020, 7, 10)),
    ],
)
def test_deadline_skips_weekends_and_holidays(day, count, due):
    assert after(day, count, NATIONAL_DAY) == due


def test_days_left_are_counted_in_working_days():
    assert between(date(2020, 8, 31), date(2020, 9, 4), NATIONAL_DAY) == 3
    assert between(date(2020, 9, 4), date(2020, 8, 31), NATIONAL_DAY) == -3


@given(DAYS, st.integers(1, 60), OFF)
def test_deadline_is_a_working_day_and_as_far_as_asked(day, count, off):
    due = after(day, count, off)
    assert is_workday(due, off)
    assert between(day, due, off) == count


@given(DAYS, st.integers(0, 400), OFF)
def test_counting_by_weeks_is_counting_day_by_day(start, length, off):
    end = start + timedelta(days=length)
    one_by_one = sum(is_workday(start + timedelta(days=step), off) for step in range(1, length + 1))
    assert between(start, end, off) == one_by_one


@given(DAYS, st.integers(0, 30), st.integers(1, 30), OFF)
def test_extension_continues_where_the_deadline_stood(day, first, more, off):
    assert after(after(day, first, off), more, off) == after(day, first + more, off)
