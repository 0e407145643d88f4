import pytest
from hypothesis import given
from hypothesis import strategies as st

from anphu.kit.intake import tables
from anphu.kit.intake.files import CellError, Merged, Sheet

HEADINGS = {
    "name": ("Họ và tên", "Họ tên khai sinh"),
    "born": ("Ngày sinh",),
    "born_man": ("Ngày sinh / Nam",),
    "unit": ("Đơn vị", "Chi bộ"),
    "skill": ("Trình độ chuyên môn", "Chuyên môn"),
    "rating_2021": ("Xếp loại năm 2021",),
    "rating_2022": ("Xếp loại năm 2022",),
}


def found(*rows, merged=()) -> tables.Table:
    return tables.find(
        Sheet("Sheet1", rows=[list(row) for row in rows], merged=tuple(Merged(*one) for one in merged)), HEADINGS
    )


def keys_of(table: tables.Table) -> list:
    return [column.key for column in table.columns]


def test_header_is_found_below_titles_and_lines_carry_their_excel_number():
    table = found(("HUYỆN ỦY",), (), ("Danh sách",), ("STT", "Họ và tên", "Ngày sinh"), (1, "Nguyễn Văn An", "1980"))
    assert table.header_rows == (4,)
    assert table.titles == ("HUYỆN ỦY", "Danh sách")
    assert [(line.number, line.cells) for line in table.lines] == [(5, [1, "Nguyễn Văn An", "1980"])]
    assert table.position("born") == 2
    assert table.position("unit") is None


@pytest.mark.parametrize(
    "typed",
    [
        "Họ và tên",
        "HỌ VÀ TÊN",
        " họ  và\ntên: ",
        "Ho va ten",
        "Họ và tên *",
        "Họ và tên (chữ in hoa)",
        "Họ vả tênn",
        "Họ tên khai sinh",
    ],
)
def test_heading_is_recognised_however_it_is_typed(typed):
    assert keys_of(found((typed, "Ngày sinh"))) == ["name", "born"]


def test_confidence_falls_with_the_distance_from_the_name():
    table = found(("Họ vả tênn", "Ngày sinh (dd/mm/yyyy)", "Đơn vị"))
    assert [column.confidence for column in table.columns] == [0.9, 0.95, 1.0]


def test_numerals_in_headings_are_never_confused():
    table = found(("Họ và tên", "Xếp loại năm 2022", "Xếp loại năm 2023"))
    assert keys_of(table) == ["name", "rating_2022", None]


def test_two_rows_are_joined_under_merged_cells():
    table = found(
        ("Họ và tên", "Trình độ", None, "Xếp loại năm", None),
        (None, "Văn hóa", "Chuyên môn", 2021, 2022),
        merged=((0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 0, 4)),
    )
    assert keys_of(table) == ["name", None, "skill", "rating_2021", "rating_2022"]
    assert table.columns[1].text == "Trình độ / Văn hóa"
    assert table.header_rows == (1, 2)


def test_three_rows_are_joined():
    table = found(
        ("Họ và tên", "Thông tin", None, None),
        (None, "Ngày sinh", None, "Đơn vị"),
        (None, "Nam", "Nữ", None),
        (("Nguyễn Văn An"), "1980", None, "Chi bộ 1"),
        merged=((0, 0, 2, 0), (0, 1, 0, 3), (1, 1, 1, 2), (1, 3, 2, 3)),
    )
    assert table.columns[1].text == "Thông tin / Ngày sinh / Nam"
    assert keys_of(table)[3] == "unit"
    assert [line.number for line in table.lines] == [4]


def test_second_header_row_is_part_of_it_even_if_no_wanted_name_is_there():
    table = found(
        ("STT", "Họ và tên", "Khác", None, "Đơn vị"), (None, None, "Cao", "Nặng", None), (1, "An", 160, 50, "X")
    )
    assert table.header_rows == (1, 2)
    assert [line.number for line in table.lines] == [3]


def test_two_columns_that_claim_one_name_are_reported_and_the_surer_has_it():
    table = found(("Họ vả tênn", "Họ và tên", "Ngày sinh", "Ngày sinh"))
    assert keys_of(table) == [None, "name", "born", None]
    assert table.duplicates == ((2, 3),)


def test_column_without_a_name_is_listed_when_it_holds_something():
    table = found(("Họ và tên", None, "Ngày sinh", None), ("An", "ghi chú", "1980", None))
    assert [(column.position, column.text, column.key) for column in table.columns] == [
        (0, "Họ và tên", "name"),
        (1, "", None),
        (2, "Ngày sinh", "born"),
    ]


def test_sheet_without_wanted_columns_has_no_table():
    assert found(("Kế hoạch", "Kinh phí"), (1, 2)) is None
    assert found() is None
    assert found((), ()) is None


def test_one_wanted_column_is_enough_only_for_a_narrow_list():
    assert keys_of(found(("Họ và tên",), ("Nguyễn Văn An",))) == ["name"]
    assert found(("Họ và tên", "a", "b"), ("An", 1, 2)) is None


