"""Files that ask for more memory or time than a list is worth, and honest ones that only seem to."""

import io
import re
import zipfile

from tests.intake_files.declared import Reading, Refusal, arrives
from tests.intake_files.making import changed, ods_cell, ods_of, xlsx, zipped
from tests.intake_files.people import HEADER, LINES, PEOPLE, ROWS

_TOO_LARGE = Refusal("file_too_large", 413)
_SHEET = "xl/worksheets/sheet1.xml"


def _with_cell(place: str, xml_row: int) -> bytes:
    """The list of three, and one letter far away that the sheet's own dimension tells of."""
    far = f'<row r="{xml_row}"><c r="{place}" t="inlineStr"><is><t>.</t></is></c></row></sheetData>'

    def add(xml: bytes) -> bytes:
        xml = re.sub(rb'<dimension ref="[^"]*"', f'<dimension ref="A1:{place}"'.encode(), xml)
        return xml.replace(b"</sheetData>", far.encode())

    return changed(xlsx(ROWS), _SHEET, add)


@arrives("danh-sach.xlsx", Reading("xlsx", PEOPLE, ignored={"group": 1}))
def stray_letter_in_the_last_row() -> bytes:
    """A dense rectangle of five million cells for sixteen that are filled."""
    return _with_cell("B1048576", 1048576)


@arrives("danh-sach.xlsx", Reading("xlsx", (*PEOPLE, (None, None, None, None))))
def stray_letter_in_the_last_cell() -> bytes:
    """XFD1048576: a dense rectangle of seventeen billion cells."""
    return _with_cell("XFD1048576", 1048576)


@arrives("danh-sach.xlsx", _TOO_LARGE)
def last_cell_behind_a_false_dimension() -> bytes:
    return re_dimensioned(_with_cell("XFD1048576", 1048576))


def re_dimensioned(data: bytes) -> bytes:
    """The sheet says that it ends at E4, and does not."""
    return changed(data, _SHEET, lambda xml: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:E4"', xml))


@arrives("danh-sach.xlsx", Reading("xlsx", PEOPLE))
def million_empty_rows_with_a_style() -> bytes:
    rows = "".join(f'<row r="{row}"><c r="A{row}" s="1"/></row>' for row in range(10, 1_000_010)).encode()
    return changed(xlsx(ROWS), _SHEET, lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>"))


@arrives("danh-sach.xlsx", Reading("xlsx", PEOPLE))
def styled_to_the_last_column() -> bytes:
    """16,384 columns, of which five are used."""
    cells = "".join(f'<c r="{_letters(column)}9" s="1"/>' for column in range(16_384))
    row = f'<row r="9">{cells}</row></sheetData>'.encode()
    return changed(xlsx(ROWS), _SHEET, lambda xml: xml.replace(b"</sheetData>", row))


@arrives("danh-sach.xlsx", _TOO_LARGE)
def filled_to_the_last_column() -> bytes:
    return xlsx([*ROWS, tuple(range(16_384))])


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@arrives("danh-sach.xlsx", _TOO_LARGE)
def one_long_text_in_twenty_thousand_cells() -> bytes:
    """32,767 letters stored once and shown in 20,000 cells: 655 MB as texts, 100 kB as a file."""
    cells = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 20_001))
    text = (
        f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{"a" * 32_767}</t></si></sst>'
    )
    sheet = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    book = changed(xlsx([["x"]]), "xl/sharedStrings.xml", lambda _xml: text.encode())
    return changed(book, _SHEET, lambda _xml: f"{sheet}<sheetData>{cells}</sheetData></worksheet>".encode())


@arrives("danh-sach.xlsx", Reading("xlsx", PEOPLE))
def ten_thousand_error_cells_in_one_row() -> bytes:
    """Beside the list, in columns that nobody wants."""
    cells = "".join(f'<c r="{_letters(column)}2" t="e"><v>#N/A</v></c>' for column in range(10, 10_010)).encode()
    return changed(xlsx(ROWS), _SHEET, lambda xml: xml.replace(b'</row><row r="3"', cells + b'</row><row r="3"'))


@arrives("danh-sach.xlsx", _TOO_LARGE)
def zip_bomb() -> bytes:
    """400 MB of spaces in 400 kB."""
    target = io.BytesIO(xlsx(ROWS))
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/media/a.xml", "w") as member:
        for _ in range(400):
            member.write(b" " * (1 << 20))
    return target.getvalue()


@arrives("danh-sach.xlsx", _TOO_LARGE)
def three_thousand_members() -> bytes:
    return zipped({f"xl/worksheets/sheet{number}.xml": "<x/>" for number in range(3_000)} | {"xl/workbook.xml": "<x/>"})


@arrives("danh-sach.xlsx", Refusal("file_damaged"))
def elements_nested_a_hundred_thousand_deep() -> bytes:
    return changed(xlsx(ROWS), _SHEET, lambda _xml: b"<row>" * 100_000)


@arrives("danh-sach.ods", _TOO_LARGE)
def ods_that_repeats_a_cell_everywhere() -> bytes:
    cell = '<table:table-cell table:number-columns-repeated="16000" office:value-type="float" office:value="1"/>'
    return ods_of(f'<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row>')


@arrives("danh-sach.ods", Reading("ods", PEOPLE))
def ods_that_repeats_emptiness_to_the_end() -> bytes:
    """As LibreOffice writes every sheet whose columns have a style."""
    rows = "".join(f"<table:table-row>{''.join(map(ods_cell, cells))}</table:table-row>" for cells in ROWS)
    empty = '<table:table-cell table:number-columns-repeated="16384"/>'
    return ods_of(f'{rows}<table:table-row table:number-rows-repeated="1048572">{empty}</table:table-row>')


@arrives("danh-sach.csv", _TOO_LARGE)
def csv_of_commas() -> bytes:
    return b"," * (20 << 20) + b"x"


@arrives("danh-sach.csv", _TOO_LARGE)
def csv_of_five_thousand_columns() -> bytes:
    return ",".join(map(str, range(5_000))).encode()


@arrives("danh-sach.csv", Reading("csv", PEOPLE, encoding="utf-8"))
def csv_with_a_million_empty_rows() -> bytes:
    rows = [HEADER, *LINES]
    return "\n".join(";".join(map(str, row)) for row in rows).encode() + b"\n" + b";;;;\n" * 1_000_000


@arrives("danh-sach.csv", _TOO_LARGE)
def file_larger_than_the_limit() -> bytes:
    return b"Nguyen Van An;1980\n" * (2 << 20)


@arrives("danh-sach.xls", _TOO_LARGE)
def web_page_with_a_row_that_never_ends() -> bytes:
    return b"<html><table><tr>" + b"<td>1" * 10_000


@arrives("danh-sach.xls", Reading("html", PEOPLE, encoding="utf-8"))
def web_page_with_a_boundless_span() -> bytes:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
    return f'<table>{rows}<tr><td colspan="999999999" rowspan="999999999"></td></tr></table>'.encode()


@arrives("danh-sach.xls", Refusal("file_no_rows"))
def web_page_of_open_brackets() -> bytes:
    """Quadratic for a careless reader of HTML."""
    return b"<html><table>" + b"<!--" * 200_000
