"""A sheet as an office keeps it → a table: its header found, its lines numbered, everything else named and set aside.

Set aside and reported: the row of column numbers, headers repeated at the top of each printed page, totals, signatures
with their place and date. Rows that only name a group ("I. Bí thư", the name of a unit) are given to the lines below.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from anphu.kit.intake.files import Cell, CellError, Sheet
from anphu.kit.intake.headers import Header, Heading, find_header, heading_text
from anphu.kit.intake.labels import label_key

__all__ = ["Heading", "Ignored", "Line", "Table", "find", "layout_digest"]

_SERIAL_NAMES = frozenset(("stt", "tt", "so tt", "so thu tu", "s t t", "t t", "no"))
_TOTAL = re.compile(
    r"(tổng cộng|tổng số|tong cong|tong so|danh sách (này )?(có|gồm))\b.*|(tổng|cộng)\W*(\d.*)?", re.I | re.S
)
_SIGNATURE = re.compile(
    r"(người|nguoi) (lập|lap)\b|t\s?[/.]?\s?m\s?[.:/]?\s+(ban|đảng|hội|ủy|uỷ|thường|chi|đoàn)\b"
    r"|k\s?[/.]?\s?t\s?[.:/]?\s+\w|(thủ trưởng|thu truong)\b|nơi nhận\b|\(?\s?(ký tên|ký,|ký và|đã ký)"
    r"|xác nhận của\b",
    re.I,
)
_PLACE_AND_DATE = re.compile(r".{1,60},\s*ngày\s*[\d.…_ ]*\s*tháng\s*[\d.…_ ]*\s*năm\b.{0,12}", re.I | re.S)
_COLUMN_NUMBER = re.compile(r"\(?\s*(\d{1,3})\s*\)?(?:\s*=.*)?")
_LEVELS = (re.compile(r"[A-HK]\s*[.)/:-]?"), re.compile(r"[IVX]+\s*[.)/:-]?"), re.compile(r"\d+(?:\.\d+)*\s*[.)/:-]"))
_LEADING = re.compile(r"([A-HK]|[IVX]+|\d+(?:\.\d+)*)\s*[.)/:-]\s*(?=\S)")
_MOST_FILLED_DOWN = 1_000_000


@dataclass(frozen=True)
class Ignored:
    """A row set aside: its number in Excel, why, its text.

    `reason` is column_numbers, repeated_header, total, signature or group.
    """

    number: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table: its row number in Excel, one cell for each column of the sheet, the groups it stands in."""

    number: int
    cells: list[Cell]
    groups: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        """The innermost group, without its numeral; empty outside of any."""
        return self.groups[-1] if self.groups else ""


@dataclass(frozen=True)
class Table:
    """`header_rows` are Excel's numbers, `titles` what stands above them, `duplicates` positions with the same name."""

    sheet: Sheet
    header_rows: tuple[int, ...]
    columns: tuple[Heading, ...]
    lines: list[Line]
    ignored: tuple[Ignored, ...]
    titles: tuple[str, ...]
    duplicates: tuple[tuple[int, ...], ...]

    def position(self, key: str) -> int | None:
        """Where the wanted column stands, if it is there."""
        return next((column.position for column in self.columns if column.key == key), None)


def find(sheet: Sheet, headings: Mapping[str, Sequence[str]]) -> Table | None:
    """The table in `sheet` whose columns are called by some of the names in `headings` (wanted column → its names).

    None where no header is recognised. Columns without a name are listed when they hold something.
    """
    header = find_header(sheet, headings)
    if header is None:
        return None
    reader = _Lines(sheet, header)
    reader.read()
    return Table(
        sheet=sheet,
        header_rows=tuple(range(header.top + 1, header.bottom + 2)),
        columns=_with_nameless(header, reader.lines),
        lines=reader.lines,
        ignored=tuple(reader.ignored),
        titles=tuple(filter(None, (_row_text(row) for row in sheet.rows[: header.top] if row))),
        duplicates=_duplicates(header),
    )


def layout_digest(table: Table) -> str:
    """The same for every file with the same set of headings, whatever their order, capitals and accents."""
    names = sorted({label_key(column.text) for column in table.columns if column.text})
    return hashlib.sha256("\n".join(names).encode()).hexdigest()


def _duplicates(header: Header) -> tuple[tuple[int, ...], ...]:
    places = defaultdict(list)
    for column in header.columns:
        places[label_key(column.text)].append(column.position)
    return tuple(tuple(positions) for positions in places.values() if len(positions) > 1)


def _with_nameless(header: Header, lines: list[Line]) -> tuple[Heading, ...]:
    named = {column.position for column in header.columns}
    filled = {
        position
        for line in lines
        for position, cell in enumerate(line.cells)
        if cell is not None and position not in named
    }
    return tuple(
        sorted((*header.columns, *(Heading(position, "") for position in filled)), key=lambda one: one.position)
    )


def _row_text(row: list) -> str:
    return " ".join(filter(None, map(heading_text, row)))[:200]


