"""How long somebody can still serve: retirement by the table in force, months left on a counting day, limits of terms.

Everything is counted in calendar months, never by subtracting years (domain.md §4.5, §5). A birth date known to the
year alone has a best and a worst case; where they differ in the answer, the answer is "to be verified".
"""

import calendar
import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from anphu.kit.partial_dates import PartialDate, months_between
from orgtree.choices import Sex
from planning.choices import Verdict
from planning.models import RetirementAge

YEAR = 12


@dataclass(frozen=True, slots=True)
class Band:
    """Whoever of a sex was born on one of these days (`before` excluded, None: open) retires at `months` of age."""

    sex: str
    since: datetime.date
    before: datetime.date | None
    months: int

    def holds(self, sex: str, born: datetime.date) -> bool:
        return self.sex == sex and self.since <= born and (self.before is None or born < self.before)


class RetirementTable:
    """The table of one day: `months(sex, born)`."""

    def __init__(self, bands: Iterable[Band]):
        self._bands = tuple(bands)

    @classmethod
    def of(cls, rows: Iterable[RetirementAge]) -> "RetirementTable":
        return cls(Band(row.sex, row.born.lower or datetime.date.min, row.born.upper, row.months) for row in rows)

    def months(self, sex: str, born: datetime.date) -> int | None:
        """Retirement age in months; None where the table has no row."""
        return next((band.months for band in self._bands if band.holds(sex, born)), None)

    def retires(self, sex: str, born: datetime.date) -> datetime.date | None:
        """The last day of the month in which the age is reached; None where the table has no row."""
        age = self.months(sex, born)
        return None if age is None else month_end(born, age)


def month_end(day: datetime.date, months: int) -> datetime.date:
    """The last day of the month that lies `months` after the month of `day`."""
    year, month = divmod(day.year * YEAR + day.month - 1 + months, YEAR)
    return datetime.date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def formula(sex: str, born: datetime.date) -> int:
    """Retirement age in months by Labour Code 2019, article 169: from 2021 three months more a year for men up to 62,
    four for women up to 60. The age of a year holds for whoever reaches it in that year."""
    first, step, last = (60 * YEAR, 3, 62 * YEAR) if sex == Sex.MALE else (55 * YEAR, 4, 60 * YEAR)
    age, year = first, 2020
    while age < last and month_end(born, age).year > year:
        year += 1
        age = min(first + step * (year - 2020), last)
    return age


@dataclass(frozen=True, slots=True)
class MonthsLeft:
    """Whole months from the counting day to retirement, in the worst and the best case; negative when past."""

    worst: int
    best: int

    @property
    def certain(self) -> bool:
        return self.worst == self.best

    @property
    def over(self) -> int:
        """Months for which retirement is past already, at least."""
        return max(0, -self.best)

    def reach(self, needed: int) -> Verdict:
        """Whether that is at least `needed` months; unknown where it depends on what the dossier does not say."""
        if self.worst >= needed:
            return Verdict.MET
        return Verdict.LACKING if self.best < needed else Verdict.UNKNOWN


def months_left(table: RetirementTable, sex: str, born: PartialDate, counting: datetime.date) -> MonthsLeft | None:
    """What is left on the counting day; None where the table has no row for the birth."""
    retires = table.retires(sex, born.earliest), table.retires(sex, born.latest)
    if None in retires:
        return None
    worst, best = (months_between(counting, day) for day in retires)
    return MonthsLeft(worst, best)


def full_terms(left: MonthsLeft, term_months: int) -> int:
    """How many whole terms are certainly left."""
    return max(0, left.worst // term_months)


def age_between(born: PartialDate, on: datetime.date) -> tuple[int, int]:
    """Full years on `on`, at least and at most."""
    return months_between(born.latest, on) // YEAR, months_between(born.earliest, on) // YEAR
