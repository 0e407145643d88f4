"""All indicators of one unit at a glance: present value, target, the months before, and what is ahead."""

import datetime
import json
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from anphu.kit import replica
from orgtree.choices import Verb
from orgtree.models import UnitLink
from orgtree.queries.records import build
from planning.choices import Foreseen
from planning.indicators import measuring, norms
from planning.indicators.definitions import ACTUAL, INDICATORS, PERCENT, PLAN, Indicator
from planning.indicators.formulas import outdated
from planning.indicators.norms import Aim
from planning.indicators.readings import Reading, due_among, with_rules
from planning.indicators.veils import Veil
from planning.models import RuleParameter, Snapshot, Target, Term

MONTHS = 24
"""Ends of months in a trend, before the day itself."""

_FRAME_SQL = """
SELECT 'target', to_jsonb(t)::text FROM planning_target t
UNION ALL SELECT 'rule', to_jsonb(t)::text FROM planning_ruleparameter t WHERE t.period @> %(on)s AND t.level = ''
UNION ALL SELECT 'term', to_jsonb(t)::text FROM planning_term t
UNION ALL SELECT 'above', json_build_array(ancestor_id, depth)::text FROM orgtree_unitlink
          WHERE descendant_id = %(unit)s AND period @> %(on)s
UNION ALL SELECT 'kind', to_json(kind)::text FROM orgtree_unitversion WHERE unit_id = %(unit)s AND period @> %(on)s
UNION ALL SELECT 'fault', to_json(indicator)::text FROM planning_measurefault
UNION ALL SELECT 'stored', 'true' FROM planning_measuredday WHERE day = %(on)s
UNION ALL SELECT 'live', formulas::text FROM planning_measuredday WHERE day = %(on)s AND reason = 'live'
UNION ALL SELECT 'stale', 'true' WHERE EXISTS (SELECT FROM planning_stalemark)
UNION ALL SELECT 'written', json_build_array(max(computed_at), count(*))::text FROM planning_snapshot
          WHERE unit_id = %(unit)s AND day = %(on)s
UNION ALL SELECT 'open', 'true' WHERE EXISTS (
    SELECT FROM orgtree_unitlink
    WHERE descendant_id = %(unit)s AND ancestor_id = ANY(%(people)s) AND period @> %(on)s)
"""
_VALUES_SQL = """
SELECT indicator, term_id, day, numerator, denominator, unknown, excluded, formula_version, computed_at
FROM planning_snapshot
WHERE unit_id = %(unit)s AND day = ANY(%(days)s) AND (term_id IS NULL OR term_id = %(term)s::bigint)
"""
_AHEAD_SQL = """
SELECT f.indicator, f.day, f.numerator, f.denominator, f.unknown
FROM planning_outlook o
JOIN planning_forecast f ON f.unit_id = o.unit_id AND f.scenario = o.scenario AND f.saved_id IS NULL
WHERE o.unit_id = %(unit)s AND o.scenario = %(plan)s AND o.saved_id IS NULL AND o.day <= %(on)s
  AND f.indicator = ANY(%(codes)s) AND f.day > %(on)s
ORDER BY f.day
"""


