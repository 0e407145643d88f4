"""Refusals of the parser, and the counting of what has been read against what may be."""


class Refusal(Exception):
    """What the parser has to say of a file it will not read; `code` is that of the sentence."""

    code: str


class TooMuch(Refusal):
    """More cells or columns than the limits allow."""

    code = "file_too_large"


class Budget:
    """One for a file. `spend` trims a row and counts it; the row that goes above a limit raises `TooMuch`."""

    def __init__(self, limits: dict):
        self._columns = limits["columns"]
        self._cells = limits["cells"]

    def spend(self, row: list) -> list:
        """The row without its empty tail."""
        while row and row[-1] is None:
            row.pop()
        used = len(row) - row.count(None)
        if used > self._columns:
            raise TooMuch
        self.take(used)
        return row

    def take(self, cells: int) -> None:
        """Count `cells`."""
        self._cells -= cells
        if self._cells < 0:
            raise TooMuch
