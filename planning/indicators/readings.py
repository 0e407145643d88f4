"""Values of indicators as a reader looks at them: beside their target, one unit or all units below one."""

import datetime
import math
import re
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from orgtree.choices import Confidence, Verb
from orgtree.models import TitleStandard, UnitLink, UnitVersion
from planning.indicators import fill, measuring, norms
from planning.indicators.definitions import ACTUAL, INDICATORS, PERCENT, PLAN, Indicator
from planning.indicators.norms import Aim
from planning.indicators.sql import ALL, Codes
from planning.indicators.veils import Veil
from planning.models import RuleParameter, Snapshot, Target, Term

_STANDARD = re.compile(r"\bs\.")
"""How a declaration names the title's standard."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One value: of an indicator, on a basis (`term` None: actual holders), against the target that is next due.

    `value` is None where nobody belongs to the population. `veiled`: so few stand behind it that the reader, who may
    not see people there, is not told how many.
    """

    indicator: Indicator
    term: Term | None
    value: Snapshot | None
    target: Aim | None
    veiled: bool = False

    @property
    def amount(self) -> float | None:
        """In the indicator's own measure: percent, or times. None when there is none or it is veiled."""
        if self.value is None or self.veiled:
            return None
        return self.value.percent if self.indicator.measure == PERCENT else self.value.share

    @property
    def percent(self) -> float | None:
        """`amount` of a share; None for a ratio."""
        return self.amount if self.indicator.measure == PERCENT else None

    @property
    def met(self) -> bool | None:
        return self.target.met_by(self.amount) if self.target else None

    @property
    def missing(self) -> int:
        """How many of the present number would have to count in addition for the target to be met."""
        if self.met is not False or self.target.low is None or self.amount >= self.target.low:
            return 0
        return math.ceil(self._due(self.target.low) - 1e-9) - self.value.numerator

    @property
    def surplus(self) -> int:
        """How many of the present number would have to count no longer for the upper bound to be kept."""
        if self.met is not False or self.target.high is None or self.amount <= self.target.high:
            return 0
        return self.value.numerator - math.floor(self._due(self.target.high) + 1e-9)

    def _due(self, bound: Decimal) -> float:
        return float(bound) * self.value.denominator / (100 if self.indicator.measure == PERCENT else 1)


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
    def actual(self) -> Reading | None:
        """The reading of actual holders, where the indicator has that basis."""
        return next((reading for reading in self.readings if reading.term is None), None)

    def of_term(self, term: Term | None) -> Reading | None:
        """The reading of the plan of a term."""
        return next((reading for reading in self.readings if term and reading.term == term), None)

    @property
    def computed(self) -> Snapshot | None:
        """The value computed first: what the page says of the moment holds for all the others too."""
        values = [reading.value for reading in self.readings if reading.value]
        return min(values, key=lambda value: value.computed_at, default=None)


def targets_of(units: Collection[int], on: datetime.date) -> dict[int, dict[str, Target]]:
    """`{unit id: {indicator code: target}}`: of each unit the targets that are next due on `on`, else the last ones
    that were. Four queries, however many units."""
    rows = list(Target.objects.visible_to(None, on))
    rows = with_rules(rows, _rules(on) if any(row.parameter for row in rows) else {})
    places = UnitLink.objects.on(on).filter(descendant__in=units).values_list("descendant", "ancestor", "depth")
    depths: dict[int, dict[int, int]] = {unit: {} for unit in units}
    for unit, above, depth in places:
        depths[unit][above] = depth
    kinds = dict(UnitVersion.objects.on(on).filter(unit__in=units).values_list("unit", "kind"))
    return {unit: due_among(rows, depths[unit], kinds.get(unit, ""), on) for unit in units}


def aims_of(units: Collection[int], on: datetime.date) -> dict[int, dict[str, Aim]]:
    """`targets_of`, and where a unit has none the norm that the rules of the day set. Five queries at most."""
    rules = _rules(on)
    return {unit: norms.beside(targets, rules) for unit, targets in targets_of(units, on).items()}


def with_rules(rows: list[Target], rules: dict[str, RuleParameter]) -> list[Target]:
    """Targets whose lower bound one of `rules` gives have it; without that rule they ask for nothing."""
    for row in rows:
        if row.parameter in rules:
            row.low = rules[row.parameter].value
    return [row for row in rows if row.low is not None or row.high is not None]


