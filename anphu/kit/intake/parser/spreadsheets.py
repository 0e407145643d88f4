"""xlsx, xlsm, xls and ods → sheets of plain values, by python-calamine, with the cells it drops put back."""

import datetime
import io

import biff
import python_calamine
from budget import Budget, Refusal, TooMuch
from opendocument import with_errors_shown
from workbook_xml import Workbook

_MOST_MERGED = 20_000
_VISIBLE = python_calamine.SheetVisibleEnum.Visible
_WORKSHEET = python_calamine.SheetTypeEnum.WorkSheet


class Locked(Refusal):
    """The workbook asks for a password."""

    code = "file_password"


def sheets(data: bytes, kind: str, limits: dict) -> list[dict]:
    """Every worksheet in order. A hidden one is named and left unread unless `limits["hidden"]`."""
    workbook = Workbook(data, limits["cells"]) if kind in ("xlsx", "xlsm") else None
    if workbook:
        data = workbook.data
    elif kind == "ods":
        data = with_errors_shown(data, Budget(limits))
    elif biff.locked(data):
        raise Locked
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    found = [(index, one) for index, one in enumerate(book.sheets_metadata) if one.typ == _WORKSHEET]
    if len(found) > limits["sheets"]:
        raise TooMuch
    budget = Budget(limits)
    answer = [_sheet(book, index, one, workbook, budget, limits["hidden"]) for index, one in found]
    if kind == "xls":
        for sheet, odd in zip(answer, biff.oddities(data), strict=False):
            sheet |= odd if sheet["rows"] else {}
    return answer


def _sheet(book, index: int, about, workbook, budget: Budget, read_hidden: bool) -> dict:
    hidden = about.visible != _VISIBLE
    answer = {"name": about.name, "hidden": hidden, "rows": [], "merged": [], "errors": []}
    if hidden and not read_hidden:
        return answer
    sheet = book.get_sheet_by_index(index)
    rows = [
        budget.spend([cell or None if cell.__class__ is str else _plain(cell) for cell in row])
        for row in sheet.to_python(skip_empty_area=False)
    ]
    merged = [[*start, *end] for start, end in (sheet.merged_cell_ranges or [])[:_MOST_MERGED]]
    if workbook:
        merged = workbook.merged(about.name, merged)
        budget.take(len(workbook.errors(about.name)))
        answer |= {
            "errors": workbook.errors(about.name),
            "coarse": workbook.coarse(about.name),
            "places": workbook.places(about.name),
        }
    answer |= {"rows": rows, "merged": merged}
    return answer if answer.get("places") else _without_gaps(answer)


def _without_gaps(answer: dict) -> dict:
    """A sheet that is mostly empty rows travels as its filled ones and their numbers."""
    rows = answer["rows"]
    filled = [number for number, row in enumerate(rows) if row]
    if len(filled) > len(rows) // 2:
        return answer
    kept = [rows[number] for number in filled]
    return answer | {"rows": kept, "places": (filled, list(range(max(map(len, kept), default=0))))}


def _plain(cell):
    """What JSON can carry. Whole numbers lose the ".0" that every number of an xlsx has; a time of day becomes text."""
    kind = cell.__class__
    if kind is float:
        return int(cell) if cell.is_integer() else cell
    if kind is bool or kind is int:
        return cell
    if isinstance(cell, datetime.date):
        return [cell.isoformat()]
    return str(cell)
