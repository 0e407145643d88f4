"""One dossier as a reader may see it: the sections and rows in reach, the names they mention, who vouched for what.

A page of a dossier costs the same number of queries whatever its sections, rows and history.
"""

import datetime
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import connection, models
from django.utils import timezone

from anphu.kit import clock
from anphu.kit.partial_dates import PartialDate
from orgtree.choices import Sight, Verb
from orgtree.models import Person
from orgtree.queries.records import Names, Records, names_of, read
from orgtree.rules.ages import full_years
from orgtree.sections import CORE, SECTIONS, Item, Section
from orgtree.sections.values import get, say

BELONGING = ("memberships", "postings")
"""Sections whose rows are seen only where the reader's grants reach their unit."""


@dataclass(frozen=True)
class Dossier:
    """`verbs`: rights of the reader that reach the person on the day; `records`: rows of the sections that the reader
    sees, the core not among them; `places`: names of units of memberships and postings as they were called then."""

    person: Person
    on: datetime.date
    verbs: frozenset[str]
    records: Records
    names: Names
    places: dict[tuple[str, int], str] = field(default_factory=dict)

    @property
    def restricted(self) -> bool:
        return Verb.SEE_RESTRICTED in self.verbs

    def sees(self, section: Section, item: Item | None = None) -> bool:
        allowed = section.seen_with(self.restricted)
        return bool(allowed) if item is None else item in allowed

    @property
    def sections(self) -> list[Section]:
        """Those that the reader sees, in the order of the forms."""
        return [section for section in SECTIONS if self.sees(section)]

    def rows(self, section: Section) -> list[models.Model]:
        return [self.person] if section is CORE else self.records.get(section.code, [])

    def row(self, section: Section, pk: int) -> models.Model | None:
        return next((row for row in self.rows(section) if row.pk == pk), None)

    def words(self, section: Section, row: models.Model, item: Item) -> str:
        """The value of a field in the reader's words, empty for what is not known."""
        if item.name == "unit" and (section.code, row.pk) in self.places:
            return self.places[section.code, row.pk]
        value = get(row, item.name)
        if item.name == "relative" and (Person, value) not in self.names:
            return ""
        return say(section.model, item.name, value, self.names)

    def current(self, code: str) -> list[models.Model]:
        """Rows of a section with periods that are in force on the day."""
        return [row for row in self.records.get(code, ()) if self.on in row.period]


_BELONGING_SQL = """
WITH belonging AS (
    SELECT 'memberships' AS section, id, unit_id, period FROM orgtree_partymembership WHERE person_id = %(person)s
    UNION ALL
    SELECT 'postings', id, unit_id, period FROM orgtree_posting WHERE person_id = %(person)s
)
SELECT section, id, period @> %(on)s, period @> %(today)s,
       (SELECT name FROM orgtree_unitversion v WHERE v.unit_id = b.unit_id AND v.period && b.period
        ORDER BY v.period DESC LIMIT 1),
       ARRAY(SELECT ancestor_id FROM orgtree_unitlink l
             WHERE l.descendant_id = b.unit_id AND l.ancestor_id = ANY(%(granted)s) AND l.period @> %(on)s),
       ARRAY(SELECT ancestor_id FROM orgtree_unitlink l
             WHERE l.descendant_id = b.unit_id AND l.ancestor_id = ANY(%(granted)s) AND l.period @> %(today)s)
FROM belonging b
"""
"""Where a person ever belonged, what the unit was called then, and which of the granted units stand above it, on the
day asked for and today."""


@dataclass(frozen=True)
class Reach:
    """What a reader's grants open of one person: rights, and rows of memberships and postings with their places."""

    verbs: frozenset[str]
    places: dict[tuple[str, int], str]


