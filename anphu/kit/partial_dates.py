"""Dates known to the day, the month or the year, as old papers have them.

Stored as text, `1978`, `1978-05` or `1978-05-12`, which sorts as it reads; shown as `1978`, `05/1978`, `12/05/1978`.
What depends on the unknown part has a best and a worst case: `earliest` and `latest`.
"""

import calendar
import datetime
import re
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func
from django.utils.translation import gettext_lazy as _

_STORED = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_TYPED = re.compile(r"(?:(?:([0-9]{1,2})[/.-])?([0-9]{1,2})[/.-])?([0-9]{4})")
FIRST_YEAR, LAST_YEAR = 1850, 2150


@dataclass(frozen=True)
class PartialDate:
    """A day, a month (no `day`) or a year (no `month`). Raises ValueError for what is in no calendar."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self):
        if not FIRST_YEAR <= self.year <= LAST_YEAR or 0 in (self.month, self.day) or (self.day and not self.month):
            raise ValueError(f"no such date: {self.year}-{self.month}-{self.day}")
        datetime.date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """From the stored form. Raises ValueError."""
        return cls._matched(_STORED.fullmatch(text), text, (1, 2, 3))

    @classmethod
    def typed(cls, text: str) -> "PartialDate":
        """From what people type: `12/5/1978`, `5/1978`, `1978`, also with dots or dashes, or the stored form."""
        text = text.strip()
        found = _TYPED.fullmatch(text)
        return cls._matched(found, text, (3, 2, 1)) if found else cls.parse(text)

    @classmethod
    def _matched(cls, found: re.Match | None, text: str, order: tuple[int, int, int]) -> "PartialDate":
        if found is None:
            raise ValueError(f"no date: {text[:40]}")
        year, month, day = (int(found[group]) if found[group] else None for group in order)
        return cls(year, month, day)

    @classmethod
    def of(cls, day: datetime.date, precision: str = "day") -> "PartialDate":
        """What is known of `day` at a precision: `day`, `month` or `year`."""
        return cls(day.year, day.month if precision != "year" else None, day.day if precision == "day" else None)

    @property
    def precision(self) -> str:
        return "day" if self.day else "month" if self.month else "year"

    @property
    def earliest(self) -> datetime.date:
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> datetime.date:
        month = self.month or 12
        return datetime.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def stored(self) -> str:
        return "-".join([f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)])

    def __str__(self) -> str:
        return "/".join([*(f"{part:02}" for part in (self.day, self.month) if part), f"{self.year:04}"])

    def __lt__(self, other: "PartialDate") -> bool:
        return self.stored() < other.stored()


def months_between(start: datetime.date, end: datetime.date) -> int:
    """Whole months completed from `start` to `end`, by the calendar; negative when `end` is earlier."""
    if end < start:
        return -months_between(end, start)
    last = calendar.monthrange(end.year, end.month)[1]
    complete = end.day >= min(start.day, last)
    return (end.year - start.year) * 12 + end.month - start.month - (not complete)


class PartialDateFormField(forms.CharField):
    """dd/mm/yyyy, mm/yyyy or yyyy."""

    default_error_messages = {"invalid": _("Write the date as dd/mm/yyyy, mm/yyyy or yyyy.")}

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(**{**kwargs, "max_length": 10, "empty_value": None})

    def to_python(self, value) -> PartialDate | None:
        if isinstance(value, PartialDate):
            return value
        text = super().to_python(value)
        try:
            return PartialDate.typed(text) if text else None
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None

    def run_validators(self, value) -> None:
        """A PartialDate has been validated by being made; what cannot be one was refused before."""

    def prepare_value(self, value):
        return str(value) if isinstance(value, PartialDate) else value

    def has_changed(self, initial, data) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class PartialDateField(models.CharField):
    """PartialDate or None."""

    description = _("date known to the day, the month or the year")

    def __init__(self, *args, **kwargs):
        kwargs.update(max_length=10, db_collation="C")
        super().__init__(*args, **{"null": True, "blank": True, **kwargs})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("max_length", "db_collation"):
            kwargs.pop(fixed)
        return name, path, args, kwargs

    def from_db_value(self, value, expression, connection) -> PartialDate | None:
        return PartialDate.parse(value) if value else None

    def to_python(self, value) -> PartialDate | None:
        if value is None or value == "" or isinstance(value, PartialDate):
            return value or None
        try:
            return PartialDate.typed(str(value))
        except ValueError:
            message = PartialDateFormField.default_error_messages["invalid"]
            raise ValidationError(message, code="invalid") from None

    def get_prep_value(self, value) -> str | None:
        value = self.to_python(value)
        return value.stored() if value else None

    def value_to_string(self, obj) -> str:
        return self.get_prep_value(self.value_from_object(obj)) or ""

    def run_validators(self, value) -> None:
        """A PartialDate has been validated by being made."""

    def formfield(self, **kwargs):
        return models.Field.formfield(self, **{"form_class": PartialDateFormField, **kwargs})


class _IsDate(Func):
    """Whether a stored text is a date; make_date raises an error for 1987-02-31."""

    template = (
        "(%(expressions)s ~ '^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$' AND make_date(left(%(expressions)s, 4)::int,"
        " coalesce(nullif(substr(%(expressions)s, 6, 2), ''), '1')::int,"
        " coalesce(nullif(substr(%(expressions)s, 9, 2), ''), '1')::int) IS NOT NULL)"
    )
    output_field = models.BooleanField()

    def as_sql(self, *args, **kwargs):
        """The template names its one expression four times; a form that checks the constraint binds a value to it."""
        sql, parameters = super().as_sql(*args, **kwargs)
        return sql, [*parameters] * self.template.count("%(expressions)s")


def is_date(field: str):
    """Condition of a check constraint: `field` is empty or a date of the calendar."""
    return models.Q(**{field: None}) | models.Q(_IsDate(F(field)))
