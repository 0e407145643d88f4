from fractions import Fraction

from hypothesis import HealthCheck, given, settings

from planning.rules.problems import Aim, Breach, Limit, Option, Place, Problem, Tally, Wish, size
from planning.rules.solving import ALTERNATIVES, Outcome, solve
from tests.planning.rules.problems import crowded, least_short, problems, smallest

WOMEN = Aim("women", Fraction(1, 2))
QUICK = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def people(*rows, places=((1, 3),), aims=(WOMEN,), **more) -> Problem:
    """A plan of one unit: rows of (person, place, is a woman, is planned) and more arguments of an option."""
    options = tuple(Option(who, place, {"women": woman}, planned, *rest) for who, place, woman, planned, *rest in rows)
    return Problem(tuple(Place(pk, 1, "commune", most) for pk, most in places), options, aims, seconds=60, **more)


def told(answer) -> list[tuple]:
    return [(change.kind, change.person, change.before, change.after) for change in answer.changes]


@QUICK
@given(problems())
def test_answer_is_as_small_as_the_smallest_of_all_plans(problem):
    answer, tried = solve(problem), smallest(problem)
    if tried is None:
        short = least_short(problem)
        assert answer.outcome == (Outcome.IMPOSSIBLE if short is None else Outcome.SHORT)
        assert sum(row.people for row in answer.short) == (short or 0)
        return
    least, plans = tried
    assert (answer.outcome, len(answer.changes), answer.gap, answer.proved) == (
        Outcome.FOUND if least else Outcome.MET,
        least,
        0,
        True,
    )
    assert answer.plan in plans


@QUICK
@given(problems())
def test_best_of_the_smallest_plans_is_told_first(problem):
    """Fewest waivers among those added, then the order: added first, removed last."""
    answer, tried = solve(problem), smallest(problem)
    if tried is None or answer.outcome == Outcome.MET:
        return
    last = max(option.order for option in problem.options) + 1

    def price(plan) -> tuple[int, int]:
        added = [problem.by_pair[pair] for pair in plan - problem.now]
        removed = [problem.by_pair[pair] for pair in problem.now - plan]
        order = sum(one.order + 1 for one in added) + sum(last - one.order for one in removed)
        return sum(one.waiver for one in added), order

    assert price(answer.plan) == min(map(price, tried[1]))


@QUICK
@given(problems())
def test_every_alternative_is_as_small_and_leaves_somebody_of_each_earlier_answer(problem):
    answer, tried = solve(problem), smallest(problem)
    if answer.outcome != Outcome.FOUND:
        assert answer.alternatives == ()
        return
    before = [{change.person for change in answer.changes}]
    for alternative in answer.alternatives:
        assert len(alternative) == len(answer.changes)
        now = {change.person for change in alternative}
        assert not any(earlier <= now for earlier in before)
        before.append(now)
    if len(answer.alternatives) < ALTERNATIVES:
        touched = ({who for who, _place in plan ^ problem.now} for plan in tried[1])
        assert all(any(earlier <= now for earlier in before) for now in touched)


@QUICK
@given(problems())
def test_every_change_has_a_reason(problem):
    answer = solve(problem)
    if answer.outcome == Outcome.FOUND:
        assert all(change.reasons for change in answer.changes)
        assert size(problem.now, answer.plan) == len(answer.changes)


def test_woman_is_added_for_the_share_that_she_raises():
    answer = solve(people((1, 1, False, True), (2, 1, True, False), (3, 1, False, False)))
    assert told(answer) == [("add", 2, None, 1)]
    assert answer.changes[0].reasons == (Breach(None, "women", 1),)
    assert (answer.before, answer.after) == ({"women": Tally(0, 1)}, {"women": Tally(1, 2)})


def test_full_title_makes_room_and_each_half_says_why():
    answer = solve(people((1, 1, False, True), (2, 1, True, False), places=((1, 1),)))
    assert told(answer) == [("add", 2, None, 1), ("remove", 1, 1, None)]
    adding, removing = answer.changes
    assert Breach(Limit.LEAST_PEOPLE, place=1) in adding.reasons
    assert Breach(Limit.MOST_PEOPLE, place=1) in removing.reasons


