"""The smallest set of changes of a plan that reaches all its aims, with the reason of each change; or the proof that
there is none. Advice: people decide.

Of sets of the same size the one with the fewest people who need a waiver is told first; then the one that adds whoever
comes first in the order of the problem, and removes whoever comes last.
"""

import math
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from enum import StrEnum

from planning.rules.narrowing import Price, narrowed
from planning.rules.problems import Breach, Option, Pair, Plan, Problem, Tally, people, size
from planning.rules.programs import Found, Program

ALTERNATIVES = 5
SOON = 12
"""Changes that suffice as a rule: candidates are narrowed to what so many can need at first."""


class Outcome(StrEnum):
    MET = "met"
    """Nothing has to change."""
    FOUND = "found"
    SHORT = "short"
    """No plan reaches all aims within the limits; the answer is the nearest one."""
    IMPOSSIBLE = "impossible"
    """No plan keeps the limits and wishes, whatever the aims."""
    UNDECIDED = "undecided"
    """Time ran out before anything was found."""


@dataclass(frozen=True, slots=True)
class Change:
    """Somebody is added (`before` None), removed (`after` None) or moved from one place to another. `reasons`: what
    would be missed or broken without this change."""

    person: int
    before: int | None
    after: int | None
    reasons: tuple[Breach, ...] = ()
    waiver: bool = False

    @property
    def kind(self) -> str:
        if self.before is None:
            return "add"
        return "remove" if self.after is None else "move"


@dataclass(frozen=True, slots=True)
class Short:
    """An aim that the nearest plan misses by `people`; by `alone` of them even if nothing else were aimed at (None: not
    worked out in time)."""

    code: str
    people: int
    alone: int | None


@dataclass(frozen=True)
class Answer:
    """What the solver found.

    `least`: no set of fewer changes reaches the aims; with `proved` False the search was cut off, and the set found may
    be larger than that. `conflict`: aims that cannot be reached together, though any of them can be left out of it
    (empty: not worked out, or nothing is missed).
    """

    outcome: Outcome
    plan: Plan
    changes: tuple[Change, ...] = ()
    alternatives: tuple[tuple[Change, ...], ...] = ()
    before: dict[str, Tally] | None = None
    after: dict[str, Tally] | None = None
    proved: bool = True
    least: int = 0
    short: tuple[Short, ...] = ()
    conflict: tuple[str, ...] = ()

    @property
    def gap(self) -> int:
        """How many changes fewer there might be."""
        return len(self.changes) - self.least


def solve(problem: Problem) -> Answer:
    """The answer within about `problem.seconds`. Pure, but for the clock that it watches."""
    if not problem.breaches(problem.now):
        return _told(problem, Outcome.MET, problem.now)
    clock = _Clock(problem.seconds)
    soon = Program(narrowed(problem, SOON, Price.CHANGES)).fewest_changes(clock.left / 2)
    if soon.proved and soon.plan is not None and size(problem.now, soon.plan) <= SOON:
        return _smallest(problem, soon, clock)
    program = Program(narrowed(problem, _room(problem), Price.CHANGES))
    if soon.plan is None and soon.proved:
        return _nearest(problem, program, clock)
    found = program.fewest_changes(clock.left)
    if found.plan is None:
        found = replace(found, plan=soon.plan)
    if found.plan is not None:
        return _smallest(problem, found, clock)
    if found.proved:
        return _nearest(problem, program, clock)
    return _told(problem, Outcome.UNDECIDED, problem.now, proved=False, least=_whole(found.bound))


def changes(problem: Problem, plan: Plan) -> tuple[Change, ...]:
    """What leads from the plan of the problem to `plan`: somebody who leaves one place and gets another is moved."""
    found = []
    for before, after in _steps(problem, plan):
        gained, lost = _pairs(before, after)
        without = problem.breaches((plan - gained) | lost)
        present = set(problem.breaches(plan))
        reasons = tuple(breach for breach in without if breach not in present)
        waiver = after is not None and problem.by_pair[after].waiver
        who = (after or before)[0]
        found.append(Change(who, before and before[1], after and after[1], reasons, waiver))
    return tuple(found)


def _smallest(problem: Problem, found: Found, clock: "_Clock") -> Answer:
    if not found.proved:
        return _told(problem, Outcome.FOUND, _trimmed(problem, found.plan), proved=False, least=_whole(found.bound))
    number = size(problem.now, found.plan)
    cost = _cost(problem, number)
    few = replace(narrowed(problem, number, Price.ORDER), most_changes=number)
    plan = _or(Program(few).best(clock.left, cost), found.plan)
    touched = people(plan ^ problem.now)
    few = replace(narrowed(problem, number + ALTERNATIVES, Price.WAIVERS, keep=touched), most_changes=number)
    program, alternatives = Program(few), []
    while len(alternatives) < ALTERNATIVES and clock.left:
        program.without_all_of(alternatives[-1] if alternatives else plan)
        other = program.best(clock.left, cost)
        if other.plan is None:
            break
        alternatives.append(other.plan)
    told = tuple(changes(problem, one) for one in alternatives)
    return _told(problem, Outcome.FOUND, plan, alternatives=told, least=number)


