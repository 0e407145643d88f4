"""Values of indicators as a reader looks at them: beside their target, one unit or all units below one."""

import datetime
import math
import re
from dataclasses import dataclass

from orgtree.choices import Confidence, Verb
from orgtree.models import TitleStandard, UnitLink
from planning.indicators import fill
from planning.indicators.definitions import INDICATORS, Indicator
from planning.models import RuleParameter, Snapshot, Target, Term

_STANDARD = re.compile(r"\bs\.")
"""How a declaration names the title's standard."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One value: of an indicator, on a basis (`term` None: actual holders), against the target that is next due.

    `value` is None where nobody belongs to the population.
    """

    indicator: Indicator
    term: Term | None
    value: Snapshot | None
    target: Target | None

    @property
    def percent(self) -> float | None:
        return self.value.percent if self.value else None

    @property
    def met(self) -> bool | None:
        return self.target.met_by(self.percent) if self.target else None

    @property
    def missing(self) -> int:
        """How many people of the present number would have to count in addition for the target to be met."""
        if self.met is not False:
            return 0
        return math.ceil(float(self.target.low) * self.value.denominator / 100 - 1e-9) - self.value.numerator


@dataclass(frozen=True, slots=True)
class Sheet:
    """An indicator of one unit: a reading on each basis, and the numbers of law that it applies."""

    indicator: Indicator
    target: Target | None
    readings: list[Reading]
    rules: list[RuleParameter]
    standards: Confidence | None
    """How the weakest title standard is known, where the indicator applies them and not all were seen in source."""

    @property
    def computed(self) -> Snapshot | None:
        """The value computed first: what the page says of the moment holds for all the others too."""
        values = [reading.value for reading in self.readings if reading.value]
        return min(values, key=lambda value: value.computed_at, default=None)


def targets(on: datetime.date) -> dict[str, Target]:
    """The target of each indicator that is next due on `on`, else the last one that was."""
    found: dict[str, Target] = {}
    for target in Target.objects.order_by("year"):
        if target.indicator not in found or found[target.indicator].year < on.year:
            found[target.indicator] = target
    return found


def of_unit(unit_id: int, user, on: datetime.date) -> list[Sheet]:
    """Every indicator of a unit on every basis. Seven queries when the day is stored."""
    values = {(row.indicator, row.term_id): row for row in _values([unit_id], user, on)}
    terms, due, rules, standards = list(Term.objects.order_by("-code")), targets(on), _rules(on), _weakest_standard(on)
    bases = [None, *(term for term in terms if any(term_id == term.pk for _code, term_id in values))]
    sheets = []
    for indicator in INDICATORS:
        code, target = indicator.code, due.get(indicator.code)
        readings = [Reading(indicator, term, values.get((code, term and term.pk)), target) for term in bases]
        applied = [rules[key] for key in indicator.parameters if key in rules]
        uses_standards = _STANDARD.search(f"{indicator.population} {indicator.hit}")
        sheets.append(Sheet(indicator, target, readings, applied, standards if uses_standards else None))
    return sheets


def around(unit_id: int, indicator: Indicator, term: Term | None, user, on: datetime.date) -> dict[int, Reading]:
    """`{unit id: reading}` of the unit and the units directly below it where somebody belongs to the population."""
    units = UnitLink.objects.on(on).filter(ancestor=unit_id, depth__lte=1).values_list("descendant", flat=True)
    target = targets(on).get(indicator.code)
    return {
        row.unit_id: Reading(indicator, term, row, target)
        for row in _values(list(units), user, on)
        if row.indicator == indicator.code and row.term_id == (term and term.pk)
    }


def _values(units: list[int], user, on: datetime.date) -> list[Snapshot]:
    """Values of `units` as far as the reader may see: the stored ones of that day, else measured now below them."""
    stored = Snapshot.objects.filter(day=on)
    if stored.exists():
        return list(stored.visible_to(user, on).filter(unit__in=units))
    reached = UnitLink.objects.reached_by(user, Verb.SEE_INDICATORS, on).filter(descendant__in=units)
    wanted = set(reached.values_list("descendant", flat=True))
    beneath = UnitLink.objects.on(on).filter(ancestor__in=wanted).values_list("descendant", flat=True)
    return [row for row in fill.measure(on, sorted(set(beneath))) if row.unit_id in wanted]


def _weakest_standard(on: datetime.date) -> Confidence | None:
    known = set(TitleStandard.objects.on(on).values_list("confidence", flat=True).distinct().order_by())
    weaker = (Confidence.UNVERIFIED, Confidence.INFERRED, Confidence.SECOND_HAND)
    return next((mark for mark in weaker if mark in known), None)


def _rules(on: datetime.date) -> dict[str, RuleParameter]:
    return RuleParameter.objects.nearest_on(on)
