"""Lists as offices lay them out: titles, headers in two rows, groups, totals, signatures, several sheets."""

import io
import zipfile

from tests.intake_files.declared import Reading, arrives
from tests.intake_files.making import ods, xls, xlsx
from tests.intake_files.people import AN, BA, HEADER, LINES, PEOPLE, ROWS, UOC

_PLAIN = Reading("xlsx", PEOPLE)
_TWO_ROWS = (
    ("TT", "HỌ VÀ TÊN", "Ngày sinh", None, "Đơn vị sinh hoạt", "Số CCCD"),
    (None, None, "Nam", "Nữ", None, None),
)
_MEN_AND_WOMEN = (
    (1, AN[0], AN[1], None, *AN[2:]),
    (2, BA[0], None, BA[1], *BA[2:]),
    (3, UOC[0], UOC[1], None, *UOC[2:]),
)


@arrives("danh-sach.xlsx", _PLAIN)
def plain_list() -> bytes:
    return xlsx(ROWS)


@arrives("danh-sach.xls", Reading("xls", PEOPLE))
def plain_list_of_excel_97() -> bytes:
    return xls(ROWS)


@arrives("danh-sach.ods", Reading("ods", PEOPLE))
def plain_list_of_libreoffice() -> bytes:
    return ods(ROWS)


@arrives("danh-sach.xlsm", Reading("xlsm", PEOPLE))
def workbook_with_macros() -> bytes:
    target = io.BytesIO(xlsx(ROWS))
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 never opened")
    return target.getvalue()


@arrives("danh-sach.xlsx", _PLAIN)
def titles_above_and_empty_columns_before() -> bytes:
    rows = [
        (None, None, "ĐẢNG BỘ TỈNH", None, None, None, "ĐẢNG CỘNG SẢN VIỆT NAM"),
        (None, None, "HUYỆN ỦY"),
        (),
        (None, None, "DANH SÁCH TRÍCH NGANG"),
        (None, None, "(Kèm theo Công văn số 12-CV/BTC ngày 3 tháng 2 năm 2020)"),
        (),
        *((None, None, *row) for row in ROWS),
    ]
    return xlsx(rows, merged=["C4:G4", "C5:G5"])


@arrives("danh-sach.xlsx", Reading("xlsx", PEOPLE, ignored={"column_numbers": 1}))
def header_merged_over_two_rows() -> bytes:
    merged = ["C1:D1", "A1:A2", "B1:B2", "E1:E2", "F1:F2"]
    return xlsx([*_TWO_ROWS, (1, 2, 3, 4, 5, 6), *_MEN_AND_WOMEN], merged=merged)


@arrives("danh-sach.ods", Reading("ods", PEOPLE))
def header_over_two_rows_without_merged_cells() -> bytes:
    return ods([*_TWO_ROWS, *_MEN_AND_WOMEN])


@arrives("danh-sach.xls", Reading("xls", PEOPLE))
def header_merged_in_excel_97() -> bytes:
    return xls(
        [*_TWO_ROWS, *_MEN_AND_WOMEN], merged=[(0, 0, 2, 3), (0, 1, 0, 0), (0, 1, 1, 1), (0, 1, 4, 4), (0, 1, 5, 5)]
    )


@arrives("danh-sach.xlsx", _PLAIN)
def header_typed_carelessly() -> bytes:
    return xlsx([("S.T.T", " HỌ VÀ  TÊN *", "Ngay sinh:", "Đơn vi", "Số CCCD **\n(12 số)"), *LINES])


@arrives("danh-sach.xlsx", _PLAIN)
def header_with_misspelt_names() -> bytes:
    return xlsx([("STT", "Họ vả tênn", "Ngày sin", "Đơm vị", "Số CCCD"), *LINES])


_OFFICIAL = Reading(
    "xlsx",
    PEOPLE,
    ignored={"column_numbers": 1, "group": 4, "total": 1, "signature": 4},
    groups=(("Cấp huyện", "Bí thư"), ("Cấp huyện", "Phó Bí thư"), ("Cấp xã",)),
)


@arrives("danh-sach.xlsx", _OFFICIAL)
def official_list_with_everything_around() -> bytes:
    rows = [
        ("BIỂU SỐ 2",),
        HEADER,
        ("A", "B", 1, 2, 3),
        ("A", "Cấp huyện"),
        ("I", "Bí thư"),
        LINES[0],
        ("II", "Phó Bí thư"),
        LINES[1],
        ("B", "Cấp xã"),
        LINES[2],
        (None, "Tổng cộng: 3 đồng chí"),
        (),
        (None, None, None, "An Phú, ngày     tháng     năm 2020"),
        (None, "NGƯỜI LẬP BIỂU", None, "T/M BAN THƯỜNG VỤ"),
        (None, "(ký, ghi rõ họ tên)", None, "BÍ THƯ"),
        (None, "Phạm Thị Lập", None, "Võ Văn Ký"),
    ]
    return xlsx(rows)


