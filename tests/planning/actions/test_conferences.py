import datetime

import pytest
from django.db import DatabaseError, transaction

from anphu.kit import history
from anphu.kit.refusals import Refused
from planning.actions import conferences, submissions
from planning.actions.conferences import Sitting
from planning.choices import BallotKind, Outcome, Proposal
from planning.models import BallotResult, Conference, Line
from tests.planning.sittings import TWENTY, close, hold, line, minutes, step, through, with_steps

DAY = datetime.date(2020, 7, 6)


@pytest.fixture
def vote(world):
    return with_steps(world, [("vote", BallotKind.VOTE, True)])


def refused(call, *args, **more):
    with pytest.raises(Refused) as refusal:
        call(*args, **more)
    return refusal.value.code


def test_hold_writes_figures_votes_and_words(vote):
    lan = line(vote, "lan")
    row = hold(vote, "vote", {lan: (12, 7)}, day=DAY, chair="Nguyễn Văn An ", clerk="Bình", note="Một\r\nHai")
    assert row.figures == TWENTY
    assert (row.day, row.chair, row.clerk, row.note) == (DAY, "Nguyễn Văn An", "Bình", "Một\nHai")
    assert (row.sitting, row.recorded_by, row.closed_at) == (1, vote.user("alpha_secretary"), None)
    assert list(row.results.values_list("line", "agree", "disagree", "outcome")) == [(lan.pk, 12, 7, Outcome.PASSED)]


def test_hold_again_rewrites_and_keeps_the_minutes(vote):
    lan, an = line(vote, "lan"), line(vote, "an")
    first = hold(vote, "vote", {lan: (12, 7), an: (3, 3)})
    again = hold(vote, "vote", {lan: (9, 9)}, day=DAY, paper=False, conference=first.pk)
    assert (again.pk, again.day, again.minutes) == (first.pk, DAY, first.minutes)
    assert list(again.results.values_list("line", "outcome")) == [(lan.pk, Outcome.FAILED)]


def test_close_drops_who_was_not_passed_and_moves_the_version_on(vote):
    lan, an, cuong = line(vote, "lan"), line(vote, "an"), line(vote, "cuong", Proposal.REMOVE)
    version = vote.submission("alpha").version
    row = through(vote, "vote", {lan: (12, 8), an: (10, 10), cuong: (5, 15)})
    assert set(Line.objects.filter(dropped_in=row)) == {an, cuong}
    assert (row.closed_by, row.closed_at is not None) == (vote.user("alpha_secretary"), True)
    assert vote.submission("alpha").version == version + 1


def test_close_judges_again_without_who_left_the_list(vote):
    line(vote, "cuong", Proposal.KEEP)
    rows = [line(vote, person) for person in ("lan", "an", "binh")]
    held = hold(vote, "vote", {rows[0]: (15, 0), rows[1]: (12, 0), rows[2]: (12, 0)})
    assert held.results.filter(outcome=Outcome.TIED).count() == 2
    line(vote, "cuong", Proposal.REMOVE, ground="age", dropped_in=None)
    hold(vote, "vote", {rows[0]: (15, 0), rows[1]: (12, 0), rows[2]: (12, 0)}, conference=held.pk)
    assert held.results.filter(outcome=Outcome.PASSED).count() == 3


def test_a_closed_conference_is_closed_to_the_database_too(vote):
    lan = line(vote, "lan")
    row = through(vote, "vote", {lan: (12, 8)})
    for change in (
        lambda: Conference.objects.filter(pk=row.pk).update(present=19),
        lambda: row.results.update(agree=20),
        lambda: row.results.all().delete(),
    ):
        with (
            pytest.raises(DatabaseError, match="stay"),
            transaction.atomic(),
            history.acting(actor=None, verb="tamper", reason="tests"),
        ):
            change()


def test_discard_takes_an_open_sitting_back_and_no_closed_one(vote):
    lan = line(vote, "lan")
    row = hold(vote, "vote", {lan: (12, 8)})
    conferences.discard(actor=vote.user("alpha_clerk"), on=vote.today, conference=row.pk)
    assert (Conference.objects.count(), BallotResult.objects.count()) == (0, 0)
    closed = through(vote, "vote", {lan: (12, 8)})
    assert (
        refused(conferences.discard, actor=vote.user("alpha_clerk"), on=vote.today, conference=closed.pk)
        == "closed_already"
    )


