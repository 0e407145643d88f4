"""One reader a column: a cell as it was typed → what it fills, each with its value.

A reader remembers what it has read: in a list of thousands most cells are among a few hundred.
"""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import override

from anphu.kit.intake import cells
from anphu.kit.intake.dates import partial_date
from anphu.kit.intake.problems import CellProblem
from anphu.kit.names import fold
from anphu.kit.partial_dates import PartialDateField
from anphu.kit.periods import period
from orgtree.choices import Sex
from orgtree.intake.columns import ADDRESS, FIRST_ROW, THREE_YEARS, Column
from orgtree.intake.lists import Lists
from orgtree.intake.words import SYNONYMS
from orgtree.models import Title, Unit
from orgtree.models.reference import CodeEntry

Convert = Callable[[Any], Any]
_DIGITS = {
    "core.identity_number": (9, 12),
    "core.party_card": (8, 12),
    "core.home_commune_code": (5,),
    "papers.old_identity_number": (9, 12),
}
_NAMES = frozenset({"core.full_name", "family.name"})
_AHEAD = frozenset({"discipline.ends"})
_MARKS = frozenset({"x", "✓", "✔", "☑", "v"})
_TERM = re.compile(r"\D*((?:19|20)\d\d)\s*[-–/]\s*((?:19|20)\d\d)\D*")
_YEARS_APART = re.compile(r"(?:năm\s*)?((?:19|20)\d\d)\s*[:\-–]\s*", re.I)
_APART = re.compile(r"\s*[;,/\n]\s*|\s+-\s+")
EMPTY = frozenset({None, ""})


@dataclass(frozen=True, slots=True)
class Fill:
    """A value for an item of a section, in one of its rows (`slot`)."""

    section: str
    slot: str
    item: str
    value: Any


class Reader:
    """Reads the cells of one column. Raises CellProblem.

    `told_by_place`: what a filled cell says by standing in this column, whatever is wrong with it.
    """

    def __init__(self, column: Column, lists: Lists):
        self._read = _reading(column, lists)
        in_column_of_sex = column.part in Sex.values
        self.told_by_place = (Fill("core", "", "sex", column.part),) if in_column_of_sex else ()
        self._memory: dict[str, tuple[Fill, ...] | CellProblem] = {}

    def __call__(self, cell: Any) -> tuple[Fill, ...]:
        if cell.__class__ is not str:
            return self._read(cell)
        known = self._memory.get(cell)
        if known is None:
            try:
                known = self._read(cell)
            except CellProblem as problem:
                known = problem
            self._memory[cell] = known
        if isinstance(known, CellProblem):
            raise known
        return known


def _reading(column: Column, lists: Lists) -> Callable[[Any], tuple[Fill, ...]]:
    section, item = column.section.code, column.item.name
    if column.part == THREE_YEARS:
        return lambda cell: _three_years(cell, lists)
    convert = _convert(column, lists)
    if column.part in Sex.values:
        return lambda cell: _in_column_of_sex(cell, column.part, convert)
    if section == "languages" and item == "language":
        return lambda cell: _language(cell, convert)
    place = f"{item}:{column.part}" if column.part in ADDRESS else item

    def read(cell: Any) -> tuple[Fill, ...]:
        value = convert(cell)
        return () if value in EMPTY else (Fill(section, column.slot, place, value),)

    return read


def _convert(column: Column, lists: Lists) -> Convert:
    """By the field that the column fills."""
    field, name = column.section.field(column.item), f"{column.section.code}.{column.item.name}"
    if name in _DIGITS:
        return lambda cell: cells.digits(cell, _DIGITS[name])
    if name in _NAMES:
        return _short_enough(field, cells.name)
    if column.item.name == "period":
        return lambda cell: _since(cell, lists.on)
    if name == "stated_plans.term":
        return _term
    if isinstance(field, models.ForeignKey):
        return _related(field, lists)
    if field.choices:
        return _choice(field)
    if isinstance(field, PartialDateField) or name == "core.birth_date":
        latest = None if name in _AHEAD else lists.on
        return lambda cell: partial_date(cell, latest=latest)
    return _simple(field, lists.on)


def _simple(field: models.Field, on: datetime.date) -> Convert:
    if isinstance(field, models.DateField):
        return lambda cell: _day(cell, on)
    if isinstance(field, models.BooleanField):
        return cells.yes_no
    if isinstance(field, models.DecimalField):
        return cells.decimal
    if isinstance(field, models.IntegerField):
        return cells.whole
    return _short_enough(field, cells.text)


def _short_enough(field: models.Field, convert: Convert) -> Convert:
    """A text that its field can hold and accepts."""
    most = field.max_length or 4000
    checks = [check for check in field.validators if not isinstance(check, MaxLengthValidator)]

    def read(cell: Any) -> str:
        value = convert(cell)
        if len(value) > most:
            sentence = _("This has %(count)d letters; at most %(most)d can be kept. Shorten it.")
            raise CellProblem("too_long", sentence % {"count": len(value), "most": most})
        if value:
            _accepted(value, checks)
        return value

    return read


