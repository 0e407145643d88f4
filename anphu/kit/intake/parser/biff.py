"""What the spreadsheet library does not tell of an .xls: error cells, dates shown as months, and that it is locked.

Only what is needed of [MS-CFB] (the chain of sectors of one stream) and of [MS-XLS] (a dozen kinds of records).
"""

import struct

from number_formats import BUILT_IN, shows

_LAST_SECTOR = 0xFFFFFFFA
_EOF, _FILEPASS, _BOUNDSHEET, _FORMAT, _STYLE = 0x000A, 0x002F, 0x0085, 0x041E, 0x00E0
_BOOLERR, _FORMULA, _NUMBER, _RK, _MANY_RK = 0x0205, 0x0006, 0x0203, 0x027E, 0x00BD
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}


def locked(data: bytes) -> bool:
    """Whether the workbook asks for a password."""
    try:
        return any(kind == _FILEPASS for kind, _start, _length in _records(_workbook_stream(data), 0))
    except (struct.error, IndexError, ValueError):
        return False


def oddities(data: bytes) -> list[dict]:
    """For each worksheet in order: `errors`, `[row, column, text]`, and `coarse`, `[row, column, "month" or "year"]`.

    Empty for a file whose stream is not laid out as expected; the library has then judged it already.
    """
    try:
        stream = _workbook_stream(data)
        styles = _coarse_styles(stream)
        return [
            {"errors": _sheet_errors(stream, offset), "coarse": _sheet_coarse(stream, offset, styles)}
            for offset in _sheet_offsets(stream)
        ]
    except (struct.error, IndexError, ValueError):
        return []


def _workbook_stream(data: bytes) -> bytes:
    size, small = (1 << shift for shift in struct.unpack_from("<HH", data, 30))
    directory_at, cutoff, small_table_at = struct.unpack_from("<I4xII", data, 48)
    table = _sector_table(data, size)
    directory = _chain(data, table, directory_at, size, size)
    for place in range(0, len(directory), 128):
        length = struct.unpack_from("<H", directory, place + 64)[0]
        if directory[place : place + length].decode("utf-16-le", "ignore").rstrip("\0") in ("Workbook", "Book"):
            start, stream_size = struct.unpack_from("<II", directory, place + 116)
            if stream_size >= cutoff:
                return _chain(data, table, start, size, size)
            small_table = _numbers(_chain(data, table, small_table_at, size, size))
            container = _chain(data, table, struct.unpack_from("<I", directory, 116)[0], size, size)
            return _chain(container, small_table, start, small, 0)
    return b""


def _sector_table(data: bytes, size: int) -> list[int]:
    """Which sector follows which. Its own sectors are listed in the header, and for large files in a chain after it."""
    heads = list(struct.unpack_from("<109I", data, 76))
    extra, count = struct.unpack_from("<II", data, 68)
    for _ in range(min(count, len(data) // size)):
        *more, extra = _numbers(data[(extra + 1) * size : (extra + 2) * size])
        heads += more
    sectors = [data[(head + 1) * size : (head + 2) * size] for head in heads if head < _LAST_SECTOR]
    return _numbers(b"".join(sectors))


def _numbers(piece: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(piece) // 4}I", piece[: len(piece) // 4 * 4]))


def _chain(data: bytes, table: list[int], sector: int, size: int, first: int) -> bytes:
    """The sectors from `sector` on, one after another; sector 0 begins at `first`."""
    pieces = []
    while sector < len(table) and len(pieces) <= len(table):
        pieces.append(data[first + sector * size : first + (sector + 1) * size])
        sector = table[sector]
    return b"".join(pieces)


def _records(stream: bytes, offset: int):
    """(kind, start, length) up to the end of the substream."""
    while offset + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, offset)
        if kind == _EOF:
            return
        yield kind, offset + 4, length
        offset += 4 + length


def _sheet_offsets(stream: bytes) -> list[int]:
    """Of worksheets (kind 0) alone: charts and macro sheets are not read either."""
    found = [start for kind, start, _ in _records(stream, 0) if kind == _BOUNDSHEET]
    return [struct.unpack_from("<I", stream, start)[0] for start in found if stream[start + 5] == 0]


def _sheet_errors(stream: bytes, offset: int) -> list:
    found = []
    for kind, start, _length in _records(stream, offset):
        if kind == _BOOLERR and stream[start + 7]:
            code = stream[start + 6]
        elif kind == _FORMULA and stream[start + 12 : start + 14] == b"\xff\xff" and stream[start + 6] == 2:
            code = stream[start + 8]
        else:
            continue
        row, column = struct.unpack_from("<HH", stream, start)
        found.append([row, column, _ERRORS.get(code, "#?")])
    return found


def _coarse_styles(stream: bytes) -> dict[int, str]:
    """Style index → `month` or `year`, for the styles that show a date so."""
    formats = dict(BUILT_IN)
    used: list[int] = []
    for kind, start, length in _records(stream, 0):
        if kind == _FORMAT and length > 5:
            index, letters, wide = struct.unpack_from("<HHB", stream, start)
            code = stream[start + 5 : start + 5 + letters * (1 + (wide & 1))]
            formats[index] = shows(code.decode("utf-16-le" if wide & 1 else "latin-1", "ignore"))
        elif kind == _STYLE:
            used.append(struct.unpack_from("<H", stream, start + 2)[0])
    return {place: formats[index] for place, index in enumerate(used) if formats.get(index)}


def _sheet_coarse(stream: bytes, offset: int, styles: dict[int, str]) -> list:
    found = []
    for kind, start, length in _records(stream, offset) if styles else ():
        if kind in (_NUMBER, _RK, _FORMULA):
            row, column, style = struct.unpack_from("<HHH", stream, start)
            cells = [(column, style)]
        elif kind == _MANY_RK:
            row, column = struct.unpack_from("<HH", stream, start)
            places = range((length - 6) // 6)
            cells = [(column + place, struct.unpack_from("<H", stream, start + 4 + 6 * place)[0]) for place in places]
        else:
            continue
        found += [[row, column, styles[style]] for column, style in cells if style in styles]
    return found
