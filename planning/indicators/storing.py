"""Writing the values of one stored day, under the lock of measures, in the transaction of the caller."""

import datetime

from django.db import connection
from django.utils import timezone

from anphu.kit import prepared
from planning.choices import DayReason
from planning.indicators import failing, shares, sql
from planning.indicators.formulas import versions
from planning.models import MeasuredDay, MeasureFault, PastMark, Snapshot

FEW = 50
"""Units up to which one plan suits all: they are reached by indexes, whatever their number."""


def whole(day: datetime.date, codes: sql.Codes = sql.ALL) -> int:
    """Measure these indicators of everything on a day, in place of whatever was stored of them."""
    parameters = {"day": day, "units": None}

    def write(codes: sql.Codes) -> int:
        if not codes:
            return 0
        Snapshot.objects.filter(day=day).exclude(indicator__in=sql.ALL - codes)._raw_delete(Snapshot.objects.db)
        if shares.wanted(day):
            return shares.write(day, codes)
        with connection.cursor() as cursor:
            cursor.execute(sql.full(codes), parameters)
            return cursor.rowcount

    written, errors = failing.each_for_itself(write, codes, parameters)
    failing.note(errors)
    measured(day, codes, codes - frozenset(errors))
    return written


def measured(day: datetime.date, codes: sql.Codes, sound: sql.Codes) -> None:
    """Note that these indicators have just been measured on a day, and which of them did not fail."""
    row = MeasuredDay.objects.get(pk=day)
    row.computed_at, row.formulas = timezone.now(), {**row.formulas, **versions(codes)}
    row.save(update_fields=["computed_at", "formulas"])
    if row.reason == DayReason.LIVE:
        _recovered(sound)


def part(day: datetime.date, units: list[int], codes: sql.Codes = sql.ALL, *, live: bool = False) -> None:
    """Measure these units on a stored day, and carry the difference up. The plan for the live day is kept."""
    parameters = {"day": day, "units": units}

    def write(codes: sql.Codes) -> int:
        if not codes:
            return 0
        statement, every = sql.incremental(codes), {**parameters, "codes": list(codes)}
        if live and len(units) <= FEW:
            prepared.execute(sql.on(day, statement), every)
        else:
            with connection.cursor() as cursor:
                cursor.execute(statement, every)
        with connection.cursor() as cursor:
            cursor.execute(sql.EMPTIED, parameters)
        return len(units)

    _done, errors = failing.each_for_itself(write, codes - failing.known(), parameters)
    failing.note(errors)


def _recovered(codes: sql.Codes) -> None:
    """These were measured on the live day: what failed of them does so no longer, and kept days have it to do again."""
    cleared, _rows = MeasureFault.objects.filter(indicator__in=codes).delete()
    if cleared and MeasuredDay.objects.exclude(reason=DayReason.LIVE).exists():
        PastMark.objects.create(unit=None)