def _accepted(value: str, checks: list) -> None:
    try:
        for check in checks:
            check(value)
    except ValidationError as error:
        raise CellProblem("not_accepted", " ".join(error.messages)) from error


def _day(cell: Any, latest: datetime.date) -> datetime.date | None:
    found = partial_date(cell, latest=latest)
    if found is not None and not found.day:
        sentence = _("“%(date)s” must be known to the day here: write dd/mm/yyyy.")
        raise CellProblem("day_needed", sentence % {"date": found})
    return found.earliest if found else None


def _since(cell: Any, latest: datetime.date):
    day = _day(cell, latest)
    return period(day) if day else None


def _term(cell: Any) -> str:
    """“2020-2025”, “Nhiệm kỳ 2020 – 2025”."""
    text = cells.text(cell)
    if not text:
        return ""
    found = _TERM.fullmatch(text)
    if found is None or found[1] >= found[2]:
        raise CellProblem("not_a_term", _("“%(text)s” is not a term. Write it as 2020-2025.") % {"text": text[:40]})
    return f"{found[1]}-{found[2]}"


def _related(field: models.ForeignKey, lists: Lists) -> Convert:
    if field.related_model is Unit:
        return lambda cell: lists.units.find(cells.text(cell)) if cells.text(cell) else None
    if field.related_model is Title:
        return lists.titles.read
    if field.related_model is CodeEntry:
        return lists.scheme(str(field.remote_field.limit_choices_to["scheme"])).read
    return lists.table(field.related_model).read


def _choice(field: models.Field) -> Convert:
    """By the words of either language and what else people write."""
    labels: dict[str, Any] = {}
    for language in ("en", "vi"):
        with override(language):
            shown = {value: str(label) for value, label in field.flatchoices}
        labels |= {fold(label): value for value, label in shown.items()}
    labels |= {word: choice.value for word, choice in SYNONYMS.get(field.name, {}).items()}
    return lambda cell: cells.choice(cell, labels, shown=shown.__getitem__)


def _in_column_of_sex(cell: Any, sex: str, convert: Convert) -> tuple[Fill, ...]:
    """Official lists write the birth date in the column of the sex, or only a mark there."""
    told = Fill("core", "", "sex", sex)
    if isinstance(cell, str) and fold(cell).strip() in _MARKS:
        return (told,)
    born = convert(cell)
    return (told, Fill("core", "", "birth_date", born)) if born else ()


def _language(cell: Any, convert: Convert) -> tuple[Fill, ...]:
    """“Tiếng Anh B1”, “Anh văn (B)”: the longest beginning that is a language; the rest says how well."""
    text = cells.text(cell)
    try:
        found, rest = convert(text), ""
    except CellProblem as problem:
        found, rest = _longest_beginning(text, convert)
        if found is None:
            raise problem from None
    told = [("language", found), ("level", rest)]
    return tuple(Fill("languages", FIRST_ROW, item, value) for item, value in told if value not in EMPTY)


def _longest_beginning(text: str, convert: Convert) -> tuple[Any, str]:
    words = text.split(" ")
    for cut in range(len(words) - 1, 0, -1):
        for name in (" ".join(words[:cut]), "Tiếng " + " ".join(words[:cut])):
            try:
                return convert(name), " ".join(words[cut:]).strip("()- ,:")[:60]
            except CellProblem:
                continue
    return None, ""


def _three_years(cell: Any, lists: Lists) -> tuple[Fill, ...]:
    """“2017: HTT; 2018: HTT; 2019: HTXS”, or three ratings of the three years before the day, oldest first."""
    text = cells.text(cell)
    if not text:
        return ()
    read = lists.scheme("rating").read
    pieces = _YEARS_APART.split(text)
    if len(pieces) > 1:
        told = zip(pieces[1::2], pieces[2::2], strict=False)
        return tuple(Fill("ratings", year, "rating", read(word.strip(" ;,.\n/-"))) for year, word in told)
    words = [word for word in _APART.split(text) if word]
    if len(words) != 3:
        sentence = _("Write three ratings, each with its year: 2017: HTTNV; 2018: HTTNV; 2019: HTXSNV.")
        raise CellProblem("three_ratings", sentence)
    first = lists.on.year - 3
    return tuple(Fill("ratings", str(first + place), "rating", read(word)) for place, word in enumerate(words))


def joined_place(parts: dict[str, str]) -> str:
    """Address, province and country as one text; our own country goes without saying."""
    country = parts.get("country", "")
    said = [parts.get("address", ""), parts.get("province", ""), "" if fold(country) in _OURS else country]
    return ", ".join(part for part in said if part)


def split_place(text: str) -> tuple[str, str]:
    """The address and the province of a text, so that `joined_place` gives the text back."""
    address, _comma, province = text.rpartition(", ")
    return (address, province) if address else (text, "")


_OURS = frozenset({"viet nam", "vn"})
