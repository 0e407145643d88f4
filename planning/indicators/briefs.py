"""What a brief tells of a unit: its readings on a day, and on the last kept day a year before."""

import datetime
from dataclasses import dataclass

from orgtree.models import UnitVersion
from planning.choices import Theme
from planning.indicators.readings import Reading, Sheet, of_unit
from planning.models import RuleSet, Term

MOST_CHANGES = 8
SOURCES_OF_CADRES = (Theme.SERVICE, Theme.NUMBERS, Theme.COVERAGE)


@dataclass(frozen=True)
class Change:
    """An indicator of actual holders then and now."""

    before: Reading
    now: Reading

    @property
    def difference(self) -> float:
        """In the measure of the indicator."""
        return self.now.amount - self.before.amount


@dataclass(frozen=True)
class Material:
    """Everything that a brief says. `above`: the unit's own superior, where there is one."""

    unit: UnitVersion
    above: UnitVersion | None
    day: datetime.date
    earlier: datetime.date
    rule_set: RuleSet | None
    term: Term | None
    """The latest term of which something is planned."""
    sheets: list[Sheet]
    changes: list[Change]
    """The largest first."""

    @property
    def with_target(self) -> list[Sheet]:
        return [sheet for sheet in self.sheets if sheet.target and _any(sheet)]

    @property
    def sources(self) -> list[Sheet]:
        """How many stand ready, and for how long."""
        return [sheet for sheet in self.sheets if sheet.indicator.theme in SOURCES_OF_CADRES and _any(sheet)]


def material(unit: UnitVersion, above: UnitVersion | None, user, on: datetime.date) -> Material:
    """What `user` may know of the unit on `on`."""
    sheets = of_unit(unit.unit_id, user, on)
    earlier = year_before(on)
    then = {sheet.indicator.code: sheet for sheet in of_unit(unit.unit_id, user, earlier)}
    terms = [reading.term for sheet in sheets for reading in sheet.readings if reading.term and reading.value]
    changes = [
        Change(before, now)
        for sheet in sheets
        for before, now in ((then[sheet.indicator.code].actual, sheet.actual),)
        if before and now and before.amount is not None and now.amount is not None and before.amount != now.amount
    ]
    changes.sort(key=lambda change: -abs(change.difference) / (abs(change.before.amount) or 1))
    return Material(
        unit,
        above,
        on,
        earlier,
        RuleSet.objects.visible_to(user, on).in_force(on),
        max(terms, key=lambda term: term.code, default=None),
        sheets,
        changes[:MOST_CHANGES],
    )


def year_before(on: datetime.date) -> datetime.date:
    """The last day of the same month a year before: a day that is kept."""
    after = (on.replace(year=on.year - 1, day=1) + datetime.timedelta(days=32)).replace(day=1)
    return after - datetime.timedelta(days=1)


def _any(sheet: Sheet) -> bool:
    return any(reading.value for reading in sheet.readings)
