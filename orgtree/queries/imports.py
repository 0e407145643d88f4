"""What an import asks of the record: units by name, people who may be meant, digests of dossiers."""

import datetime
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from django.db import connection
from django.db.models import QuerySet

from orgtree.choices import CELLS, Verb
from orgtree.models import ImportBatch, ImportRow, Person, UnitLink
from orgtree.sections import CORE, SECTIONS, Section

_UNITS_SQL = """
SELECT u.id, u.code, array_agg(DISTINCT v.name) || array_agg(DISTINCT v.short_name),
       (array_agg(v.name ORDER BY v.period @> %(on)s DESC, v.period DESC))[1],
       NOT bool_or(v.period @> %(on)s AND l.period @> %(on)s),
       ARRAY(SELECT a.name FROM orgtree_unitlink up
             JOIN orgtree_unitversion a ON a.unit_id = up.ancestor_id AND a.period @> %(on)s
             WHERE up.descendant_id = u.id AND up.depth > 0 AND up.period @> %(on)s ORDER BY up.depth),
       (SELECT min(lower(o.period)) FROM orgtree_unitversion o WHERE o.unit_id = u.id),
       coalesce(bool_or(v.kind = ANY(%(cells)s) AND v.period @> %(on)s), false)
FROM orgtree_unitlink l
JOIN orgtree_unit u ON u.id = l.descendant_id
JOIN orgtree_unitversion v ON v.unit_id = u.id AND v.period && l.period
WHERE l.ancestor_id = %(above)s
GROUP BY u.id, u.code
"""


@dataclass(frozen=True)
class UnitName:
    """A unit with every name it has had; `above`: names of the units it stands under on the day, nearest first;
    `first`: its first day; `cell`: whether it is one on the day, so that people can be members there."""

    pk: int
    code: str
    names: tuple[str, ...]
    name: str
    ended: bool
    above: tuple[str, ...]
    first: datetime.date
    cell: bool


def unit_names(above: int, on: datetime.date) -> list[UnitName]:
    """The unit `above` and everything that ever stood under it. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_UNITS_SQL, {"above": above, "on": on, "cells": list(CELLS)})
        return [
            UnitName(pk, code, tuple(names), name, ended, tuple(over), first, cell)
            for pk, code, names, name, ended, over, first, cell in cursor
        ]


_LABELS_SQL = """
SELECT v.unit_id, v.name, p.name, EXISTS (SELECT FROM orgtree_unitversion o WHERE o.name = v.name
                                          AND o.unit_id <> v.unit_id AND o.period @> %(on)s)
FROM orgtree_unitversion v
LEFT JOIN orgtree_unitversion p ON p.unit_id = v.parent_id AND p.period @> %(on)s
WHERE v.unit_id = ANY(%(units)s) AND v.period @> %(on)s
"""


def unit_labels(units: Collection[int], on: datetime.date) -> dict[int, str]:
    """The name of each unit on the day, with the unit above it where another unit has the same name. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_LABELS_SQL, {"units": list(units), "on": on})
        return {pk: f"{name}, {above}" if shared and above else name for pk, name, above, shared in cursor}


@dataclass(frozen=True)
class Asked:
    """Who a row speaks of. `identity`, `card`: empty when the row does not say; `key`: the sort key of the name."""

    row: int
    identity: str
    card: str
    key: str
    year: int


@dataclass(frozen=True)
class Candidate:
    """Somebody on record whom a row may mean, and by what: `number` or `name`."""

    pk: int
    by_number: bool
    person: Person


