"""Steps and ballots by the rules of domain.md §4.6 and §4.7, one test for every refusal."""

import datetime

import pytest

from anphu.kit import history
from anphu.kit.periods import period
from anphu.kit.refusals import Refused
from orgtree.choices import Confidence, Kind
from orgtree.models import PartyMembership
from planning.actions import consultations
from planning.choices import BallotKind, GroundKind, Outcome, Proposal
from planning.models import BallotResult, Line, RemovalGround, RoundStep, RuleParameter
from planning.rules.conferences import why_not_return, why_not_submit, why_not_submit_many
from planning.rules.courses import course, steps_of
from tests.planning.sittings import TWENTY, close, hold, line, parameter, step, through, with_steps
from tests.world import SINCE


@pytest.fixture
def four(world):
    return with_steps(world)


@pytest.fixture
def vote(world):
    """One step, in which the leadership votes."""
    return with_steps(world, [("vote", BallotKind.VOTE, True)])


def refused(call, *args, **more):
    with pytest.raises(Refused) as refusal:
        call(*args, **more)
    return refusal.value.code


def said(conference):
    return dict(conference.results.values_list("line", "outcome"))


def names(lines):
    return sorted(line.person.full_name for line in lines)


# --- who is asked where ---


def test_steps_of_its_kind_go_before_those_of_every_kind():
    common, own = RoundStep(position=1, code="a"), RoundStep(position=1, code="b", unit_kind=Kind.GRASSROOTS_CELL)
    assert steps_of([common, own], Kind.GRASSROOTS_CELL) == [own]
    assert steps_of([common, own], Kind.GRASSROOTS_COMMITTEE) == [common]


def test_referral_asks_about_additions_and_vote_about_removals_too(four):
    line(four, "lan"), line(four, "cuong", Proposal.REMOVE), line(four, "binh", Proposal.KEEP, "secretary")
    found = course(four.submission("alpha"))
    asked = {row.code: names(found.asked(row)) for row in found.steps}
    assert asked == {
        "leaders-1": [],
        "key-cadres": ["Bùi Thị Ngọc Lan"],
        "extended": ["Bùi Thị Ngọc Lan"],
        "leaders-2": ["Bùi Thị Ngọc Lan", "Lê Quốc Cường"],
    }


def test_outsider_skips_ballots_where_the_step_says_so(four):
    line(four, "giang", outsider=True)
    found = course(four.submission("alpha"))
    assert [row.code for row in found.steps if found.asked(row)] == ["leaders-2"]


def test_removal_on_an_automatic_ground_needs_no_vote(vote):
    with history.acting(actor=None, verb="build_world", reason="tests"):
        RemovalGround.objects.create(
            code="age",
            name="Quá tuổi",
            kind=GroundKind.AUTOMATIC,
            period=period(SINCE),
            basis="tests",
            confidence=Confidence.UNVERIFIED,
        )
    line(vote, "cuong", Proposal.REMOVE, ground="age")
    assert why_not_submit(vote.submission("alpha")) is None


def test_withdrawn_line_is_not_voted_on(vote):
    line(vote, "lan", Proposal.WITHDRAWN)
    assert course(vote.submission("alpha")).undone() is None


# --- figures that cannot be ---


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"present": 21}, "present_over_convened"),
        ({"present": 19}, "issued_over_present"),
        ({"returned": 21}, "returned_over_issued"),
        ({"valid": 19}, "returned_not_counted"),
        ({"invalid": 1}, "returned_not_counted"),
        ({"convened": -1}, "bad_figure"),
        ({"convened": 100_000}, "bad_figure"),
        ({"absent": 1}, "bad_figure"),
    ],
)
def test_figures_that_cannot_be_are_refused(vote, change, code):
    lan = line(vote, "lan")
    assert refused(hold, vote, "vote", {lan: (11, 9)}, figures=TWENTY | change) == code
    assert not course(vote.submission("alpha")).conferences


