"""Lists out: what is in the file, that nothing in it is carried out, and that nothing is kept in memory."""

import csv
import datetime
import hashlib
import io
import tracemalloc

import pytest
from openpyxl import load_workbook

from anphu.kit import sheets
from anphu.kit.sheets import Book, Column, Outgoing

DAY = datetime.date(2020, 7, 7)
BOOK = Book(
    title="Cán bộ & <đảng viên>",
    about_title="Về danh sách",
    about=[("Bộ lọc", "không"), ("Người xuất", "Nguyễn Văn An")],
    columns=[Column("Tên", 28), Column("Số"), Column("Ngày")],
    stamp="Bản in của An & Bình",
)
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\uff1d1")


def workbook(rows, book=BOOK):
    return load_workbook(io.BytesIO(b"".join(sheets.xlsx(book, rows))))


def listed(rows, book=BOOK):
    return [list(row) for row in workbook(rows, book).worksheets[1].values]


def test_xlsx_first_sheet_says_what_it_is():
    assert [list(row) for row in workbook([]).worksheets[0].values] == [
        ["Cán bộ & <đảng viên>", None],
        [None, None],
        ["Bộ lọc", "không"],
        ["Người xuất", "Nguyễn Văn An"],
    ]


def test_xlsx_rows_keep_their_kinds():
    assert listed([("An", 5, DAY), ("", None, None)]) == [
        ["Tên", "Số", "Ngày"],
        ["An", 5, datetime.datetime(2020, 7, 7)],
    ]


@pytest.mark.parametrize("text", FORMULAS)
def test_xlsx_text_is_never_a_formula(text):
    cell = workbook([(text, 1, None)]).worksheets[1]["A2"]
    assert (cell.data_type, cell.value.strip()) == ("s", text.strip())


def test_xlsx_text_that_xml_cannot_hold_is_left_out():
    assert listed([("a\x00<b>&\x0bc\ufffe", 1, None)])[1][0] == "a<b>&c"


def test_xlsx_longest_text_is_cut():
    assert len(listed([("x" * 40000, 1, None)])[1][0]) == sheets.LONGEST_CELL


def test_xlsx_prints_across_with_headings_and_stamp_on_every_page():
    sheet = workbook([("An", 1, None)]).worksheets[1]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (
        "landscape",
        9,
        0,
    )
    assert (sheet.print_title_rows, sheet.freeze_panes, sheet.auto_filter.ref) == ("$1:$1", "A2", "A1:C2")
    assert "An && Bình" in sheet.oddFooter.left.text


@pytest.mark.parametrize("title", ["[a]:b*?/\\c", "x" * 50, "''", "Về danh sách"])
def test_xlsx_any_title_is_a_sheet_name(title):
    names = workbook([], Book(title, "Về danh sách", [], [Column("a")], "")).sheetnames
    assert len(set(names)) == 2
    assert all(0 < len(name) <= 31 for name in names)


def test_csv_opens_as_utf8_with_formulas_made_harmless():
    data = b"".join(sheets.csv(BOOK, [(text, -5, DAY) for text in FORMULAS])).decode("utf-8")
    assert data.startswith("\ufeffTên,Số,Ngày\r\n")
    rows = list(csv.reader(io.StringIO(data.removeprefix("\ufeff"), newline="")))[1:]
    assert rows == [[f"'{text}", "-5", "07/07/2020"] for text in FORMULAS]


@pytest.mark.parametrize("write", [sheets.xlsx, sheets.csv])
def test_memory_does_not_grow_with_the_rows(write):
    def peak(count: int) -> int:
        tracemalloc.start()
        for _piece in write(BOOK, ((f"Nguyễn Văn An {n}", n, DAY) for n in range(count))):
            pass
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    assert peak(40_000) < peak(10_000) + 100_000


def test_first_bytes_come_before_the_rows():
    read = []

    def rows():
        for n in range(3):
            read.append(n)
            yield ("An", n, None)

    pieces = sheets.xlsx(BOOK, rows())
    assert next(pieces).startswith(b"PK")
    assert read == []


def leaving(told: list):
    def write(rows):
        yield b"head"
        for row in rows:
            yield str(row).encode()

    return iter(Outgoing(write, [[1], [2], [3]], lambda *said: told.append(said)))


def test_outgoing_is_known_before_its_last_piece_is_given():
    told = []
    pieces = leaving(told)
    assert [next(pieces) for _ in range(3)] == [b"head", b"[1]", b"[2]"]
    assert told == []
    assert next(pieces) == b"[3]"
    assert told == [(3, hashlib.sha256(b"head[1][2][3]").hexdigest(), True)]


def test_outgoing_gives_its_first_piece_before_any_row_is_read():
    pieces = leaving(told := [])
    assert next(pieces) == b"head"
    pieces.close()
    assert [(rows, whole) for rows, _digest, whole in told] == [(0, False)]


def test_outgoing_cut_off_is_told_as_such():
    pieces = leaving(told := [])
    assert [next(pieces), next(pieces)] == [b"head", b"[1]"]
    pieces.close()
    assert [(rows, whole) for rows, _digest, whole in told] == [(2, False)]
