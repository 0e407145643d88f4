"""Every indicator of many units at once, on one basis."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from orgtree.choices import Verb
from orgtree.models import UnitLink
from planning.indicators import fill, measuring
from planning.indicators.definitions import ACTUAL, INDICATORS, PERCENT, PLAN, Indicator
from planning.indicators.norms import Aim
from planning.indicators.readings import aims_of
from planning.indicators.sql import Codes
from planning.indicators.veils import Veil
from planning.models import Snapshot, Term

_COUNTS = ("unit_id", "indicator", "numerator", "denominator", "unknown")


@dataclass(frozen=True, slots=True)
class Spot:
    """The value of one indicator of one unit; `amount` None: nobody is counted, or (`veiled`) too few to be told."""

    amount: float | None
    target: Aim | None
    veiled: bool

    @property
    def met(self) -> bool | None:
        return self.target.met_by(self.amount) if self.target else None


@dataclass(frozen=True)
class Table:
    """`spots[unit id][indicator code]` of the units and indicators asked for; where nothing is there, nobody is
    counted. `least`: smaller groups are veiled. `failing`: could not be measured, and nothing is stored."""

    indicators: list[Indicator]
    spots: dict[int, dict[str, Spot]]
    least: int
    failing: Codes = frozenset()


def on_basis(term: Term | None, theme: str = "") -> list[Indicator]:
    """The indicators that have the basis (`term` None: actual holders), of one theme or of all."""
    basis = PLAN if term else ACTUAL
    return [row for row in INDICATORS if basis in row.bases and theme in ("", row.theme)]


def table(units: Collection[int], indicators: list[Indicator], term: Term | None, user, on: datetime.date) -> Table:
    """Of units that the reader has been found to reach. Eight queries when the day is stored."""
    targets, veil = aims_of(units, on), Veil.of(units, user, on)
    by_code = {row.code: row for row in indicators}
    spots: dict[int, dict[str, Spot]] = {unit: {} for unit in units}
    counts, failing = _counts(units, list(by_code), term, user, on)
    for unit, code, numerator, denominator, unknown in counts:
        veiled = veil.hides(code, unit, denominator + unknown, term and term.pk, on)
        amount = None if veiled or not denominator else numerator / denominator
        if amount is not None and by_code[code].measure == PERCENT:
            amount *= 100
        spots[unit][code] = Spot(amount, targets[unit].get(code), veiled)
    return Table(indicators, spots, veil.least, failing)


def _counts(
    units: Collection[int], codes: list[str], term: Term | None, user, on: datetime.date
) -> tuple[list[tuple], Codes]:
    if fill.is_stored(on):
        stored = Snapshot.objects.visible_to(user, on).filter(day=on, unit__in=units, term=term, indicator__in=codes)
        return list(stored.values_list(*_COUNTS)), frozenset()
    reached = UnitLink.objects.reached_by(user, Verb.SEE_INDICATORS, on).filter(descendant__in=units)
    wanted = set(reached.values_list("descendant", flat=True))
    beneath = UnitLink.objects.on(on).filter(ancestor__in=wanted).values_list("descendant", flat=True)
    measured, failing = measuring.attempt(on, sorted(set(beneath)), codes=codes)
    term_id = term and term.pk
    found = [
        tuple(getattr(row, name) for name in _COUNTS)
        for row in measured
        if row.unit_id in wanted and row.term_id == term_id
    ]
    return found, failing
