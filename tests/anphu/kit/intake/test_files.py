"""What the collection does not show: digests, limits that are given, hidden sheets on request, a parser that dies."""

import datetime
import hashlib
import io
import json
import random
import subprocess

import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st

from anphu.kit.intake import files, tables
from anphu.kit.intake.files import CellError, Limits
from anphu.kit.refusals import Refused
from tests.intake_files import FILES
from tests.intake_files.making import changed, delimited, xls, xlsx
from tests.intake_files.people import HEADINGS, ROWS


def opened(data: bytes, **options) -> files.Book:
    return files.read(io.BytesIO(data), "danh-sach.bin", **options)


def code_of(data: bytes, **limits) -> str:
    with pytest.raises(Refused) as refused:
        opened(data, limits=Limits(**limits))
    return refused.value.code


def test_book_carries_digest_size_and_name():
    data = xlsx(ROWS)
    book = opened(data)
    assert (book.digest, book.size, book.name) == (hashlib.sha256(data).hexdigest(), len(data), "danh-sach.bin")


def test_rows_stand_where_the_file_has_them():
    rows = opened(xlsx([(), (None, "B2"), (), ("A4", None, 4.5)])).sheets[0].rows
    assert [list(row) for row in rows] == [[], [None, "B2"], [], ["A4", None, 4.5]]


def test_hidden_sheet_is_named_and_left_closed_unless_asked_for():
    data = FILES["hidden_sheet_beside_the_list"].build()
    assert [(sheet.hidden, bool(sheet.rows)) for sheet in opened(data).sheets] == [(False, True), (True, False)]
    assert [(sheet.hidden, bool(sheet.rows)) for sheet in opened(data, hidden=True).sheets] == [
        (False, True),
        (True, True),
    ]


CELLS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**15) + 1, 10**15 - 1)
    | st.floats(-1e9, 1e9).map(lambda number: round(number, 6))
    | st.dates(datetime.date(1901, 1, 1), datetime.date(2100, 1, 1))
    | st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), min_size=1, max_size=20)
    .filter(str.isascii)
    .filter(lambda text: text.strip() == text and text[0] not in "=#'" and not text.startswith(("Err:", "http", "{")))
    | st.sampled_from(("Nguyễn Văn An", "Đảng ủy xã Phú Tân", "Ước", "089080001234"))
)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=6), min_size=1, max_size=8).filter(lambda rows: any(map(any, rows))))
def test_what_is_written_to_a_workbook_is_read_from_it(rows):
    wanted = [_trimmed(row) for row in rows]
    while not wanted[-1]:
        wanted.pop()
    read = [list(row) for row in opened(xlsx(rows, options={"strings_to_numbers": False})).sheets[0].rows]
    assert read == wanted


def _trimmed(row: list) -> list:
    filled = [place for place, cell in enumerate(row, 1) if cell is not None]
    return row[: filled[-1]] if filled else []


SPOILT = (
    "official_list_with_everything_around",
    "error_cells_of_excel_97",
    "plain_list_of_libreoffice",
    "csv_in_tcvn3",
    "web_table_called_xls",
    "tabs_in_utf_16_as_excel_saves_unicode_text",
)


@pytest.mark.parametrize("name", SPOILT)
@pytest.mark.parametrize("seed", range(8))
def test_spoilt_file_is_read_or_refused_and_never_an_accident(name, seed):
    """Some bytes changed, and in half of the cases the end cut off; inside the archive where there is one."""
    chance = random.Random(seed)
    whole = FILES[name].build()
    if whole.startswith(b"PK") and seed % 2:
        member = "content.xml" if name == "plain_list_of_libreoffice" else "xl/worksheets/sheet1.xml"
        data = changed(whole, member, lambda xml: spoilt(xml, chance))
    else:
        data = spoilt(whole, chance)
    assert outcome_of(data).startswith(("read", "file_"))