def test_votes_over_valid_are_refused(vote):
    lan = line(vote, "lan")
    assert refused(hold, vote, "vote", {lan: (11, 10)}) == "votes_over_valid"
    assert refused(hold, vote, "vote", {lan: (21, 0)}) == "votes_over_valid"


def test_marks_over_places_are_refused(vote):
    four_lines = [line(vote, person) for person in ("lan", "an", "binh", "dung")]
    assert refused(hold, vote, "vote", dict.fromkeys(four_lines, (16, 0))) == "marks_over_places"
    assert hold(vote, "vote", dict.fromkeys(four_lines, (15, 0))).results.count() == 4


def test_ballots_where_none_are_cast_are_refused(four):
    assert refused(hold, four, "leaders-1", figures=TWENTY) == "no_ballot_here"


# --- who has passed ---


@pytest.mark.parametrize(("agree", "outcome"), [(11, Outcome.PASSED), (10, Outcome.FAILED), (0, Outcome.FAILED)])
def test_half_is_not_enough(vote, agree, outcome):
    lan = line(vote, "lan")
    assert said(hold(vote, "vote", {lan: (agree, 0)})) == {lan.pk: outcome}


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("số người được triệu tập", Outcome.FAILED),
        ("số người có mặt", Outcome.FAILED),
        ("Số phiếu hợp lệ", Outcome.PASSED),
        ("valid", Outcome.PASSED),
    ],
)
def test_denominator_is_a_parameter(world, words, outcome):
    parameter("pass_denominator", text=words)
    with_steps(world, [("vote", BallotKind.VOTE, True)])
    lan = line(world, "lan")
    figures = {"convened": 20, "present": 18, "issued": 18, "returned": 16, "valid": 15, "invalid": 1}
    assert said(hold(world, "vote", {lan: (9, 6)}, figures=figures)) == {lan.pk: outcome}


def test_threshold_in_percent_is_read_as_a_share(world):
    row = parameter("pass_threshold", 50)
    with history.acting(actor=None, verb="build_world", reason="tests"):
        row.measure = "%"
        row.save()
    with_steps(world, [("vote", BallotKind.VOTE, True)])
    lan = line(world, "lan")
    assert said(hold(world, "vote", {lan: (11, 9)})) == {lan.pk: Outcome.PASSED}


@pytest.mark.parametrize("key", ["quorum", "pass_threshold", "pass_denominator"])
def test_a_gap_in_the_law_is_said_and_not_guessed(vote, key):
    lan = line(vote, "lan")
    with history.acting(actor=None, verb="build_world", reason="tests"):
        RuleParameter.objects.filter(key=key).delete()
    assert refused(hold, vote, "vote", {lan: (11, 9)}) == "rule_missing"


def test_a_threshold_that_is_no_share_is_not_judged_by(world):
    parameter("pass_threshold", 50)
    with_steps(world, [("vote", BallotKind.VOTE, True)])
    assert refused(hold, world, "vote", {line(world, "lan"): (11, 9)}) == "rule_missing"


def test_a_tie_about_the_last_place_makes_no_choice(vote):
    rows = [line(vote, person) for person in ("lan", "an", "binh")]
    # Cường is kept for the same title: two of three places are left
    line(vote, "cuong", Proposal.KEEP)
    first, second, third = rows
    assert said(hold(vote, "vote", {first: (15, 0), second: (12, 0), third: (12, 0)})) == {
        first.pk: Outcome.PASSED,
        second.pk: Outcome.TIED,
        third.pk: Outcome.TIED,
    }


def test_tied_go_on_to_the_next_step_which_decides(four):
    line(four, "cuong", Proposal.KEEP)
    rows = [line(four, person) for person in ("lan", "an", "binh")]
    through(four, "leaders-1")
    through(four, "key-cadres", dict.fromkeys(rows, (12, 0)))
    found = course(four.submission("alpha"))
    assert found.undone().code == "extended"
    assert len(found.ready(step(four, "extended"))) == 3


