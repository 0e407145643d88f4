"""What the spreadsheet library does not tell of an .xls: error cells (it gives them as empty), and that it is locked.

Only what is needed of [MS-CFB] (the chain of sectors of one stream) and of [MS-XLS] (FILEPASS, BOUNDSHEET, BOOLERR,
FORMULA).
"""

import struct

_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_SECTOR = 0xFFFFFFFA
_EOF, _FILEPASS, _BOUNDSHEET, _BOOLERR, _FORMULA = 0x000A, 0x002F, 0x0085, 0x0205, 0x0006
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}


def locked(data: bytes) -> bool:
    """Whether the workbook asks for a password."""
    try:
        return any(kind == _FILEPASS for kind, _start, _length in _records(_workbook_stream(data), 0))
    except (struct.error, IndexError):
        return False


def errors(data: bytes) -> list[list]:
    """For each sheet, in the order of the workbook: `[row, column, text]` of its error cells, 0-based.

    Empty for a file whose stream is not laid out as expected; the library has then judged it already.
    """
    try:
        stream = _workbook_stream(data)
        return [_sheet_errors(stream, offset) for offset in _sheet_offsets(stream)]
    except (struct.error, IndexError):
        return []


def _workbook_stream(data: bytes) -> bytes:
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    heads = list(struct.unpack_from("<109I", data, 76))
    extra, count = struct.unpack_from("<II", data, 68)
    for _ in range(min(count, len(data) // size)):
        block = struct.unpack_from(f"<{size // 4}I", data, (extra + 1) * size)
        heads += block[:-1]
        extra = block[-1]
    table: list[int] = []
    for head in heads:
        if head < _LAST_SECTOR:
            table += struct.unpack_from(f"<{size // 4}I", data, (head + 1) * size)
    directory = _chain(data, table, struct.unpack_from("<I", data, 48)[0], size)
    for place in range(0, len(directory), 128):
        name = directory[place : place + struct.unpack_from("<H", directory, place + 64)[0]].decode(
            "utf-16-le", "ignore"
        )
        if name.rstrip("\0") in ("Workbook", "Book"):
            return _chain(data, table, struct.unpack_from("<I", directory, place + 116)[0], size)
    return b""


def _chain(data: bytes, table: list[int], sector: int, size: int) -> bytes:
    pieces = []
    while sector < len(table) and len(pieces) <= len(table):
        pieces.append(data[(sector + 1) * size : (sector + 2) * size])
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
