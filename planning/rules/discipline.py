"""Until when a disciplinary measure keeps somebody out of plans."""

import calendar
import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from anphu.kit.partial_dates import PartialDate
from planning.rules.ages import month_end

LIGHT = frozenset({"reprimand", "warning"})
"""Measures after whose effect planning is possible under QĐ 377 (domain.md §4.4, C_DISCIPLINE_377)."""

State = Literal["in_effect", "unknown", "ended"]
_GRAVITY: dict[State, int] = {"in_effect": 0, "unknown": 1, "ended": 2}


@dataclass(frozen=True, slots=True)
class Measure:
    """A disciplinary measure as recorded; `ends` None: the record does not say until when."""

    code: str
    name: str
    decided: PartialDate
    ends: PartialDate | None
    decision: str = ""

    @property
    def light(self) -> bool:
        return self.code in LIGHT

    def state(self, on: datetime.date, usual_months: Decimal | None) -> State:
        """Whether it is in effect on `on`. Without a recorded end the usual period counts, where the law has one; what
        hangs on a date known in part alone is unknown."""
        if self.ends is not None:
            first, last = self.ends.earliest, self.ends.latest
        elif usual_months is None:
            return "unknown"
        else:
            first, last = (_later(day, int(usual_months)) for day in (self.decided.earliest, self.decided.latest))
        if on > last:
            return "ended"
        return "in_effect" if on <= first else "unknown"


def effect(
    measures: Iterable[Measure], on: datetime.date, usual_months: Decimal | None
) -> tuple[Measure, State] | None:
    """The measure that weighs most on `on`, and how it stands; None without any decided by then. Among ended ones a
    heavier measure than a warning weighs more, then the latest."""
    known = [(measure, measure.state(on, usual_months)) for measure in measures if measure.decided.earliest <= on]
    return min(known, key=_weight, default=None)


def _weight(found: tuple[Measure, State]) -> tuple:
    measure, state = found
    return _GRAVITY[state], measure.light, -measure.decided.earliest.toordinal()


def _later(day: datetime.date, months: int) -> datetime.date:
    end = month_end(day, months)
    return end.replace(day=min(day.day, calendar.monthrange(end.year, end.month)[1]))
