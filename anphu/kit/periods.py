"""Half-open periods of days, `[lower, upper)`; an open end means "until further notice"."""

import datetime
from collections.abc import Iterable

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _

FIRST_DAY = datetime.date(1930, 1, 1)
LAST_DAY = datetime.date(2100, 12, 31)


def period(lower: datetime.date | None, upper: datetime.date | None = None) -> DateRange:
    """From `lower` (included) to `upper` (excluded; None = open)."""
    return DateRange(lower, upper, "[)")


def covers(parts: Iterable[DateRange], whole: DateRange) -> bool:
    """Whether every day of `whole` lies in one of `parts`."""
    reached = whole.lower
    for part in sorted(parts, key=lambda part: part.lower):
        if part.lower > reached:
            break
        if part.upper is None:
            return True
        reached = max(reached, part.upper)
    return whole.upper is not None and reached >= whole.upper


def no_overlap(name: str, *fields: str) -> ExclusionConstraint:
    """No two rows that agree on `fields` may have a day in common."""
    return ExclusionConstraint(
        name=name,
        expressions=[*((field, RangeOperators.EQUAL) for field in fields), ("period", RangeOperators.OVERLAPS)],
        violation_error_message=_("The period overlaps another one of the same record."),
    )


def has_days(name: str) -> models.CheckConstraint:
    """An empty period is no period, and one without a beginning cannot be explained."""
    return models.CheckConstraint(
        name=name,
        condition=models.Q(period__isempty=False, period__startswith__isnull=False),
        violation_error_message=_("The period must begin on a day and end after it begins."),
    )


def within_reach(days: DateRange) -> None:
    """Raise ValidationError for a period that begins or ends where no record reaches, usually a slip of the year."""
    last = LAST_DAY + datetime.timedelta(days=1)
    if any(day is not None and not FIRST_DAY <= day <= last for day in (days.lower, days.upper)):
        raise ValidationError(_("Give a day between 1930 and 2100."), code="far_off")


class PeriodField(DateRangeField):
    """A half-open range of days."""

    default_validators = [within_reach]

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("verbose_name", _("period"))
        super().__init__(*args, **kwargs)


class PeriodQuerySet(models.QuerySet):
    def on(self, day: datetime.date):
        """Rows in force on `day`."""
        return self.filter(period__contains=day)
