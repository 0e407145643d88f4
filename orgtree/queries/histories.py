"""What was changed in a dossier by whom and why, and the dossier as it stood at a moment: from the tables of events.

One statement reads the events of all sections, however many there are. Encrypted fields are decrypted only for readers
who see them; rows of sections closed to the reader are not even fetched.
"""

import datetime
import json
from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal

from django.apps import apps
from django.db import connection, models
from django.db.models import Min
from django.utils.text import capfirst

from anphu.kit import history
from orgtree.choices import Verb
from orgtree.models import Person
from orgtree.queries.dossiers import BELONGING, Dossier
from orgtree.queries.merging import records_of
from orgtree.queries.records import Names, Records, build, names_of
from orgtree.sections import BY_CODE, CORE, Item, Section
from orgtree.sections.values import get, same, say

PAGE_SIZE = 25
INSERT, UPDATE, DELETE = "insert", "update", "delete"


@dataclass(frozen=True)
class Line:
    """One field before and after; `label` is the field's name in the reader's language."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One event: `kind` is insert, update or delete."""

    at: datetime.datetime
    kind: str
    section: Section
    actor: str
    verb: str
    reason: str
    lines: list[Line] = field(default_factory=list)

    @property
    def noun(self) -> str:
        """What kind of record it was."""
        return str(self.section.model._meta.verbose_name)


@dataclass(frozen=True)
class Page:
    """Changes, newest first. `more`: older ones follow on the next page."""

    changes: list[Change]
    number: int
    more: bool


def changes(dossier: Dossier, user, sections: Collection[Section], number: int = 1) -> Page:
    """What was done to `sections` of the dossier (of them, those that the reader sees), and to records that were given
    up for it. At most four queries."""
    seen = [section for section in sections if dossier.sees(section)]
    if not seen:
        return Page([], number, False)
    statement = " UNION ALL ".join(_events_sql(section, "told") for section in seen)
    whose = {**_asked(dossier, user), "people": records_of(dossier.person.pk)}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT code, label, at, before, now, metadata::text FROM ({statement}) AS told"
            " LEFT JOIN pghistory_context c ON c.id = context"
            " ORDER BY at DESC, pgh_id DESC LIMIT %(limit)s OFFSET %(first)s",
            {
                **whose,
                "limit": PAGE_SIZE + 1,
                "first": (number - 1) * PAGE_SIZE,
            },
        )
        rows = cursor.fetchall()
    return Page(_told(rows[:PAGE_SIZE], dossier, user), number, len(rows) > PAGE_SIZE)


def as_of(dossier: Dossier, user, day: datetime.date) -> Dossier | None:
    """The dossier as it was recorded at the end of `day`, None when it was not recorded yet. At most three queries."""
    statement = " UNION ALL ".join(_events_sql(section, "last") for section in dossier.sections)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT code, now FROM ({statement}) AS last WHERE label <> 'delete' ORDER BY pgh_obj_id",
            {**_asked(dossier, user), "people": [dossier.person.pk], "until": day + datetime.timedelta(days=1)},
        )
        records: Records = {section.code: [] for section in dossier.sections}
        for code, row in cursor:
            records[code].append(_record(BY_CODE[code], row, dossier))
    cores = records.pop(CORE.code)
    if not cores:
        return None
    for section in dossier.sections:
        if section.code in records:
            records[section.code] = _in_order(section, records[section.code])
    names = names_of([*cores, *(row for rows in records.values() for row in rows)], user, day)
    return Dossier(cores[0], day, dossier.verbs, records, names)


def first_recorded(person: int) -> datetime.datetime | None:
    """When anything of the dossier was first recorded, by the real clock. One query."""
    events = Person.events.rel.related_model.objects.filter(pgh_obj_id=person)
    return events.aggregate(first=Min("pgh_created_at"))["first"]


def _asked(dossier: Dossier, user) -> dict:
    return {"granted": user.granted(Verb.SEE_PEOPLE), "on": dossier.on}