class _Lines:
    """Walks the rows below a header once and tells lines from what only surrounds them."""

    def __init__(self, sheet: Sheet, header: Header):
        self.lines: list[Line] = []
        self.ignored: list[Ignored] = []
        self._sheet = sheet
        self._first = header.bottom + 1
        self._width = max(map(len, sheet.rows[header.top :]))
        self._names = {
            column.position: set(map(label_key, (column.text, *column.text.split(" / ")))) for column in header.columns
        }
        self._serial = next((p for p, names in self._names.items() if names & _SERIAL_NAMES), None)
        self._groups: dict[int, str] = {}
        self._signed = False
        self._wide = {(one.top, one.left) for one in sheet.merged if one.right - one.left >= 2}

    def read(self) -> None:
        """Sort every row into `lines` or `ignored`; empty rows into neither."""
        rows = self._filled_down()
        for index in range(self._first, len(self._sheet.rows)):
            row = rows.get(index) or self._sheet.rows[index]
            if row:
                self._take(index, row)

    def _filled_down(self) -> dict[int, list]:
        """Rows with what a cell merged over several of them says ("Chi bộ ấp 1" beside five members)."""
        rows: dict[int, list] = {}
        left = _MOST_FILLED_DOWN
        for merged in self._sheet.merged:
            left -= merged.bottom - merged.top
            if left > 0 and merged.top >= self._first and merged.bottom > merged.top and merged.left == merged.right:
                source = self._sheet.rows[merged.top] if merged.top < len(self._sheet.rows) else []
                cell = source[merged.left] if merged.left < len(source) else None
                for index in range(merged.top + 1, min(merged.bottom + 1, len(self._sheet.rows))):
                    row = rows.setdefault(index, list(self._sheet.rows[index]))
                    row.extend([None] * (merged.left + 1 - len(row)))
                    row[merged.left] = cell
        return rows

    def _take(self, index: int, row: list) -> None:
        filled = [(position, cell) for position, cell in enumerate(row) if cell is not None]
        filled = [one for one in filled if one[1].__class__ is not str or one[1].strip()]
        reason = self._reason(index, filled) if filled else None
        if reason:
            self.ignored.append(Ignored(index + 1, reason, _row_text(row)))
        elif filled:
            self._signed = False
            cells = row if len(row) == self._width else row + [None] * (self._width - len(row))
            self.lines.append(Line(index + 1, cells, tuple(self._groups.values())))

    def _reason(self, index: int, filled: list[tuple[int, Cell]]) -> str | None:
        if _numbers_columns(filled):
            return "column_numbers"
        if self._repeats_header(filled):
            return "repeated_header"
        if self._numbered(filled):
            return None
        texts = [cell for _, cell in filled if isinstance(cell, str)]
        if texts and _TOTAL.fullmatch(texts[0].strip()):
            return "total"
        if len(filled) <= min(4, max(1, len(self._names) // 2)) and self._signs(texts):
            return "signature"
        return "group" if self._is_group(index, filled) else None

    def _numbered(self, filled: list[tuple[int, Cell]]) -> bool:
        """A number in the column of numbers, and something beside it, makes a line of any row."""
        position, cell = filled[0]
        is_number = isinstance(cell, (int, float)) or (isinstance(cell, str) and cell.strip(" .").isdigit())
        return position == self._serial and is_number and len(filled) > 1

    def _repeats_header(self, filled: list[tuple[int, Cell]]) -> bool:
        same = 0
        for place, (position, cell) in enumerate(filled):
            if isinstance(cell, str) and label_key(heading_text(cell)) in self._names.get(position, ()):
                same += 1
            elif place - same >= 2:
                return False
        return same >= 2 and same >= 0.6 * len(filled)

    def _signs(self, texts: list[str]) -> bool:
        """Words of office, or a place and date; the names under them follow as long as rows stay thin."""
        if any(_SIGNATURE.match(text.strip()) or _PLACE_AND_DATE.fullmatch(text.strip()) for text in texts):
            self._signed = True
        return self._signed

    def _is_group(self, index: int, filled: list[tuple[int, Cell]]) -> bool:
        if len(filled) > 2 or not all(isinstance(cell, str) for _, cell in filled) or len(self._names) < 3:
            return False
        (position, first), *rest = filled
        numeral = (
            any(level.fullmatch(first.strip()) for level in _LEVELS) if rest else bool(_LEADING.match(first.strip()))
        )
        stands_alone = not rest and (position == self._serial or (index, position) in self._wide)
        unnumbered = not rest and self._serial is not None and position <= self._serial + 2 and self._counts_lines()
        if not (numeral or stands_alone or unnumbered):
            return False
        self._enter((rest[0][1] if rest else first).strip(), first.strip())
        return True

    def _counts_lines(self) -> bool:
        """Whether the lines met so far have a number: then a lonely text without one is no line."""
        return not self.lines or self.lines[-1].cells[self._serial] is not None

    def _enter(self, text: str, numeral: str) -> None:
        """A group closes those of its own level and below. Levels: A, I, 1, and groups without a numeral."""
        marked = _LEADING.match(numeral)
        sign = marked.group(1) if marked else numeral
        level = next(
            (place for place, pattern in enumerate(_LEVELS) if pattern.fullmatch(sign if place < 2 else sign + ".")), 3
        )
        self._groups = {place: name for place, name in self._groups.items() if place < level}
        self._groups[level] = _LEADING.sub("", text, count=1).strip() or text


def _numbers_columns(filled: list[tuple[int, Cell]]) -> bool:
    """1, 2, 3 … or (1), (2) … under a header, letters allowed before them: A, B, 1, 2."""
    numbers = []
    for _, cell in filled:
        if isinstance(cell, str) and len(cell.strip()) == 1 and cell.strip().isalpha() and not numbers:
            continue
        if isinstance(cell, (bool, CellError)) or not (found := _COLUMN_NUMBER.fullmatch(str(cell).strip())):
            return False
        numbers.append(int(found[1]))
        if len(numbers) == 1 and numbers[0] != 1:
            return False
    return len(numbers) >= 3 and all(a < b for a, b in pairwise(numbers))
