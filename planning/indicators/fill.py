"""The engine: brings stored values up to date (planning/indicators/measuring.py measures any other day on request).

Stored are the values of the live day, the last one measured, and of the days that are kept: ends of months and days of
decisions. `StaleMark` rows, written by triggers in the transaction of a change, say what the live values miss; `drain`
consumes them in the transaction that measures, so that a worker killed anywhere leaves either the marks or the numbers.
What it consumed it leaves behind as `PastMark` rows for the kept days, which `catch_up` brings up to date one by one.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Max, Min, Q
from django.utils import timezone

from anphu.kit import jobs
from anphu.kit.locks import Lock, take
from orgtree.choices import Verb
from orgtree.models import UnitLink
from planning.choices import DayReason
from planning.indicators import failing, measuring, shares, sql, storing
from planning.indicators.formulas import outdated
from planning.models import Decision, MeasuredDay, MeasureShare, PastMark, Snapshot, StaleMark

MONTHS_KEPT = 60
"""How far back ends of months are filled in."""
HELPERS = 8
"""Workers called at most to help with a measurement in shares."""


@dataclass(frozen=True, slots=True)
class Drained:
    """What one drain did: `whole` for a full pass, else the number of `units` measured anew."""

    whole: bool
    units: int


def full(day: datetime.date, tell: shares.Tell | None = None) -> int:
    """Measure everything on `day`, which becomes the live day; a large tree in shares, with whatever workers are idle.
    `tell(percent)` hears of each share. Returns the number of rows."""
    if shares.wanted(day):
        return _shared(day, tell)
    with transaction.atomic():
        take(Lock.MEASURES)
        return _live(day)


def drain(day: datetime.date) -> Drained:
    """Bring the live values up to date for `day`, at the cost of what changed; then help with a large measurement that
    is going on."""
    live = _day(day)
    if (live is None or live.reason != DayReason.LIVE) and shares.wanted(day):
        _shared(day)
        return Drained(whole=True, units=0)
    done = _drained(day)
    if MeasureShare.objects.filter(day=day).exists():
        _shared(day)
    return done


@transaction.atomic
def _drained(day: datetime.date) -> Drained:
    take(Lock.MEASURES)
    live = _day(day)
    if live is None or live.reason != DayReason.LIVE:
        _live(day)
        return Drained(whole=True, units=0)
    if declared_anew := outdated(live.formulas):  # first: differences carried up would mix what two formulas say
        storing.whole(day, declared_anew)
    units = _take_marks()
    if None in units:
        storing.whole(day)
        return Drained(whole=True, units=0)
    if units:
        storing.part(day, list(units), live=True)
    return Drained(whole=False, units=len(units))


def is_due(day: datetime.date) -> bool:
    """Whether `drain` would find anything to do."""
    live = MeasuredDay.objects.filter(reason=DayReason.LIVE).values_list("day", "formulas").first()
    changed = live is None or live[0] != day or bool(outdated(live[1])) or StaleMark.objects.exists()
    return changed or MeasureShare.objects.filter(day=day).exists()


def is_stored(day: datetime.date) -> bool:
    """Whether the values of `day` are kept."""
    return MeasuredDay.objects.filter(day=day).exists()


def due_days(until: datetime.date, months: int = MONTHS_KEPT) -> dict[datetime.date, DayReason]:
    """The days before `until` that are kept: ends of the last `months` months, and days of decisions among them."""
    first = until.replace(day=1)
    ends = [first - datetime.timedelta(days=1)]
    while len(ends) < months:
        ends.append(ends[-1].replace(day=1) - datetime.timedelta(days=1))
    decided = Decision.objects.filter(day__gte=ends[-1], day__lt=until).values_list("day", flat=True)
    return {**dict.fromkeys(decided, DayReason.DECISION), **dict.fromkeys(ends, DayReason.MONTH_END)}


def keep(
    until: datetime.date, months: int = MONTHS_KEPT, tell: Callable[[int, datetime.date], None] | None = None
) -> int:
    """Measure the kept days before `until` that are not stored yet, the latest first, each in a transaction of its own,
    and bring the others up to date. `tell(percent, day)` hears of each. Returns how many days were written."""
    due = due_days(until, months)
    todo = _missing(due) + _late()
    for done, day in enumerate(todo):
        if tell:
            tell(100 * done // len(todo), day)
        _keep(day, due.get(day, DayReason.MONTH_END))
    PastMark.objects.filter(pk__lte=_seen_by_all())._raw_delete(PastMark.objects.db)
    return len(todo)


def is_keep_due(until: datetime.date, months: int = MONTHS_KEPT) -> bool:
    """Whether `keep` would find anything to do."""
    return bool(_missing(due_days(until, months)) or _late())


@transaction.atomic
def again(day: datetime.date, units: list[int] | None = None, codes: sql.Codes = sql.ALL) -> int:
    """Measure a kept day anew, or the live day; `units` limit it to what is theirs, carried up, and `codes` to these
    indicators. Returns the number of their rows."""
    take(Lock.MEASURES)
    whole = failing.known() | _outdated(day)  # what failed, or is declared anew, has no values that a unit could mend
    if units is not None and not codes & whole:
        storing.part(day, units, codes)
        return Snapshot.objects.filter(day=day, unit__in=units, indicator__in=codes).count()
    if codes == sql.ALL and (row := _day(day)) and row.reason == DayReason.LIVE:
        _take_marks()
    return storing.whole(day, codes)


def values(user, on: datetime.date) -> list[Snapshot]:
    """What `user` may see on `on`: the stored values when they are of that day, else measured now."""
    if is_stored(on):
        return list(Snapshot.objects.filter(day=on).visible_to(user, on))
    visible = set(UnitLink.objects.reached_by(user, Verb.SEE_INDICATORS, on).values_list("descendant", flat=True))
    return [row for row in measuring.measure(on, sorted(visible)) if row.unit_id in visible]


def all_faults() -> list[str]:
    """`faults` of every day of which values are stored."""
    return [fault for day in MeasuredDay.objects.values_list("day", flat=True) for fault in faults(day)]


def faults(day: datetime.date) -> list[str]:
    """Differences between the values stored for `day` and a measurement made now, where no mark announces them."""
    announced = set(StaleMark.objects.values_list("unit", flat=True)) | _unseen(day)
    if None in announced or not is_stored(day):
        return []
    above = set(UnitLink.objects.on(day).filter(descendant__in=announced).values_list("ancestor", flat=True))
    names = [field.attname for field in Snapshot._meta.fields if field.name not in {"id", "computed_at"}]
    codes = sql.ALL - failing.known() - _outdated(day)
    kept, due = (
        {tuple(getattr(row, name) for name in names) for row in rows if row.unit_id not in above}
        for rows in (Snapshot.objects.filter(day=day, indicator__in=codes), measuring.measure(day, codes=codes))
    )
    return [f"stored but wrong: {_told(names, row)}" for row in sorted(kept - due, key=str)] + [
        f"missing: {_told(names, row)}" for row in sorted(due - kept, key=str)
    ]


def _told(names: list[str], row: tuple) -> str:
    return " ".join(f"{name}={value}" for name, value in zip(names, row, strict=True))


def _day(day: datetime.date) -> MeasuredDay | None:
    return MeasuredDay.objects.filter(pk=day).first()


def _take_marks() -> set[int | None]:
    """Consume the marks of the live day; what they say is left behind for the kept days."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH taken AS (DELETE FROM planning_stalemark RETURNING unit_id),
            merged AS (SELECT DISTINCT unit_id FROM taken),
            left_behind AS (
                INSERT INTO planning_pastmark (unit_id) SELECT unit_id FROM merged
                WHERE EXISTS (SELECT FROM planning_measuredday WHERE reason <> 'live')
                   OR EXISTS (SELECT FROM planning_measureshare))
            SELECT unit_id FROM merged"""
        )
        return {row[0] for row in cursor}


def _live(day: datetime.date) -> int:
    """Make `day` the live day and measure everything; the day that was live is kept or forgotten."""
    before = _retire(day)
    _take_marks()
    MeasuredDay.objects.update_or_create(day=day, defaults={"reason": DayReason.LIVE, "seen": 0})
    written = storing.whole(day)
    _leave(before, day)
    return written


def _shared(day: datetime.date, tell: shares.Tell | None = None) -> int:
    """The same in shares, each in a transaction of its own, beside whoever else is at them."""
    with transaction.atomic():
        take(Lock.MEASURES)
        _begin(day)
    while True:
        shares.work(day, tell)
        with transaction.atomic():
            take(Lock.MEASURES)
            rows = _put_together(day)
        if rows is not None:
            return rows


def _begin(day: datetime.date) -> None:
    """Write down the shares of a day, unless they are, and call helpers."""
    begun = shares.begin(day, _last_mark())
    for _worker in range(HELPERS if begun else 0):
        jobs.record_changed()


def _put_together(day: datetime.date) -> int | None:
    """End what was measured in shares, unless another worker has: `day` becomes the live day, with what changed
    meanwhile. Returns the rows of the day; None: there is more to do, and shares of it are written down: the marks that
    said so are consumed."""
    seen, done = shares.state(day)
    if not done:
        return None
    if seen is None:
        return Snapshot.objects.filter(day=day).count()
    before = _retire(day)
    missed = _take_marks() | set(PastMark.objects.filter(pk__gt=seen).values_list("unit", flat=True))
    MeasuredDay.objects.update_or_create(day=day, defaults={"reason": DayReason.LIVE, "seen": 0})
    written, codes = shares.finish(day)
    storing.measured(day, sql.ALL, codes)
    _leave(before, day)
    if None in missed:
        _begin(day)
        return None
    if missed:
        storing.part(day, list(missed))
    return written


def _retire(day: datetime.date) -> list[datetime.date]:
    """The day that was live, if it is another, is one of the past. Before the marks are taken: what they say is left
    behind for it too."""
    before = list(MeasuredDay.objects.filter(reason=DayReason.LIVE).exclude(day=day).values_list("day", flat=True))
    for old in before:
        reason = _kept_for(old) or DayReason.MONTH_END
        MeasuredDay.objects.filter(day=old).update(reason=reason, seen=_last_mark())
    return before


def _leave(before: list[datetime.date], day: datetime.date) -> None:
    """Keep or forget the days that were live before `day`. After it is known which indicators fail: their old values
    pass to the new day."""
    for old in before:
        if old > day or not _kept_for(old):
            _forget(old, day)


def _kept_for(day: datetime.date) -> DayReason | None:
    if (day + datetime.timedelta(days=1)).day == 1:
        return DayReason.MONTH_END
    return DayReason.DECISION if Decision.objects.filter(day=day).exists() else None


def _forget(day: datetime.date, heir: datetime.date) -> None:
    """Drop the values of a day, except those that cannot be measured anew: they pass to `heir`."""
    failed = failing.known()
    Snapshot.objects.filter(day=heir, indicator__in=failed)._raw_delete(Snapshot.objects.db)
    Snapshot.objects.filter(day=day, indicator__in=failed).update(day=heir)
    Snapshot.objects.filter(day=day)._raw_delete(Snapshot.objects.db)
    MeasuredDay.objects.filter(day=day).delete()


@transaction.atomic
def _keep(day: datetime.date, reason: DayReason) -> None:
    """Store a kept day, or bring it up to date."""
    take(Lock.MEASURES)
    last = _last_mark()
    if MeasuredDay.objects.filter(pk=day).exists():
        units, declared_anew = _unseen(day), _outdated(day)
        if None in units:
            storing.whole(day)
        else:
            if declared_anew:
                storing.whole(day, declared_anew)
            if units:
                storing.part(day, list(units))
        MeasuredDay.objects.filter(pk=day).update(seen=last, computed_at=timezone.now())
    else:
        MeasuredDay.objects.create(day=day, reason=reason, seen=last)
        storing.whole(day)


def _last_mark() -> int:
    return PastMark.objects.aggregate(last=Max("pk"))["last"] or 0


def _late() -> list[datetime.date]:
    """Kept days that some mark is waiting for, or that were measured by other formulas, the latest first."""
    last, kept = _last_mark(), MeasuredDay.objects.exclude(reason=DayReason.LIVE)
    return sorted((row.day for row in kept if row.seen < last or outdated(row.formulas)), reverse=True)


def _outdated(day: datetime.date) -> sql.Codes:
    row = _day(day)
    return outdated(row.formulas) if row else frozenset()


def _missing(due: Iterable[datetime.date]) -> list[datetime.date]:
    """Days that shall be kept and are not stored, the latest first."""
    known = set(MeasuredDay.objects.values_list("day", flat=True))
    return sorted((day for day in due if day not in known), reverse=True)


def _seen_by_all() -> int:
    least = (
        MeasuredDay.objects.filter(~Q(reason=DayReason.LIVE)).aggregate(least=Min("seen"))["least"],
        MeasureShare.objects.aggregate(least=Min("seen"))["least"],
    )
    return min((one for one in least if one is not None), default=0)


def _unseen(day: datetime.date) -> set[int | None]:
    """The units that a kept day must measure again."""
    row = MeasuredDay.objects.filter(day=day).exclude(reason=DayReason.LIVE).first()
    return set(PastMark.objects.filter(pk__gt=row.seen).values_list("unit", flat=True)) if row else set()