def due_among(rows: list[Target], above: dict[int, int], kind: str, on: datetime.date) -> dict[str, Target]:
    """`targets_of` for one unit of `kind` with these ancestors (`{id: depth}`, itself at 0)."""
    mine = [row for row in rows if row.kind in ("", kind) and (row.unit_id is None or row.unit_id in above)]
    farthest = len(above) + 1
    mine.sort(key=lambda row: (row.year, -above.get(row.unit_id, farthest), row.kind != ""))
    nearest = {(row.indicator, row.year): row for row in mine}
    found: dict[str, Target] = {}
    for (code, _year), row in nearest.items():
        if code not in found or found[code].year < on.year:
            found[code] = row
    return found


def of_unit(unit_id: int, user, on: datetime.date) -> list[Sheet]:
    """Every indicator of a unit on every basis. A dozen queries when the day is stored."""
    values = {(row.indicator, row.term_id): row for row in _values([unit_id], user, on)[0]}
    terms, due = list(Term.objects.order_by("-code")), targets_of([unit_id], on)[unit_id]
    rules, standards, veil = _rules(on), _weakest_standard(on), Veil.of([unit_id], user, on)
    sheets = []
    for indicator in INDICATORS:
        code, target = indicator.code, due.get(indicator.code)
        bases = [None] if ACTUAL in indicator.bases else []
        if PLAN in indicator.bases:
            bases += [term for term in terms if any(term_id == term.pk for _code, term_id in values)]
        readings = [
            Reading(indicator, term, value, target, veil.covers(value))
            for term in bases
            for value in (values.get((code, term and term.pk)),)
        ]
        applied = [rules[key] for key in indicator.parameters if key in rules]
        uses_standards = _STANDARD.search(f"{indicator.population} {indicator.hit}")
        sheets.append(Sheet(indicator, target, readings, applied, standards if uses_standards else None))
    return sheets


@dataclass(frozen=True)
class Neighbourhood:
    """A reading of a unit and of each unit directly below it where somebody belongs to the population, by unit;
    `least`: smaller groups are veiled. `fails`: nothing could be measured, and nothing is stored."""

    readings: dict[int, Reading]
    least: int
    fails: bool


def around(unit_id: int, indicator: Indicator, term: Term | None, user, on: datetime.date) -> Neighbourhood:
    """A dozen queries when the day is stored."""
    units = list(UnitLink.objects.on(on).filter(ancestor=unit_id, depth__lte=1).values_list("descendant", flat=True))
    targets, veil = aims_of(units, on), Veil.of(units, user, on)
    values, failing = _values(units, user, on, frozenset({indicator.code}))
    found = {
        row.unit_id: Reading(indicator, term, row, targets[row.unit_id].get(indicator.code), veil.covers(row))
        for row in values
        if row.term_id == (term and term.pk)
    }
    return Neighbourhood(found, veil.least, bool(failing))


def last_known(
    unit: int, indicator: Indicator, term: Term | None, target: Aim | None, veil: Veil, on: datetime.date
) -> Reading | None:
    """The latest stored value of a unit up to `on`, for when it cannot be measured. One query; the veil is drawn."""
    rows = Snapshot.objects.filter(unit=unit, indicator=indicator.code, term=term, day__lte=on)
    value = rows.order_by("-day").first()
    if value is None:
        return None
    return Reading(indicator, term, value, target, veil.drawn([unit], [value.day], [indicator.code]).covers(value))


def _values(units: list[int], user, on: datetime.date, codes: Codes = ALL) -> tuple[list[Snapshot], Codes]:
    """Values of `units` as far as the reader may see: the stored ones of that day, else measured now below them; and
    the indicators of which nothing could be measured."""
    if fill.is_stored(on):
        stored = Snapshot.objects.filter(day=on).visible_to(user, on).filter(unit__in=units)
        return list(stored if codes == ALL else stored.filter(indicator__in=codes)), frozenset()
    reached = UnitLink.objects.reached_by(user, Verb.SEE_INDICATORS, on).filter(descendant__in=units)
    wanted = set(reached.values_list("descendant", flat=True))
    beneath = UnitLink.objects.on(on).filter(ancestor__in=wanted).values_list("descendant", flat=True)
    rows, failing = measuring.attempt(on, sorted(set(beneath)), codes=codes)
    return [row for row in rows if row.unit_id in wanted], failing


def _weakest_standard(on: datetime.date) -> Confidence | None:
    known = set(TitleStandard.objects.on(on).values_list("confidence", flat=True).distinct().order_by())
    weaker = (Confidence.UNVERIFIED, Confidence.INFERRED, Confidence.SECOND_HAND)
    return next((mark for mark in weaker if mark in known), None)


def _rules(on: datetime.date) -> dict[str, RuleParameter]:
    return RuleParameter.objects.nearest_on(on)
