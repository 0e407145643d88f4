from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from hypothesis import HealthCheck, given, settings

from planning.rules.narrowing import Price, narrowed
from planning.rules.problems import Aim, Option, Place, Plan, Problem, Wish
from tests.planning.rules.problems import problems, smallest

QUICK = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def alike(number: int, **more) -> Problem:
    """A man in a plan, and women who are all alike but for their order."""
    women = [Option(who, 1, {"women": True}, order=who) for who in range(2, 2 + number)]
    man = Option(1, 1, {"women": False}, planned=True)
    return Problem((Place(1, 1, "commune"),), (man, *women), (Aim("women", Fraction(1, 2)),), **more)


def people(problem: Problem) -> list[int]:
    return [option.person for option in problem.options]


def price(problem: Problem) -> Callable[[Plan], tuple[int, int]]:
    last = max(option.order for option in problem.options) + 1

    def of(plan: Plan) -> tuple[int, int]:
        added = [problem.by_pair[pair] for pair in plan - problem.now]
        removed = [problem.by_pair[pair] for pair in problem.now - plan]
        return sum(one.waiver for one in added), sum(one.order + 1 for one in added) + sum(
            last - one.order for one in removed
        )

    return of


@QUICK
@given(problems())
def test_narrowed_problem_has_an_answer_as_small_and_as_good(problem):
    tried = smallest(problem)
    if tried is None:
        return
    number, plans = tried
    for kept in Price:
        assert smallest(narrowed(problem, number, kept))[0] == number
    few = smallest(narrowed(problem, number, Price.ORDER))[1]
    assert min(map(price(problem), few)) == min(map(price(problem), plans))


def test_of_people_alike_the_first_are_kept():
    assert people(narrowed(alike(5), 2, Price.ORDER)) == [1, 2, 3]


def test_whoever_is_named_is_kept():
    wished = alike(5, must_not=(Wish(6),))
    assert people(narrowed(wished, 1, Price.ORDER)) == [1, 2, 6]
    assert people(narrowed(alike(5), 1, Price.ORDER, keep=[5])) == [1, 2, 5]


def test_somebody_who_needs_a_waiver_covers_nobody_who_does_not():
    problem = alike(2)
    first, second, third = problem.options
    waived = replace(problem, options=(first, replace(second, waiver=True), third))
    assert people(narrowed(waived, 1, Price.WAIVERS)) == [1, 2, 3]
    assert people(narrowed(waived, 1, Price.CHANGES)) == [1, 2]


def test_where_a_share_has_an_upper_bound_nobody_covers_another_kind():
    bounded = replace(alike(1), aims=(Aim("women", Fraction(1, 2), Fraction(3, 4)),))
    other = replace(bounded, options=(*bounded.options, Option(9, 1, {"women": False})))
    assert people(narrowed(other, 1, Price.CHANGES)) == [1, 2, 9]
    assert people(narrowed(replace(other, aims=(Aim("women", Fraction(1, 2)),)), 1, Price.CHANGES)) == [1, 2]
