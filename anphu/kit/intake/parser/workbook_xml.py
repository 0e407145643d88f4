"""What the spreadsheet library does not tell of an xlsx, read from its XML: error cells, and sheets spread too thin.

A sheet with one stray letter in row 1,048,576 is honest and common; as a dense rectangle it does not fit in memory.
Such a sheet is closed up here (empty rows and columns taken out) before the library sees it, and spread out after.
"""

import io
import re
import xml.etree.ElementTree as ElementTree
import zipfile
from posixpath import join, normpath

from number_formats import coarse_styles
from well_formed import insist_well_formed

_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?(?:/>|>.*?</(?:\w+:)?row>)", re.S)
_ROW_NUMBER = re.compile(rb"<(?:\w+:)?row\b[^>]*?\sr=[\"'](\d{1,7})[\"']")
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.S)
_COLUMN = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br=[\"']([A-Z]{1,3})\d")
_DIMENSION = re.compile(rb"<(?:\w+:)?dimension ref=[\"'](?:[A-Z]+\d+:)?([A-Z]{1,3})(\d{1,7})[\"']")
_PLACE = re.compile(rb"\br=[\"']([A-Z]{1,3})(\d{1,7})[\"']")
_TYPE = re.compile(rb"\bt=[\"'](\w+)[\"']")
_ERROR = re.compile(rb"<(?:\w+:)?c\b([^>]*?\bt=[\"']e[\"'][^>]*)>(.*?)</(?:\w+:)?c>", re.S)
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|t)\b[^>]*>([^<]+)<")
_UNSOLVED = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>)(?:<v></v>|<v\s?/>)?\s*</"
)


def column_index(letters: bytes) -> int:
    """`A` → 0, `XFD` → 16383."""
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1


def column_letters(index: int) -> bytes:
    """0 → `A`."""
    letters = b""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = bytes([65 + rest]) + letters
    return letters


_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384
_WORTH_CLOSING = 300_000
_THIN = 8


class Workbook:
    """The bytes to hand to the library (`data`), and how to undo what was closed up in them."""

    def __init__(self, data: bytes, most_cells: int):
        self.data = data
        self._folds: dict[str, tuple[list[int], list[int]]] = {}
        self._errors: dict[str, list] = {}
        self._coarse: dict[str, list] = {}
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            styles = coarse_styles(archive.read("xl/styles.xml")) if "xl/styles.xml" in archive.namelist() else {}
            replaced = {}
            for name, path in _sheet_paths(archive).items():
                xml = archive.read(path)
                insist_well_formed(xml)
                self._errors[name] = _error_cells(xml)
                self._coarse[name] = _coarse_dates(xml, styles)
                if _too_thin(xml, most_cells):
                    replaced[path], rows, columns = _closed_up(xml)
                    self._folds[name] = rows, columns
            if replaced:
                self.data = _rewritten(archive, replaced)

    def places(self, name: str) -> tuple[list[int], list[int]] | None:
        """Where the rows and columns of a closed-up sheet stand in the file, 0-based; None if left as it was."""
        return self._folds.get(name)

    def merged(self, name: str, ranges: list) -> list:
        """Merged ranges, which a closed-up sheet has lost."""
        return [] if name in self._folds else ranges

    def errors(self, name: str) -> list:
        """`[row, column, text]` of each cell that shows an error or a formula that was never worked out."""
        return self._errors.get(name, [])

    def coarse(self, name: str) -> list:
        """`[row, column, "month" or "year"]` of each number that is shown as a month or a year."""
        return self._coarse.get(name, [])