def _nearest(problem: Problem, program: Program, clock: "_Clock") -> Answer:
    """The plan that misses the fewest people, by the fewest changes; where it misses none after all, that one."""
    found = program.least_short(clock.left)
    if found.plan is None:
        outcome = Outcome.IMPOSSIBLE if found.proved else Outcome.UNDECIDED
        return _told(problem, outcome, problem.now, proved=found.proved)
    missed = {breach.code: breach.short for breach in problem.missed(found.plan)}
    if not missed:
        return _smallest(problem, found, clock)
    proved = _whole(found.bound / program.weight) >= sum(missed.values())
    alone = {code: _least(problem, [code], clock) for code in missed}
    short = tuple(Short(code, number, alone[code]) for code, number in missed.items())
    conflict = tuple(code for code, number in alone.items() if number) or _conflict(problem, clock)
    plan = found.plan if found.proved else _trimmed(problem, found.plan)
    least = size(problem.now, plan) if found.proved else 0
    return _told(problem, Outcome.SHORT, plan, proved=proved, least=least, short=short, conflict=conflict)


def _least(problem: Problem, codes: Collection[str], clock: "_Clock") -> int | None:
    """How many people the plan is short of the aims `codes` at least, when no other is asked for; None: not proved in
    time."""
    asked = replace(problem, aims=tuple(aim for aim in problem.aims if aim.code in codes))
    program = Program(narrowed(asked, _room(asked), Price.CHANGES))
    found = program.least_short(clock.left)
    least = sum(breach.short for breach in asked.missed(found.plan)) if found.plan is not None else None
    return least if found.proved or (least is not None and _whole(found.bound / program.weight) >= least) else None


def _conflict(problem: Problem, clock: "_Clock") -> tuple[str, ...]:
    """Aims that cannot be reached together though they could without any one of them: what is left when every aim whose
    absence changes nothing has been taken out. Nothing where time does not suffice."""
    left = [aim.code for aim in problem.aims]
    for code in tuple(left):
        others = [other for other in left if other != code]
        least = _least(problem, others, clock)
        if least is None:
            return ()
        if least:
            left = others
    return tuple(left)


def _trimmed(problem: Problem, plan: Plan) -> Plan:
    """`plan` without changes that it can do without: what is told of a search that was cut off."""
    worst = _weight(problem.breaches(plan))
    for before, after in _steps(problem, plan):
        gained, lost = _pairs(before, after)
        without = (plan - gained) | lost
        if _weight(problem.breaches(without)) <= worst:
            plan = without
    return plan


def _weight(breaches: list[Breach]) -> tuple[int, int]:
    """Limits broken, then people short of the aims."""
    return sum(breach.limit is not None for breach in breaches), sum(breach.short for breach in breaches)


def _told(problem: Problem, outcome: Outcome, plan: Plan, **more) -> Answer:
    after = {aim.code: problem.tally(aim, plan) for aim in problem.aims}
    return Answer(outcome, plan, changes(problem, plan), before=problem.present, after=after, **more)


def _steps(problem: Problem, plan: Plan) -> list[tuple[Pair | None, Pair | None]]:
    """Each person's places lost and gained, paired in the order of the places."""
    rank = {place.pk: number for number, place in enumerate(problem.places)}

    def listed(pairs: Plan) -> dict[int, list[Pair]]:
        by_person: dict[int, list[Pair]] = {}
        for pair in sorted(pairs, key=lambda pair: (rank[pair[1]], pair[0])):
            by_person.setdefault(pair[0], []).append(pair)
        return by_person

    lost, gained = listed(problem.now - plan), listed(plan - problem.now)
    found = []
    for person in lost.keys() | gained.keys():
        mine, new = lost.get(person, []), gained.get(person, [])
        for place in range(max(len(mine), len(new))):
            found.append((mine[place] if place < len(mine) else None, new[place] if place < len(new) else None))
    return sorted(found, key=lambda step: (rank[(step[1] or step[0])[1]], step[1] is None, (step[1] or step[0])[0]))


def _pairs(before: Pair | None, after: Pair | None) -> tuple[Plan, Plan]:
    return frozenset([after] if after else []), frozenset([before] if before else [])


def _cost(problem: Problem, number: int) -> Callable[[Option], int]:
    """Of sets of `number` changes: waivers weigh more than any order; whoever comes last is removed first."""
    last = max((option.order for option in problem.options), default=0) + 1
    return lambda option: (
        last - option.order if option.planned else option.order + 1 + option.waiver * 2 * last * number
    )


def _room(problem: Problem) -> int:
    """More people than the places of the plan can take, or than there are."""
    everybody = len({option.person for option in problem.options})
    limits = [problem.room(place)[1] for place in problem.places]
    return everybody if None in limits else min(everybody, sum(limits))


def _or(found: Found, plan: Plan) -> Plan:
    return plan if found.plan is None else found.plan


def _whole(bound: float) -> int:
    """A bound of a number that is whole."""
    return max(0, math.ceil(bound - 1e-6)) if math.isfinite(bound) else 0


class _Clock:
    """The time that a search has left."""

    def __init__(self, seconds: float):
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        return max(0.0, self._end - time.monotonic())
