"""Cells as people type them and as spreadsheets spoil them."""

import datetime
import unicodedata

from xlwt import easyxf

from anphu.kit.intake import legacy
from tests.intake_files.declared import Reading, Refusal, arrives
from tests.intake_files.making import delimited, ods_of, xls, xlsx
from tests.intake_files.people import AN, BA, HEADER, LINES, PEOPLE, ROWS, UOC

_PLAIN = Reading("xlsx", PEOPLE)
_NO_RESULT = ((2, 3, "cell_unsolved"),)


def _as(kind: str, rows=ROWS) -> list:
    return [[legacy.encode(cell, kind) if isinstance(cell, str) else cell for cell in row] for row in rows]


@arrives("danh-sach.xlsx", Reading("xlsx", PEOPLE, converted={"tcvn3": 10}))
def workbook_in_tcvn3() -> bytes:
    return xlsx(_as("tcvn3"))


@arrives("danh-sach.xlsx", Reading("xlsx", PEOPLE, converted={"vni": 10}))
def workbook_in_vni() -> bytes:
    return xlsx(_as("vni"))


@arrives("danh-sach.xls", Reading("xls", PEOPLE, converted={"vni": 10}))
def workbook_of_excel_97_in_vni() -> bytes:
    return xls(_as("vni"))


@arrives("danh-sach.xlsx", Reading("xlsx", PEOPLE, converted={"tcvn3": 3}))
def one_column_in_tcvn3_among_unicode() -> bytes:
    return xlsx([HEADER, *((n, legacy.encode(name, "tcvn3"), *rest) for n, name, *rest in LINES)])


@arrives("danh-sach.xlsx", Reading("xlsx", PEOPLE, converted={"tcvn3": 3, "vni": 3}))
def two_old_encodings_in_two_columns() -> bytes:
    rows = [
        (n, legacy.encode(name, "tcvn3"), born, legacy.encode(unit, "vni"), card) for n, name, born, unit, card in LINES
    ]
    return xlsx([HEADER, *rows])


@arrives("danh-sach.xlsx", Reading("xlsx", PEOPLE, converted={"tcvn3": 3}))
def capitals_of_a_capital_font() -> bytes:
    """.VnTimeH: stored in small letters, seen in capitals."""
    return xlsx([HEADER, *((n, legacy.encode(name.lower(), "tcvn3"), *rest) for n, name, *rest in LINES)])


@arrives("danh-sach.xlsx", _PLAIN)
def letters_taken_apart() -> bytes:
    rows = [[unicodedata.normalize("NFD", cell) if isinstance(cell, str) else cell for cell in row] for row in ROWS]
    return xlsx(rows)


@arrives("danh-sach.xlsx", _PLAIN)
def invisible_and_unbreakable_spaces() -> bytes:
    rows = [(n, f"\u00a0{name.replace(' ', chr(0xA0) + ' ')}\u200b", f" {born} ", f"\ufeff{unit}  ", f"{card}\u00a0")
            for n, name, born, unit, card in LINES]  # fmt: skip
    return xlsx([HEADER, *rows])


@arrives("danh-sach.xlsx", _PLAIN)
def names_in_capitals() -> bytes:
    return xlsx([HEADER, *((n, name.upper(), *rest) for n, name, *rest in LINES)])


@arrives("danh-sach.xlsx", _PLAIN)
def names_in_small_letters() -> bytes:
    return xlsx([HEADER, *((n, name.lower(), *rest) for n, name, *rest in LINES)])


@arrives("danh-sach.xlsx", _PLAIN)
def cards_without_their_first_zero() -> bytes:
    return xlsx([HEADER, *((*line[:4], int(line[4])) for line in LINES)])


@arrives("danh-sach.xlsx", _PLAIN)
def cards_with_dots_and_spaces() -> bytes:
    return xlsx([HEADER, *((*line[:4], f"{line[4][:3]}.{line[4][3:6]} {line[4][6:]}") for line in LINES)])


_ROUNDED = tuple((*person[:3], None) for person in PEOPLE)


@arrives("danh-sach.csv", Reading("csv", _ROUNDED, tuple((n, 5, "digits_lost") for n in (2, 3, 4)), encoding="utf-8"))
def cards_rounded_on_the_way_through_csv() -> bytes:
    return delimited([HEADER, *((*line[:4], f"{int(line[4]):.2E}") for line in LINES)]).encode()


_TYPED = (
    ("3/2/1980", "03/02/1980"),
    ("3-2-80", "03/02/1980"),
    ("3.2.1980", "03/02/1980"),
    ("03 / 02 / 1980", "03/02/1980"),
    ("02/1980", "02/1980"),
    ("2-1980", "02/1980"),
    ("00/02/1980", "02/1980"),
    ("../../1980", "1980"),
    (1980, "1980"),
    ("năm 1980", "1980"),
    (29254, "03/02/1980"),
    (datetime.date(1980, 2, 3), "03/02/1980"),
    ("ngày 3 tháng 2 năm 1980", "03/02/1980"),
    ("03-Feb-80", "03/02/1980"),
    ("1980-02-03", "03/02/1980"),
    ("'03/02/1980", "03/02/1980"),
)


@arrives("danh-sach.xlsx", Reading("xlsx", tuple((AN[0], shown, None, None) for _typed, shown in _TYPED)))
def dates_typed_in_every_way() -> bytes:
    return xlsx([HEADER, *((n, AN[0], typed) for n, (typed, _shown) in enumerate(_TYPED, 1))])


_IMPOSSIBLE = (
    ("31/02/1980", "date_impossible"),
    ("02/13/1980", "date_order"),
    ("1/1/2199", "date_impossible"),
    ("?", "date_unreadable"),
)