def reach(person_id: int, user, on: datetime.date) -> Reach:
    """Rights of `user` over the person, as on `on`, and the belongings in units it sees. One query.

    A dossier says what is known today, whatever the day that is looked at. Whoever has left for a unit out of reach
    has taken it along: a right counts on an earlier day only if it reaches the person today, or nobody holds the
    person any more.
    """
    granted = {verb: set(user.granted(verb)) for verb in Verb}
    asked = {"person": person_id, "on": on, "today": clock.today(), "granted": list(set().union(*granted.values()))}
    over, over_today, held_today, places = set(), set(), False, {}
    with connection.cursor() as cursor:
        cursor.execute(_BELONGING_SQL, asked)
        for section, pk, then, today, place, above, above_today in cursor:
            if then:
                over |= set(above)
            if today:
                held_today = True
                over_today |= set(above_today)
            if granted[Verb.SEE_PEOPLE] & set(above):
                places[section, pk] = place or ""
    verbs = (verb for verb, units in granted.items() if units & over and (not held_today or units & over_today))
    return Reach(frozenset(verbs), places)


def dossier(pk: int, user, on: datetime.date, sections: Collection[Section] = SECTIONS) -> Dossier | None:
    """What `user` sees of `sections` of a person on `on`; without sections only who it is and what the reader may do.

    None when the person is out of reach. At most five queries.
    """
    person = Person.objects.visible_to(user, on).filter(pk=pk).first()
    if person is None:
        return None
    opened = reach(pk, user, on)
    if Verb.SEE_PEOPLE not in opened.verbs:
        return None
    open_to = [part for part in sections if part.sight != Sight.RESTRICTED or Verb.SEE_RESTRICTED in opened.verbs]
    records = read([pk], [part for part in open_to if part is not CORE])[pk]
    for code in set(BELONGING) & records.keys():
        records[code] = [row for row in records[code] if (code, row.pk) in opened.places]
    rows = [person, *(row for rows in records.values() for row in rows)]
    return Dossier(person, on, opened.verbs, records, names_of(rows, user, on) if sections else {}, opened.places)


@dataclass(frozen=True)
class Clearing:
    """Who overrode a warning, and why."""

    reason: str
    by: str
    at: datetime.datetime


@dataclass(frozen=True)
class Marks:
    """`confirmed`: the last day on which somebody vouched for a section, by code; `cleared`: by rule and facts."""

    confirmed: dict[str, datetime.date]
    cleared: dict[tuple[str, str], Clearing]


_MARKS_SQL = """
SELECT section, '', max(at), '', '' FROM orgtree_confirmation WHERE person_id = %(person)s GROUP BY section
UNION ALL
SELECT c.rule, c.facts, c.at, c.reason, u.username
FROM orgtree_clearedwarning c JOIN orgtree_user u ON u.id = c.by_id WHERE c.person_id = %(person)s
"""


def marks(person_id: int) -> Marks:
    """What people said about a dossier that somebody has found visible. One query."""
    confirmed, cleared = {}, {}
    with connection.cursor() as cursor:
        cursor.execute(_MARKS_SQL, {"person": person_id})
        for subject, facts, at, reason, by in cursor:
            if facts:
                cleared[subject, facts] = Clearing(reason, by, at)
            else:
                confirmed[subject] = timezone.localtime(at).date()
    return Marks(confirmed, cleared)


_WAY_SQL = """
SELECT v.unit_id, v.name FROM orgtree_unitlink l
JOIN orgtree_unitversion v ON v.unit_id = l.ancestor_id AND v.period @> %(on)s
WHERE l.descendant_id = %(unit)s AND l.period @> %(on)s
  AND EXISTS (SELECT FROM orgtree_unitlink g WHERE g.descendant_id = l.ancestor_id
              AND g.ancestor_id = ANY(%(granted)s) AND g.period @> %(on)s)
ORDER BY l.depth DESC
"""


def way(unit_id: int, user, on: datetime.date) -> list[tuple[int, str]]:
    """`(id, name)` of the units that `user` sees, from the top down to `unit_id`. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_WAY_SQL, {"unit": unit_id, "on": on, "granted": user.granted(Verb.SEE_UNITS)})
        return cursor.fetchall()


def ages(born: PartialDate, on: datetime.date) -> tuple[int, int]:
    """Full years completed on `on`: at least, at most. They differ where the birth date is not known to the day."""
    return full_years(born.latest, on), full_years(born.earliest, on)
