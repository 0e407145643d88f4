"""Tables of a web page → sheets. Many Vietnamese systems export an HTML table under the name .xls.

A scanner of tags and no more: the parser of the standard library takes minutes over 60 kB of `<td <td <td`.
"""

import html
import re

from budget import Budget, TooMuch

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)([^<>]*)>")
_SPAN = re.compile(r"\b(col|row)span\s*=\s*[\"']?\s*(\d{1,9})", re.I)
_CELLS = {"td", "th"}
_BREAKS = {"br", "p", "div", "li"}
_SILENT = {"script", "style"}
_WIDEST_SPAN = 200


def sheets(data: bytes, _kind: str, limits: dict) -> list[dict]:
    """One sheet for each outermost table, in order; spans are told as merged ranges."""
    page = _without_comments(data.decode("utf-8"))
    reader = _Tables(limits)
    place = 0
    for tag in _TAG.finditer(page):
        reader.text(page[place : tag.start()])
        reader.tag(tag[2].lower(), bool(tag[1]), tag[3])
        place = tag.end()
    reader.close_table()
    return [
        {"name": f"{number}", "hidden": False, "rows": table.rows, "merged": table.merged, "errors": []}
        for number, table in enumerate(reader.done, 1)
    ]


def _without_comments(page: str) -> str:
    parts, place = [], 0
    while (start := page.find("<!--", place)) >= 0:
        parts.append(page[place:start])
        end = page.find("-->", start)
        if end < 0:
            return "".join(parts)
        place = end + 3
    return "".join((*parts, page[place:]))


class _Grid:
    """Rows of one table, with the places that a span from above or from the left has taken."""

    def __init__(self, budget: Budget):
        self.rows: list[list] = []
        self.merged: list[list[int]] = []
        self._taken: set[tuple[int, int]] = set()
        self._budget = budget

    def put(self, column: int, text: str, width: int, height: int) -> int:
        """Write a cell at the first free place from `column` on in the last row; return the place after it."""
        row = len(self.rows) - 1
        while (row, column) in self._taken:
            column += 1
        if width > 1 or height > 1:
            self._budget.take(width * height)
            self._taken.update((row + down, column + right) for down in range(height) for right in range(width))
            self.merged.append([row, column, row + height - 1, column + width - 1])
        line = self.rows[row]
        line.extend([None] * (column + 1 - len(line)))
        line[column] = text or None
        return column + width

    def end_row(self) -> None:
        if self.rows:
            self._budget.spend(self.rows[-1])


class _Tables:
    """Nested tables count as text of their cell; unclosed cells and rows, as such exports have them, are closed."""

    def __init__(self, limits: dict):
        self.done: list[_Grid] = []
        self._limits = limits
        self._budget = Budget(limits)
        self._grid: _Grid | None = None
        self._depth = 0
        self._silent = False
        self._column = 0
        self._cell: list[str] | None = None
        self._spans = (1, 1)

    def text(self, piece: str) -> None:
        """What stands between two tags."""
        if piece and self._cell is not None and not self._silent:
            self._cell.append(piece)

    def tag(self, name: str, closes: bool, attributes: str) -> None:
        """One tag; the many without a meaning for tables pass."""
        if name in _SILENT:
            self._silent = not closes
        elif name == "table":
            self._table(closes)
        elif name in _BREAKS:
            self.text("<br>")
        elif self._depth == 1 and name == "tr" and not closes:
            self._open_row()
        elif self._depth == 1 and name in _CELLS:
            self._close_cell()
            if not closes:
                self._open_cell(attributes)

    def close_table(self) -> None:
        """Close the table that is open, whether or not the page did."""
        self._close_cell()
        if self._grid is not None:
            self._grid.end_row()
            self.done.append(self._grid)
            self._grid = None
        self._depth = 0

    def _table(self, closes: bool) -> None:
        self._depth = max(0, self._depth + (-1 if closes else 1))
        if closes and not self._depth:
            self.close_table()
        elif not closes and self._depth == 1:
            if len(self.done) >= self._limits["sheets"]:
                raise TooMuch
            self._grid = _Grid(self._budget)

    def _open_row(self) -> None:
        self._close_cell()
        self._grid.end_row()
        self._grid.rows.append([])
        self._column = 0

    def _open_cell(self, attributes: str) -> None:
        if not self._grid.rows:
            self._open_row()
        spans = {which.lower(): max(1, min(int(count), _WIDEST_SPAN)) for which, count in _SPAN.findall(attributes)}
        self._spans = spans.get("col", 1), spans.get("row", 1)
        self._cell = []

    def _close_cell(self) -> None:
        if self._cell is not None:
            lines = html.unescape("".join(self._cell)).split("<br>")
            text = "\n".join(" ".join(line.split()) for line in lines).strip()
            self._column = self._grid.put(self._column, text, *self._spans)
            self._cell = None