_IN_REACH = """ AND e.unit_id IN (SELECT descendant_id FROM orgtree_unitlink
                 WHERE ancestor_id = ANY(%(granted)s) AND period @> %(on)s)"""
_TOLD = """SELECT '{code}' AS code, e.pgh_id, e.pgh_label AS label, e.pgh_created_at AS at, e.pgh_context_id AS context,
    lag(to_jsonb(e)::text) OVER (PARTITION BY e.pgh_obj_id ORDER BY e.pgh_id) AS before, to_jsonb(e)::text AS now
    FROM {table} e WHERE {whose}{reach}"""
_LAST = """(SELECT DISTINCT ON (e.pgh_obj_id) '{code}' AS code, e.pgh_obj_id, e.pgh_label AS label,
    to_jsonb(e)::text AS now
    FROM {table} e WHERE {whose}{reach} AND e.pgh_created_at < %(until)s ORDER BY e.pgh_obj_id, e.pgh_id DESC)"""


def _events_sql(section: Section, form: str) -> str:
    """Events of a section: each with the one before it of the same record (`told`), or the `last` of each record."""
    table = apps.get_model(section.model._meta.app_label, f"{section.model.__name__}Event")._meta.db_table
    return {"told": _TOLD, "last": _LAST}[form].format(
        code=section.code,
        table=connection.ops.quote_name(table),
        whose="e.pgh_obj_id = ANY(%(people)s)" if section is CORE else "e.person_id = ANY(%(people)s)",
        reach=_IN_REACH if section.code in BELONGING else "",
    )


def _record(section: Section, text: str, dossier: Dossier) -> models.Model:
    """A record as an event keeps it, without the fields that the reader does not see: those stay encrypted."""
    columns = json.loads(text, parse_float=Decimal)
    for item in section.items:
        if not dossier.sees(section, item):
            del columns[section.field(item).column]
    return build(section.model, {**columns, "id": columns["pgh_obj_id"]})


def _in_order(section: Section, rows: list[models.Model]) -> list[models.Model]:
    """As the section orders its rows; what is not known comes last."""
    for name in reversed(section.order):
        plain = name.removeprefix("-")
        known = [row for row in rows if get(row, plain) is not None]
        unknown = [row for row in rows if get(row, plain) is None]
        known.sort(key=lambda row: _sortable(get(row, plain)), reverse=name.startswith("-"))
        rows = known + unknown
    return rows


def _sortable(value):
    return value.lower if hasattr(value, "lower") and hasattr(value, "upper_inc") else value


def _told(rows: list[tuple], dossier: Dossier, user) -> list[Change]:
    events = []
    for code, label, at, before, now, metadata in rows:
        section = BY_CODE[code]
        old = _record(section, before, dossier) if before and label == UPDATE else None
        events.append((section, label, at, old, _record(section, now, dossier), json.loads(metadata or "{}")))
    records = [record for event in events for record in event[3:5] if record is not None]
    names = names_of(records, user, dossier.on)
    return [
        Change(
            at=at,
            kind=label,
            section=section,
            actor=history.actor_of(context),
            verb=str(context.get("verb", "")),
            reason=str(context.get("reason", "")),
            lines=_lines(dossier, section, label, old, new, names),
        )
        for section, label, at, old, new, context in events
    ]


def _lines(dossier: Dossier, section: Section, label: str, old, new, names: Names) -> list[Line]:
    """What differs; of a record that was taken out, what stood in it."""
    if label == DELETE:
        old, new = new, None
    lines = []
    for item in section.seen_with(dossier.restricted):
        before, after = (None if record is None else get(record, item.name) for record in (old, new))
        if not same(before, after):
            lines.append(
                Line(_label(section, item), _said(section, item, before, names), _said(section, item, after, names))
            )
    return lines


def _label(section: Section, item: Item) -> str:
    return capfirst(section.field(item).verbose_name)


def _said(section: Section, item: Item, value, names: Names) -> str:
    hidden = item.name == "relative" and (Person, value) not in names
    return "" if hidden else say(section.model, item.name, value, names)
