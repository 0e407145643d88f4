"""Whole dossiers, however many sections they have: one statement for any number of people and sections."""

import datetime
import json
from collections.abc import Callable, Collection, Iterable
from decimal import Decimal
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.backends.postgresql.psycopg_any import DateRange

from anphu.kit.encryption import EncryptedTextField, decrypt
from anphu.kit.partial_dates import PartialDate, PartialDateField
from orgtree.models import Person, Title, Unit
from orgtree.models.reference import CodeEntry, EthnicGroup, Religion
from orgtree.sections import CORE, SECTIONS, Section

PARTS = tuple(section for section in SECTIONS if section is not CORE)
"""What a dossier has besides its core."""

Records = dict[str, list[models.Model]]
"""Rows of one person by the code of their section; every section asked for is there, if only as an empty list."""


def read(people: Collection[int], sections: Collection[Section] = PARTS) -> dict[int, Records]:
    """The rows of `sections` of `people` (ids that somebody has found visible), each section in its order. One query.

    Rows that tie a person to units the reader does not see are among them: doors that show memberships and postings
    ask for those by reader (orgtree.queries.dossiers).
    """
    found = {pk: {section.code: [] for section in sections} for pk in people}
    if not found or not sections:
        return found
    statement = " UNION ALL ".join(_select(section) for section in sections)
    by_code = {section.code: section.model for section in sections}
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} ORDER BY 1, 4", {"people": list(found)})
        for code, person, row, _place in cursor:
            found[person][code].append(build(by_code[code], json.loads(row, parse_float=Decimal)))
    return found


@cache
def _select(section: Section) -> str:
    table = connection.ops.quote_name(section.model._meta.db_table)
    order = ", ".join([*(_ordered(section.model, name) for name in section.order), "id"])
    return (
        f"(SELECT '{section.code}', person_id, to_jsonb(t)::text, row_number() OVER (ORDER BY {order})"
        f" FROM {table} t WHERE person_id = ANY(%(people)s))"
    )


def _ordered(model: type[models.Model], name: str) -> str:
    column = connection.ops.quote_name(model._meta.get_field(name.removeprefix("-")).column)
    return f"{column} DESC NULLS LAST" if name.startswith("-") else f"{column} NULLS LAST"


def build(model: type[models.Model], columns: dict[str, Any]) -> models.Model:
    """A record of `model` from its columns as PostgreSQL's to_jsonb writes them."""
    fields = [field for field in model._meta.concrete_fields if field.column in columns]
    values = [_reader(field)(columns[field.column]) for field in fields]
    return model.from_db(DEFAULT_DB_ALIAS, [field.attname for field in fields], values)


@cache
def _reader(field: models.Field) -> Callable[[Any], Any]:
    """From JSON to what the field holds in Python."""
    if isinstance(field, PartialDateField):
        return _unless_empty(PartialDate.parse)
    if isinstance(field, EncryptedTextField):
        return _unless_empty(decrypt)
    if isinstance(field, models.DateTimeField):
        return _unless_empty(datetime.datetime.fromisoformat)
    if isinstance(field, models.DateField):
        return _unless_empty(datetime.date.fromisoformat)
    if isinstance(field, models.DecimalField):
        return _unless_empty(lambda number: Decimal(str(number)))
    if hasattr(field, "range_type"):
        return _unless_empty(_range)
    return lambda value: value


def _unless_empty(convert: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: convert(value) if value else value


def _range(text: str) -> DateRange:
    """From `[2015-01-01,2020-06-30)`."""
    lower, upper = (datetime.date.fromisoformat(end) if end else None for end in text[1:-1].split(","))
    return DateRange(lower, upper, "[)")


Names = dict[tuple[type[models.Model], int], str]

_NAMES_SQL = """
SELECT 'code', id, name FROM orgtree_codeentry WHERE id = ANY(%(code)s)
UNION ALL SELECT 'ethnic', id, name FROM orgtree_ethnicgroup WHERE id = ANY(%(ethnic)s)
UNION ALL SELECT 'religion', id, name FROM orgtree_religion WHERE id = ANY(%(religion)s)
UNION ALL SELECT 'title', id, name FROM orgtree_title WHERE id = ANY(%(title)s)
UNION ALL (SELECT DISTINCT ON (unit_id) 'unit', unit_id, name FROM orgtree_unitversion WHERE unit_id = ANY(%(unit)s)
           ORDER BY unit_id, period @> %(on)s DESC, period DESC)
"""
_NAMED: dict[str, type[models.Model]] = {
    "code": CodeEntry,
    "ethnic": EthnicGroup,
    "religion": Religion,
    "title": Title,
    "unit": Unit,
}


def names_of(records: Iterable[models.Model], user, on: datetime.date) -> Names:
    """What the records behind foreign keys are called: units by their name on `on`, people only where `user` sees them.

    One query, and one more when records point to people (relatives).
    """
    asked = {model: set() for model in _NAMED.values()} | {Person: set()}
    for record in records:
        for field in record._meta.concrete_fields:
            pk = getattr(record, field.attname) if field.is_relation and field.name != "person" else None
            if pk is not None and field.related_model in asked:
                asked[field.related_model].add(pk)
    names: Names = {}
    if any(asked[model] for model in _NAMED.values()):
        with connection.cursor() as cursor:
            keys = {key: list(asked[model]) for key, model in _NAMED.items()}
            cursor.execute(_NAMES_SQL, {**keys, "on": on})
            names = {(_NAMED[key], pk): name for key, pk, name in cursor}
    if asked[Person]:
        people = Person.objects.visible_to(user, on).filter(pk__in=asked[Person])
        names |= {(Person, pk): name for pk, name in people.values_list("pk", "full_name")}
    return names
