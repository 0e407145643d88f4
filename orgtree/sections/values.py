"""Values of a dossier's fields: taken from and put into records, kept as plain JSON, said in words.

The birth date of a person is two columns, a day and its precision; here it is one PartialDate, like every other date.
"""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from anphu.kit import figures
from anphu.kit.partial_dates import PartialDate
from orgtree.models.people import Person

BIRTH = "birth_date"


def get(record: models.Model, name: str) -> Any:
    """The value of a field: text, number, bool, PartialDate, date, DateRange, a related record's id, or None."""
    if name == BIRTH and isinstance(record, Person):
        return PartialDate.of(record.birth_date, record.birth_precision) if record.birth_date else None
    return getattr(record, record._meta.get_field(name).attname)


def put(record: models.Model, values: Mapping[str, Any]) -> models.Model:
    """Set fields by name; related records by id."""
    for name, value in values.items():
        if name == BIRTH and isinstance(record, Person):
            record.birth_date, record.birth_precision = value.earliest, value.precision
        else:
            setattr(record, record._meta.get_field(name).attname, value)
    return record


def columns(model: type[models.Model], names) -> list[str]:
    """The model fields that hold the items called `names`."""
    extra = ["birth_precision"] if model is Person and BIRTH in names else []
    return [*names, *extra]


def same(one: Any, other: Any) -> bool:
    """Whether two values say the same; empty text and None do."""
    return one == other or (one in ("", None) and other in ("", None))


def plain(value: Any) -> str | int | bool | None:
    """The value as JSON keeps it, canonical enough to compare and to digest."""
    if isinstance(value, PartialDate):
        return value.stored()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, DateRange):
        return f"{value.lower or ''}/{value.upper or ''}"
    if isinstance(value, Decimal):
        return str(value)
    return value


def restore(model: type[models.Model], name: str, kept: Any) -> Any:
    """What `plain` made of a value of that field."""
    if kept in (None, ""):
        return kept
    field = model._meta.get_field(name)
    if name == BIRTH and model is Person:
        return PartialDate.parse(kept)
    if isinstance(field, models.ForeignKey):
        return int(kept)
    if hasattr(field, "range_type"):
        lower, upper = (datetime.date.fromisoformat(day) if day else None for day in kept.split("/"))
        return DateRange(lower, upper, "[)")
    return field.to_python(kept)


def say(model: type[models.Model], name: str, value: Any, called: Mapping[tuple[type, int], str] | None = None) -> str:
    """The value in the reader's words, empty for what is not known. `called`: names of related records."""
    if value in (None, ""):
        return ""
    field = model._meta.get_field(name)
    if isinstance(field, models.ForeignKey):
        return (called or {}).get((field.related_model, value), f"#{value}")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, DateRange):
        return figures.days(value)
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    return str(value)
