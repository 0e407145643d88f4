"""CSV and web pages in every encoding, delimiter and disguise."""

import codecs
import unicodedata

from anphu.kit.intake import legacy
from tests.intake_files.declared import Reading, Refusal, arrives
from tests.intake_files.making import delimited, xlsx
from tests.intake_files.people import AN, BA, HEADER, LINES, PEOPLE, ROWS, UOC

_TONES = "\u0300\u0301\u0303\u0309\u0323"


def _read(encoding: str, **more) -> Reading:
    return Reading("csv", PEOPLE, encoding=encoding, **more)


def windows_1258(text: str) -> bytes:
    """Vietnamese Windows: the letter with its shape, then its tone as a mark."""
    parts = []
    for char in unicodedata.normalize("NFC", text):
        apart = unicodedata.normalize("NFD", char)
        tone = "".join(mark for mark in apart if mark in _TONES)
        letter = unicodedata.normalize("NFC", "".join(mark for mark in apart if mark not in _TONES))
        try:
            parts.append(char.encode("cp1258"))
        except UnicodeEncodeError:
            parts.append((letter + tone).encode("cp1258"))
    return b"".join(parts)


@arrives("danh-sach.csv", _read("utf-8"))
def commas_in_utf_8() -> bytes:
    return delimited(ROWS).encode()


@arrives("danh-sach.csv", _read("utf-8"))
def semicolons_with_a_mark() -> bytes:
    return codecs.BOM_UTF8 + delimited(ROWS, ";").encode()


@arrives("danh-sach.txt", _read("utf-16-le"))
def tabs_in_utf_16_as_excel_saves_unicode_text() -> bytes:
    return codecs.BOM_UTF16_LE + delimited(ROWS, "\t").encode("utf-16-le")


@arrives("danh-sach.csv", _read("utf-16-be"))
def utf_16_the_other_way_round() -> bytes:
    return codecs.BOM_UTF16_BE + delimited(ROWS, ";").encode("utf-16-be")


@arrives("danh-sach.csv", _read("utf-16-le"))
def utf_16_without_a_mark() -> bytes:
    return delimited(ROWS, ";").encode("utf-16-le")


@arrives("danh-sach.csv", _read("windows-1258"))
def bars_in_windows_1258() -> bytes:
    return windows_1258(delimited(ROWS, "|"))


@arrives("danh-sach.csv", _read("windows-1252", converted={"tcvn3": 10}))
def csv_in_tcvn3() -> bytes:
    return legacy.encode(delimited(ROWS), "tcvn3").encode("latin-1")


@arrives("danh-sach.csv", _read("windows-1252", converted={"vni": 10}))
def csv_in_vni() -> bytes:
    return legacy.encode(delimited(ROWS), "vni").encode("latin-1")


@arrives("danh-sach.csv", _read("utf-8+windows-1252", converted={"tcvn3": 2}))
def one_line_in_tcvn3_among_utf_8() -> bytes:
    lines = delimited(ROWS).splitlines(keepends=True)
    return "".join(lines[:3]).encode() + legacy.encode(lines[3], "tcvn3").encode("latin-1")


@arrives("danh-sach.csv", Reading("csv", (("José Müller", "1980", None, None),), encoding="windows-1252"))
def western_names_in_windows_1252() -> bytes:
    return "Ho ten;Nam sinh\r\nJosé Müller;1980\r\n".encode("cp1252")


@arrives("danh-sach.csv", _read("utf-8"))
def separator_named_in_the_first_line() -> bytes:
    return ("sep=;\r\n" + delimited(ROWS, ";")).encode()


@arrives("danh-sach.csv", _read("utf-8"))
def line_ends_of_an_old_mac() -> bytes:
    return delimited(ROWS).replace("\r\n", "\r").encode()


@arrives("danh-sach.csv", _read("utf-8"))
def numbers_wrapped_as_formulas() -> bytes:
    rows = [HEADER, *((*line[:4], f'="{line[4]}"') for line in LINES)]
    return delimited(rows).encode()


