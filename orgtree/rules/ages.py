"""Birth dates, known to the day, the month or the year, and ages on a day."""

import datetime

from orgtree.choices import Precision

_FORMS = {Precision.DAY: "%d/%m/%Y", Precision.MONTH: "%m/%Y", Precision.YEAR: "%Y"}


def as_known(born: datetime.date, precision: str) -> str:
    """`12/05/1978`, `05/1978` or `1978`: never more than the dossier says."""
    return born.strftime(_FORMS[precision])


def full_years(born: datetime.date, on: datetime.date) -> int:
    """Years completed on `on`; somebody born on 29 February completes a year on 1 March of common years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def born_latest(years: int, on: datetime.date) -> datetime.date:
    """The last birthday of those who have completed `years` years on `on`."""
    return _same_day(on, on.year - years)


def born_after(years: int, on: datetime.date) -> datetime.date:
    """Whoever was born after this day has completed at most `years` years on `on`."""
    return _same_day(on, on.year - years - 1)


def _same_day(day: datetime.date, year: int) -> datetime.date:
    """`day` in another year; the 29th of February stands for the 28th where the year has none."""
    year = max(year, datetime.MINYEAR)
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)
