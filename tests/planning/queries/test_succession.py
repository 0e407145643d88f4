"""The succession picture and candidates side by side: who is told what of whom, and what it costs."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anphu.kit import history
from orgtree.models import Rating
from planning.choices import Verdict
from planning.models import Line, PlanTitle
from planning.queries.comparison import compare, listed
from planning.queries.succession import succession
from tests.planning.histories import add
from tests.world import TODAY

day = datetime.date


def pictures(world, user="board", unit="alpha", on=TODAY):
    return succession(world.units[unit].pk, world.terms["2020-2025"], world.user(user), on)


def test_titles_have_their_holders_and_those_planned(world, law):
    rows = pictures(world)
    assert [
        (
            row.title.code,
            [one.person.full_name for one in row.holders],
            [one.person.full_name for one in row.successors],
        )
        for row in rows
    ] == [
        ("secretary", ["Nguyễn Văn An"], ["Trần Thị Bình"]),
        ("standing", ["Trần Thị Bình"], ["Lê Quốc Cường"]),
        ("member", ["Nguyễn Thị Dung"], []),
        ("official", ["Lê Quốc Cường"], []),
    ]
    assert [row.plan_title is not None for row in rows] == [True, True, False, False]


def test_months_are_counted_from_the_working_day_to_retirement(world, law):
    """By the law of 2020 An, born 05/1972, retires at the end of 05/2032; Bình, born 03/1985, at the end of 03/2040."""
    secretary = pictures(world)[0]
    assert (secretary.holders[0].person.age, secretary.holders[0].left.worst) == (48, 142)
    assert (secretary.successors[0].person.age, secretary.successors[0].left.worst) == (35, 236)


def test_successors_stand_in_the_order_of_their_readiness(world, law):
    for person in ("dung", "lan", "khanh"):
        add(world, "alpha", "secretary", person, day(2020, 1, 1))
    row = pictures(world)[0]
    order = [list(Verdict).index(one.verdict) for one in row.successors]
    assert order == sorted(order, reverse=True)
    assert row.ready == sum(one.verdict == Verdict.MET for one in row.successors)


def test_stranger_keeps_the_name_alone(world, law):
    add(world, "alpha", "secretary", "khanh", day(2020, 1, 1))
    one = pictures(world, "alpha_secretary")[0].successors[-1]
    assert (one.person.full_name, one.person.age, one.left, one.verdict, one.person.posts) == (
        "Dương Minh Khánh",
        None,
        None,
        None,
        [],
    )


def test_succession_costs_the_same_however_many_people(world, law):
    def cost() -> int:
        user = world.user("board")
        user.granted("see_plans")
        with CaptureQueriesContext(connection) as captured:
            succession(world.units["alpha"].pk, world.terms["2020-2025"], user, TODAY)
        return len(captured)

    assert cost() == 8
    for person in ("dung", "lan", "khanh"):
        add(world, "alpha", "secretary", person, day(2020, 1, 1))
    assert cost() == 8


@pytest.fixture
def rated(world):
    with history.acting(actor=None, verb="test", reason="tests"):
        for year, code in ((2018, "excellent"), (2019, "good")):
            Rating.objects.create(person=world.people["binh"], year=year, rating=world.code("rating", code))
    return world


def compared(world, *people, user="board", title="secretary"):
    place = PlanTitle.objects.select_related("title", "term").get(pk=world.plan_titles["alpha", "2020-2025", title].pk)
    submission, reader = world.submission("alpha"), world.user(user)
    lines = listed(submission, place, reader, TODAY)
    return compare(place, [world.people[key] for key in people], lines, submission, reader, TODAY)


def test_candidates_stand_side_by_side(rated, law):
    found = compared(rated, "binh", "dung")
    binh, dung = found.people
    assert (binh.line.person_id, dung.line) == (rated.people["binh"].pk, None)
    assert binh.plans == ["Bí thư Đảng ủy xã, Đảng bộ xã Khánh An (2020-2025)"]
    assert (len(found.years), [year for year, _words in found.years]) == (2, [2019, 2018])
    assert found.years[0][1][1] == ""
    assert all(len(answers) == 2 and all(answers) for _label, answers in found.clauses)
    assert len(found.clauses) == len(binh.judged.answers)


def test_stranger_beside_others_is_not_judged(world, law):
    with history.acting(actor=None, verb="test", reason="tests"):
        Line.objects.create(
            submission=world.submission("alpha"),
            plan_title=world.plan_titles["alpha", "2020-2025", "secretary"],
            person=world.people["khanh"],
            proposal="add",
            reason="x",
        )
    found = compared(world, "binh", "khanh", user="alpha_secretary")
    stranger = found.people[1]
    assert (stranger.judged, stranger.ratings, stranger.plans) == (None, {}, [])
    assert {answers[1] for _label, answers in found.clauses} == {None}


def test_comparison_costs_the_same_for_two_and_for_four(world, law):
    counts = []
    for people in (("binh", "dung"), ("binh", "dung", "cuong", "lan")):
        with CaptureQueriesContext(connection) as captured:
            compared(world, *people)
        counts.append(len(captured))
    assert counts == [counts[0]] * 2
