"""Forecasts of a unit as a reader looks at them: every month against the target that is due then.

What is stored (foretelling.py) are the months at which something changes; here they become whole series.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from planning.choices import Foreseen
from planning.indicators.definitions import BY_CODE, PERCENT, Indicator
from planning.indicators.foretelling import FORETOLD
from planning.indicators.readings import targets_of
from planning.indicators.veils import Veil
from planning.models import Forecast, Outlook, Snapshot, Target
from planning.rules.ages import month_end
from planning.rules.forecasts import month_ends


@dataclass(frozen=True, slots=True)
class Point:
    """A value at the end of a month, or on the day from which the forecast starts, in the measure of the indicator;
    None where nobody is in the population, or where too few are for this reader."""

    day: datetime.date
    amount: float | None
    target: Target | None

    @property
    def met(self) -> bool | None:
        return self.target.met_by(self.amount) if self.target else None


@dataclass(frozen=True, slots=True)
class Turn:
    """The first month at whose end a target is met that was not, or missed that was met."""

    day: datetime.date
    met: bool
    target: Target


@dataclass(frozen=True)
class Course:
    """One indicator under one assumption, in the order of months."""

    indicator: Indicator
    scenario: Foreseen
    points: list[Point]

    @property
    def last(self) -> Point:
        return self.points[-1]

    @property
    def turns(self) -> list[Turn]:
        """Every change between met and missed; the first is what a leader asks for."""
        judged = [point for point in self.points if point.met is not None]
        return [
            Turn(point.day, point.met, point.target) for before, point in pairwise(judged) if before.met != point.met
        ]

    @property
    def first_turn(self) -> Turn | None:
        return next(iter(self.turns), None)


@dataclass(frozen=True)
class Prospect:
    """All forecasts of a unit: `courses[code][assumption]`, and on what each assumption stands."""

    outlooks: dict[Foreseen, Outlook]
    courses: dict[str, dict[Foreseen, Course]]

    @property
    def day(self) -> datetime.date:
        return next(iter(self.outlooks.values())).day

    @property
    def until(self) -> datetime.date:
        return max(row.until for row in self.outlooks.values())


class _Value(NamedTuple):
    """The counts of a stored value, as `Snapshot` and `Forecast` have them."""

    day: datetime.date
    numerator: int
    denominator: int
    unknown: int


@dataclass(frozen=True)
class _Reader:
    """Turns counts into what a reader sees: in which months, against which targets, what of it is hidden."""

    months: dict[tuple[datetime.date, datetime.date], list[datetime.date]]
    steps: list[tuple[datetime.date, dict[str, Target]]]
    unit: int
    veil: Veil

    def amount(self, indicator: Indicator, value: _Value | None, seen: datetime.date) -> float | None:
        """`seen`: the day by which it is judged whether the unit's value must be hidden lest another be worked out."""
        if value is None or not value.denominator:
            return None
        if self.veil.hides(indicator.code, self.unit, value.denominator + value.unknown, None, seen):
            return None
        return (100 if indicator.measure == PERCENT else 1) * value.numerator / value.denominator

    def target(self, code: str, day: datetime.date) -> Target | None:
        due = next((targets for since, targets in reversed(self.steps) if since <= day), {})
        return due.get(code)

    def course(
        self,
        indicator: Indicator,
        scenario: Foreseen,
        outlook: Outlook,
        values: list[_Value],
        start: _Value | None,
        seen: datetime.date,
    ) -> Course:
        code = indicator.code
        points = [Point(start.day, self.amount(indicator, start, seen), self.target(code, start.day))] if start else []
        waiting, amount = list(reversed(values)), None
        for day in self.months[outlook.day, outlook.until]:
            while waiting and waiting[-1].day <= day:
                amount = self.amount(indicator, waiting.pop(), seen)
            points.append(Point(day, amount, self.target(code, day)))
        return Course(indicator, scenario, points)


