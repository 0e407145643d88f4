"""Problems small enough to try every plan."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import chain, combinations
from random import Random

from hypothesis import strategies as st

from planning.rules.problems import Aim, Option, Place, Plan, Problem, Tally, Wish, size

CODES = ("women", "young")
SHARES = (Fraction(1, 4), Fraction(1, 3), Fraction(1, 2), Fraction(4, 5), Fraction(1))
_ANSWERS = st.sampled_from((True, True, False, None, ...))
"""What is known of a person at a place; `...`: the indicator does not look there."""


def every_plan(problem: Problem) -> Iterator[Plan]:
    pairs = [option.pair for option in problem.options]
    return map(frozenset, chain.from_iterable(combinations(pairs, number) for number in range(len(pairs) + 1)))


def smallest(problem: Problem) -> tuple[int, set[Plan]] | None:
    """The fewest changes that reach and keep everything, and all plans that do with so many; None: none does."""
    sizes = {plan: size(problem.now, plan) for plan in every_plan(problem) if not problem.breaches(plan)}
    least = min(sizes.values(), default=None)
    return None if least is None else (least, {plan for plan, number in sizes.items() if number == least})


def least_short(problem: Problem) -> int | None:
    """The fewest people that any plan within the limits is short of the aims; None: no plan keeps the limits."""
    kept = (plan for plan in every_plan(problem) if not any(breach.limit for breach in problem.breaches(plan)))
    return min((sum(breach.short for breach in problem.missed(plan)) for plan in kept), default=None)


@st.composite
def problems(draw) -> Problem:
    """Up to three places in two units and four people with at most nine options between them."""
    places = tuple(
        Place(pk, draw(st.sampled_from((1, 2))), draw(st.sampled_from("ab")), draw(st.sampled_from((None, 1, 2))),
              draw(st.integers(0, 2)))
        for pk in range(1, draw(st.integers(1, 3)) + 1)
    )  # fmt: skip
    pairs = st.tuples(st.integers(1, 4), st.sampled_from([place.pk for place in places]))
    orders = {person: draw(st.integers(0, 3)) for person in range(1, 5)}
    options = tuple(
        _option(draw, person, place, orders[person]) for person, place in draw(st.sets(pairs, min_size=1, max_size=9))
    )
    wishes = st.tuples(st.integers(1, 4), st.sampled_from([None, 1])).map(lambda pair: Wish(*pair))
    return Problem(
        places,
        options,
        tuple(_aim(draw, code) for code in CODES),
        draw(st.sampled_from(({}, {"a": 1}, {"a": 2, "b": 1}))),
        draw(st.sampled_from(({}, {(1, "a"): 1}))),
        tuple(draw(st.lists(wishes, max_size=1))),
        tuple(draw(st.lists(wishes, max_size=1))),
        draw(st.sampled_from((None, None, 1, 2))),
        draw(st.booleans()),
        seconds=60,
    )


def _option(draw, person: int, place: int, order: int) -> Option:
    facts = {code: draw(_ANSWERS) for code in CODES}
    told = {code: answer for code, answer in facts.items() if answer is not ...}
    return Option(person, place, told, draw(st.booleans()), draw(st.booleans()), order)


def _aim(draw, code: str) -> Aim:
    low = draw(st.sampled_from((*SHARES, None)))
    high = draw(st.sampled_from((None, None, *(share for share in SHARES if low is None or share >= low))))
    return Aim(
        code, low, high, Tally(draw(st.integers(0, 1)), draw(st.integers(1, 2))) if draw(st.booleans()) else Tally()
    )


def crowded(seconds: float) -> Problem:
    """Fifteen places and two hundred people, with shares that take many changes."""
    dice = Random(1)
    shares = {
        "women": (0.25, 35),
        "young": (0.2, 30),
        "trained": (0.7, 90),
        "standard": (0.5, 70),
        "minority": (0.05, 10),
    }
    options = [
        Option(
            person,
            place,
            {code: dice.random() < rate for code, (rate, _percent) in shares.items()},
            planned=person < 2 * place <= 2 * person + 2,
            order=person,
        )
        for person in range(200)
        for place in range(15)
        if dice.random() < 0.6
    ]
    places = tuple(Place(pk, 1, "commune", 3) for pk in range(15))
    aims = tuple(Aim(code, Fraction(percent, 100)) for code, (_rate, percent) in shares.items())
    return Problem(places, tuple(options), aims, {"commune": 3}, seconds=seconds)
