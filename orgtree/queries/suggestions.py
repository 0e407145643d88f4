"""Suggestions while somebody types, without diacritics, and the records that typed words name.

Places, schools and posts come from dossiers that the reader sees: a suggestion tells nobody more than they may know.
"""

import datetime
import re
from collections.abc import Callable

from django.db.models import Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat

from anphu.kit import names
from anphu.kit.folding import Folded
from orgtree.choices import CELLS
from orgtree.models import Contact, Employment, Person, Schooling, Title, Training, UnitVersion, WorkPeriod

MOST = 8
"""Suggestions shown at once."""
WIDE = 50
"""Records looked at when typed words must name exactly one."""
LONGEST = 15
"""Words of a text that are looked at."""
Named = list[tuple[int, str]]
"""Ids with the words by which a reader knows them."""


def units(text: str, user, on: datetime.date, most: int = MOST) -> Named:
    """Units in reach whose names, for cells with that of the organisation above them, contain every word of `text`;
    those whose own names do, first."""
    above = UnitVersion.objects.on(on).filter(unit=OuterRef("parent")).values("short_name")[:1]
    rows = UnitVersion.objects.on(on).visible_to(user, on).annotate(above=Subquery(above))
    rows = rows.annotate(whole=Concat("name", Value(" "), Coalesce("above", Value(""))))
    found = _containing(rows, "whole", text).order_by("sort_key")[:WIDE]
    asked = _words(text)
    first = sorted(found, key=lambda row: not all(word in names.fold(row.name) for word in asked))
    return [(row.unit_id, _unit_label(row)) for row in first[:most]]


def _unit_label(row: UnitVersion) -> str:
    return f"{row.name}, {row.above}" if row.kind in CELLS and row.above else row.name


def unit_label(unit_id: int, on: datetime.date) -> str:
    """What `units` calls a unit, by its nearest name when it does not exist on `on`."""
    above = UnitVersion.objects.on(on).filter(unit=OuterRef("parent")).values("short_name")[:1]
    rows = UnitVersion.objects.filter(unit=unit_id).annotate(above=Subquery(above))
    versions = sorted(rows, key=lambda row: (on in row.period, row.period.lower))
    return _unit_label(versions[-1]) if versions else ""


def titles(text: str, user, on: datetime.date, most: int = MOST) -> Named:
    return list(
        _containing(Title.objects.all(), "name", text).order_by("-rank", "name").values_list("pk", "name")[:most]
    )


def people(text: str, user, on: datetime.date, most: int = MOST) -> Named:
    """People whom the reader sees, with the year of birth that tells namesakes apart."""
    rows = Person.objects.visible_to(user, on)
    for word in names.fold(text).split():
        rows = rows.filter(name_fold__contains=word)
    return [(row.pk, person_label(row)) for row in rows.order_by("name_key", "pk")[:most]]


def person_label(person: Person) -> str:
    return f"{person.full_name} ({person.birth_date.year})"


NAMED: dict[str, Callable[..., Named]] = {"units": units, "titles": titles, "people": people}
"""Sources whose words stand for a record."""

_COLUMNS = {
    "places": ((Person, "home_town"), (Contact, "residence"), (Contact, "birth_place")),
    "schools": ((Training, "school"),),
    "majors": ((Training, "major"), (Schooling, "major")),
    "posts": ((WorkPeriod, "position"), (Employment, "present_post")),
}
SOURCES = frozenset({*NAMED, *_COLUMNS})


def suggest(source: str, text: str, user, on: datetime.date) -> list[str]:
    """At most `MOST` wordings, the more frequent first; nothing for text without a letter. `source`: one of SOURCES."""
    if not _words(text):
        return []
    if source in NAMED:
        return [label for _pk, label in NAMED[source](text, user, on)]
    counted: dict[str, int] = {}
    for model, column in _COLUMNS[source]:
        rows = _containing(model.objects.visible_to(user, on), column, text).values_list(column)
        for words, times in rows.annotate(times=Count("pk")).order_by("-times", column)[:MOST]:
            counted[words] = counted.get(words, 0) + times
    if source == "posts":
        counted |= {label: 0 for _pk, label in titles(text, user, on) if label not in counted}
    return sorted(counted, key=lambda words: (-counted[words], words))[:MOST]


def _containing(rows: QuerySet, column: str, text: str) -> QuerySet:
    rows = rows.alias(folded=Folded(column))
    for word in _words(text):
        rows = rows.filter(folded__contains=word)
    return rows


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[\s,]+", names.fold(text)) if word][:LONGEST]


def named(source: str, text: str, user, on: datetime.date) -> Named:
    """The records that `text` may mean: those called exactly so, else those whose only name contains it."""
    found = NAMED[source](text, user, on, WIDE)
    wanted = names.fold(text)
    exact = [row for row in found if names.fold(row[1]) == wanted]
    return exact or [row for row in found if names.fold(row[1]).split(",")[0] == wanted] or found


def called(source: str, pk: int | None, user, on: datetime.date) -> str:
    """The words that `named` takes for the record `pk`; empty for none, and for a person out of the reader's sight."""
    if pk is None:
        return ""
    if source == "units":
        return unit_label(pk, on)
    if source == "titles":
        return Title.objects.get(pk=pk).name
    person = Person.objects.visible_to(user, on).filter(pk=pk).first()
    return person_label(person) if person else ""
