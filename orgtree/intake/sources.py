"""The file of an import → its rows: which sheets, which columns, what was set aside."""

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from anphu.kit.intake import files, tables
from anphu.kit.intake.files import Book
from anphu.kit.intake.labels import label_key
from anphu.kit.intake.tables import Table
from anphu.kit.refusals import Refused
from orgtree.intake import columns
from orgtree.intake.columns import PLANNED_TITLES, Column
from orgtree.intake.rows import Said, cells_of

MOST_ROWS = 20_000
MOST_COLUMNS = 300


@dataclass
class Source:
    """A file as it will be imported. `mapping`: position → key of a column, empty for one that is left out."""

    book: Book
    tables: list[Table]
    layout: str
    mapping: dict[int, str]
    others: tuple[str, ...] = ()
    facts: dict = field(default_factory=dict)

    def rows(self, fitting: Mapping[int, Column]) -> list[Said]:
        """Every line with something in a column that is filled."""
        said: list[Said] = []
        keys = {place: column.key for place, column in fitting.items()}
        for table in self.tables:
            for line in table.lines:
                cells = cells_of(line, keys)
                if cells:
                    said.append(Said(len(said) + 1, table.sheet.name, line.number, cells, line.group[:200]))
        return said


def read(file, name: str, on: datetime.date, sheet: str = "") -> Source:
    """Read a file; `sheet`: the one to import, otherwise the one with most rows and those of the same headings.

    Raises Refused: what anphu.kit.intake.files refuses, no_table, no_rows, too_many_rows.
    """
    book = files.read(file, name)
    found = [table for one in book.sheets if (table := tables.find(one, columns.headings(on)))]
    if sheet:
        found = [table for table in found if table.sheet.name == sheet]
    if not found:
        raise _no_table(book)
    main = max(found, key=lambda table: (table.position("core.full_name") is not None, len(table.lines)))
    alike = [table for table in found if sheet or _headings(table) == _headings(main)]
    _refuse_sizes(alike)
    mapping = columns.mapped(main.columns)
    others = tuple(table.sheet.name for table in found if table not in alike)
    source = Source(book, alike, tables.layout_digest(main), mapping, others)
    source.facts = _facts(source, main)
    return source


def _headings(table: Table) -> list[tuple[int, str]]:
    return [(column.position, column.text) for column in table.columns if column.text]


def _no_table(book: Book) -> Refused:
    sheets = ", ".join(f"“{sheet.name}”" for sheet in book.sheets if any(sheet.rows))
    sentence = _(
        "No row of column names was found in %(sheets)s. Write the names of the columns above the list, as in the "
        "templates that you can download here."
    )
    return Refused("no_table", sentence % {"sheets": sheets}, status=400)


def _refuse_sizes(found: list[Table]) -> None:
    count = sum(len(table.lines) for table in found)
    if not count:
        sentence = _("Sheet “%(sheet)s” has column names in row %(row)s and no row with people below them.")
        place = {"sheet": found[0].sheet.name, "row": found[0].header_rows[-1]}
        raise Refused("no_rows", sentence % place, status=400)
    if count > MOST_ROWS:
        sentence = _(
            "The file has %(count)d rows; at most %(most)d are imported at once. Divide it into several files."
        )
        raise Refused("too_many_rows", sentence % {"count": count, "most": MOST_ROWS}, status=400)
    if len(found[0].columns) > MOST_COLUMNS:
        sentence = _(
            "Sheet “%(sheet)s” has %(count)d columns; at most %(most)d are read. Delete those that are not needed."
        )
        told = {"sheet": found[0].sheet.name, "count": len(found[0].columns), "most": MOST_COLUMNS}
        raise Refused("too_many_columns", sentence % told, status=400)


def letter(position: int) -> str:
    """The name of a column in Excel: 0 is A, 26 is AA."""
    name = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(65 + rest) + name
    return name


def _is_planned(heading: str) -> bool:
    return bool(PLANNED_TITLES.fullmatch(label_key(heading)))


def _facts(source: Source, main: Table) -> dict:
    """What the reader is told about the file: nothing of what stands in its rows."""
    converted = Counter()
    for table in source.tables:
        converted.update(table.sheet.converted)
    return {
        "headings": [[one.position, letter(one.position), one.text] for one in main.columns],
        "header_rows": list(main.header_rows),
        "sheets": [table.sheet.name for table in source.tables],
        "other_sheets": list(source.others),
        "hidden": list(source.book.hidden),
        "ignored": dict(Counter(one.reason for table in source.tables for one in table.ignored)),
        "converted": dict(converted),
        "encoding": source.book.encoding,
        "duplicates": [list(positions) for positions in main.duplicates],
        "planned": [one.text for one in main.columns if not one.key and _is_planned(one.text)],
    }
