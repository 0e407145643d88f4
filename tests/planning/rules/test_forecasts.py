import datetime

import pytest

from planning.choices import Verdict
from planning.rules import forecasts
from planning.rules.forecasts import Line, Post, Record, Rung, month_ends
from planning.rules.succession_order import order

MEMBER, DEPUTY, HEAD, CHAIR = 1, 2, 3, 4
RUNGS = {
    MEMBER: Rung(("commune", "party", True), 50),
    DEPUTY: Rung(("commune", "party", True), 85),
    HEAD: Rung(("commune", "party", True), 100),
    CHAIR: Rung(("commune", "government", False), 82),
}
TERM = datetime.date(2020, 7, 1), datetime.date(2025, 7, 1)
NEXT = datetime.date(2025, 7, 1), datetime.date(2030, 7, 1)
SEPTEMBER, OCTOBER, NOVEMBER = (datetime.date(2020, *end) for end in ((9, 30), (10, 31), (11, 30)))


def record(posts, last, lines=None, **more) -> Record:
    last = {person: last.get(person) for person in {*last, *(post.person for post in posts)}}
    return Record(frozenset(posts), last, last, rungs=RUNGS, lines=lines or {}, **more)


def at(found) -> dict:
    return {day: set(posts) for day, posts in found}


def test_months_begin_with_that_of_the_day_and_leave_out_a_day_that_ends_one():
    assert month_ends(datetime.date(2020, 7, 7), SEPTEMBER) == [
        datetime.date(2020, 7, 31),
        datetime.date(2020, 8, 31),
        SEPTEMBER,
    ]
    assert month_ends(datetime.date(2020, 8, 31), datetime.date(2020, 9, 29)) == []


def test_holder_is_counted_to_the_last_day_and_nobody_follows():
    head = Post(1, 10, HEAD)
    found = at(forecasts.nobody(record([head], {10: OCTOBER}), [SEPTEMBER, OCTOBER, NOVEMBER]))
    assert found == {SEPTEMBER: {head}, OCTOBER: {head}, NOVEMBER: set()}


def test_post_with_a_known_end_is_left_then():
    head = Post(1, 10, HEAD)
    start = record([head], {10: NOVEMBER}, ends={head: SEPTEMBER})
    assert at(forecasts.nobody(start, [SEPTEMBER, OCTOBER])) == {SEPTEMBER: {head}, OCTOBER: set()}


def test_successors_follow_up_the_ladder_and_keep_other_offices():
    posts = [Post(1, 10, HEAD), Post(1, 11, DEPUTY), Post(1, 11, CHAIR), Post(1, 12, MEMBER), Post(2, 11, MEMBER)]
    lines = {(1, HEAD): [Line(*TERM, [11])], (1, DEPUTY): [Line(*TERM, [12])]}
    found = at(forecasts.plan(record(posts, {10: SEPTEMBER}, lines), [OCTOBER]))
    assert found == {OCTOBER: {Post(1, 11, HEAD), Post(1, 11, CHAIR), Post(2, 11, MEMBER), Post(1, 12, DEPUTY)}}


@pytest.mark.parametrize(
    ("people", "follows"),
    [
        ([13], {Post(1, 13, DEPUTY)}),
        ([10, 13], {Post(1, 13, DEPUTY)}),
        ([11], set()),
        ([12, 13], {Post(1, 13, DEPUTY)}),
    ],
    ids=["from outside", "the head does not step down", "has left too", "has retired"],
)
def test_only_who_serves_and_moves_up_follows(people, follows):
    head = Post(1, 10, HEAD)
    lines = {(1, DEPUTY): [Line(*TERM, people)]}
    start = record([head, Post(1, 11, DEPUTY)], {11: SEPTEMBER, 12: SEPTEMBER, 13: None}, lines)
    assert at(forecasts.plan(start, [OCTOBER])) == {OCTOBER: {head, *follows}}


def test_plan_of_the_present_term_goes_before_that_of_the_next_and_an_ended_one_counts_no_more():
    posts = [Post(1, 10, HEAD), Post(2, 20, HEAD)]
    both = [Line(*NEXT, [12]), Line(*TERM, [11])]
    late = datetime.date(2026, 1, 31)
    start = record(posts, {10: SEPTEMBER, 20: datetime.date(2025, 12, 31)}, {(1, HEAD): both, (2, HEAD): both})
    found = at(forecasts.plan(start, [OCTOBER, late]))
    assert found[OCTOBER] == {Post(1, 11, HEAD), Post(2, 20, HEAD)}
    assert found[late] == {Post(1, 11, HEAD), Post(2, 12, HEAD)}


def test_birth_that_leaves_the_month_open_is_told_apart_from_one_without_an_age():
    posts = [Post(1, who, HEAD) for who in (10, 11, 12)]
    first = {10: SEPTEMBER, 11: NOVEMBER, 12: None}
    start = Record(frozenset(posts), first, first | {10: OCTOBER})
    assert (start.leaving(SEPTEMBER), start.leaving(NOVEMBER)) == (set(), {10})
    assert (start.uncertain(OCTOBER), start.timeless()) == ({10}, {12})


def test_better_verdicts_come_first_and_the_unjudged_last():
    named = [(None, "a"), (Verdict.LACKING, "b"), (Verdict.MET, "d"), (Verdict.MET, "c"), (Verdict.WAIVER, "e")]
    assert [name for _verdict, name in sorted(named, key=lambda one: order(*one))] == ["c", "d", "e", "b", "a"]
