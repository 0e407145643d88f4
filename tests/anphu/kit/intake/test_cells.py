import datetime
from decimal import Decimal

import pytest

from anphu.kit.intake import cells
from anphu.kit.intake.files import CellError

DEGREES = {"dai hoc": "university", "cao dang": "college", "trung cap": "vocational", "loai i": "one", "loai ii": "two"}


def code_of(clean, *arguments, **options) -> str:
    with pytest.raises(cells.CellProblem) as problem:
        clean(*arguments, **options)
    assert problem.value.sentence.endswith(".")
    return problem.value.code


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        (None, ""),
        ("  Phú  Hòa ", "Phú Hòa"),
        ("Phu\u0301 Ho\u0300a", "Phú Hòa"),
        ("Phú\u00a0Hòa\u200b", "Phú Hòa"),
        ("Phú\nHòa", "Phú Hòa"),
        ("ấp\u00ad1\u2060", "ấp1"),
        (12.0, "12"),
        (2.5, "2.5"),
        (datetime.date(1980, 2, 3), "03/02/1980"),
        (datetime.datetime(1980, 2, 3, 4, 5), "03/02/1980 04:05"),
        (True, "True"),
    ],
)
def test_text_has_one_stored_form(typed, value):
    assert cells.text(typed) == value


@pytest.mark.parametrize(
    "clean", [cells.text, cells.name, cells.whole, cells.decimal, cells.yes_no, cells.partial_date]
)
def test_error_cell_is_a_problem_for_every_cleaner(clean):
    assert code_of(clean, CellError("#REF!")) == "cell_error"
    assert code_of(clean, CellError("=")) == "cell_unsolved"


@pytest.mark.parametrize("clean", [cells.whole, cells.decimal, cells.yes_no, cells.partial_date])
def test_empty_cell_is_nothing(clean):
    assert (clean(None), clean(""), clean(" \u00a0")) == (None, None, None)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("NGUYỄN VĂN AN", "Nguyễn Văn An"),
        ("nguyễn văn an", "Nguyễn Văn An"),
        ("Nguyễn văn An", "Nguyễn văn An"),
        ("H'HEN NIÊ", "H'Hen Niê"),
        ("TRẦN THỊ NGỌC-ÁNH", "Trần Thị Ngọc-Ánh"),
        ("", ""),
    ],
)
def test_name_gets_its_capitals_only_when_it_has_none_or_nothing_else(typed, value):
    assert cells.name(typed) == value


@pytest.mark.parametrize("typed", [123, "12 tuổi", "---", "?"])
def test_name_of_digits_or_signs_is_refused(typed):
    assert code_of(cells.name, typed) == "not_a_name"


@pytest.mark.parametrize(
    ("typed", "widths", "value"),
    [
        (89071001234, 12, "089071001234"),
        (1080001234, 12, "001080001234"),
        (8.9071001234e10, 12, "089071001234"),
        ("089.071.001 234", 12, "089071001234"),
        ("'089071001234", 12, "089071001234"),
        (351234567, (9, 12), "351234567"),
        (51234567, (9, 12), "051234567"),
        (900000001, 10, "0900000001"),
        ("", 12, None),
        (None, 12, None),
    ],
)
def test_digits_get_back_the_zeros_that_a_sheet_has_eaten(typed, widths, value):
    assert cells.digits(typed, widths) == value


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("8.91E+10", "digits_lost"),
        (1e16, "digits_lost"),
        ("08907100123x", "not_digits"),
        ("٠٨٩٠٧١٠٠١٢٣٤", "not_digits"),
        (12.5, "digits_count"),
        (71001234, "digits_count"),
        ("0890710012345", "digits_count"),
    ],
)
def test_digits_that_cannot_be_trusted_are_refused(typed, code):
    assert code_of(cells.digits, typed, 12) == code


@pytest.mark.parametrize(
    ("typed", "value"), [(5, 5), (5.0, 5), ("1.234", 1234), ("1 234 567", 1234567), ("12,0", 12), ("-3", -3)]
)
def test_whole_number_as_typed(typed, value):
    assert cells.whole(typed) == value


@pytest.mark.parametrize("typed", ["1.23", 2.5, "năm", "1e3", "٣"])
def test_whole_number_takes_nothing_else(typed):
    assert code_of(cells.whole, typed) == "not_a_whole_number"


def test_whole_number_outside_its_range_is_refused():
    assert cells.whole(9, least=1, most=9) == 9
    assert code_of(cells.whole, 10, least=1, most=9) == "number_out_of_range"
    assert code_of(cells.whole, 0, least=1) == "number_out_of_range"
    assert code_of(cells.whole, 10, most=9) == "number_out_of_range"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("4,40", "4.40"),
        ("4.40", "4.40"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234.567", "1234567"),
        (4.3999999999999995, "4.4"),
        (3, "3"),
    ],
)
def test_decimal_with_comma_or_point(typed, value):
    assert cells.decimal(typed) == Decimal(value)


@pytest.mark.parametrize("typed", ["4,4,", "hệ số", "1e5", True])
def test_decimal_takes_nothing_else(typed):
    assert code_of(cells.decimal, typed) == "not_a_number"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("Đại học", "university"),
        ("ĐẠI  HỌC.", "university"),
        ("dai hoc", "university"),
        ("Đại hoc̣", "university"),
        ("Đại hóc", "university"),
        ("Cao đẳngg", "college"),
        ("Loại II", "two"),
        (None, None),
    ],
)
def test_choice_by_label_with_small_differences(typed, value):
    assert cells.choice(typed, DEGREES) == value


def test_choice_without_one_clear_nearest_names_the_nearest():
    with pytest.raises(cells.CellProblem) as problem:
        cells.choice("Trung đẳng", DEGREES, shown=lambda value: value.upper())
    assert problem.value.code == "unknown_choice"
    assert "VOCATIONAL" in problem.value.sentence


def test_choice_never_confuses_numerals():
    assert code_of(cells.choice, "Loại III", DEGREES) == "unknown_choice"
    assert code_of(cells.choice, "Khóa 12", {"khoa 11": 11, "khoa 13": 13}) == "unknown_choice"


def test_choice_between_two_equally_near_is_refused():
    assert code_of(cells.choice, "Kinh te x", {"kinh te a": 1, "kinh te b": 2}) == "unknown_choice"


@pytest.mark.parametrize("typed", ["x", "X", "có", "Có", 1, 1.0, "1", "✓", True, "Rồi"])
def test_yes_as_people_mark_it(typed):
    assert cells.yes_no(typed) is True


@pytest.mark.parametrize("typed", ["không", "Không", 0, "-", "chưa", False])
def test_no_as_people_mark_it(typed):
    assert cells.yes_no(typed) is False


def test_yes_no_takes_nothing_else():
    assert code_of(cells.yes_no, "có lẽ") == "not_yes_no"
