"""Long lists out, written while they are read: xlsx and csv in constant memory, the first bytes at once.

No text in them can turn into a formula or a link. A workbook says on its first sheet what it is, of which day, for whom
and what for; every printed page carries the stamp of its reader.
"""

import csv as csv_module
import datetime
import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv; charset=utf-8"
LONGEST_CELL = 32767
ROWS_AT_MOST = 1_048_575
"""Rows of a sheet below its headings."""
_CHUNK = 1 << 16
_FORMULA = re.compile(r"\s*[=+\-@\uff0b\uff0d\uff1d\uff20]|[\t\r]")
_SPECIAL = re.compile("[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_EPOCH = datetime.date(1899, 12, 30).toordinal()
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PLAIN, _BOLD, _DATE = 0, 1, 2
"""Styles of cells by their place in styles.xml."""


@dataclass(frozen=True)
class Column:
    """A heading and the width of its column in characters."""

    heading: str
    width: int = 16


@dataclass(frozen=True)
class Book:
    """A list as a file: `about` are the lines of the first sheet, `about_title` and `title` the names of the sheets."""

    title: str
    about_title: str
    about: Sequence[tuple[str, str]]
    columns: Sequence[Column]
    stamp: str


Rows = Iterable[Sequence]
"""Cells: text, numbers, dates and None."""


def xlsx(book: Book, rows: Rows) -> Iterator[bytes]:
    """The workbook piece by piece. `rows` is read once, while it is sent."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as package:
        for name, content in _frame(book):
            package.writestr(name, _HEAD + content)
        yield pipe.take()
        with package.open("xl/worksheets/sheet2.xml", "w") as sheet:
            for piece in _sheet(book, rows):
                sheet.write(piece.encode())
                if len(pipe) > _CHUNK:
                    yield pipe.take()
    yield pipe.take()


def csv(book: Book, rows: Rows) -> Iterator[bytes]:
    """The rows as comma-separated text that Excel opens as UTF-8; what looks like a formula gets an apostrophe."""
    buffer = io.StringIO()
    writer = csv_module.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow([column.heading for column in book.columns])
    yield _taken(buffer)
    for row in rows:
        writer.writerow([_harmless(value) for value in row])
        if buffer.tell() > _CHUNK:
            yield _taken(buffer)
    yield _taken(buffer)


def _taken(buffer: io.StringIO) -> bytes:
    data = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return data


def _harmless(value):
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, str) and _FORMULA.match(value):
        return f"'{value}"
    return value


class Outgoing:
    """What leaves, counted and digested. The first piece, in which there is no row yet, goes at once.

    `done(rows, digest, whole)` is called before the last piece is given away, or when the reader goes away earlier:
    nobody holds a whole file that `done` does not know of.
    """

    def __init__(self, write: Callable[[Rows], Iterator[bytes]], rows: Rows, done: Callable[[int, str, bool], object]):
        self._rows, self._done = rows, done
        self.count, self._digest = 0, hashlib.sha256()
        self._pieces = write(self._counted())

    def _counted(self) -> Iterator[Sequence]:
        for row in self._rows:
            self.count += 1
            yield row

    def __iter__(self) -> Iterator[bytes]:
        whole, held = False, b""
        try:
            for number, piece in enumerate(self._pieces):
                self._digest.update(piece)
                if number > 1:
                    yield held
                if number:
                    held = piece
                else:
                    yield piece
            whole = True
        finally:
            self._done(self.count, self._digest.hexdigest(), whole)
        yield held


class _Pipe:
    """Where the archive is written to; what has been taken is forgotten."""

    def __init__(self):
        self._pieces, self._size = [], 0

    def write(self, data) -> int:
        self._pieces.append(bytes(data))
        self._size += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def __len__(self) -> int:
        return self._size

    def take(self) -> bytes:
        data = b"".join(self._pieces)
        self._pieces, self._size = [], 0
        return data


def _text(value: str) -> str:
    """Text inside XML, without the characters that XML cannot hold."""
    value = value[:LONGEST_CELL]
    return escape(_FORBIDDEN.sub("", value), quote=False) if _SPECIAL.search(value) else value


def _letters(count: int) -> list[str]:
    """A, B, … Z, AA, …"""
    alphabet = [chr(65 + place) for place in range(26)]
    return (alphabet + [first + second for first in alphabet for second in alphabet])[:count]


def _cell(place: str, value, style: int = _PLAIN) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, datetime.date):
        return f'<c r="{place}" s="{_DATE}"><v>{value.toordinal() - _EPOCH}</v></c>'
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f'<c r="{place}" s="{style}"><v>{value}</v></c>'
    words = _text(str(value))
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{words}</t></is></c>'


def _sheet(book: Book, rows: Rows) -> Iterator[str]:
    """The list: headings that stay in sight and on every printed page, A4 across, one page wide."""
    letters = _letters(len(book.columns))
    widths = "".join(
        f'<col min="{place}" max="{place}" width="{column.width}" style="{_PLAIN}" customWidth="1"/>'
        for place, column in enumerate(book.columns, 1)
    )
    yield (
        f'<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>'
        '<sheetView tabSelected="1" workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>'
        f"</sheetViews><cols>{widths}</cols><sheetData>"
    )
    yield _line(1, letters, [column.heading for column in book.columns], _BOLD)
    number = 1
    for number, row in enumerate(rows, 2):
        if number > ROWS_AT_MOST + 1:
            raise OverflowError("more rows than a sheet holds")
        yield _line(number, letters, row)
    yield f'</sheetData><autoFilter ref="A1:{letters[-1]}{max(number, 2)}"/>{_print_set_up(book)}</worksheet>'


def _line(number: int, letters: Sequence[str], values: Sequence, style: int = _PLAIN) -> str:
    cells = [_cell(f"{letter}{number}", value, style) for letter, value in zip(letters, values, strict=True)]
    return f'<row r="{number}">{"".join(cells)}</row>'


def _print_set_up(book: Book) -> str:
    foot = _text(book.stamp.replace("&", "&&")[:200])
    head = _text(book.title.replace("&", "&&")[:80])
    return (
        '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
        f"<headerFooter><oddHeader>&amp;C&amp;B{head}</oddHeader>"
        f"<oddFooter>&amp;L&amp;8{foot}&amp;R&amp;8&amp;P/&amp;N</oddFooter></headerFooter>"
    )


def _about(book: Book) -> str:
    lines = [_line(1, ["A"], [book.title], _BOLD)]
    lines += [_line(number, ["A", "B"], pair) for number, pair in enumerate(book.about, 3)]
    return (
        f'<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView'
        ' workbookViewId="0"/></sheetViews><cols><col min="1" max="1" width="28" customWidth="1"/><col min="2" max="2"'
        f' width="90" customWidth="1"/></cols><sheetData>{"".join(lines)}</sheetData>{_print_set_up(book)}</worksheet>'
    )


def _frame(book: Book) -> Iterator[tuple[str, str]]:
    """Everything of the workbook but the list itself."""
    names = [_sheet_name(book.about_title, "1"), _sheet_name(book.title, "2")]
    if names[0].casefold() == names[1].casefold():
        names[1] = _sheet_name(f"{names[1][:28]} 2", "2")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = (
        ("workbook.xml", "sheet.main"),
        ("worksheets/sheet1.xml", "worksheet"),
        ("worksheets/sheet2.xml", "worksheet"),
    )
    overrides = "".join(
        f'<Override PartName="/xl/{name}" ContentType="{kind}.{what}+xml"/>'
        for name, what in (*parts, ("styles.xml", "styles"))
    )
    links = "application/vnd.openxmlformats-package.relationships+xml"
    defaults = (
        f'<Default Extension="rels" ContentType="{links}"/><Default Extension="xml" ContentType="application/xml"/>'
    )
    yield "[Content_Types].xml", f'<Types xmlns="{_TYPES}">{defaults}{overrides}</Types>'
    yield "_rels/.rels", _relations(("officeDocument", "xl/workbook.xml"))
    sheets = (("worksheet", "worksheets/sheet1.xml"), ("worksheet", "worksheets/sheet2.xml"), ("styles", "styles.xml"))
    yield "xl/_rels/workbook.xml.rels", _relations(*sheets)
    yield "xl/workbook.xml", _workbook(names)
    yield "xl/styles.xml", _STYLES
    yield "xl/worksheets/sheet1.xml", _about(book)


def _relations(*targets: tuple[str, str]) -> str:
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{_LINKS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}">{links}</Relationships>'


def _workbook(names: Sequence[str]) -> str:
    sheets = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"/>' for number, name in enumerate(names, 1)
    )
    quoted = escape(names[1].replace("'", "''"), quote=False)
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><bookViews><workbookView activeTab="1"/></bookViews>'
        f'<sheets>{sheets}</sheets><definedNames><definedName name="_xlnm.Print_Titles" localSheetId="1">'
        f"'{quoted}'!$1:$1</definedName></definedNames></workbook>"
    )


def _sheet_name(title: str, otherwise: str) -> str:
    """At most 31 characters and none of those that Excel forbids."""
    return "".join(" " if c in "[]:*?/\\" else c for c in title).strip("' ")[:31] or otherwise


_ALIGNED = '<alignment vertical="top" wrapText="1"/>'
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/>'
    '</font></fonts><fills count="2">'
    '<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/>'
    '</fill></fills><borders count="2"><border/><border><bottom style="thin"/></border></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3">'
    f'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">{_ALIGNED}</xf>'
    f'<xf numFmtId="0" fontId="1" fillId="0" borderId="1" xfId="0" applyFont="1" applyAlignment="1">{_ALIGNED}</xf>'
    f'<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1">{_ALIGNED}</xf>'
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