@arrives("danh-sach.xlsx", Reading("xlsx", PEOPLE, ignored={"column_numbers": 1}))
def column_numbers_in_brackets() -> bytes:
    return xlsx([HEADER, ("(1)", "(2)", "(3)", "(4)", "(5)"), *LINES])


_PAGED = Reading("xlsx", PEOPLE, ignored={"repeated_header": 4, "column_numbers": 2})


@arrives("danh-sach.xlsx", _PAGED)
def header_repeated_on_every_page() -> bytes:
    numbers = (1, 2, 3, 4, 5, 6)
    first, second, third = _MEN_AND_WOMEN
    return xlsx([*_TWO_ROWS, first, *_TWO_ROWS, numbers, second, *_TWO_ROWS, numbers, third])


_BY_UNIT = Reading(
    "xlsx", PEOPLE, ignored={"group": 2}, groups=(("ĐẢNG ỦY XÃ PHÚ TÂN",),) * 2 + (("Đảng ủy xã Khánh An",),)
)


@arrives("danh-sach.xlsx", _BY_UNIT)
def unit_names_across_the_row() -> bytes:
    rows = [HEADER, ("ĐẢNG ỦY XÃ PHÚ TÂN",), *LINES[:2], ("Đảng ủy xã Khánh An",), LINES[2]]
    return xlsx(rows, merged=["A2:E2", "A5:E5"])


@arrives("danh-sach.xlsx", _PLAIN)
def groups_in_a_list_without_numbers() -> bytes:
    """No column of numbers: a lonely name is a line, a numbered title is a group."""
    return xlsx([HEADER[1:], *PEOPLE])


@arrives("danh-sach.xlsx", Reading("xlsx", ((AN[0], *AN[1:]), (BA[0], BA[1], AN[2], BA[3]), UOC)))
def unit_merged_beside_several_people() -> bytes:
    rows = [HEADER, LINES[0], (*LINES[1][:3], None, LINES[1][4]), LINES[2]]
    return xlsx(rows, merged=["D2:D3"])


@arrives("danh-sach.xlsx", Reading("xlsx", PEOPLE, hidden=("Sheet2",)))
def hidden_sheet_beside_the_list() -> bytes:
    def hide(book, _sheet):
        book.worksheets()[1].hide()

    return xlsx(ROWS, [("Họ và tên", "Ngày sinh"), ("Người Bị Giấu", "1980")], finish=hide)


@arrives("danh-sach.xlsx", Reading("xlsx", PEOPLE, hidden=("Sheet2",)))
def sheet_hidden_from_the_menu_too() -> bytes:
    def hide(book, _sheet):
        book.worksheets()[1].very_hidden()

    return xlsx(ROWS, [("Họ và tên",)], finish=hide)


@arrives("danh-sach.xlsx", _PLAIN)
def list_on_the_second_sheet() -> bytes:
    return xlsx([("Hướng dẫn nhập liệu",), ("Không sửa tiêu đề cột",)], ROWS)


@arrives("danh-sach.xlsx", _PLAIN)
def chart_before_the_list() -> bytes:
    def chart(book, sheet):
        page = book.add_chartsheet("Biểu đồ")
        drawn = book.add_chart({"type": "column"})
        drawn.add_series({"values": "=Sheet1!$A$2:$A$4"})
        page.set_chart(drawn)
        page.set_first_sheet()

    return xlsx(ROWS, finish=chart)


@arrives("danh-sach.xlsx", Reading("xlsx", PEOPLE, duplicates=((2, 5),)))
def heading_that_comes_twice() -> bytes:
    return xlsx([(*HEADER, "Ngày sinh"), *((*line, "năm sinh khác") for line in LINES)])


@arrives("danh-sach.xlsx", Reading("xlsx", (AN, AN, AN, BA)))
def same_person_three_times() -> bytes:
    return xlsx([HEADER, (1, *AN), (2, *AN), (3, *AN), (4, *BA)])


_TWIN = (AN[0], AN[1], UOC[2], "089080009999")


@arrives("danh-sach.xlsx", Reading("xlsx", (AN, _TWIN)))
def two_people_of_one_name_and_birth_date() -> bytes:
    return xlsx([HEADER, (1, *AN), (2, *_TWIN)])


@arrives("danh-sach.xlsx", _PLAIN)
def empty_rows_between_people() -> bytes:
    return xlsx([HEADER, (), LINES[0], (), (None, " "), LINES[1], (), LINES[2], ()])