def test_moving_somebody_is_one_change():
    rows = [(1, 1, True, True), (2, 1, True, True), (1, 2, True, False), (3, 2, False, True)]
    wishes = {"must": (Wish(1, 2),), "must_not": (Wish(1, 1),)}
    assert told(solve(people(*rows, places=((1, 2), (2, 2)), aims=(), **wishes))) == [("move", 1, 1, 2)]


def test_nothing_is_changed_where_every_aim_is_met():
    answer = solve(people((1, 1, True, True), (2, 1, True, False)))
    assert (answer.outcome, answer.changes, answer.alternatives) == (Outcome.MET, (), ())


def test_plan_is_not_emptied_to_have_nobody_who_does_not_count():
    answer = solve(people((1, 1, False, True)))
    assert (answer.outcome, answer.changes) == (Outcome.SHORT, ())
    assert [(row.code, row.people, row.alone) for row in answer.short] == [("women", 1, 1)]
    assert answer.conflict == ("women",)


def test_no_candidates_is_told_as_people_short_with_proof():
    answer = solve(people((1, 1, False, True), (2, 1, False, True)))
    assert (answer.outcome, answer.proved, answer.changes) == (Outcome.SHORT, True, ())
    assert [(row.code, row.people, row.alone) for row in answer.short] == [("women", 1, 1)]


def test_aims_that_contradict_each_other_are_named_together():
    aims = (Aim("women", Fraction(3, 5)), Aim("men", Fraction(3, 5)), Aim("people", Fraction(1, 2)))
    rows = [(1, True, True), (2, False, True), (3, True, False), (4, False, False)]
    options = tuple(
        Option(who, 1, {"women": woman, "men": not woman, "people": True}, planned) for who, woman, planned in rows
    )
    answer = solve(Problem((Place(1, 1, "commune", 4),), options, aims, seconds=60))
    assert answer.outcome == Outcome.SHORT
    assert sum(row.people for row in answer.short) == 1
    assert [row.alone for row in answer.short] == [0]
    assert answer.conflict == ("women", "men")


def test_wishes_that_nobody_can_keep_are_told_apart_from_aims():
    answer = solve(people((1, 1, True, True), must=(Wish(9),)))
    assert (answer.outcome, answer.changes) == (Outcome.IMPOSSIBLE, ())


def test_person_named_must_be_in_the_plan_and_person_excluded_is_not():
    rows = [(1, 1, False, True), (2, 1, True, False), (3, 1, True, False)]
    assert told(solve(people(*rows, must_not=(Wish(2),)))) == [("add", 3, None, 1)]
    assert told(solve(people(*rows, must=(Wish(3),)))) == [("add", 3, None, 1)]


def test_cap_that_is_broken_now_may_stay_but_tidying_repairs_it():
    rows = [(1, 1, True, True), (2, 1, True, True), (3, 1, False, True)]
    assert solve(people(*rows, places=((1, 2),))).outcome == Outcome.MET
    assert told(solve(people(*rows, places=((1, 2),), tidy=True, aims=()))) == [("remove", 2, 1, None)]


def test_titles_held_elsewhere_leave_no_room_for_another():
    rows = [(1, 1, False, True), (2, 1, True, False), (3, 1, True, False)]
    caps = {"titles_of_person": {"commune": 3}, "elsewhere": {(2, "commune"): 3}}
    assert told(solve(people(*rows, **caps))) == [("add", 3, None, 1)]


def test_person_without_a_waiver_goes_before_one_who_stands_higher():
    rows = [(1, 1, False, True), (2, 1, True, False, True, 0), (3, 1, True, False, False, 9)]
    answer = solve(people(*rows))
    assert told(answer) == [("add", 3, None, 1)]
    assert [(told[0].person, told[0].waiver) for told in answer.alternatives] == [(2, True)]


def test_search_that_is_cut_off_tells_what_it_found_and_what_it_takes_at_least():
    answer = solve(crowded(seconds=0.02))
    assert not answer.proved
    assert answer.outcome in (Outcome.FOUND, Outcome.UNDECIDED)
    assert answer.alternatives == ()
    if answer.outcome == Outcome.FOUND:
        assert answer.gap == len(answer.changes) - answer.least > 0
