"""Working days: Monday to Friday but for the days off given. A deadline of one working day is the next working day."""

import datetime
from collections.abc import Collection

ONE = datetime.timedelta(days=1)
SATURDAY = 5


def is_workday(day: datetime.date, off: Collection[datetime.date]) -> bool:
    return day.weekday() < SATURDAY and day not in off


def after(day: datetime.date, count: int, off: Collection[datetime.date]) -> datetime.date:
    """The working day that is `count` working days after `day`, which is not counted itself; `day` for none."""
    for _ in range(count):
        day += ONE
        while not is_workday(day, off):
            day += ONE
    return day


def between(start: datetime.date, end: datetime.date, off: Collection[datetime.date]) -> int:
    """How many working days after `start` lie up to and with `end`; negative when `end` is earlier."""
    if end < start:
        return -between(end, start, off)
    weeks, rest = divmod((end - start).days, 7)
    last = [end - ONE * back for back in range(rest)]
    weekdays = weeks * 5 + sum(day.weekday() < SATURDAY for day in last)
    return weekdays - sum(start < day <= end and day.weekday() < SATURDAY for day in set(off))
