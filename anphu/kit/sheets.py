"""Rows out as an xlsx workbook, in constant memory, in which no text can turn into a formula or a link."""

import datetime
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import BinaryIO

import xlsxwriter
from django.http import FileResponse

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32767
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "dd/mm/yyyy",
}


@dataclass(frozen=True)
class Column:
    """A heading and the width of its column in characters."""

    heading: str
    width: int = 16


def write(target: str | BinaryIO, columns: Sequence[Column], rows: Iterable[Sequence], title: str) -> int:
    """Write one sheet named `title` to a path or an open file and return the number of rows below the headings.

    Cells: text, numbers, dates and None. `rows` may be a generator and is read once.
    """
    count = 0
    with xlsxwriter.Workbook(target, _OPTIONS) as book:
        sheet = book.add_worksheet(_sheet_name(title))
        bold, wrap = book.add_format({"bold": True, "bottom": 1}), book.add_format({"valign": "top"})
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width, wrap)
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            sheet.write_string(0, place, column.heading, bold)
        for count, row in enumerate(rows, 1):
            for place, value in enumerate(row):
                _write_cell(sheet, count, place, value)
        sheet.autofilter(0, 0, max(count, 1), len(columns) - 1)
    return count


def _write_cell(sheet, row: int, place: int, value) -> None:
    """Text is always written as text: a leading "=" stays a letter."""
    if value is None or value == "":
        return
    if isinstance(value, datetime.date):
        sheet.write_datetime(row, place, datetime.datetime.combine(value, datetime.time()))
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        sheet.write_number(row, place, value)
    else:
        sheet.write_string(row, place, str(value)[:LONGEST_CELL])


def _sheet_name(title: str) -> str:
    """At most 31 characters and none of those that Excel forbids."""
    return "".join(" " if c in "[]:*?/\\" else c for c in title).strip("' ")[:31] or "1"


def download(filename: str, columns: Sequence[Column], rows: Iterable[Sequence], title: str) -> FileResponse:
    """The workbook as an attachment, sent from a temporary file that goes away with the answer."""
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115 - the response closes it
    write(file, columns, rows, title)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=filename, content_type=MEDIA_TYPE)