def of_unit(
    unit: int, user, on: datetime.date, *, codes: Collection[str] = FORETOLD, saved: int | None = None
) -> Prospect | None:
    """The forecasts of a unit, with that of the `saved` scenario where it has been made; None when there are none, as
    on a day before the one they were made from. One query for the values, however many months; some for the targets."""
    assumed = Outlook.objects.visible_to(user, on).select_related("saved").filter(unit=unit, day__lte=on)
    chosen = [row for row in assumed if row.saved_id in (None, saved)]
    if not chosen:
        return None
    outlooks = {Foreseen(row.scenario): row for row in sorted(chosen, key=lambda row: _ORDER[row.scenario])}
    reader = _Reader(
        {(row.day, row.until): month_ends(row.day, row.until) for row in chosen},
        _steps(unit, on, max(row.until for row in chosen)),
        unit,
        Veil.of([unit], user, on),
    )
    values, starts = _values(unit, user, on, codes, saved), _starts(unit, user, on, codes, {row.day for row in chosen})
    courses: dict[str, dict[Foreseen, Course]] = {}
    for code in (code for code in BY_CODE if code in codes):
        here = {
            scenario: reader.course(
                BY_CODE[code], scenario, outlook, values[code, scenario], starts.get((code, outlook.day)), on
            )
            for scenario, outlook in outlooks.items()
            if (code, scenario) in values
        }
        if here:
            courses[code] = here
    return Prospect(outlooks, courses)


_ORDER = {scenario: place for place, scenario in enumerate(Foreseen)}


def _values(unit: int, user, on: datetime.date, codes, saved: int | None) -> dict[tuple[str, str], list[_Value]]:
    """The stored months of each indicator and assumption, in their order."""
    found = defaultdict(list)
    seen = Forecast.objects.visible_to(user, on).filter(unit=unit, indicator__in=list(codes)).order_by("day")
    for code, scenario, of, *counts in seen.values_list("indicator", "scenario", "saved", *_Value._fields):
        if of in (None, saved):
            found[code, scenario].append(_Value(*counts))
    return dict(found)


def _starts(
    unit: int, user, on: datetime.date, codes, days: Iterable[datetime.date]
) -> dict[tuple[str, datetime.date], _Value]:
    """The values of the days from which the forecasts start, as far as they are stored."""
    seen = Snapshot.objects.visible_to(user, on).filter(unit=unit, term=None, day__in=days, indicator__in=list(codes))
    rows = ((code, _Value(*counts)) for code, *counts in seen.values_list("indicator", *_Value._fields))
    return {(code, value.day): value for code, value in rows}


def _steps(unit: int, on: datetime.date, until: datetime.date) -> list[tuple[datetime.date, dict[str, Target]]]:
    """From which day on which targets are due, the first ones from the beginning."""
    years = sorted({row.year for row in Target.objects.visible_to(None, on) if on.year <= row.year < until.year})
    later = [(day, targets_of([unit], day)[unit]) for day in (datetime.date(year + 1, 1, 1) for year in years)]
    return [(datetime.date.min, targets_of([unit], on)[unit]), *later]


def past(unit: int, user, on: datetime.date, indicator: Indicator, months: int) -> list[Point]:
    """The stored ends of the last `months` months before `on`, the earliest first, without targets. Two queries, or
    three."""
    since = month_end(on, -months - 1)
    rows = Snapshot.objects.visible_to(user, on).filter(unit=unit, term=None, indicator=indicator.code)
    rows = rows.filter(day__gt=since, day__lt=on).order_by("day").values_list(*_Value._fields)
    values = [_Value(*row) for row in rows]
    ends = [value for value in values if value.day == month_end(value.day, 0)]
    veil = Veil.of([unit], user, on).drawn([unit], [value.day for value in ends], [indicator.code])
    reader = _Reader({}, [], unit, veil)
    return [Point(value.day, reader.amount(indicator, value, value.day), None) for value in ends]