@dataclass(frozen=True)
class Frame:
    """What is known about a unit on a day before any value is looked at. `state`: another one as soon as its stored
    values are, or as records have changed that they lack."""

    terms: list[Term]
    targets: dict[str, Aim]
    rules: dict[str, RuleParameter]
    veil: Veil
    faulty: frozenset[str]
    stored: bool
    live: bool
    stale: bool
    state: str

    @property
    def due(self) -> bool:
        """Whether the values stored for today are behind the records."""
        return self.stale or not self.live


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator of the unit: on actual holders, and in the plan of the term looked at; None where it has no such
    basis. `trend`: its amounts at the ends of months and on the day, of actual holders where it has that basis."""

    indicator: Indicator
    target: Aim | None
    actual: Reading | None
    plan: Reading | None
    trend: list[float | None]
    faulty: bool

    @property
    def main(self) -> Reading:
        """The reading that the trend leads to."""
        return self.actual or self.plan

    @property
    def met(self) -> bool | None:
        return self.main.met


def frame(unit: int, user, on: datetime.date) -> Frame:
    """One query."""
    granted = user.granted(Verb.SEE_PEOPLE)
    asked = {"unit": unit, "on": on, "people": granted}
    found: dict[str, list] = defaultdict(list)
    with replica.connection().cursor() as cursor:
        cursor.execute(_FRAME_SQL, asked)
        for kind, row in cursor:
            found[kind].append(json.loads(row, parse_float=Decimal))
    rules = RuleParameter.objects.nearest([build(RuleParameter, row) for row in found["rule"]])
    targets = with_rules([build(Target, row) for row in found["target"]], rules)
    kind = found["kind"][0] if found["kind"] else ""
    return Frame(
        terms=sorted((build(Term, row) for row in found["term"]), key=lambda term: term.code, reverse=True),
        targets=norms.beside(due_among(targets, dict(found["above"]), kind, on), rules),
        rules=rules,
        veil=Veil([unit] if found["open"] else [], granted, rules),
        faulty=frozenset(found["fault"]),
        stored=bool(found["stored"]),
        live=bool(found["live"]),
        stale=bool(found["stale"]) or any(outdated(formulas) for formulas in found["live"]),
        state="-".join(map(str, (*found["written"][0], len(found["stale"]), len(found["live"])))),
    )


def month_ends(on: datetime.date, months: int) -> list[datetime.date]:
    """The last days of the `months` months before that of `on`, in order."""
    days = [on.replace(day=1) - datetime.timedelta(days=1)]
    while len(days) < months:
        days.append(days[-1].replace(day=1) - datetime.timedelta(days=1))
    return days[::-1]


def rows(unit: int, term: Term | None, known: Frame, on: datetime.date, months: int = MONTHS) -> list[Row]:
    """Every indicator in the order of the catalogue. One query when the day is stored; else it is measured now. One
    more for readers from whom anything is hidden."""
    days = [*month_ends(on, months), on]
    known.veil.drawn([unit], days)
    values = _Values(unit, term, days, known)
    return [_row(indicator, term, known, values) for indicator in INDICATORS]


class _Values:
    """What is stored of a unit on several days, the last of which is the one looked at."""

    def __init__(self, unit: int, term: Term | None, days: list[datetime.date], known: Frame):
        self.days, self._unit, self._known = days, unit, known
        self._past: dict[tuple, tuple[int, int, int]] = {}
        self._now: dict[tuple, Snapshot] = {}
        self.failing: frozenset[str] = frozenset()
        asked = {"unit": unit, "days": days, "term": term and term.pk}
        with replica.connection().cursor() as cursor:
            cursor.execute(_VALUES_SQL, asked)
            names = [column.name for column in cursor.description]
            for row in cursor:
                self._past[row[:3]] = row[3:6]
                if row[2] == days[-1]:
                    self._now[row[:2]] = Snapshot(unit_id=unit, **dict(zip(names, row, strict=True)))
        if not known.stored:
            self._measure(days[-1])

    def _measure(self, day: datetime.date) -> None:
        rows, self.failing = measuring.attempt(day, _below(self._unit, day))
        for row in rows:
            if row.unit_id == self._unit:
                self._now[row.indicator, row.term_id] = row
                self._past[row.indicator, row.term_id, day] = row.numerator, row.denominator, row.unknown

    def reading(self, indicator: Indicator, basis: Term | None) -> Reading:
        value = self._now.get((indicator.code, basis and basis.pk))
        target = self._known.targets.get(indicator.code)
        return Reading(indicator, basis, value, target, self._known.veil.covers(value))

    def trend(self, indicator: Indicator, basis: Term | None) -> list[float | None]:
        term = basis and basis.pk
        found = ((day, self._past.get((indicator.code, term, day))) for day in self.days)
        return [counts and self._amount(indicator, term, day, *counts) for day, counts in found]

    def _amount(
        self, indicator: Indicator, term: int | None, day: datetime.date, numerator: int, denominator: int, unknown: int
    ) -> float | None:
        hidden = self._known.veil.hides(indicator.code, self._unit, denominator + unknown, term, day)
        if hidden or not denominator:
            return None
        return (100 if indicator.measure == PERCENT else 1) * numerator / denominator


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a value is expected at the end of its target year, when the plan is carried out. `turn`: the first month at
    whose end the target is met that is missed now, or missed that is met now."""

    day: datetime.date
    amount: float
    met: bool
    turn: datetime.date | None


def marks(unit: int, found: list[Row], known: Frame, on: datetime.date) -> dict[str, Mark]:
    """Of the rows with a target ahead, by code of the indicator, as far as the unit has been forecast. One query."""
    due = {row.indicator.code: row for row in found if row.actual and norms.is_ahead(row.target, on)}
    courses: dict[str, list[tuple[datetime.date, float]]] = defaultdict(list)
    with replica.connection().cursor() as cursor:
        cursor.execute(_AHEAD_SQL, {"unit": unit, "codes": list(due), "on": on, "plan": Foreseen.PLAN})
        for code, day, numerator, denominator, unknown in cursor:
            row = due[code]
            hidden = row.actual.veiled or known.veil.hides(code, unit, denominator + unknown, None, on)
            if denominator and not hidden and day.year <= row.target.year:
                share = numerator / denominator
                courses[code].append((day, 100 * share if row.indicator.measure == PERCENT else share))
    return {code: _mark(due[code], course) for code, course in courses.items()}


def _mark(row: Row, course: list[tuple[datetime.date, float]]) -> Mark:
    """A month without a value of its own has that of the last one that has."""
    _day, amount = course[-1]
    turned = (day for day, value in course if row.target.met_by(value) is not row.met)
    turn = None if row.met is None else next(turned, None)
    return Mark(datetime.date(row.target.year, 12, 31), amount, bool(row.target.met_by(amount)), turn)


def _below(unit: int, on: datetime.date) -> list[int]:
    links = UnitLink.objects.on(on).filter(ancestor=unit)
    return list(links.values_list("descendant", flat=True))


def _row(indicator: Indicator, term: Term | None, known: Frame, values: _Values) -> Row:
    actual = values.reading(indicator, None) if ACTUAL in indicator.bases else None
    plan = values.reading(indicator, term) if PLAN in indicator.bases and (term or not actual) else None
    trend = values.trend(indicator, None if actual else term) if actual or term else []
    faulty = indicator.code in known.faulty | values.failing
    return Row(indicator, known.targets.get(indicator.code), actual, plan, trend, faulty)
