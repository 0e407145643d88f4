"""Rows of a preview in words, for pages and API: where each stands, what it would change, what is wrong with it."""

import datetime
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orgtree.choices import RowKind, Sight
from orgtree.intake import workbooks
from orgtree.intake.columns import Column, column
from orgtree.models import ImportBatch, ImportRow, Person
from orgtree.queries.records import Names, names_of
from orgtree.sections import BY_CODE
from orgtree.sections.values import put, restore, say

TONES = {
    RowKind.NEW: "good",
    RowKind.CHANGED: "info",
    RowKind.SAME: "calm",
    RowKind.DUPLICATE: "warn",
    RowKind.ERROR: "bad",
}
_SHOWN_DIGITS = 4
_TOLD_BY = {"ratings": "year", "stated_plans": "place"}
"""Sections of which one item tells in which row the others stand; it is shown with their labels."""


@dataclass(frozen=True)
class Line:
    """One field before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Problem:
    """What is wrong, and in which cell: sheet, row and column are in `place`."""

    place: str
    text: str
    warning: bool
    key: str


@dataclass
class Shown:
    """A row as the page shows it. `cells`: `(column, what was typed, why it cannot stay)` for the form."""

    row: ImportRow
    tone: str
    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    candidates: list[Person] = field(default_factory=list)
    cells: list[tuple[Column, str, str]] = field(default_factory=list)

    @property
    def picks(self) -> bool:
        """Whether somebody should say whom the row means."""
        doubted = any(problem["code"] == "repeated" for problem in self.row.problems)
        return bool(self.candidates) or self.row.picked is not None or doubted


def letters(batch: ImportBatch) -> dict[str, str]:
    """The letter of the sheet's column that fills each column of ours."""
    of_place = {str(place): letter for place, letter, _text in batch.facts.get("headings", [])}
    return {key: of_place.get(place, "") for place, key in batch.mapping.items()}


def shown(
    batch: ImportBatch, rows: Sequence[ImportRow], user, on: datetime.date, *, masked: bool = True
) -> list[Shown]:
    """Rows with their words; a constant number of queries. `masked`: numbers that identify a person, as in lists."""
    stored = [json.loads(row.changes or "[]") for row in rows]
    called = names_of(_named(stored), user, on)
    people = _people({pk for row in rows for pk in row.candidates}, user, on)
    place = letters(batch)
    found = []
    for row, changes in zip(rows, stored, strict=True):
        one = Shown(row, TONES[RowKind(row.kind)])
        one.lines = [line for change in changes for line in _lines(change, called, masked)]
        one.problems = [_problem(row, problem, place) for problem in row.problems]
        one.candidates = [people[pk] for pk in row.candidates if pk in people]
        found.append(one)
    return found


def opened(told: Iterable[Shown]) -> set[int]:
    """Whose records stand beside the rows, by id: what a reader of the preview has seen of dossiers."""
    return {one.row.matched_id for one in told if one.row.matched_id and one.lines}


def with_cells(one: Shown, batch: ImportBatch) -> Shown:
    """Also everything that was typed in the row, for its form."""
    typed = json.loads(one.row.values or "{}")
    wrong: dict[str, str] = {}
    for problem in one.problems:
        if not problem.warning:
            wrong.setdefault(problem.key, problem.text)
    keys = dict.fromkeys(
        [*batch.mapping.values(), *(key for key in wrong if key in typed or key == "memberships.unit")]
    )
    columns = [made for key in keys if (made := column(key))]
    closed = set(batch.facts.get("closed", ()))
    one.cells = [
        (made, _typed(typed.get(made.key)), wrong.get(made.key, "")) for made in columns if made.key not in closed
    ]
    return one


def _typed(cell: Any) -> str:
    return "" if cell is None else cell["error"] if isinstance(cell, dict) else str(cell)


