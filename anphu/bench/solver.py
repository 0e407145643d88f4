"""The smallest set of changes that meets the targets of a commune: 15 titles and 200 candidates, and all cadres."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from django.db.models import Count

from anphu.bench.figures import Figure
from anphu.bench.readers import reader
from anphu.bench.timing import milliseconds, queries_of, side_by_side
from anphu.demo.tree import DAY
from anphu.kit import history
from orgtree.models import Title
from planning.indicators.solving import Solution, Wanted, solution
from planning.models import PlanTitle, Term
from planning.rules.problems import Problem
from planning.rules.programs import Program
from planning.rules.solving import Answer, solve

TERM = "2020-2025"
TITLES, CANDIDATES = 15, 200
ROUNDS = 5
PATIENCE = 60
"""Seconds for the bare run, which has no limit to keep."""


def solver() -> Iterator[Figure]:
    """The search alone beside one bare run of HiGHS over the same problem, which proves the number of changes; then
    all that a request does."""
    user, term = reader(), Term.objects.get(code=TERM)
    unit = _unit(term)
    whole = partial(solution, unit, term, user, DAY, Wanted())
    problem = _narrow(whole().problem)
    value, floor = side_by_side(partial(solve, problem), partial(_bare, problem), times=ROUNDS)
    size = {"titles": len(problem.places), "candidates": CANDIDATES, "pairs": len(problem.options)}
    told = {"floor_is": "one bare run of HiGHS", **size, **_told(solve(problem))}
    yield Figure("solver of 15 titles and 200 candidates p50", value, "ms", floor, facts=told)
    times = sorted(milliseconds(whole) for _round in range(ROUNDS))
    found: Solution = whole()
    told = {"candidates": len(found.pool.candidates), "pairs": len(found.problem.options), **_told(found.answer)}
    yield Figure(
        "solver with all cadres, whole request p50", round(times[ROUNDS // 2], 2), "ms", None, queries_of(whole), told
    )


def _unit(term: Term) -> int:
    """A unit with the most titles, and as many more as it takes to have fifteen."""
    counted = PlanTitle.objects.filter(term=term).values("unit").annotate(n=Count("pk")).order_by("-n", "unit")
    unit = counted[0]["unit"]
    mine = PlanTitle.objects.filter(term=term, unit=unit)
    level = mine.values("title__level")[:1]
    others = Title.objects.filter(level=level).exclude(pk__in=mine.values("title")).order_by("-rank", "pk")
    with history.acting(actor=None, verb="bench", reason="bench"):
        for title in others[: TITLES - mine.count()]:
            PlanTitle.objects.create(term=term, unit_id=unit, title=title)
    return unit


def _narrow(problem: Problem) -> Problem:
    """The problem with the candidates who come first."""
    planned = {option.person for option in problem.options if option.planned}
    order = {option.person: option.order for option in problem.options if option.person not in planned}
    kept = planned.union(sorted(order, key=lambda who: (order[who], who))[:CANDIDATES])
    return replace(problem, options=tuple(option for option in problem.options if option.person in kept))


def _bare(problem: Problem) -> None:
    Program(problem).fewest_changes(PATIENCE)


def _told(answer: Answer) -> dict:
    return {
        "outcome": answer.outcome.value,
        "changes": len(answer.changes),
        "gap": answer.gap,
        "proved": answer.proved,
        "alternatives": len(answer.alternatives),
    }