@pytest.mark.parametrize(
    ("user", "code"),
    [
        ("beta_secretary", "not_found"),
        ("appraiser", "not_allowed"),
        ("inspector", "not_allowed"),
        ("admin", "not_found"),
    ],
)
def test_only_who_proposes_for_the_unit_holds_and_closes(vote, user, code):
    lan = line(vote, "lan")
    assert refused(hold, vote, "vote", {lan: (12, 8)}, user=user) == code
    row = hold(vote, "vote", {lan: (12, 8)}, user="alpha_clerk")
    assert refused(close, vote, row, user) == code


def test_nothing_is_held_about_a_list_that_has_gone(world):
    with_steps(world, [("talk", BallotKind.NONE, False)])
    row = through(world, "talk")
    with history.acting(actor=None, verb="tests", reason="tests"):
        Line.objects.update(entered_by=world.users["alpha_clerk"])
    submissions.move(
        actor=world.user("alpha_secretary"), on=world.today, submission=world.submission("alpha").pk, verb="submit"
    )
    assert refused(hold, world, "talk") == "wrong_state"
    assert refused(close, world, row) == "wrong_state"


@pytest.mark.parametrize(("field", "longest"), [("chair", 150), ("clerk", 150), ("note", 4000)])
def test_texts_that_are_too_long_are_refused(vote, field, longest):
    lan = line(vote, "lan")
    assert refused(hold, vote, "vote", {lan: (12, 8)}, **{field: "a" * (longest + 1)}) == "too_long"


def test_a_sitting_of_another_list_is_not_rewritten(vote):
    lan, hai = line(vote, "lan"), line(vote, "hai", unit="beta")
    there = hold(vote, "vote", {hai: (12, 8)}, unit="beta", user="beta_secretary")
    assert refused(hold, vote, "vote", {lan: (12, 8)}, conference=there.pk) == "not_found"


def test_many_are_held_and_closed_all_or_none(vote):
    rows = {unit: line(vote, person, unit=unit) for unit, person in (("alpha", "lan"), ("beta", "hai"))}
    vote_step, paper = step(vote, "vote").pk, minutes(vote)

    def sittings(agree):
        return [
            Sitting(row.submission_id, vote_step, DAY, TWENTY, {row.pk: (agree, 0)}, minutes=paper)
            for row in rows.values()
        ]

    board = vote.user("board")
    assert refused(conferences.hold_many, actor=board, on=vote.today, sittings=sittings(21)) == "votes_over_valid"
    assert Conference.objects.count() == 0
    held = conferences.hold_many(actor=board, on=vote.today, sittings=sittings(12))
    closed = conferences.close_many(actor=board, on=vote.today, conferences=[row.pk for row in held])
    assert [row.closed_at is not None for row in closed] == [True, True]
    twice = [held[0].pk, held[0].pk]
    assert refused(conferences.close_many, actor=board, on=vote.today, conferences=twice) == "not_found"


def test_many_cost_no_more_queries_than_one(vote, django_assert_num_queries):
    rows = [line(vote, person, unit=unit) for unit, person in (("alpha", "lan"), ("beta", "hai"))]
    vote_step, paper, board = step(vote, "vote").pk, minutes(vote), vote.user("board")
    sittings = [Sitting(row.submission_id, vote_step, DAY, TWENTY, {row.pk: (9, 0)}, minutes=paper) for row in rows]
    for chosen in (sittings[:1], sittings[1:], sittings):
        if len(chosen) > 1:
            for row in Conference.objects.all():
                conferences.discard(actor=board, on=vote.today, conference=row.pk)
        board = vote.user("board")  # whose grants nobody has asked for yet
        with django_assert_num_queries(10):
            held = conferences.hold_many(actor=board, on=vote.today, sittings=chosen)
    board = vote.user("board")
    with django_assert_num_queries(12):
        conferences.close_many(actor=board, on=vote.today, conferences=[row.pk for row in held])
