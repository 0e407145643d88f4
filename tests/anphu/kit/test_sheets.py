import datetime
import io
import zipfile

import pytest
from openpyxl import load_workbook

from anphu.kit import sheets

COLUMNS = [sheets.Column("Tên"), sheets.Column("Số"), sheets.Column("Ngày")]


def written(rows, title="Cán bộ"):
    file = io.BytesIO()
    count = sheets.write(file, COLUMNS, rows, title)
    file.seek(0)
    return count, file


def values(file):
    return [list(row) for row in load_workbook(file).active.values]


def test_write_rows_come_back_as_written():
    count, file = written([("Nguyễn Văn An", 42, datetime.date(1978, 5, 12)), ("Đỗ Thị Ân", 1.5, None)])
    assert count == 2
    assert values(file) == [
        ["Tên", "Số", "Ngày"],
        ["Nguyễn Văn An", 42, datetime.datetime(1978, 5, 12)],
        ["Đỗ Thị Ân", 1.5, None],
    ]


@pytest.mark.parametrize(
    "text",
    ['=HYPERLINK("http://x","y")', "=1+1", "+1", "-1", "@SUM(A1)", "{=1}", "http://x.example", "mailto:a@b", "0123"],
)
def test_write_text_stays_text(text):
    _count, file = written([(text, None, None)])
    sheet = zipfile.ZipFile(file).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert values(file)[1][0] == text


def test_write_reads_a_generator_once():
    count, file = written((f"Người {number}", number, None) for number in range(1000))
    assert (count, len(values(file))) == (1000, 1001)


def test_write_nothing_leaves_the_headings():
    count, file = written([])
    assert (count, values(file)) == (0, [["Tên", "Số", "Ngày"]])


def test_write_over_long_text_is_cut_where_the_format_ends():
    _count, file = written([("x" * 40000, None, None)])
    assert len(values(file)[1][0]) == sheets.LONGEST_CELL


@pytest.mark.parametrize("title", ["a/b:c*d?e[f]g\\h", "x" * 60, "", "'"])
def test_write_any_title_makes_a_sheet(title):
    _count, file = written([], title)
    assert 1 <= len(load_workbook(file).sheetnames[0]) <= 31


@pytest.mark.django_db
def test_download_is_an_attachment():
    answer = sheets.download("can-bo.xlsx", COLUMNS, [("An", 1, None)], "Cán bộ")
    body = io.BytesIO(b"".join(answer.streaming_content))
    answer.close()
    assert answer["Content-Type"] == sheets.MEDIA_TYPE
    assert 'attachment; filename="can-bo.xlsx"' in answer["Content-Disposition"]
    assert values(body)[1][0] == "An"
