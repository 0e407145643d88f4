"""A file as somebody sent it → sheets of cells. What it is, is told by its bytes, never by its name.

Formulas give their stored results, macros are never looked at, hidden sheets are named and left closed unless asked
for. Everything that expands what was sent happens in a process of its own (see `parser/__main__.py` for why); this one
only unpacks archives piece by piece to check them, and reads CSV, which cannot grow beyond its own size.
"""

import datetime
import hashlib
import json
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from anphu.kit.intake import containers, delimited, legacy
from anphu.kit.intake.limits import USUAL, Limits
from anphu.kit.refusals import Refused

__all__ = ["Book", "Cell", "CellError", "Limits", "Merged", "Sheet", "read"]

_SHOWN_ERROR = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!)|Err:\d{3}")
_PARSER = Path(__file__).with_name("parser")


@dataclass(frozen=True)
class CellError:
    """A cell that shows an error (`#REF!`, `#N/A` …), or `=` for a formula whose result was never stored."""

    text: str

    def __str__(self) -> str:
        return self.text


Cell = str | int | float | bool | datetime.date | datetime.datetime | CellError | None


@dataclass(frozen=True)
class Merged:
    """A merged range, both corners included, 0-based."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """`rows[i]` is row i + 1 of the sheet and ends with its last used cell; a row without any is `()`.

    `merged` is empty where the format does not tell (ods, csv). `converted` counts the cells that were in a legacy
    encoding, by encoding; `rows` hold them in Unicode.
    """

    name: str
    hidden: bool = False
    rows: list[Sequence[Cell]] = field(default_factory=list)
    merged: tuple[Merged, ...] = ()
    converted: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Book:
    """A file as read. `digest` is the SHA-256 of its bytes, `kind` one of xlsx, xlsm, xls, ods, html, csv."""

    name: str
    sheets: tuple[Sheet, ...]
    digest: str
    size: int
    kind: str
    encoding: str = ""

    @property
    def hidden(self) -> tuple[str, ...]:
        """Names of the hidden sheets, for the reader to be told of."""
        return tuple(sheet.name for sheet in self.sheets if sheet.hidden)


def read(file: BinaryIO, name: str, *, limits: Limits = USUAL, hidden: bool = False) -> Book:
    """Read `file` from where it stands. `hidden` opens hidden sheets too; without it they are named and empty.

    Raises `Refused` with a sentence that says what to do: file_too_large (413), file_empty, file_wrong_type,
    file_unreadable_kind, file_damaged, file_password, file_dangerous, file_no_rows, file_not_text,
    file_open_quote, file_letters_lost (400).
    """
    data = file.read(limits.size + 1)
    if len(data) > limits.size:
        sentence = _("The file is larger than %(most)s MB. Remove pictures from it or divide it into several files.")
        raise Refused("file_too_large", sentence % {"most": limits.size >> 20}, status=413)
    kind = containers.kind_of(data, limits)
    encoding = ""
    if kind == "csv":
        rows, encoding = delimited.read(data, limits)
        sheets = [Sheet(name=Path(name).stem[:31] or "1", rows=rows)]
    elif kind == "html":
        page, encoding = delimited.text_of(data)
        sheets = _parsed(page.encode(), kind, limits, hidden)
    else:
        sheets = _parsed(data, kind, limits, hidden)
    if not any(any(sheet.rows) for sheet in sheets):
        raise Refused("file_no_rows", _no_rows(sheets), status=400)
    return Book(
        name=name,
        sheets=tuple(_with_errors(_in_unicode(sheet)) for sheet in sheets),
        digest=hashlib.sha256(data).hexdigest(),
        size=len(data),
        kind=kind,
        encoding=encoding,
    )


def _no_rows(sheets: list[Sheet]):
    if any(sheet.hidden for sheet in sheets):
        return _("Every sheet that holds something is hidden. Open the file in Excel, unhide the sheet and save it.")
    return _("The file holds no filled cell. Choose the file that holds your list.")


def _parsed(data: bytes, kind: str, limits: Limits, hidden: bool) -> list[Sheet]:
    """Have the parser read `data`. A parser that ends without an answer has met a limit, or a file that broke it."""
    settings = json.dumps({**asdict(limits), "hidden": hidden})
    command = [sys.executable, "-I", str(_PARSER), kind, settings]
    try:
        done = subprocess.run(
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=limits.seconds + 5,
            env={"LC_ALL": "C.UTF-8"},
        )
    except subprocess.TimeoutExpired as error:
        raise containers.too_large() from error
    if done.returncode or not done.stdout:
        raise containers.too_large()
    answer = json.loads(done.stdout)
    if "refused" in answer:
        raise _REFUSALS.get(answer["refused"], containers.damaged)()
    return [_sheet(**sheet) for sheet in answer["sheets"]]


_REFUSALS = {"file_too_large": containers.too_large, "file_password": containers.locked}


def _sheet(
    name: str, hidden: bool, rows: list, merged: list, errors: list, coarse: list = (), places: list | None = None
) -> Sheet:
    rows = [[_moment(cell[0]) if cell.__class__ is list else cell for cell in row] if row else () for row in rows]
    if places:
        rows = _spread(rows, *places)
    for row, column, known in coarse:
        _coarsen(rows, row, column, known)
    _put_errors(rows, errors)
    return Sheet(name=name, hidden=hidden, rows=rows, merged=tuple(Merged(*corners) for corners in merged))


def _spread(rows: list[Sequence], numbers: list[int], columns: list[int]) -> list[Sequence]:
    """Rows of a sheet that the parser had closed up, back where the file has them."""
    spread: list[Sequence] = [()] * (numbers[-1] + 1 if numbers else 0)
    for number, row in zip(numbers, rows, strict=True):
        line = [None] * (columns[len(row) - 1] + 1)
        for column, cell in zip(columns, row, strict=False):
            line[column] = cell
        spread[number] = line
    return spread


def _put_errors(rows: list[Sequence], errors: list) -> None:
    """Errors come apart from the rows, and may stand behind the last filled cell of a row or of the sheet."""
    by_row: dict[int, dict[int, str]] = defaultdict(dict)
    for row, column, text in errors:
        by_row[row][column] = text
    rows.extend([()] * (max(by_row, default=-1) + 1 - len(rows)))
    for row, texts in by_row.items():
        line = list(rows[row])
        line.extend([None] * (max(texts) + 1 - len(line)))
        for column, text in texts.items():
            line[column] = CellError(text)
        rows[row] = line


def _coarsen(rows: list[list], row: int, column: int, known: str) -> None:
    """A date that the sheet shows as "Feb-80" is that month, not its first day; unless another day was stored."""
    cell = rows[row][column] if row < len(rows) and column < len(rows[row]) else None
    if isinstance(cell, datetime.date) and cell.day == 1 and (known == "month" or cell.month == 1):
        rows[row][column] = f"{cell:%m/%Y}" if known == "month" else f"{cell:%Y}"


def _moment(iso: str) -> datetime.date | datetime.datetime:
    return datetime.date.fromisoformat(iso) if len(iso) == 10 else datetime.datetime.fromisoformat(iso)


def _in_unicode(sheet: Sheet) -> Sheet:
    converted = legacy.repair(sheet.rows)
    return replace(sheet, converted=converted) if converted else sheet


def _with_errors(sheet: Sheet) -> Sheet:
    """Errors that arrived as the text they show: from ods, csv and web pages."""
    for row in filter(None, sheet.rows):
        for column, cell in enumerate(row):
            if cell.__class__ is str and cell[:1] in ("#", "E") and _SHOWN_ERROR.fullmatch(cell):
                row[column] = CellError(cell)
    return sheet