def test_a_tie_at_the_last_step_needs_a_further_sitting(vote):
    line(vote, "cuong", Proposal.KEEP)
    first, second, third = (line(vote, person) for person in ("lan", "an", "binh"))
    through(vote, "vote", {first: (15, 0), second: (12, 0), third: (12, 0)})
    refusal = why_not_submit(vote.submission("alpha"))
    assert (refusal.code, refusal.extra["step"]) == ("conferences_missing", step(vote, "vote").pk)
    again = through(vote, "vote", {second: (14, 0), third: (6, 0)})
    assert again.sitting == 2
    assert why_not_submit(vote.submission("alpha")) is None
    third.refresh_from_db()
    assert third.dropped_in == again


# --- order, days, closing ---


def test_steps_are_held_in_their_order(four):
    lan = line(four, "lan")
    assert refused(hold, four, "key-cadres", {lan: (11, 9)}) == "step_out_of_order"
    hold(four, "leaders-1")
    assert refused(hold, four, "key-cadres", {lan: (11, 9)}) == "step_out_of_order"


def test_a_step_has_one_open_sitting_at_a_time(four):
    hold(four, "leaders-1")
    assert refused(hold, four, "leaders-1") == "sitting_open"


def test_a_discussion_is_held_once(four):
    through(four, "leaders-1")
    assert refused(hold, four, "leaders-1") == "step_done"


def test_a_ballot_about_nobody_is_not_held(four):
    through(four, "leaders-1")
    assert refused(hold, four, "key-cadres") == "nobody_to_vote_on"
    assert why_not_submit(four.submission("alpha")) is None


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (datetime.date(2020, 6, 30), "day_before_round"),
        (datetime.date(2020, 7, 8), "day_in_future"),
        (datetime.date(2020, 7, 4), "day_before_step"),
    ],
)
def test_day_out_of_order_is_refused(four, day, code):
    lan = line(four, "lan")
    through(four, "leaders-1", day=datetime.date(2020, 7, 5))
    assert refused(hold, four, "key-cadres", {lan: (11, 9)}, day=day) == code


def test_a_step_of_another_kind_of_unit_is_not_held(world):
    with_steps(world, unit_kind=Kind.GRASSROOTS_CELL)
    assert refused(hold, world, "leaders-1") == "wrong_step"


def test_a_step_is_not_closed_without_its_minutes(four):
    row = hold(four, "leaders-1", paper=False)
    assert refused(close, four, row) == "minutes_missing"


def test_a_step_is_not_closed_without_a_quorum(vote):
    lan = line(vote, "lan")
    few = {"convened": 20, "present": 13, "issued": 13, "returned": 13, "valid": 13, "invalid": 0}
    assert refused(close, vote, hold(vote, "vote", {lan: (13, 0)}, figures=few)) == "no_quorum"


def test_a_step_is_not_closed_while_votes_are_missing(vote):
    lan, an = line(vote, "lan"), line(vote, "an")
    row = hold(vote, "vote", {lan: (11, 9)})
    assert refused(close, vote, row) == "votes_missing"
    hold(vote, "vote", {lan: (11, 9), an: (12, 8)}, conference=row.pk)
    assert close(vote, row).closed_at is not None


def test_a_second_closing_is_refused(four):
    row = through(four, "leaders-1")
    assert refused(close, four, row) == "closed_already"
    assert refused(hold, four, "leaders-1", conference=row.pk) == "closed_already"


def test_votes_about_a_list_that_changed_are_typed_again(vote):
    lan, an = line(vote, "lan"), line(vote, "an")
    row = hold(vote, "vote", {lan: (11, 9), an: (12, 8)})
    line(vote, "an", Proposal.WITHDRAWN)
    assert refused(close, vote, row) == "list_changed"
    hold(vote, "vote", {lan: (11, 9)}, conference=row.pk)
    assert set(said(close(vote, row))) == {lan.pk}
    assert BallotResult.objects.filter(line=an).count() == 0


# --- who is out, and what a list waits for ---


