"""The engine: brings stored values up to date, and measures any other day on request.

Stored values are those of one day, the last one measured. `StaleMark` rows, written by triggers in the transaction
of a change, say what they miss; `drain` consumes them in the transaction that measures, so that a worker killed
anywhere leaves either the marks or the numbers.
"""

import datetime
from dataclasses import dataclass

from django.db import connection, transaction

from anphu.kit.locks import Lock, take
from orgtree.choices import Verb
from orgtree.models import UnitLink
from planning.indicators import sql
from planning.models import Snapshot, StaleMark


@dataclass(frozen=True, slots=True)
class Drained:
    """What one drain did: `whole` for a full pass, else the number of `units` measured anew."""

    whole: bool
    units: int


@transaction.atomic
def full(day: datetime.date) -> int:
    """Measure everything on `day`, in place of whatever was stored. Returns the number of rows."""
    take(Lock.MEASURES)
    _delete_marks()
    return _full(day)


@transaction.atomic
def drain(day: datetime.date) -> Drained:
    """Bring the stored values up to date for `day`, at the cost of what changed."""
    take(Lock.MEASURES)
    stored = Snapshot.objects.filter(day=day).exists()
    units = _delete_marks()
    if not stored or None in units:
        _full(day)
        return Drained(whole=True, units=0)
    if units:
        _incremental(day, list(units))
    return Drained(whole=False, units=len(units))


def is_due(day: datetime.date) -> bool:
    """Whether `drain` would find anything to do."""
    return StaleMark.objects.exists() or not Snapshot.objects.filter(day=day).exists()


def measure(day: datetime.date, units: list[int] | None = None) -> list[Snapshot]:
    """Values of any day, rolled up, unsaved. `units` limits what is measured to these units' own people."""
    with connection.cursor() as cursor:
        cursor.execute(sql.ROLLED_UP, {"day": day, "units": units})
        columns = [column.name for column in cursor.description]
        rows = [dict(zip(columns, row, strict=True)) for row in cursor]
    return [Snapshot(day=day, formula_version=row.pop("version"), **row) for row in rows]


def values(user, on: datetime.date) -> list[Snapshot]:
    """What `user` may see on `on`: the stored values when they are of that day, else measured now."""
    stored = Snapshot.objects.filter(day=on)
    if stored.exists():
        return list(stored.visible_to(user, on))
    visible = set(UnitLink.objects.reached_by(user, Verb.SEE_INDICATORS, on).values_list("descendant", flat=True))
    return [row for row in measure(on, sorted(visible)) if row.unit_id in visible]


def all_faults() -> list[str]:
    """`faults` of every day of which values are stored."""
    days = Snapshot.objects.order_by("day").values_list("day", flat=True).distinct()
    return [fault for day in days for fault in faults(day)]


def faults(day: datetime.date) -> list[str]:
    """Differences between the values stored for `day` and a measurement made now, where no mark announces them."""
    announced = set(StaleMark.objects.values_list("unit", flat=True))
    stored = Snapshot.objects.filter(day=day)
    if None in announced or not stored.exists():
        return []
    above = set(UnitLink.objects.on(day).filter(descendant__in=announced).values_list("ancestor", flat=True))
    names = [field.attname for field in Snapshot._meta.fields if field.name not in {"id", "computed_at"}]
    kept, due = (
        {tuple(getattr(row, name) for name in names) for row in rows if row.unit_id not in above}
        for rows in (stored, measure(day))
    )
    return [f"stored but wrong: {_told(names, row)}" for row in sorted(kept - due, key=str)] + [
        f"missing: {_told(names, row)}" for row in sorted(due - kept, key=str)
    ]


def _told(names: list[str], row: tuple) -> str:
    return " ".join(f"{name}={value}" for name, value in zip(names, row, strict=True))


def _delete_marks() -> set[int | None]:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM planning_stalemark RETURNING unit_id")
        return {row[0] for row in cursor}


def _full(day: datetime.date) -> int:
    Snapshot.objects.all()._raw_delete(Snapshot.objects.db)
    with connection.cursor() as cursor:
        cursor.execute(sql.FULL, {"day": day, "units": None})
        return cursor.rowcount


def _incremental(day: datetime.date, units: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql.INCREMENTAL, {"day": day, "units": units})
        cursor.execute(sql.EMPTIED, {"day": day, "units": units})
