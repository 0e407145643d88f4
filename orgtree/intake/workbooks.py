"""Workbooks out: people in a layout, templates to fill in, and rows that were not written with the reason why."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import Any, BinaryIO

import xlsxwriter
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import override

from anphu.kit.sheets import LONGEST_CELL
from orgtree.choices import Verb
from orgtree.intake import lists
from orgtree.intake.columns import ADDRESS, FIRST_ROW, THREE_YEARS, Column
from orgtree.intake.layouts import Layout, Place
from orgtree.intake.readers import split_place
from orgtree.models import Person, Title, Unit, UnitLink
from orgtree.models.reference import CodeEntry, EthnicGroup, Religion
from orgtree.queries import records
from orgtree.queries.imports import sections_of, unit_labels, unit_names
from orgtree.queries.records import Names, Records
from orgtree.sections.values import get, say

BATCH = 1000
BELONGING = {"memberships", "postings"}
_AS_TYPED = ("strings_to_formulas", "strings_to_urls", "strings_to_numbers")
_OPTIONS = {"constant_memory": True, **dict.fromkeys(_AS_TYPED, False)}
_MOST_CHECKED = 10_000
"""Rows of a template in which Excel offers the lists."""
_LISTS, _NOTES = "Danh mục", "Hướng dẫn"


def people(target: str | BinaryIO, layout: Layout, people: Iterable[Person], user, on: datetime.date) -> int:
    """Write people (whom the caller found visible) in a layout; returns how many. Restricted columns are not in any."""
    places = layout.on(on)
    with xlsxwriter.Workbook(target, _OPTIONS) as book:
        sheet = book.add_worksheet("Danh sách")
        first = _head(book, sheet, layout.title, places)
        count = 0
        for count, row in enumerate(rows(layout, people, user, on), 1):
            _write(sheet, first + count - 1, [count, *row[1:]])
    return count


def rows(layout: Layout, people: Iterable[Person], user, on: datetime.date) -> Iterator[list[str]]:
    """One list of texts a person, a cell for each column of the layout. Holds `BATCH` people at a time."""
    places = layout.on(on)
    columns = [place.column for place in places]
    parts = sections_of({column.section.code for column in columns if column})
    combined = not any(column and column.key == f"languages.level@{FIRST_ROW}" for column in columns)
    source = iter(people)
    seen = set(UnitLink.objects.reached_by(user, Verb.SEE_PEOPLE, on).values_list("descendant", flat=True))
    while batch := list(islice(source, BATCH)):
        found = records.read([person.pk for person in batch], parts)
        _leave_out_unseen(found, seen)
        everything = [*batch, *(row for one in found.values() for part in one.values() for row in part)]
        with override("vi"):
            called = records.names_of(everything, user, on)
            called |= {(Unit, pk): label for pk, label in unit_labels(_units(called), on).items()}
            for person in batch:
                yield [_cell(column, person, found[person.pk], called, on, combined) for column in columns]


def _leave_out_unseen(found: dict[int, Records], seen: set[int]) -> None:
    """Rows that tie a person to units that the reader does not see."""
    for record in found.values():
        for code in BELONGING & record.keys():
            record[code] = [row for row in record[code] if row.unit_id in seen]


def _units(called: Names) -> list[int]:
    return [pk for model, pk in called if model is Unit]


def _cell(
    column: Column | None, person: Person, found: Records, called: Names, on: datetime.date, combined: bool
) -> str:
    if column is None:
        return ""
    record = _record(column, person, found, on)
    if record is None or (column.part in ("M", "F") and person.sex != column.part):
        return ""
    said = say(type(record), column.item.name, get(record, column.item.name), called)
    if column.item.name == "period":
        return f"{record.period.lower:%d/%m/%Y}"
    if column.part in ADDRESS:
        address, province = split_place(said)
        return {"address": address, "province": province, "country": "Việt Nam" if said else ""}[column.part]
    if column.section.code == "languages" and column.item.name == "language" and combined:
        return f"{said} {record.level}".strip()
    return said


def _record(column: Column, person: Person, found: Records, on: datetime.date) -> models.Model | None:
    """The record that the column shows: of the day, of the year, or the first."""
    code = column.section.code
    if code == "core":
        return person
    own = found[code]
    if code in BELONGING:
        return next((row for row in own if on in row.period), None)
    if code == "stated_plans":
        newest = [row for row in own if row.term == own[0].term]
        return next((row for row in newest if not column.slot or row.place == int(column.slot)), None)
    if code == "ratings" and column.part != THREE_YEARS:
        return next((row for row in own if row.as_member and str(row.year) == column.slot), None)
    return own[0] if own else None


def _head(book, sheet, title: str, places: Sequence[Place]) -> int:
    """Title and headings, over two rows where some stand under another; returns the first free row."""
    bold = book.add_format({"bold": True, "font_size": 14})
    head = book.add_format({"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "border": 1})
    for place, one in enumerate(places):
        sheet.set_column(place, place, one.width)
    sheet.write_string(0, 1, title, bold)
    deep = any(one.over for one in places)
    if not deep:
        for place, one in enumerate(places):
            sheet.write_string(2, place, _named(one), head)
    else:
        _two_rows(sheet, places, head)
    bottom = 3 if deep else 2
    sheet.freeze_panes(bottom + 1, 2)
    return bottom + 1


def _two_rows(sheet, places: Sequence[Place], head) -> None:
    """The upper row whole, then the lower: in constant memory a row that has been left cannot be written any more, so
    that no cell is merged over both."""
    for over, group in groupby(enumerate(places), key=lambda pair: pair[1].over):
        members = list(group)
        first, last = members[0][0], members[-1][0]
        if over and last > first:
            sheet.merge_range(2, first, 2, last, over, head)
            continue
        for place, one in members:
            sheet.write_string(2, place, over or _named(one), head)
    for place, one in enumerate(places):
        if one.over:
            sheet.write_string(3, place, _named(one), head)
        else:
            sheet.write_blank(3, place, None, head)


def _named(place: Place) -> str:
    return f"{place.heading} *" if place.needed else place.heading


def _write(sheet, row: int, cells: Sequence[Any], text_format=None) -> None:
    """Text is always written as text: a leading "=" stays a letter."""
    for place, value in enumerate(cells):
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            sheet.write_number(row, place, value)
        elif value not in (None, ""):
            sheet.write_string(row, place, str(value)[:LONGEST_CELL], text_format)


def template(target: str | BinaryIO, layout: Layout, unit: int, on: datetime.date) -> None:
    """An empty list of a layout for `unit`: columns as text, code lists offered in the cells, and a sheet of notes."""
    places = layout.on(on)
    with xlsxwriter.Workbook(target, {**_OPTIONS, "constant_memory": False}) as book:
        sheet = book.add_worksheet("Danh sách")
        first = _head(book, sheet, layout.title, places)
        as_text = book.add_format({"num_format": "@"})
        for place, one in enumerate(places):
            sheet.set_column(place, place, one.width, as_text)
        offered = _offered(places, unit, on)
        _lists_sheet(book, offered)
        for place, one in enumerate(places):
            _check_cells(sheet, first, place, one, offered)
        _notes_sheet(book, places)


def _offered(places: Sequence[Place], unit: int, on: datetime.date) -> dict[str, list[str]]:
    """The words to choose from, by column key."""
    loaded = lists.load(unit, "", on)
    found: dict[str, list[str]] = {}
    with override("vi"):
        for place in places:
            if place.column and (words := _words(place.column, loaded, unit, on)):
                found[place.key] = words
    return found


def _words(column: Column, loaded: lists.Lists, unit: int, on: datetime.date) -> list[str]:
    model_field = column.section.field(column.item)
    if model_field.related_model is Unit:
        return [one.name for one in unit_names(unit, on) if not one.ended]
    if model_field.related_model is Title:
        return list(loaded.titles.names.values())
    if model_field.choices and not column.part:
        return [str(label) for _value, label in model_field.flatchoices]
    if getattr(model_field, "related_model", None) is CodeEntry:
        return list(loaded.scheme(str(column.section.scheme(column.item))).names.values())
    if getattr(model_field, "related_model", None) in (EthnicGroup, Religion):
        return list(loaded.table(model_field.related_model).names.values())
    return []


def _lists_sheet(book, offered: dict[str, list[str]]) -> None:
    sheet = book.add_worksheet(_LISTS)
    bold = book.add_format({"bold": True})
    for place, (key, words) in enumerate(offered.items()):
        sheet.write_string(0, place, f"[{key}]", bold)
        for row, word in enumerate(words, 1):
            sheet.write_string(row, place, word)


def _check_cells(sheet, first: int, place: int, one: Place, offered: dict[str, list[str]]) -> None:
    if one.key not in offered:
        return
    column = list(offered).index(one.key)
    name = xlsxwriter.utility.xl_col_to_name(column)
    options = {
        "validate": "list",
        "source": f"='{_LISTS}'!${name}$2:${name}${len(offered[one.key]) + 1}",
        "error_type": "warning",
        "error_title": one.heading[:32],
        "error_message": "Giá trị này không có trong danh mục.",
    }
    sheet.data_validation(first, place, first + _MOST_CHECKED, place, options)


def _notes_sheet(book, places: Sequence[Place]) -> None:
    sheet = book.add_worksheet(_NOTES)
    sheet.set_column(0, 0, 110)
    with override("vi"):
        needed = ", ".join(one.heading for one in places if one.needed)
        for row, text in enumerate(_notes(needed)):
            sheet.write_string(row, 0, text)


def _notes(needed: str) -> list[str]:
    """What whoever fills in the list should know."""
    return [
        _("Columns marked * are needed for a new person: %s.") % needed,
        _("Dates: dd/mm/yyyy; mm/yyyy or yyyy where the day is not known. The days of admission need the day."),
        _("An empty cell changes nothing; it never erases what is on record."),
        _("Numbers are typed as text, with their leading zeros: identity number 12 digits, Party card 12 digits."),
        _("Units: the name as in the list, the short name, the code, or “Chi bộ ấp X, xã Y”."),
        _(
            "A person on record is known again by the identity number or the Party card together with the name or the "
            "birth date, or by name, birth date and home town together. Anything less is shown to be decided by hand."
        ),
        _("Columns may be moved, left out or added; those that are not known are shown before anything is written."),
        _("Whoever has no date of “Sinh hoạt từ ngày” becomes a member of the cell on the day of the import."),
    ]


def rejected(target: str | BinaryIO, headings: Sequence[tuple[str, str]], lines: Iterable[tuple[dict, str]]) -> int:
    """Rows that were not written, as they were typed, with why in the last column; returns how many.

    `headings`: `(key, heading)`; `lines`: `(cells by key, reason)`. Corrected, the file can be imported as it is.
    """
    with xlsxwriter.Workbook(target, _OPTIONS) as book:
        sheet = book.add_worksheet("Danh sách")
        bold, wrap = book.add_format({"bold": True, "border": 1}), book.add_format({"text_wrap": True})
        sheet.set_column(0, max(len(headings) - 1, 0), 18)
        sheet.set_column(len(headings), len(headings), 70)
        for place, heading in enumerate([*(text for _key, text in headings), _("Reason")]):
            sheet.write_string(0, place, heading, bold)
        count = 0
        for count, (cells, reason) in enumerate(lines, 1):
            _write(sheet, count, [_typed(cells.get(key)) for key, _text in headings])
            sheet.write_string(count, len(headings), reason[:LONGEST_CELL], wrap)
    return count


def _typed(cell: Any) -> Any:
    return cell["error"] if isinstance(cell, dict) else str(cell) if isinstance(cell, (int, float)) else cell
