"""One indicator of one unit through the months."""

import datetime
from dataclasses import dataclass

from planning.indicators.dashboard import Frame, month_ends
from planning.indicators.definitions import PERCENT, Indicator
from planning.models import Snapshot, Term

MONTHS = 60


@dataclass(frozen=True, slots=True)
class Moment:
    """A kept day; `value` None: not measured on it, or nobody was counted. `amount` None as well where it is veiled."""

    day: datetime.date
    value: Snapshot | None
    amount: float | None


def series(
    indicator: Indicator, term: Term | None, unit: int, known: Frame, on: datetime.date, months: int = MONTHS
) -> list[Moment]:
    """The ends of `months` months before `on`, and `on` where it is stored. One query, and one
    for readers from whom anything is hidden.

    `unit` is one that the reader has been found to reach.
    """
    days = [*month_ends(on, months), *([on] if known.stored else [])]
    known.veil.drawn([unit], days, [indicator.code])
    rows = Snapshot.objects.filter(unit=unit, indicator=indicator.code, term=term, day__in=days)
    found = {row.day: row for row in rows}
    return [Moment(day, found.get(day), _amount(indicator, found.get(day), known)) for day in days]


def _amount(indicator: Indicator, value: Snapshot | None, known: Frame) -> float | None:
    if value is None or known.veil.covers(value):
        return None
    return value.percent if indicator.measure == PERCENT else value.share