def test_who_is_not_passed_is_out_and_does_not_come_back(four):
    lan, an = line(four, "lan"), line(four, "an")
    through(four, "leaders-1")
    row = through(four, "key-cadres", {lan: (9, 11), an: (15, 5)})
    lan.refresh_from_db()
    assert lan.dropped_in == row
    assert why_not_return(lan).code == "dropped"
    assert refused(hold, four, "extended", {lan: (20, 0)}) == "dropped"
    assert refused(hold, four, "key-cadres", {an: (20, 0)}) == "nobody_to_vote_on"


def test_a_removal_not_passed_keeps_its_place(vote):
    cuong = line(vote, "cuong", Proposal.REMOVE)
    through(vote, "vote", {cuong: (3, 17)})
    lan = line(vote, "lan")
    found = course(vote.submission("alpha"))
    assert found.places(lan.plan_title_id, step(vote, "vote")) == (3, 2)


def test_a_line_of_another_submission_is_refused(vote):
    line(vote, "lan")
    hai = line(vote, "hai", unit="beta")
    assert refused(hold, vote, "vote", {hai: (11, 9)}) == "not_found"


def test_somebody_who_is_kept_is_not_voted_on(vote):
    line(vote, "lan")
    cuong = Line.objects.get(submission=vote.submission("alpha"), person=vote.people["cuong"])
    assert refused(hold, vote, "vote", {cuong: (11, 9)}) == "not_asked"


def test_somebody_added_after_a_return_goes_through_every_step(four):
    lan = line(four, "lan")
    through(four, "leaders-1")
    for code in ("key-cadres", "extended", "leaders-2"):
        through(four, code, {lan: (15, 5)})
    assert why_not_submit(four.submission("alpha")) is None
    an = line(four, "an")
    found = course(four.submission("alpha"))
    assert [row.code for row in found.steps if found.ready(row)] == ["key-cadres"]
    assert refused(hold, four, "leaders-2", {an: (15, 5)}) == "step_out_of_order"
    assert through(four, "key-cadres", {an: (15, 5)}).sitting == 2


def test_an_open_conference_holds_the_list_back(four):
    row = hold(four, "leaders-1")
    refusal = why_not_submit(four.submission("alpha"))
    assert (refusal.code, refusal.extra["conference"]) == ("conference_open", row.pk)


def test_a_round_without_steps_needs_no_conference(world):
    assert why_not_submit(world.submission("alpha")) is None


def test_the_home_unit_of_an_outsider_is_heard_before_the_list_goes(world):
    giang = line(world, "giang", outsider=True)
    submission = world.submission("alpha")
    assert why_not_submit(submission).code == "home_not_consulted"
    (asked,) = consultations.ask(
        actor=world.user("alpha_secretary"), on=world.today, lines=[giang.pk], question="Nhận xét?", home=True
    )
    assert why_not_submit(submission).code == "home_not_consulted"
    consultations.answer(actor=world.user("beta_secretary"), on=world.today, consultation=asked.pk, answer="agree")
    assert why_not_submit(submission) is None


def test_somebody_of_no_cell_has_no_home_unit_to_wait_for(world):
    line(world, "giang", outsider=True)
    with history.acting(actor=None, verb="build_world", reason="tests"):
        PartyMembership.objects.filter(person=world.people["giang"]).delete()
    assert why_not_submit(world.submission("alpha")) is None


def test_whether_the_list_waits_for_the_home_unit_is_data(world):
    line(world, "giang", outsider=True)
    parameter("severity_home_unit", text="warn")
    assert why_not_submit(world.submission("alpha")) is None


def test_many_lists_cost_no_more_queries_than_one(four, django_assert_num_queries):
    for unit in ("alpha", "beta"):
        line(four, "lan" if unit == "alpha" else "hai", unit=unit)
    rows = [four.submission(unit) for unit in ("alpha", "beta", "gamma")]
    for row in rows:
        row.round = four.round
    with django_assert_num_queries(4):
        one = why_not_submit_many(rows[:1])
    with django_assert_num_queries(3):
        many = why_not_submit_many(rows)
    assert (set(one), set(many)) == ({rows[0].pk}, {row.pk for row in rows})
