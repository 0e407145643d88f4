"""The whole collection: every hostile file is refused as declared, every ugly one is read as declared."""

import datetime
import resource
import tracemalloc

import pytest

from anphu.kit.intake import cells, files, tables
from anphu.kit.refusals import Refused
from tests.intake_files import FILES
from tests.intake_files.declared import Reading, Refusal
from tests.intake_files.people import HEADINGS

TODAY = datetime.date(2020, 7, 7)
REFUSED = [name for name, file in FILES.items() if isinstance(file.expectation, Refusal)]
READ = [name for name, file in FILES.items() if isinstance(file.expectation, Reading)]
MIB = 1 << 20


def opened(name: str, folder) -> files.Book:
    path = FILES[name].write(folder)
    with path.open("rb") as file:
        return files.read(file, path.name)


def cleaned(clean, cell, place: tuple[int, int], problems: list):
    try:
        value = clean(cell)
    except cells.CellProblem as problem:
        problems.append((place[0], place[1] + 1, problem.code))
        return None
    return str(value) if value else None


def people_of(table: tables.Table) -> tuple[list, list]:
    """(name, birth, unit, card) of each line, and the problems met, as the collection declares them."""
    people, problems = [], []
    cleaners = {
        "name": cells.name,
        "born": lambda cell: cells.partial_date(cell, latest=TODAY),
        "unit": cells.text,
        "card": lambda cell: cells.digits(cell, 12),
    }
    cleaners |= {"born_man": cleaners["born"], "born_woman": cleaners["born"]}
    for line in table.lines:
        found = {}
        for column in table.columns:
            if column.key in cleaners:
                cell = line.cells[column.position]
                found[column.key] = cleaned(cleaners[column.key], cell, (line.number, column.position), problems)
        born = found.get("born") or found.get("born_man") or found.get("born_woman")
        people.append((found.get("name"), born, found.get("unit"), found.get("card")))
    return people, problems


def counted(ignored) -> dict:
    reasons = [one.reason for one in ignored]
    return {reason: reasons.count(reason) for reason in reasons}


def test_the_collection_holds_sixty_files_and_both_sorts():
    assert len(FILES) >= 60
    assert len(REFUSED) >= 30
    assert len(READ) >= 30


@pytest.mark.parametrize("name", REFUSED)
def test_hostile_file_is_refused_with_its_code_and_a_sentence(name, tmp_path):
    expected = FILES[name].expectation
    with pytest.raises(Refused) as refused:
        opened(name, tmp_path)
    assert (refused.value.code, refused.value.status) == (expected.code, expected.status)
    assert str(refused.value).endswith(".")
    assert "%" not in str(refused.value)


@pytest.mark.parametrize("name", READ)
def test_ugly_file_is_read_as_declared(name, tmp_path):
    expected = FILES[name].expectation
    book = opened(name, tmp_path)
    assert (book.kind, book.encoding, book.hidden) == (expected.kind, expected.encoding, expected.hidden)
    table = next(filter(None, (tables.find(sheet, HEADINGS) for sheet in book.sheets)))
    people, problems = people_of(table)
    assert people == list(expected.people)
    assert problems == list(expected.problems)
    if expected.ignored:
        assert counted(table.ignored) == expected.ignored
    if expected.groups:
        assert tuple(line.groups for line in table.lines) == expected.groups
    assert dict(table.sheet.converted) == expected.converted
    assert table.duplicates == expected.duplicates


EXPANDING = [
    "stray_letter_in_the_last_cell",
    "last_cell_behind_a_false_dimension",
    "million_empty_rows_with_a_style",
    "one_long_text_in_twenty_thousand_cells",
    "zip_bomb",
    "ods_that_repeats_a_cell_everywhere",
    "csv_of_commas",
    "csv_with_a_million_empty_rows",
    "web_page_of_open_brackets",
]


@pytest.mark.parametrize("name", EXPANDING)
def test_expanding_file_stays_within_memory(name, tmp_path):
    """In this process by what Python allocates; in the parser by the most that any child of this process has held."""
    path = FILES[name].write(tmp_path)
    tracemalloc.start()
    try:
        with path.open("rb") as file:
            files.read(file, path.name)
    except Refused:
        pass
    finally:
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 300 * MIB
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 <= files.Limits().memory