@arrives("danh-sach.csv", _read("utf-8"))
def line_breaks_and_commas_inside_cells() -> bytes:
    header = ("STT", "Họ và tên\n(chữ in hoa)", "Ngày, tháng, năm sinh\n(hoặc năm sinh)", "Đơn vị", "Số CCCD")
    rows = [("Danh sách, kèm theo công văn",), header, *LINES]
    return delimited(rows).replace("Ngày, tháng, năm sinh", "Ngày tháng năm sinh").encode()


@arrives("danh-sach.csv", Refusal("file_open_quote"))
def quotation_mark_that_is_never_closed() -> bytes:
    return (delimited(ROWS) + '4,"Phạm Thị Dung,1980\r\n' + delimited(LINES) * 100).encode()


@arrives("danh-sach.csv", Refusal("file_letters_lost"))
def csv_saved_in_a_page_without_vietnamese() -> bytes:
    return delimited(ROWS).encode("cp1252", "replace")


@arrives("danh-sach.csv", Refusal("file_not_text"))
def csv_with_zero_bytes() -> bytes:
    return delimited(ROWS).encode().replace(b"1969", b"19\x0069")


@arrives("danh-sach.csv", Refusal("file_not_text"))
def noise_called_csv() -> bytes:
    return bytes((number * 37 + number // 7) % 256 for number in range(5_000))


@arrives("danh-sach.csv", Refusal("file_not_text"))
def utf_16_cut_in_the_middle_of_a_letter() -> bytes:
    return codecs.BOM_UTF16_LE + delimited(ROWS).encode("utf-16-le")[:-1]


@arrives("danh-sach.csv", Refusal("file_no_rows"))
def csv_of_delimiters_alone() -> bytes:
    return b";;;;\r\n" * 50


@arrives("danh-sach.xlsx", _read("utf-8"))
def csv_called_xlsx() -> bytes:
    return delimited(ROWS).encode()


@arrives("danh-sach.csv", Reading("xlsx", PEOPLE))
def xlsx_called_csv() -> bytes:
    return xlsx(ROWS)


@arrives("danh-sach.xls", Reading("html", PEOPLE, encoding="utf-8"))
def web_table_called_xls() -> bytes:
    """As many systems export: titles in cells that span, a header over two rows, tags left open."""
    body = "".join(
        f"<tr><td>{n}<td>{name}<td>{born}<td>{unit}<td>'{card}" for n, (name, born, unit, card) in enumerate(PEOPLE, 1)
    )
    header = "<tr><th rowspan=2>STT<th rowspan=2><b>Họ và&nbsp;tên</b><th rowspan=2>Ngày sinh<th colspan=2>Khác"
    return (
        "<html><head><meta charset=utf-8><style>td{mso-number-format:'\\@'}</style></head><body>"
        f"<table border=1><tr><td colspan=5>DANH SÁCH</td></tr>{header}<tr><th>Đơn vị<th>Số CCCD{body}</table>"
    ).encode()


@arrives("danh-sach.xls", Reading("html", (AN, BA), encoding="windows-1258"))
def web_table_in_windows_1258() -> bytes:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in (HEADER[1:], AN, BA))
    return windows_1258(f"<table>{rows}</table>")


@arrives("danh-sach.csv", Reading("csv", (UOC,), encoding="utf-8", ignored={"total": 1, "signature": 2}))
def csv_that_was_once_a_printed_list() -> bytes:
    rows = [
        ("HUYỆN ỦY", "", "", "", ""),
        ("DANH SÁCH ĐẢNG VIÊN", "", "", "", ""),
        ("", "", "", "", ""),
        HEADER,
        (1, *UOC),
        ("Tổng cộng: 1", "", "", "", ""),
        ("", "", "", "An Phú, ngày 3 tháng 2 năm 2020", ""),
        ("", "", "", "NGƯỜI LẬP BIỂU", ""),
    ]
    return delimited(rows).encode()
