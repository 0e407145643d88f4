"""Rows → bytes of each format. Small, and without any of the code under test."""

import csv
import datetime
import io
import zipfile

import xlsxwriter
import xlwt

ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_ODS_SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"))
)


def xlsx(*sheets, merged=(), options=None, finish=None) -> bytes:
    """A workbook of sheets given as rows. `merged` ranges ("A1:B2") of the first sheet; `finish(book, first sheet)`."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, **(options or {})}) as book:
        date = book.add_format({"num_format": "dd/mm/yyyy"})
        made = []
        for rows in sheets:
            sheet = book.add_worksheet()
            made.append(sheet)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, datetime.date):
                        sheet.write_datetime(row, column, cell, date)
                    elif cell is not None:
                        sheet.write(row, column, cell)
        for place in merged:
            first, last = place.split(":")
            value = _value(sheets[0], first)
            made[0].merge_range(f"{first}:{last}", value)
        if finish:
            finish(book, made[0])
    return target.getvalue()


def _value(rows, place: str):
    """What stands in `B3` of rows."""
    return rows[int(place[1:]) - 1][ord(place[0]) - 65]


def xls(rows, *, merged=(), change=None) -> bytes:
    """A workbook of Excel 97. `merged`: (row, last row, column, last column). `change(book, sheet)` before saving."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Danh sách")
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if cell is not None:
                sheet.write(row, column, cell)
    for place in merged:
        sheet.merge(*place)
    if change:
        change(book, sheet)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def ods(rows) -> bytes:
    """An OpenDocument sheet of texts and numbers."""
    lines = "".join(f"<table:table-row>{''.join(map(ods_cell, cells))}</table:table-row>" for cells in rows)
    return ods_of(lines)


def ods_cell(cell) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, int):
        return f'<table:table-cell office:value-type="float" office:value="{cell}"/>'
    return f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'


def ods_of(lines: str, *, before: str = "", manifest: str = "") -> bytes:
    """An OpenDocument sheet from the XML of its rows."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<office:document-content {_ODS_SPACES} office:version="1.3">'
        f'<office:body><office:spreadsheet><table:table table:name="Danh sách">{lines}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    entry = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_TYPE}"/>{manifest}'
    about = f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="{space}">{entry}</manifest:manifest>'
    return zipped({"mimetype": ODS_TYPE, "META-INF/manifest.xml": about, "content.xml": content})


def zipped(members: dict) -> bytes:
    """An archive of members by name, compressed."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def members_of(data: bytes) -> dict[str, bytes]:
    """The members of an archive by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(data: bytes, name: str, change) -> bytes:
    """The archive with one member passed through `change`, or added if it was not there."""
    members = members_of(data)
    return zipped({**members, name: change(members.get(name, b""))})


def delimited(rows, delimiter: str = ",") -> str:
    """The text of a CSV."""
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter).writerows(rows)
    return target.getvalue()
