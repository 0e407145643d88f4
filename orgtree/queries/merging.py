"""Two records side by side, before they become one: which fields differ, which rows cannot stand together."""

import datetime
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q

from orgtree.models import Merge, PartyMembership, Person, Posting, Rating
from orgtree.queries import records
from orgtree.sections import SECTIONS, Item, Section
from orgtree.sections.values import get, plain, same, say

SAID = 4
"""So many fields of a row are enough to tell it from others."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which the records differ, in words; `take`: the kept record does not have it."""

    item: Item
    label: str
    kept: str
    gone: str
    take: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A row of either record in words. `leave`: it cannot stand beside a row of the other record."""

    pk: int
    words: str
    of_gone: bool
    leave: bool


@dataclass
class Comparison:
    """One section of two records: differing fields of a single part, or the rows of both."""

    section: Section
    differences: list[Difference] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


def compared(kept: Person, gone: Person, user, on: datetime.date) -> list[Comparison]:
    """Every section in which the two say anything different. Three queries at most."""
    both = records.read([kept.pk, gone.pk])
    mine, theirs = ({"core": [person], **both[person.pk]} for person in (kept, gone))
    everything = [row for side in (mine, theirs) for rows in side.values() for row in rows]
    called = records.names_of(everything, user, on)
    found = []
    for section in SECTIONS:
        one, other = mine[section.code], theirs[section.code]
        comparison = Comparison(section)
        if section.many or not (one and other):
            comparison.rows = [*_rows(section, one, other, called)]
        else:
            comparison.differences = [*_differences(section, one[0], other[0], called)]
        if comparison.rows or comparison.differences:
            found.append(comparison)
    return found


def told(section: Section, record: models.Model, called: Mapping) -> str:
    """A row in words: its first fields that say anything."""
    said = (say(section.model, item.name, get(record, item.name), called) for item in section.items)
    return "; ".join([words for words in said if words][:SAID])


_GIVEN_UP_SQL = """
WITH RECURSIVE one(id) AS (
    SELECT %s::bigint UNION SELECT m.gone_id FROM one JOIN orgtree_merge m ON m.kept_id = one.id AND m.undone_at IS NULL
)
SELECT id FROM one
"""
_KEPT_SQL = """
WITH RECURSIVE way(id, step) AS (
    SELECT m.kept_id, 1 FROM orgtree_merge m WHERE m.gone_id = %s AND m.undone_at IS NULL
    UNION ALL
    SELECT m.kept_id, step + 1 FROM way JOIN orgtree_merge m ON m.gone_id = way.id AND m.undone_at IS NULL
)
SELECT id FROM way ORDER BY step DESC LIMIT 1
"""


def records_of(person: int) -> list[int]:
    """Ids of the record and of all that were given up for it and not taken back: one history. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_GIVEN_UP_SQL, [person])
        return [pk for (pk,) in cursor]


def stands_for(person: int) -> int | None:
    """The record that was kept when the record `person` was given up, through any number of merges; None if it was
    not. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_KEPT_SQL, [person])
        found = cursor.fetchone()
    return found[0] if found else None


def merges_of(person: int) -> models.QuerySet[Merge]:
    """Merges by which the record got what others had, or was given up itself, newest first."""
    rows = Merge.objects.filter(Q(kept=person) | Q(gone=person), undone_at=None)
    return rows.select_related("kept", "gone", "by")


def _differences(section: Section, one: models.Model, other: models.Model, called: Mapping) -> Iterator[Difference]:
    for item in section.items:
        mine, theirs = get(one, item.name), get(other, item.name)
        if not same(mine, theirs):
            yield Difference(
                item=item,
                label=str(section.field(item).verbose_name),
                kept=say(section.model, item.name, mine, called),
                gone=say(section.model, item.name, theirs, called),
                take=mine in (None, "") and theirs not in (None, ""),
            )


def _rows(
    section: Section, mine: Collection[models.Model], theirs: Collection[models.Model], called: Mapping
) -> Iterator[Row]:
    """The rows of the kept record, then those of the other; of rows that say the same or clash the latter is left."""
    for record in mine:
        yield Row(record.pk, told(section, record, called), of_gone=False, leave=False)
    said = {_content(section, record) for record in mine}
    for record in theirs:
        clashes = _content(section, record) in said or any(_clash(record, other) for other in mine)
        yield Row(record.pk, told(section, record, called), of_gone=True, leave=clashes)


def _content(section: Section, record: models.Model) -> tuple[Any, ...]:
    return tuple(plain(get(record, item.name)) or "" for item in section.items)


def _clash(one: models.Model, other: models.Model) -> bool:
    """Whether the database would refuse both for one person."""
    if isinstance(one, Rating):
        return (one.year, one.as_member) == (other.year, other.as_member)
    if isinstance(one, PartyMembership):
        return _overlap(one.period, other.period)
    if isinstance(one, Posting):
        return (one.unit_id, one.title_id) == (other.unit_id, other.title_id) and _overlap(one.period, other.period)
    return False


def _overlap(one: DateRange, other: DateRange) -> bool:
    ends = [period.upper or datetime.date.max for period in (one, other)]
    return one.lower < ends[1] and other.lower < ends[0]
