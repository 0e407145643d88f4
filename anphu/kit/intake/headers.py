"""Where the header of a table is, what each column is called, and which of the wanted columns it is.

Official lists put titles above the header, merge cells in it over two or three rows ("Ngày sinh" above "Nam" and "Nữ"),
and number the columns under it. The header is the row, or the rows, in which the most wanted names are met.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from anphu.kit.intake.files import Sheet
from anphu.kit.intake.labels import label_key, nearest, tolerated
from anphu.kit.intake.problems import CellProblem, plain

_ROWS_TRIED = 40
_DEEPEST = 3
_MERGED_UNTIL = 1_000
_LONGEST_HEADING = 200
_MOST_GUESSES = 5_000  # a sheet of thousands of columns must not cost minutes


@dataclass(frozen=True)
class Heading:
    """A column: its 0-based position, its name as the file has it, the wanted column it is, and how surely (0 to 1)."""

    position: int
    text: str
    key: str | None = None
    confidence: float = 0.0


@dataclass(frozen=True)
class Header:
    """0-based rows `top` to `bottom`, and the columns that have a name."""

    top: int
    bottom: int
    columns: tuple[Heading, ...]

    @property
    def met(self) -> int:
        """How many of the wanted columns are there."""
        return sum(1 for column in self.columns if column.key)

    @property
    def score(self) -> float:
        """What the wanted columns that were met add up to."""
        return sum(column.confidence for column in self.columns if column.key)


class Matcher:
    """Which wanted column a heading names: exactly, or also misspelt with `guess`. Remembers what it has answered."""

    def __init__(self, headings: Mapping[str, Sequence[str]], *, guess: bool = False):
        self._keys: dict[str, str] = {}
        for key, names in headings.items():
            for name in names:
                self._keys.setdefault(label_key(name), key)
        self._answers: dict[str, tuple[str | None, float]] = {}
        self._guesses = _MOST_GUESSES if guess else 0

    def match(self, parts: Sequence[str]) -> tuple[str | None, float]:
        """The wanted column and the confidence: 1 for its name, less without its remark, its upper part or a letter."""
        if sum(map(len, parts)) > _LONGEST_HEADING:
            return None, 0.0
        best: tuple[str | None, float] = (None, 0.0)
        for left_out in range(len(parts)):
            text, weight = " ".join(parts[left_out:]), 1.0 - 0.1 * left_out
            for form, sure in ((text, weight), (_without_remark(text), weight - 0.05)):
                best = max(best, self._known(form, sure), key=lambda one: one[1])
        return best

    def _known(self, form: str, weight: float) -> tuple[str | None, float]:
        if form not in self._answers:
            self._answers[form] = self._look_up(label_key(form))
        key, confidence = self._answers[form]
        return key, confidence * weight

    def _look_up(self, form: str) -> tuple[str | None, float]:
        if form in self._keys:
            return self._keys[form], 1.0
        if not form or self._guesses <= 0:
            return None, 0.0
        self._guesses -= 1
        near = nearest(form, self._keys, tolerated(form))
        found = {self._keys[label] for distance, label in near if distance == near[0][0]}
        return (found.pop(), 0.9) if len(found) == 1 else (None, 0.0)


def find_header(sheet: Sheet, headings: Mapping[str, Sequence[str]]) -> Header | None:
    """The header among the first forty filled rows, or None where fewer than two wanted columns are met.

    One is enough for a sheet of one or two columns.
    """
    exact, guessing = Matcher(headings), Matcher(headings, guess=True)
    found = _best_header(sheet, exact)
    if found is not None and found.met >= 2:
        return _header(sheet, found.top, found.bottom - found.top + 1, guessing)
    found = _best_header(sheet, guessing)
    if found is None or found.met == 0 or (found.met == 1 and len(found.columns) > 2):
        return None
    return found


def _best_header(sheet: Sheet, matcher: Matcher) -> Header | None:
    tried = (
        _header(sheet, top, depth, matcher)
        for top in _filled_rows(sheet)
        for depth in range(_least_depth(sheet, top), _DEEPEST + 1)
    )
    return max(tried, key=lambda header: header.score, default=None)


def _filled_rows(sheet: Sheet) -> list[int]:
    """Rows on which a header may begin: not inside a cell that is merged over several rows."""
    inside = {
        row
        for merged in sheet.merged
        if merged.top < _MERGED_UNTIL
        for row in range(merged.top + 1, min(merged.bottom, merged.top + _DEEPEST) + 1)
    }
    filled = []
    for number, row in enumerate(sheet.rows):
        if row and number not in inside:
            filled.append(number)
            if len(filled) == _ROWS_TRIED:
                break
    return filled


def _least_depth(sheet: Sheet, top: int) -> int:
    """A cell merged downwards from the top row, or a name spread over several names below it, makes a header deeper."""
    depth = 1
    below = sheet.rows[top + 1] if top + 1 < len(sheet.rows) else []
    for merged in sheet.merged:
        if merged.top == top and merged.bottom - top < _DEEPEST:
            depth = max(depth, merged.bottom - top + 1)
            covered = below[merged.left : merged.right + 1]
            if merged.bottom == top and sum(isinstance(cell, str) for cell in covered) > 1:
                depth = max(depth, 2)
    return depth if depth > 1 or not _completes(sheet.rows[top], below) else 2


def _completes(row: list, below: list) -> bool:
    """Without merged cells to tell: the lower row names only what stands under gaps, or begins under another name."""
    named = [position for position, cell in enumerate(row) if cell is not None]
    lower = [position for position, cell in enumerate(below) if cell is not None]
    if len(lower) < 2 or len(named) < 2 or not all(isinstance(below[position], str) for position in lower):
        return False
    gaps = [position for position in lower if position >= len(row) or row[position] is None]
    return bool(gaps) and named[0] not in lower and len(set(named) & set(lower)) <= len(gaps)


def _header(sheet: Sheet, top: int, depth: int, matcher: Matcher) -> Header:
    bottom = min(top + depth, len(sheet.rows)) - 1
    columns = []
    for position, parts in enumerate(_parts(sheet, top, bottom)):
        if parts:
            key, confidence = matcher.match(parts)
            columns.append(Heading(position, " / ".join(parts), key, round(confidence, 2)))
    return Header(top, bottom, tuple(_once_each(columns)))


def _once_each(columns: list[Heading]) -> list[Heading]:
    """Where two columns claim one wanted column, the surer keeps it, or the first."""
    owners: dict[str, Heading] = {}
    for column in columns:
        owner = owners.get(column.key)
        if column.key and (owner is None or column.confidence > owner.confidence):
            owners[column.key] = column
    return [
        column if column.key is None or owners[column.key] is column else replace(column, key=None, confidence=0.0)
        for column in columns
    ]


def _parts(sheet: Sheet, top: int, bottom: int) -> list[list[str]]:
    """For each column the names above one another, the same name only once."""
    width = max(len(sheet.rows[row]) for row in range(top, bottom + 1))
    grid = [[heading_text(cell) for cell in sheet.rows[row]] for row in range(top, bottom + 1)]
    for row in grid:
        row.extend([""] * (width - len(row)))
    _spread_merged(sheet, top, bottom, grid)
    for upper, lower in pairwise(grid):
        _spread_over_gaps(upper, lower)
    return [
        [part for place, part in enumerate(parts) if part and part not in parts[:place]]
        for parts in zip(*grid, strict=True)
    ]


def _spread_merged(sheet: Sheet, top: int, bottom: int, grid: list[list[str]]) -> None:
    for merged in sheet.merged:
        if top <= merged.top <= bottom and merged.right > merged.left and merged.left < len(grid[0]):
            row = grid[merged.top - top]
            row[merged.left : merged.right + 1] = [row[merged.left]] * len(row[merged.left : merged.right + 1])


def _spread_over_gaps(upper: list[str], lower: list[str]) -> None:
    """A name reaches right over empty cells as long as something below them is named."""
    for position in range(1, len(upper)):
        if not upper[position] and lower[position] and lower[position - 1]:
            upper[position] = upper[position - 1]


def heading_text(cell) -> str:
    """A heading on one line, without the asterisks that mark what must be filled."""
    try:
        return " ".join(plain(cell).replace("*", " ").split())
    except CellProblem:
        return ""


def _without_remark(text: str) -> str:
    """Up to the first bracket: "Ngày sinh (ghi rõ ngày, tháng, năm)"."""
    return text.partition("(")[0].strip() or text