def outcome_of(data: bytes) -> str:
    """`read`, its tables looked for too, or the code of the refusal; anything else is an accident."""
    try:
        book = opened(data)
    except Refused as refused:
        return refused.code
    for sheet in book.sheets:
        tables.find(sheet, HEADINGS)
    return "read"


def spoilt(data: bytes, chance: random.Random) -> bytes:
    changed_bytes = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        changed_bytes[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(changed_bytes[: chance.randrange(len(data))] if chance.random() < 0.5 else changed_bytes)


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        ({"size": 1000}, "file_too_large"),
        ({"members": 3}, "file_too_large"),
        ({"unpacked": 1000}, "file_too_large"),
        ({"cells": 10}, "file_too_large"),
        ({"columns": 3}, "file_too_large"),
        ({"sheets": 0}, "file_too_large"),
        ({"characters": 100}, "file_too_large"),
        ({"memory": 10 << 20}, "file_too_large"),
    ],
)
def test_each_limit_refuses_what_goes_beyond_it(limits, code):
    assert code_of(xlsx(ROWS), **limits) == code


def test_limits_hold_for_csv_too():
    data = delimited(ROWS).encode()
    assert code_of(data, cells=10) == code_of(data, columns=3) == code_of(data, characters=20) == "file_too_large"


def test_every_member_must_unpack_to_what_it_declares():
    assert opened(xlsx(ROWS), limits=Limits(ratio=1)).kind == "xlsx"
    assert code_of(xlsx(ROWS), ratio=1, ratio_from=0) == "file_too_large"


def test_parser_that_hangs_is_ended(monkeypatch):
    def hang(*arguments, timeout, **options):
        raise subprocess.TimeoutExpired("parser", timeout)

    monkeypatch.setattr(files.subprocess, "run", hang)
    assert code_of(xlsx(ROWS)) == "file_too_large"


def test_parser_is_held_to_its_processor_time():
    """Two hundred million steps of a table of spans end at one second, not at their end."""
    row = '<tr><td rowspan="200" colspan="200">x'
    assert code_of(f"<table>{row * 3_000}".encode(), seconds=1, cells=10**12) == "file_too_large"


def test_parser_is_alone_with_the_file(monkeypatch):
    """No environment, no working directory on its path: nothing of ours is within its reach."""
    seen = {}
    run = subprocess.run

    def watched(command, **options):
        seen.update(options, command=command)
        return run(command, **options)

    monkeypatch.setattr(files.subprocess, "run", watched)
    opened(xlsx(ROWS))
    assert seen["env"] == {"LC_ALL": "C.UTF-8"}
    assert "-I" in seen["command"]
    assert json.loads(seen["command"][-1])["memory"] == Limits().memory


def test_errors_are_told_from_texts_in_every_format():
    def spoil(_book, sheet):
        sheet.row(0).set_cell_error(0, 0x17)

    assert opened(xls([(None, "#hashtag", "Err:502")], change=spoil)).sheets[0].rows[0] == [
        CellError("#REF!"),
        "#hashtag",
        CellError("Err:502"),
    ]


def test_error_code_of_a_formula_is_read_from_xls():
    """xlwt stores formulas without a result, so the result is written into the record by hand."""

    def write(_book, sheet):
        sheet.write(0, 0, xlwt.Formula("1/0"))

    data = bytearray(xls([(None, "x")], change=write))
    place = _formula(data)
    data[place + 10 : place + 18] = b"\x02\x00\x07\x00\x00\x00\xff\xff"
    assert opened(bytes(data)).sheets[0].rows[0] == [CellError("#DIV/0!"), "x"]


def _formula(data: bytearray) -> int:
    """Where the FORMULA record of cell A1 begins."""
    start = 0
    while True:
        start = data.index(b"\x06\x00", start + 1)
        length = int.from_bytes(data[start + 2 : start + 4], "little")
        if 22 <= length <= 40 and data[start + 4 : start + 8] == bytes(4):
            return start
