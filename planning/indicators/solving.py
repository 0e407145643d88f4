"""The solver's problem made of the record: the targets of a unit as aims, and what every person in every title would
count for, by the engine's own SQL."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from fractions import Fraction

from orgtree.queries.units import below
from planning.indicators import failing, holdings, measuring
from planning.indicators.definitions import BY_CODE, PERCENT, PLAN, Indicator
from planning.indicators.readings import targets_of
from planning.indicators.sources import HOLDERS
from planning.models import Target, Term
from planning.queries.solving import Pool, pool
from planning.rules.problems import Aim, Pair, Plan, Problem, Tally, Wish
from planning.rules.solving import Answer, solve

SECONDS = 1.5
"""How long a search may take in a request; what reading and telling take comes on top."""


@dataclass(frozen=True)
class Wanted:
    """What a reader asks of the solver. `codes`: the targets to meet, None for all. `must` and `must_not`: people who
    are, or are not, in the plan in the end. `near`: candidates of the unit alone. `tidy`: what is over a cap now is
    brought under it too."""

    codes: Collection[str] | None = None
    must: tuple[int, ...] = ()
    must_not: tuple[int, ...] = ()
    most_changes: int | None = None
    near: bool = False
    tidy: bool = False
    seconds: float = SECONDS


@dataclass(frozen=True, slots=True)
class Sought:
    """A target of the unit: whether a choice of people can serve it, and whether the reader asks for it. `idle`: asked
    for in vain, because nobody who is or could be in the plan counts for it or against it."""

    indicator: Indicator
    target: Target
    served: bool
    asked: bool
    idle: bool = False


@dataclass(frozen=True)
class Solution:
    """A plan, what was asked of it, and the answer."""

    pool: Pool
    sought: list[Sought]
    problem: Problem
    answer: Answer = field(repr=False)

    @property
    def aims(self) -> list[Sought]:
        return [row for row in self.sought if row.asked]


def targets(unit: int, on: datetime.date, codes: Collection[str] | None = None) -> list[Sought]:
    """The targets of the unit that are due next. Those that are no share of the people planned cannot be served."""
    found = targets_of([unit], on)[unit]
    rows = [(BY_CODE[code], target) for code, target in found.items() if code in BY_CODE]
    order = list(BY_CODE)
    rows.sort(key=lambda row: order.index(row[0].code))
    return [
        Sought(indicator, target, served, served and (codes is None or indicator.code in codes))
        for indicator, target in rows
        for served in [_serves(indicator)]
    ]


def solution(unit: int, term: Term, user, on: datetime.date, wanted: Wanted) -> Solution | None:
    """The smallest set of changes to the plan of the unit for the term that meets its targets. None where no title is
    planned. The same number of queries however many people and titles."""
    found = pool(unit, term, user, on, near=wanted.near, named=(*wanted.must, *wanted.must_not))
    if found is None:
        return None
    sought = targets(unit, on, wanted.codes)
    codes = [row.indicator.code for row in sought if row.asked]
    facts = _facts(found, unit, term, on, codes)
    counted = {code for said in facts.values() for code in said}
    idle = [row.asked and row.indicator.code not in counted for row in sought]
    sought = [replace(row, asked=False, idle=True) if vain else row for row, vain in zip(sought, idle, strict=True)]
    fixed = _fixed(unit, term, on, codes)
    problem = Problem(
        found.places(),
        found.options(facts),
        tuple(_aim(row, fixed.get(row.indicator.code, Tally())) for row in sought if row.asked),
        found.titles_of_person(),
        found.elsewhere,
        (*(Wish(*pair) for pair in found.unseen), *map(Wish, wanted.must)),
        tuple(map(Wish, wanted.must_not)),
        wanted.most_changes,
        wanted.tidy,
        wanted.seconds,
    )
    return Solution(found, sought, problem, solve(problem))


def held(found: Pool, unit: int, term: Term, plan: Plan, on: datetime.date) -> holdings.Holdings:
    """The holdings of the unit on `on` if its plan for the term were `plan`: what the engine measures it by."""
    now = holdings.of(on, [unit])
    titles = {title.pk: title.title_id for title in found.titles}
    planned = [(unit, term.pk, person, titles[pk]) for person, pk in plan]
    return now.changed(without=now.of_basis(term.pk), plus=planned)


def _serves(indicator: Indicator) -> bool:
    return indicator.source is HOLDERS and indicator.measure == PERCENT and PLAN in indicator.bases


def _aim(row: Sought, fixed: Tally) -> Aim:
    """A target with a lower bound is met above its upper one too (`Target.met_by`)."""
    low, high = row.target.low, row.target.high
    return Aim(
        row.indicator.code,
        None if low is None else Fraction(low) / 100,
        Fraction(high) / 100 if low is None else None,
        fixed,
    )


def _facts(found: Pool, unit: int, term: Term, on: datetime.date, codes: list[str]) -> dict[Pair, dict]:
    """What the indicators say of everybody in every title that is open to him. Two queries. Raises Refused when a
    formula fails."""
    if not codes:
        return {}
    titles = {title.title_id: title.pk for title in found.titles}
    everybody = held(found, unit, term, frozenset(found.pairs), on)
    said = failing.asked(lambda: measuring.judged(on, everybody, codes))
    return {(row.person, titles[row.title]): facts for row, facts in said.items() if row.term == term.pk}


def _fixed(unit: int, term: Term, on: datetime.date, codes: list[str]) -> dict[str, Tally]:
    """What units below contribute to the values of the unit. Two queries."""
    beneath = sorted(set(below(unit, on).values_list("descendant", flat=True)) - {unit})
    if not beneath or not codes:
        return {}
    rows = measuring.measure(on, beneath, codes=codes)
    return {
        row.indicator: Tally(row.numerator, row.denominator, row.unknown)
        for row in rows
        if row.unit_id == unit and row.term_id == term.pk
    }
