"""Measuring a large tree anew in shares: whole branches, small enough that sorts stay in memory, that any number of
workers take from a table, each in a transaction of its own. Last come the units above all of them.

Shares are work to do like stale marks: a row goes in the transaction that did it, so that a worker killed anywhere
leaves either the row or the numbers. What changes meanwhile is measured where it happened, on the day that is live; a
day that becomes live makes up for it at its end (planning/indicators/fill.py).
"""

import datetime
import time
from collections.abc import Callable, Iterator

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, Min, Q

from anphu.kit.locks import Lock, take_shared
from orgtree.models import UnitLink, UnitVersion
from planning.indicators import failing, sql
from planning.models import MeasuredDay, MeasureFault, MeasureShare, Snapshot

PAUSE = 0.2
"""Seconds between looks at shares that others are at."""
Tell = Callable[[int], None]

_BRANCHES = """
WITH sized AS (
    SELECT ancestor_id AS unit, count(*) AS units FROM orgtree_unitlink WHERE period @> %(day)s::date GROUP BY 1)
SELECT s.unit, s.units FROM sized s
LEFT JOIN orgtree_unitlink l ON l.descendant_id = s.unit AND l.depth = 1 AND l.period @> %(day)s::date
LEFT JOIN sized a ON a.unit = l.ancestor_id
WHERE s.units <= %(size)s AND coalesce(a.units > %(size)s, true) ORDER BY s.unit
"""
"""The largest branches that are no larger than a share: their top units, and how many units each has."""


def wanted(day: datetime.date) -> bool:
    """Whether there are more units than one share has."""
    return UnitVersion.objects.on(day)[settings.MEASURE_SHARE_UNITS :].exists()


def branches(day: datetime.date) -> Iterator[list[int]]:
    """The top units of each share of the day."""
    share, filled = [], 0
    with connection.cursor() as cursor:
        cursor.execute(_BRANCHES, {"day": day, "size": settings.MEASURE_SHARE_UNITS})
        for unit, units in cursor.fetchall():
            if share and filled + units > settings.MEASURE_SHARE_UNITS:
                yield share
                share, filled = [], 0
            share.append(unit)
            filled += units
    if share:
        yield share


def write(day: datetime.date, codes: sql.Codes) -> int:
    """Write the values of everything, one share after the other, in the transaction of the caller; nothing is stored of
    these indicators. Returns the number of rows."""
    shares = list(branches(day))
    rows = sum(_branch(day, _below(day, share), codes) for share in shares)
    roots = [unit for share in shares for unit in share]
    return rows + _top(day, _above(day, roots), roots, codes)


def begin(day: datetime.date, seen: int) -> bool:
    """Write down the shares of a day, unless that has been done; those of another day are given up. Under the lock of
    measures. `seen`: the last PastMark of which all shares will know. Returns whether they are new."""
    given_up = MeasureShare.objects.exclude(day=day)
    strays = set(given_up.values_list("day", flat=True)) - set(MeasuredDay.objects.values_list("day", flat=True))
    Snapshot.objects.filter(day__in=strays)._raw_delete(Snapshot.objects.db)
    given_up.delete()
    if MeasureShare.objects.exists():
        return False
    MeasureShare.objects.bulk_create(MeasureShare(day=day, roots=roots, seen=seen) for roots in branches(day))
    return True


def state(day: datetime.date) -> tuple[int | None, bool]:
    """`seen` of the shares of a day (None: there are none), and whether all are done."""
    rows = MeasureShare.objects.filter(day=day).aggregate(seen=Min("seen"), left=Count("pk", filter=Q(rows=None)))
    return rows["seen"], not rows["left"]


def work(day: datetime.date, tell: Tell | None = None) -> None:
    """Do shares of the day until all are done, by whomever. `tell(percent)` hears of each."""
    total = MeasureShare.objects.filter(day=day).count()
    while left := MeasureShare.objects.filter(day=day, rows=None).count():
        if tell:
            tell(100 * (total - left) // total)
        if not _one(day):
            time.sleep(PAUSE)


@transaction.atomic
def _one(day: datetime.date) -> bool:
    """Do one share that nobody else is at, if there is any."""
    take_shared(Lock.MEASURES)
    free = MeasureShare.objects.filter(day=day, rows=None).select_for_update(skip_locked=True)
    share = free.order_by("pk").first()
    if share is None:
        return False
    units = _below(day, share.roots)

    def replace(codes: sql.Codes) -> int:
        stored = Snapshot.objects.filter(day=day, unit__in=units)
        stored.exclude(indicator__in=sql.ALL - codes)._raw_delete(Snapshot.objects.db)
        return _branch(day, units, codes)

    rows, errors = failing.each_for_itself(replace, sql.ALL - failed(share), {"day": day, "units": units})
    failing.note(errors)
    MeasureShare.objects.filter(pk=share.pk).update(rows=rows)
    return True


def failed(share: MeasureShare) -> sql.Codes:
    """The indicators that have failed since the shares of this day were begun."""
    return frozenset(MeasureFault.objects.filter(at__gte=share.at).values_list("indicator", flat=True))


def finish(day: datetime.date) -> tuple[int, sql.Codes]:
    """Write the values of the units above all shares, in the transaction of the caller, which holds the lock of
    measures; whatever else is stored of the day goes. Returns the rows of all and the indicators that were measured;
    the shares are gone then."""
    shares = list(MeasureShare.objects.filter(day=day).order_by("pk"))
    roots = [unit for share in shares for unit in share.roots]
    above = _above(day, roots)

    def replace(codes: sql.Codes) -> int:
        stored = Snapshot.objects.filter(day=day, unit__in=above)
        stored.exclude(indicator__in=sql.ALL - codes)._raw_delete(Snapshot.objects.db)
        return _top(day, above, roots, codes)

    asked = sql.ALL - failed(shares[0])
    written, errors = failing.each_for_itself(replace, asked, {"day": day, "units": above})
    failing.note(errors)
    rows, codes = sum(share.rows for share in shares) + written, asked - frozenset(errors)
    there = UnitVersion.objects.on(day).values("unit")
    Snapshot.objects.filter(day=day).exclude(unit__in=there)._raw_delete(Snapshot.objects.db)
    MeasureShare.objects.filter(day=day).delete()
    return rows, codes


def _below(day: datetime.date, roots: list[int]) -> list[int]:
    return list(UnitLink.objects.on(day).filter(ancestor__in=roots).values_list("descendant", flat=True))


def _above(day: datetime.date, roots: list[int]) -> list[int]:
    """The units that are in no share."""
    return list(UnitVersion.objects.on(day).exclude(unit__in=_below(day, roots)).values_list("unit", flat=True))


def _branch(day: datetime.date, units: list[int], codes: sql.Codes) -> int:
    return _written(sql.branch(codes), {"day": day, "units": units}) if codes else 0


def _top(day: datetime.date, above: list[int], roots: list[int], codes: sql.Codes) -> int:
    parameters = {"day": day, "units": above, "roots": roots, "codes": list(codes)}
    return _written(sql.top(codes), parameters) if codes else 0


def _written(statement: str, parameters: dict) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.rowcount