def test_numbered_line_is_a_line_whatever_it_says():
    table = found(
        ("STT", "Họ và tên", "Đơn vị"), (1, "Tổng Cộng", None), (2, "Người Lập", None), ("3", "Phạm Thị Ký", None)
    )
    assert [line.number for line in table.lines] == [2, 3, 4]


def test_birth_date_in_words_is_not_taken_for_a_place_and_date():
    table = found(("Họ và tên", "Ngày sinh", "Đơn vị"), ("An", "ngày 3 tháng 2 năm 1980", None), ("Ba", None, None))
    assert [line.number for line in table.lines] == [2, 3]


def test_lines_after_a_signature_are_read_when_a_table_goes_on():
    table = found(
        ("STT", "Họ và tên", "Ngày sinh", "Đơn vị", "Chuyên môn"),
        (1, "An", "1980", "X", "Y"),
        (None, "NGƯỜI LẬP BIỂU", None, "TM. BAN THƯỜNG VỤ"),
        (None, "Võ Văn Lập"),
        ("STT", "Họ và tên", "Ngày sinh", "Đơn vị", "Chuyên môn"),
        (2, "Ba", "1975", "X", "Y"),
    )
    assert [line.number for line in table.lines] == [2, 6]
    assert [(one.number, one.reason) for one in table.ignored] == [
        (3, "signature"),
        (4, "signature"),
        (5, "repeated_header"),
    ]


def test_groups_nest_by_their_numerals_and_close_one_another():
    table = found(
        ("STT", "Họ và tên", "Ngày sinh", "Đơn vị"),
        ("A. Nhiệm kỳ 2020-2025",),
        ("I. Bí thư",),
        (1, "An", "1980", "X"),
        ("II. Phó Bí thư",),
        (2, "Ba", "1975", "X"),
        ("B. Nhiệm kỳ 2025-2030",),
        (3, "Ước", "1969", "X"),
    )
    assert [line.groups for line in table.lines] == [
        ("Nhiệm kỳ 2020-2025", "Bí thư"),
        ("Nhiệm kỳ 2020-2025", "Phó Bí thư"),
        ("Nhiệm kỳ 2025-2030",),
    ]
    assert table.lines[0].group == "Bí thư"


def test_cell_merged_downwards_speaks_for_all_its_rows():
    table = found(("Họ và tên", "Đơn vị"), ("An", "X"), ("Ba", None), ("Ước", None), merged=((1, 1, 2, 1),))
    assert [line.cells for line in table.lines] == [["An", "X"], ["Ba", "X"], ["Ước", None]]


def test_cells_are_as_many_as_columns():
    table = found(("Họ và tên", "Ngày sinh", "Đơn vị"), ("An",), ("Ba", None, "X", "thừa"))
    assert [len(line.cells) for line in table.lines] == [4, 4]


def test_error_in_the_header_or_in_a_line_is_no_accident():
    table = found(("Họ và tên", CellError("#REF!"), "Ngày sinh"), ("An", CellError("#N/A"), CellError("#N/A")))
    assert keys_of(table) == ["name", None, "born"]
    assert table.lines[0].cells[1] == CellError("#N/A")


def test_layout_is_the_same_whatever_order_and_capitals():
    first = found(("Họ và tên", "Ngày sinh"), ("An", "1980"))
    second = found(("Danh sách",), ("NGÀY SINH", "Họ và tên *"), ("1980", "An"))
    third = found(("Họ và tên", "Ngày sinh", "Đơn vị"))
    assert tables.layout_digest(first) == tables.layout_digest(second) != tables.layout_digest(third)


CELLS = st.none() | st.text(max_size=12) | st.integers() | st.floats() | st.booleans() | st.sampled_from(
    ("Họ và tên", "Ngày sinh", "STT", "Tổng cộng", "I", "A.", "1", "TM. BAN THƯỜNG VỤ", CellError("#N/A"))
)  # fmt: skip
MERGED = st.tuples(*(st.integers(0, 12) for _ in range(4))).map(
    lambda four: Merged(min(four[0], four[2]), min(four[1], four[3]), max(four[0], four[2]), max(four[1], four[3]))
)


@given(st.lists(st.lists(CELLS, max_size=8), max_size=14), st.lists(MERGED, max_size=4))
def test_every_row_below_any_header_is_a_line_or_set_aside_or_empty(rows, merged):
    table = tables.find(Sheet("Sheet1", rows=rows, merged=tuple(merged)), HEADINGS)
    if table is None:
        return
    numbers = [line.number for line in table.lines] + [one.number for one in table.ignored]
    assert len(numbers) == len(set(numbers))
    filled = {
        number
        for number, row in enumerate(rows, 1)
        if number > table.header_rows[-1] and any(cell is not None and str(cell).strip() for cell in row)
    }
    assert filled <= set(numbers)
