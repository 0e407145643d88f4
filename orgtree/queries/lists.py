"""The list of people at somebody's desk: how it was left, filters kept under a name, columns besides the usual ones."""

import datetime
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db import connection
from django.utils.translation import gettext as _

from anphu.kit.encryption import EncryptedTextField
from orgtree.choices import Sight
from orgtree.models import Person, SavedFilter
from orgtree.queries.dossiers import BELONGING
from orgtree.queries.records import names_of, read
from orgtree.sections import CORE, SECTIONS, Item, Section
from orgtree.sections.values import get, say

PEOPLE = "people"
"""The list that remembers; others may follow."""
SHOWN = 4
"""Last digits of a number that a list shows: enough to tell two namesakes apart."""
USUAL = ("full_name", "birth_date", "sex", "education", "theory")
"""Items of the core that the list shows anyway."""


@dataclass(frozen=True, eq=False)
class Column:
    """One item of the core, of a part that a person has once, or of the newest row of a list, as a column.

    `key`: section and item."""

    section: Section
    item: Item

    @property
    def key(self) -> str:
        return f"{self.section.code}.{self.item.name}"

    @property
    def label(self) -> str:
        own = str(self.section.field(self.item).verbose_name)
        if not self.section.many:
            return own
        return _("%(item)s (newest of: %(list)s)") % {"item": own, "list": self.section.label}

    @property
    def masked(self) -> bool:
        return self.item.sight == Sight.MASKED


def _choosable(section: Section, item: Item) -> bool:
    """Open to every reader of the person, and not shown anyway."""
    secret = item.sight == Sight.RESTRICTED or isinstance(section.field(item), EncryptedTextField)
    return not secret and not (section is CORE and item.name in USUAL)


def _listed(section: Section) -> bool:
    """Open parts that a person has once, and those whose rows stand newest first. Where people belong the list says
    anyway, as far as its reader sees the units."""
    newest_first = section.order[:1] and section.order[0].startswith("-") and section.code not in BELONGING
    return section.sight != Sight.RESTRICTED and bool(newest_first or not section.many)


COLUMNS: dict[str, Column] = {
    column.key: column
    for section in SECTIONS
    if _listed(section)
    for item in section.items
    if _choosable(section, item)
    for column in [Column(section, item)]
}
"""What a reader may add to the list, in the order of the dossier."""


@dataclass
class Desk:
    """How a user left a list. `query`: filter and order; `saved`: `(name, query, own)` of the filters in sight."""

    query: str = ""
    columns: list[Column] = field(default_factory=list)
    saved: list[tuple[str, str, bool]] = field(default_factory=list)


_DESK_SQL = """
SELECT '', query, columns::text, true FROM orgtree_liststate WHERE user_id = %(user)s AND listing = %(listing)s
UNION ALL
(SELECT name, query, '', user_id = %(user)s FROM orgtree_savedfilter
 WHERE listing = %(listing)s AND (user_id = %(user)s OR shared) ORDER BY name, id LIMIT 30)
"""


def desk(user, listing: str = PEOPLE) -> Desk:
    """One query: the list is opened more often than anything else."""
    found = Desk()
    with connection.cursor() as cursor:
        cursor.execute(_DESK_SQL, {"user": user.pk, "listing": listing})
        for name, query, columns, own in cursor:
            if name:
                found.saved.append((name, query, own))
            else:
                found.query, found.columns = query, chosen(json.loads(columns))
    return found


def chosen(keys: Iterable[str]) -> list[Column]:
    """The columns of those keys that still exist, in the order chosen."""
    return [COLUMNS[key] for key in keys if key in COLUMNS]


def saved_filters(user, on: datetime.date, listing: str = PEOPLE):
    """Filters in sight of `user`, with their owners."""
    return SavedFilter.objects.visible_to(user, on).filter(listing=listing).select_related("user")


Cells = dict[int, list[tuple[str, str]]]
"""Label and words of each column, by person."""


def cells(people: Collection[Person], columns: Collection[Column], user, on: datetime.date) -> Cells:
    """Label and words of each column for each person; numbers that identify are masked.

    At most three queries, however many people and columns: the core, the other parts, names behind keys.
    """
    if not columns:
        return {}
    if any(column.section is CORE for column in columns):
        people = Person.objects.filter(pk__in=[person.pk for person in people])
    parts = {column.section for column in columns if column.section is not CORE}
    records = read([person.pk for person in people], parts) if parts else {}
    rows = {
        person.pk: [person if column.section is CORE else _single(records[person.pk], column) for column in columns]
        for person in people
    }
    named = any(column.section.field(column.item).is_relation for column in columns)
    mentioned = {id(row): row for line in rows.values() for row in line if row is not None}
    called = names_of(mentioned.values(), user, on) if named else {}
    return {
        pk: [(column.label, _said(row, column, called)) for row, column in zip(line, columns, strict=True)]
        for pk, line in rows.items()
    }


def _single(records: dict, column: Column):
    """The one record, or the newest row."""
    return next(iter(records[column.section.code]), None)


def _said(row, column: Column, called) -> str:
    if row is None:
        return ""
    value = get(row, column.item.name)
    if column.masked and value:
        return "•" * max(len(value) - SHOWN, 0) + value[-SHOWN:]
    return say(column.section.model, column.item.name, value, called)
