import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anphu.kit.intake.dates import partial_date
from anphu.kit.intake.problems import CellProblem
from anphu.kit.partial_dates import PartialDate

DAY = PartialDate(1980, 2, 3)
MONTH = PartialDate(1980, 2)
YEAR = PartialDate(1980)
DAYS = st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31))


def code_of(typed, **options) -> str:
    with pytest.raises(CellProblem) as problem:
        partial_date(typed, **options)
    assert problem.value.sentence.endswith(".")
    return problem.value.code


@pytest.mark.parametrize(
    "typed",
    [
        "03/02/1980", "3/2/1980", "3-2-80", "3.2.1980", "3 2 1980", " 03 / 02 / 1980 ", "'03/02/1980", "03/02/1980.",
        "ngày 3 tháng 2 năm 1980", "Ngày 03 tháng 02 năm 1980", "3 tháng 2, 1980", "03-Feb-80", "3 February 1980",
        "1980-02-03", "1980-02-03T00:00:00", "3/2/1980 00:00", 29254, 29254.0, 29254.75, "29254", 3021980, "03021980",
        "19800203", datetime.date(1980, 2, 3), datetime.datetime(1980, 2, 3, 9, 30),
    ],
)  # fmt: skip
def test_day_in_every_form(typed):
    assert partial_date(typed) == DAY


@pytest.mark.parametrize(
    "typed",
    [
        "02/1980",
        "2-1980",
        "2.1980",
        "tháng 2/1980",
        "Feb-80",
        "tháng 2 năm 1980",
        "00/02/1980",
        "?/2/1980",
        "../02/1980",
        "1980-02",
    ],
)
def test_month_in_every_form(typed):
    assert partial_date(typed) == MONTH


@pytest.mark.parametrize(
    "typed", ["1980", 1980, 1980.0, "năm 1980", "00/00/1980", "?/?/1980", "…/…/1980", "--/--/1980", "00/1980"]
)
def test_year_in_every_form(typed):
    assert partial_date(typed) == YEAR


@pytest.mark.parametrize(("typed", "year"), [("1/1/30", 2030), ("1/1/31", 1931), ("1/1/00", 2000), ("1/1/99", 1999)])
def test_year_of_two_digits_turns_at_the_pivot(typed, year):
    assert partial_date(typed) == PartialDate(year, 1, 1)
    assert partial_date(typed, pivot=-1) == PartialDate(1900 + year % 100, 1, 1)


def test_serial_counts_from_1904_where_the_workbook_does():
    assert partial_date(27792, date1904=True) == DAY


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("31/02/1980", "date_impossible"),
        ("29/02/1981", "date_impossible"),
        ("1/13/2/1980", "date_unreadable"),
        ("02/13/1980", "date_order"),
        ("32/13/1980", "date_impossible"),
        ("1/1/1789", "date_impossible"),
        ("3/00/1980", "date_unreadable"),
        ("hôm qua", "date_unreadable"),
        (12, "date_unreadable"),
        (1e300, "date_unreadable"),
        (float("1e16"), "date_unreadable"),
        (True, "date_unreadable"),
        ("10111210", "date_unreadable"),
    ],
)
def test_what_is_no_date_is_refused(typed, code):
    assert code_of(typed) == code


def test_month_first_is_refused_with_the_right_order_named():
    with pytest.raises(CellProblem, match="13/02/1980"):
        partial_date("02/13/1980")


@pytest.mark.parametrize(
    ("typed", "late"),
    [("08/07/2020", True), ("07/07/2020", False), ("07/2020", False), ("08/2020", True), ("2020", False), (2021, True)],
)
def test_date_after_the_latest_is_refused_only_if_wholly_after(typed, late):
    latest = datetime.date(2020, 7, 7)
    if late:
        assert code_of(typed, latest=latest) == "date_future"
    else:
        assert partial_date(typed, latest=latest).earliest <= latest


@given(DAYS, st.sampled_from("/-. "), st.booleans())
def test_any_day_comes_back_however_it_is_separated(day, sign, padded):
    parts = (f"{day.day:02}", f"{day.month:02}") if padded else (str(day.day), str(day.month))
    assert partial_date(sign.join((*parts, f"{day.year:04}"))) == PartialDate.of(day)


@given(DAYS)
def test_any_day_comes_back_from_its_serial_and_its_words(day):
    serial = (day - datetime.date(1899, 12, 30)).days
    if serial >= 3000:
        assert partial_date(serial) == PartialDate.of(day)
    assert partial_date(f"ngày {day.day} tháng {day.month} năm {day.year}") == PartialDate.of(day)
    assert partial_date(f"{day.month}/{day.year}") == PartialDate.of(day, "month")


@given(st.text(max_size=30) | st.floats() | st.integers())
def test_anything_is_a_date_or_a_problem_and_never_an_accident(typed):
    try:
        result = partial_date(typed)
    except CellProblem:
        return
    assert result is None or isinstance(result, PartialDate)