_CANDIDATES_SQL = """
WITH asked AS (
    SELECT * FROM unnest(%(rows)s::int[], %(identities)s::text[], %(cards)s::text[], %(keys)s::text[], %(years)s::int[])
        AS a(row, identity, card, key, year)
)
SELECT row, id, bool_or(by_number) FROM (
    SELECT a.row, p.id, true AS by_number FROM asked a
    JOIN orgtree_person p ON p.identity_number = a.identity AND p.identity_number <> ''
  UNION ALL
    SELECT a.row, p.id, true FROM asked a JOIN orgtree_person p ON p.party_card = a.card AND p.party_card <> ''
  UNION ALL
    SELECT a.row, p.id, false FROM asked a
    JOIN orgtree_person p ON p.name_key = a.key AND extract(year FROM p.birth_date) = a.year
    WHERE NOT EXISTS (SELECT FROM orgtree_merge m WHERE m.gone_id = p.id AND m.undone_at IS NULL)
) AS found
WHERE NOT EXISTS (SELECT FROM orgtree_merge m WHERE m.gone_id = found.id AND m.undone_at IS NULL)
GROUP BY row, id
"""


def candidates(asked: Sequence[Asked]) -> dict[int, list[Candidate]]:
    """People with the same number, or the same name and year of birth, by row. Two queries.

    A record that was merged into another one is no candidate by its name; its number stays its own.
    Over everybody on record: a number that somebody out of reach has must not be given twice. Records given up in a
    merge have no numbers and are nobody.
    """
    arrays = {
        "rows": [one.row for one in asked],
        "identities": [one.identity for one in asked],
        "cards": [one.card for one in asked],
        "keys": [one.key for one in asked],
        "years": [one.year for one in asked],
    }
    with connection.cursor() as cursor:
        cursor.execute(_CANDIDATES_SQL, arrays)
        pairs = cursor.fetchall()
    people = Person.objects.in_bulk({pk for _row, pk, _how in pairs})
    found: dict[int, list[Candidate]] = {}
    for row, pk, by_number in sorted(pairs):
        found.setdefault(row, []).append(Candidate(pk, by_number, people[pk]))
    return found


def editable(user, on: datetime.date, people: Collection[int], verb: str = Verb.EDIT_PEOPLE) -> set[int]:
    """Those of `people` whose dossiers `user` may change on `on`."""
    reach = UnitLink.objects.reached_by(user, verb, on)
    return set(Person.objects.filter(pk__in=people).within(reach, on).values_list("pk", flat=True))


@cache
def _digest_sql(codes: tuple[str, ...]) -> str:
    """Rows as text, all sections together, one digest a person; the derived columns of a person are in it too."""
    parts = [
        f"SELECT {'id' if section is CORE else 'person_id'} AS person, '{section.code}' || t::text AS row"
        f" FROM {section.model._meta.db_table} t WHERE {'id' if section is CORE else 'person_id'} = ANY(%(people)s)"
        for section in SECTIONS
        if section.code in codes
    ]
    return f"SELECT person, md5(string_agg(row, '|' ORDER BY row)) FROM ({' UNION ALL '.join(parts)}) AS t GROUP BY 1"


def digests(people: Collection[int], sections: Iterable[str]) -> dict[int, str]:
    """A digest of what the sections say of each person now: the basis on which a row was judged. One query."""
    if not people:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_digest_sql(tuple(sorted({"core", *sections}))), {"people": list(people)})
        return dict(cursor.fetchall())


def sections_of(codes: Iterable[str]) -> list[Section]:
    wanted = set(codes)
    return [section for section in SECTIONS if section.code in wanted and section is not CORE]


def batch(pk: int, user, on: datetime.date) -> ImportBatch | None:
    """The import, when the reader may see it, with its file, unit and job."""
    rows = ImportBatch.objects.visible_to(user, on).select_related("artifact", "unit", "job", "made_by")
    return rows.filter(pk=pk).first()


def near_in_file(batch_pk: int, keys: Iterable[str], rows: Iterable[int]) -> QuerySet[ImportRow]:
    """Rows of an import that are among `rows` or speak of somebody whom one of the digests `keys` means."""
    table = ImportRow.objects.filter(batch=batch_pk)
    return table.filter(pk__in=rows) | table.filter(keys__overlap=list(keys))
