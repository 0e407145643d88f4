"""What the rows of a file say: cells by column, values by section, and what cannot be read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from anphu.kit.intake.files import CellError
from anphu.kit.intake.problems import CellProblem, plain
from anphu.kit.intake.tables import Line
from orgtree.intake.columns import Column
from orgtree.intake.lists import Lists
from orgtree.intake.readers import Reader, joined_place

Slot = tuple[str, str]
"""A section and one of its rows."""
UNIT = "memberships.unit"
BELONGING = ("memberships", "postings")


@dataclass(slots=True)
class Said:
    """One row. `cells`: as typed, by column key, fit for JSON; `fills`: values by section, row and item.

    `picked`: the person chosen by hand, 0 for a new one. `keys`: digests of whom it speaks of.
    """

    number: int
    sheet: str
    line: int
    cells: dict[str, Any]
    group: str = ""
    picked: int | None = None
    skipped: bool = False
    pk: int | None = None
    fills: dict[Slot, dict[str, Any]] = field(default_factory=dict)
    problems: list[dict] = field(default_factory=list)

    def blame(self, column: str, code: str, sentence: str, *, warning: bool = False) -> None:
        """Keep what is wrong with a cell, or with the row (no column)."""
        self.problems.append({"column": column, "code": code, "text": str(sentence), "warning": warning})

    @property
    def broken(self) -> bool:
        return any(not problem["warning"] for problem in self.problems)

    def core(self, item: str) -> Any:
        return self.fills.get(("core", ""), {}).get(item)


def kept(cell: Any) -> Any:
    """A cell as JSON can keep it, so that reading it again gives the same."""
    if cell is None or cell.__class__ in (str, int, float, bool):
        return cell
    return {"error": cell.text} if isinstance(cell, CellError) else plain(cell)


def cells_of(line: Line, keys: Mapping[int, str]) -> dict[str, Any]:
    """The filled cells of a line whose positions have a column."""
    cells = line.cells
    last = len(cells)
    found = {}
    for place, key in keys.items():
        if place < last and (cell := cells[place]) is not None and cell != "":
            found[key] = cell if cell.__class__ is str else kept(cell)
    return found


def _blame(said: Said, key: str, problem: CellProblem) -> None:
    """A post that cannot be recognised does not keep the rest of the row back, and is not passed over in silence."""
    is_post = key.startswith("postings.")
    sentence = " ".join([problem.sentence, _("The post is left out.")]) if is_post else problem.sentence
    said.blame(key, problem.code, sentence, warning=is_post)


class RowReader:
    """Reads whole rows: each cell by its column, parts of a place joined, the group above for a missing unit."""

    def __init__(self, columns: Iterable[Column], lists: Lists):
        self._lists = lists
        self._readers = {column.key: Reader(column, lists) for column in columns}
        self._has_unit = UNIT in self._readers

    def read(self, said: Said) -> None:
        for key, cell in said.cells.items():
            reader = self._readers.get(key)
            if reader is None:
                continue
            try:
                fills = reader(CellError(cell["error"]) if cell.__class__ is dict else cell)
            except CellProblem as problem:
                _blame(said, key, problem)
                fills = reader.told_by_place
            for fill in fills:
                said.fills.setdefault((fill.section, fill.slot), {})[fill.item] = fill.value
        self._join_places(said)
        self._blame_before_the_unit(said)
        self._blame_no_cell(said)
        if said.group and not self._has_unit:
            self._unit_of_group(said)

    def _join_places(self, said: Said) -> None:
        for values in said.fills.values():
            for item in {name.partition(":")[0] for name in values if ":" in name}:
                names = [name for name in values if name.startswith(f"{item}:")]
                values.setdefault(item, joined_place({name.partition(":")[2]: values.pop(name) for name in names}))

    def _blame_before_the_unit(self, said: Said) -> None:
        for (section, slot), values in said.fills.items():
            unit, days = values.get("unit"), values.get("period")
            if section in BELONGING and unit and days and days.lower < (first := self._lists.units.first_day(unit)):
                sentence = _("The unit has existed since %(first)s only; correct the day.")
                key = f"{section}.period" + (slot and f"@{slot}")
                said.blame(key, "unit_not_yet", sentence % {"first": f"{first:%d/%m/%Y}"})

    def _blame_no_cell(self, said: Said) -> None:
        unit = said.fills.get(("memberships", ""), {}).get("unit")
        if unit and not self._lists.units.is_cell(unit):
            said.blame(UNIT, "no_cell", _("This unit is no cell. Write the cell in which the person is a member."))

    def _unit_of_group(self, said: Said) -> None:
        """A group row may be the name of a cell; where it is none, it only divides the list."""
        try:
            unit = self._lists.units.find(said.group)
        except CellProblem:
            return
        if self._lists.units.is_cell(unit):
            said.fills.setdefault(("memberships", ""), {})["unit"] = unit