def _people(pks: Iterable[int], user, on: datetime.date) -> dict[int, Person]:
    pks = set(pks)
    return Person.objects.visible_to(user, on).filter(pk__in=pks).in_bulk() if pks else {}


def _named(stored: list[list]) -> Iterable[models.Model]:
    """Records as they were and would be, only to ask how what they refer to is called."""
    for changes in stored:
        for code, _row, fields in changes:
            model = BY_CODE[code].model
            for side in (0, 1):
                values = {item: restore(model, item, pair[side]) for item, pair in fields.items() if pair[side]}
                related = {item: value for item, value in values.items() if model._meta.get_field(item).is_relation}
                if related:
                    yield put(model(), related)


def _lines(change: list, called: Names, masked: bool) -> Iterable[Line]:
    code, _row, fields = change
    section = BY_CODE[code]
    for item, (old, new) in fields.items():
        if item in (_TOLD_BY.get(code), "as_member"):
            continue
        label = capfirst(str(section.field(section.by_name[item]).verbose_name))
        if code in _TOLD_BY and _TOLD_BY[code] in fields:
            label = f"{label} {fields[_TOLD_BY[code]][1]}"
        before, after = (_said(section, item, value, called) for value in (old, new))
        if masked and section.by_name[item].sight == Sight.MASKED:
            before, after = _mask(before), _mask(after)
        yield Line(label, before, after)


def _said(section, item: str, value: Any, called: Names) -> str:
    return say(section.model, item, restore(section.model, item, value), called)


def _mask(text: str) -> str:
    return "•" * max(len(text) - _SHOWN_DIGITS, 0) + text[-_SHOWN_DIGITS:]


def _problem(row: ImportRow, problem: dict, place: dict[str, str]) -> Problem:
    return Problem(where(row, problem["column"], place), problem["text"], problem["warning"], problem["column"])


def where(row: ImportRow, key: str, place: dict[str, str]) -> str:
    """Sheet, row and column of a cell, as Excel names them."""
    made = column(key)
    told = {"sheet": row.sheet, "row": row.line, "label": made.label if made else ""}
    if made and place.get(key):
        sentence = _("Sheet “%(sheet)s”, row %(row)s, column %(letter)s (%(label)s)")
        return sentence % {**told, "letter": place[key]}
    if made:
        return _("Sheet “%(sheet)s”, row %(row)s (%(label)s)") % told
    return _("Sheet “%(sheet)s”, row %(row)s") % told


def outcome(written: int, refused: int) -> str:
    """What came of the rows that were accepted; a part that is nothing is left out."""
    said = [ngettext("%d row written", "%d rows written", written) % written]
    if refused:
        said.append(ngettext("%d row refused", "%d rows refused", refused) % refused)
    return ", ".join(said)


def reasons(row: ImportRow, place: dict[str, str]) -> str:
    """Why a row was not written, in one text."""
    told = [f"{where(row, one['column'], place)}: {one['text']}" for one in row.problems if not one["warning"]]
    if row.skipped:
        told.insert(0, _("Skipped by hand."))
    elif row.kind == RowKind.DUPLICATE:
        told.insert(0, _("It may be somebody on record; nobody chose who."))
    elif row.kind == RowKind.SAME:
        told.insert(0, _("Nothing in it differs from the record."))
    if row.outcome:
        told.insert(0, row.outcome)
    return "\n".join(told) or _("Not among the rows that were accepted.")


def rejected_file(batch: ImportBatch, rows: models.QuerySet) -> tuple[io.BytesIO, int]:
    """The workbook of rows that were not written, and how many there are."""
    place = letters(batch)
    headings = {str(at): text for at, _letter, text in batch.facts.get("headings", [])}
    columns = [(key, headings.get(at, key)) for at, key in batch.mapping.items()]
    file = io.BytesIO()
    lines = ((json.loads(row.values or "{}"), reasons(row, place)) for row in rows.iterator())
    count = workbooks.rejected(file, columns, lines)
    file.seek(0)
    return file, count