@arrives(
    "danh-sach.xlsx",
    Reading(
        "xlsx", ((AN[0], None, None, None),) * 4, tuple((n, 3, code) for n, (_, code) in enumerate(_IMPOSSIBLE, 2))
    ),
)
def dates_that_cannot_be() -> bytes:
    return xlsx([HEADER, *((n, AN[0], typed) for n, (typed, _code) in enumerate(_IMPOSSIBLE, 1))])


@arrives("danh-sach.xlsx", Reading("xlsx", ((AN[0], None, None, None), BA), ((2, 3, "date_future"),)))
def date_in_the_future() -> bytes:
    return xlsx([HEADER, (1, AN[0], "01/01/2045"), LINES[1]])


@arrives("danh-sach.xlsx", Reading("xlsx", ((BA[0], "12/1975", None, None), (UOC[0], "1969", None, None))))
def dates_that_excel_made_of_months_and_years() -> bytes:
    """Typed as 12/1975 and stored as its first day, shown as "Dec-75"."""

    def write(book, sheet):
        sheet.write_datetime(1, 2, datetime.date(1975, 12, 1), book.add_format({"num_format": 17}))
        sheet.write_datetime(2, 2, datetime.date(1969, 1, 1), book.add_format({"num_format": "yyyy"}))

    return xlsx([HEADER, (1, BA[0]), (2, UOC[0])], finish=write)


@arrives("danh-sach.xls", Reading("xls", ((BA[0], "12/1975", None, None), (UOC[0], "1969", None, None))))
def months_and_years_of_excel_97() -> bytes:
    def write(_book, sheet):
        sheet.write(1, 2, datetime.date(1975, 12, 1), easyxf(num_format_str="MMM-YY"))
        sheet.write(2, 2, datetime.date(1969, 1, 1), easyxf(num_format_str='"năm" yyyy'))

    return xls([HEADER, (1, BA[0]), (2, UOC[0])], change=write)


@arrives("danh-sach.xlsx", Reading("xlsx", ((AN[0], "03/02/1980", None, None),)))
def workbook_that_counts_from_1904() -> bytes:
    return xlsx([HEADER, (1, AN[0], datetime.date(1980, 2, 3))], options={"date_1904": True})


@arrives("danh-sach.xlsx", _PLAIN)
def formulas_with_their_results() -> bytes:
    def write(_book, sheet):
        for row, line in enumerate(LINES, 1):
            sheet.write_formula(row, 1, '=CONCATENATE("Họ"," ","tên")', None, line[1])

    return xlsx(ROWS, finish=write)


@arrives("danh-sach.xlsx", Reading("xlsx", ((AN[0], None, *AN[2:]), BA, UOC), _NO_RESULT))
def formula_that_was_never_worked_out() -> bytes:
    return xlsx(ROWS, finish=lambda _book, sheet: sheet.write_formula("C2", "=DATE(1980,2,3)", None, ""))


_ERRORS = ((2, 3, "cell_error"), (3, 4, "cell_error"))
_WITH_ERRORS = ((AN[0], None, *AN[2:]), (*BA[:2], None, BA[3]), UOC)


@arrives("danh-sach.xlsx", Reading("xlsx", _WITH_ERRORS, _ERRORS))
def error_cells() -> bytes:
    def write(_book, sheet):
        sheet.write_formula("C2", "=1/0", None, "#DIV/0!")
        sheet.write_formula("D3", "=VLOOKUP(1,A:A,1)", None, "#N/A")

    return xlsx(ROWS, finish=write)


@arrives("danh-sach.xls", Reading("xls", _WITH_ERRORS, _ERRORS))
def error_cells_of_excel_97() -> bytes:
    rows = [HEADER, (1, AN[0], None, *AN[2:]), (2, *BA[:2], None, BA[3]), LINES[2]]

    def write(_book, sheet):
        sheet.row(1).set_cell_error(2, 0x07)
        sheet.row(2).set_cell_error(3, 0x2A)

    return xls(rows, change=write)


@arrives("danh-sach.ods", Reading("ods", ((AN[0], None, None, None),), ((2, 2, "cell_error"),)))
def error_cell_of_libreoffice() -> bytes:
    space = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    text = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    error = f'<table:table-cell {space} office:value-type="string" office:string-value="" calcext:value-type="error">'
    header = text.format("Họ và tên") + text.format("Ngày sinh")
    line = f"{text.format(AN[0])}{error}<text:p>#DIV/0!</text:p></table:table-cell>"
    return ods_of(f"<table:table-row>{header}</table:table-row><table:table-row>{line}</table:table-row>")


@arrives("danh-sach.csv", Reading("csv", _WITH_ERRORS, _ERRORS, encoding="utf-8"))
def error_cells_saved_as_csv() -> bytes:
    rows = [HEADER, (1, AN[0], "#DIV/0!", *AN[2:]), (2, *BA[:2], "#N/A", BA[3]), LINES[2]]
    return delimited(rows).encode()


@arrives("danh-sach.xlsx", Reading("xlsx", ((None, None, None, None), AN), ((2, 2, "not_a_name"),)))
def name_that_is_a_number() -> bytes:
    return xlsx([HEADER, (1, 12345), (2, *AN)])


@arrives("danh-sach.xlsx", Refusal("file_no_rows"))
def workbook_without_a_filled_cell() -> bytes:
    return xlsx([])


@arrives("danh-sach.xlsx", Refusal("file_no_rows"))
def everything_hidden() -> bytes:
    def hide(book, _sheet):
        book.worksheets()[0].hide()
        book.worksheets()[1].activate()

    return xlsx(ROWS, [], finish=hide)
