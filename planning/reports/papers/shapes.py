"""A paper as plain lines of text: what the layout, the Word template and the workbook are all filled from."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from orgtree.choices import CELLS
from orgtree.models import UnitVersion
from planning.reports.papers.declared import Form

DOTS = "……"
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: cells by the code of their column, or a `heading` across all of them."""

    cells: Mapping[str, str | int] = field(default_factory=dict)
    heading: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Signature:
    """On whose behalf, as what, and the name where it is known."""

    who: str
    how: str = ""
    name: str = ""


@dataclass(frozen=True)
class Paper:
    """A paper as it is printed. `words` stand above the table, `closing` below it."""

    form: Form
    above: str
    body: str
    number: str
    place: str
    title: str
    subtitle: str
    rows: Sequence[Row]
    left: Signature
    right: Signature
    words: Sequence[str] = ()
    closing: Sequence[str] = ()

    def facts(self, stamp: str) -> dict[str, Any]:
        """What templates name: plain texts, every row with a cell for every column."""
        codes = [column.code for column in self.form.columns]
        return {
            **{name: getattr(self, name) for name in ("above", "body", "number", "place", "title", "subtitle")},
            "mark": self.form.mark,
            "words": list(self.words),
            "closing": list(self.closing),
            "rows": [
                {"heading": row.heading, **{code: str(row.cells.get(code, "")) for code in codes}} for row in self.rows
            ],
            **{f"left_{name}": getattr(self.left, name) for name in Signature.__slots__},
            **{f"right_{name}": getattr(self.right, name) for name in Signature.__slots__},
            "stamp": stamp,
        }


def day_in_words(day: datetime.date | None) -> str:
    """The line of place and day; the place is left to the pen."""
    if day is None:
        return f"{DOTS}{DOTS}, ngày {DOTS} tháng {DOTS} năm {DOTS}"
    return f"{DOTS}{DOTS}, ngày {day:%d} tháng {day.month} năm {day:%Y}"


def heads(body: UnitVersion, above: UnitVersion | None) -> dict[str, str]:
    """The left side of the head: the organisation above, and whose paper it is, by the names of the units."""
    return {"above": above.name.upper() if above else "", "body": body.name.upper()}


def on_behalf(body: UnitVersion) -> Signature:
    """Who signs for an organisation: a cell speaks for itself, others through their standing committee (U)."""
    return Signature("T/M CHI BỘ" if body.kind in CELLS else "T/M BAN THƯỜNG VỤ", "(Ký, ghi rõ họ tên, đóng dấu)")


def letter(place: int) -> str:
    """A, B, C … for the first level of headings."""
    return _ALPHABET[place] if place < len(_ALPHABET) else str(place + 1)


def roman(number: int) -> str:
    """I, II, III … for the second level."""
    said = ""
    for value, sign in _ROMAN:
        said += sign * (number // value)
        number %= value
    return said