def _sheet_paths(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → member, as the workbook declares them."""
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {one.get("Id"): one.get("Target", "") for one in relations}
    known = set(archive.namelist())
    paths = {}
    for element in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():
        if element.tag.endswith("}sheet"):
            relation = next((value for key, value in element.attrib.items() if key.endswith("}id")), None)
            target = targets.get(relation, "")
            path = normpath(target.lstrip("/") if target.startswith("/") else join("xl", target))
            if path in known:
                paths[element.get("name")] = path
    return paths


def _too_thin(xml: bytes, most_cells: int) -> bool:
    """Whether the dense rectangle is beyond reason, or nearly all of it empty."""
    cells = _rectangle(xml)
    return cells > most_cells or (cells > _WORTH_CLOSING and cells > _THIN * xml.count(b"<c "))


def _rectangle(xml: bytes) -> int:
    """Cells of the dense rectangle, empty styled ones counted: as the sheet says of itself, else counted.

    A sheet that says too little is not closed up, and is refused if it then does not fit.
    """
    if said := _DIMENSION.search(xml, 0, 4096):
        return (1 + column_index(said.group(1))) * int(said.group(2))
    height = max(map(int, _ROW_NUMBER.findall(xml)), default=0)
    return height * (1 + max(map(column_index, set(_COLUMN.findall(xml))), default=0))


def _error_cells(xml: bytes) -> list:
    cells = []
    if b't="e"' in xml or b"t='e'" in xml:
        cells += [(attributes, _VALUE.search(inside)) for attributes, inside in _ERROR.findall(xml)]
        cells = [
            (attributes, value.group(1).decode("utf-8", "replace") if value else "#?") for attributes, value in cells
        ]
    if b"<f" in xml or b":f" in xml:
        unsolved = (attributes for attributes in _UNSOLVED.findall(xml) if not _TYPE.search(attributes))
        cells += [(attributes, "=") for attributes in unsolved]
    found = []
    for attributes, text in cells:
        place = _PLACE.search(attributes)
        row, column = (int(place.group(2)) - 1, column_index(place.group(1))) if place else (-1, -1)
        if 0 <= row < _MOST_ROWS and column < _MOST_COLUMNS:
            found.append([row, column, text])
    return found


def _coarse_dates(xml: bytes, styles: dict[str, str]) -> list:
    if not styles:
        return []
    cell = re.compile(rb"<(?:\w+:)?c\b([^>]*?\bs=[\"'](%s)[\"'][^>]*)>" % "|".join(styles).encode())
    found = []
    for attributes, style in cell.findall(xml):
        place = _PLACE.search(attributes)
        if place and not attributes.endswith(b"/"):
            found.append([int(place.group(2)) - 1, column_index(place.group(1)), styles[style.decode()]])
    return found


def _closed_up(xml: bytes) -> tuple[bytes, list[int], list[int]]:
    """The sheet without its empty rows and columns, and the 0-based numbers of those that stayed."""
    kept: list[tuple[int, list[tuple[int, bytes, bytes]]]] = []
    for row in _ROW.findall(xml):
        cells = []
        for attributes, inside in _CELL.findall(row):
            place = _PLACE.search(attributes)
            if place and _VALUE.search(inside):
                cells.append((column_index(place.group(1)), int(place.group(2)) - 1, attributes, inside))
        if cells:
            kept.append((cells[0][1], [(column, attributes, inside) for column, _, attributes, inside in cells]))
    kept.sort(key=lambda one: one[0])
    columns = sorted({column for _, cells in kept for column, _, _ in cells})
    place_of = {column: column_letters(place) for place, column in enumerate(columns)}
    body = b"".join(_row_xml(number, cells, place_of) for number, (_, cells) in enumerate(kept, 1))
    head = xml[: xml.find(b"<sheetData")] if b"<sheetData" in xml else b""
    return head + b"<sheetData>" + body + b"</sheetData></worksheet>", [number for number, _ in kept], columns


def _row_xml(number: int, cells: list, place_of: dict[int, bytes]) -> bytes:
    parts = []
    for column, attributes, inside in cells:
        place = b'r="' + place_of[column] + str(number).encode() + b'"'
        parts.append(b"<c" + _PLACE.sub(place, attributes) + b">" + inside + b"</c>")
    return b'<row r="%d">' % number + b"".join(parts) + b"</row>"


def _rewritten(archive: zipfile.ZipFile, replaced: dict[str, bytes]) -> bytes:
    """The same workbook with other sheets in it. Stored, not packed: it goes no further than this process."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as copy:
        for path in archive.namelist():
            if path in replaced or path.endswith((".xml", ".rels")):
                copy.writestr(path, replaced[path] if path in replaced else archive.read(path))
    return target.getvalue()
