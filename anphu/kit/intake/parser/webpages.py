"""Tables of a web page → sheets. Many Vietnamese systems export an HTML table under the name .xls."""

from html.parser import HTMLParser

from budget import Budget, TooMuch

_CELLS = {"td", "th"}
_BREAKS = {"br", "p", "div", "li"}
_SILENT = {"script", "style", "head"}
_WIDEST_SPAN = 200


def sheets(data: bytes, _kind: str, limits: dict) -> list[dict]:
    """One sheet for each outermost table, in order; spans are told as merged ranges."""
    reader = _Tables(limits)
    reader.feed(data.decode("utf-8"))
    reader.close()
    reader.finish()
    return [
        {"name": f"{number}", "hidden": False, "rows": table.rows, "merged": table.merged, "errors": []}
        for number, table in enumerate(reader.done, 1)
    ]


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
            self._taken.update((row + down, column + right) for down in range(height) for right in range(width))
            self.merged.append([row, column, row + height - 1, column + width - 1])
        line = self.rows[row]
        line.extend([None] * (column + 1 - len(line)))
        line[column] = text or None
        return column + width

    def end_row(self) -> None:
        if self.rows:
            self._budget.spend(self.rows[-1])


class _Tables(HTMLParser):
    """Nested tables and unclosed cells, as such exports have them, are tolerated."""

    def __init__(self, limits: dict):
        super().__init__(convert_charrefs=True)
        self.done: list[_Grid] = []
        self._limits = limits
        self._budget = Budget(limits)
        self._grid: _Grid | None = None
        self._depth = 0
        self._silent = 0
        self._column = 0
        self._cell: list[str] | None = None
        self._spans = (1, 1)

    def handle_starttag(self, tag, attributes):
        if tag == "table":
            self._open_table()
        elif tag in _SILENT and tag != "head":
            self._silent += 1
        elif self._depth == 1 and tag == "tr":
            self._open_row()
        elif self._depth == 1 and tag in _CELLS and self._grid is not None:
            self._close_cell()
            if not self._grid.rows:
                self._open_row()
            values = dict(attributes)
            self._spans = _span(values.get("colspan")), _span(values.get("rowspan"))
            self._cell = []
        elif tag in _BREAKS and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag):
        if tag == "table" and self._depth:
            self._depth -= 1
            if not self._depth:
                self.finish()
        elif tag in _SILENT and self._silent:
            self._silent -= 1
        elif self._depth == 1 and tag in _CELLS:
            self._close_cell()

    def handle_data(self, data):
        if self._cell is not None and not self._silent:
            self._cell.append(data)

    def finish(self) -> None:
        """Close the table that is open, whether or not the page did."""
        self._close_cell()
        if self._grid is not None:
            self._grid.end_row()
            self.done.append(self._grid)
            self._grid, self._depth = None, 0

    def _open_table(self) -> None:
        self._depth += 1
        if self._depth == 1:
            if len(self.done) >= self._limits["sheets"]:
                raise TooMuch
            self._grid = _Grid(self._budget)

    def _open_row(self) -> None:
        self._close_cell()
        self._grid.end_row()
        self._grid.rows.append([])
        self._column = 0

    def _close_cell(self) -> None:
        if self._cell is not None:
            text = "\n".join(" ".join(line.split()) for line in "".join(self._cell).split("\n")).strip()
            self._column = self._grid.put(self._column, text, *self._spans)
            self._cell = None


def _span(value: str | None) -> int:
    return min(int(value), _WIDEST_SPAN) if value and value.isascii() and value.isdigit() and int(value) else 1
