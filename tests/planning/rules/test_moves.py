"""The law of moves, whole and literal: who may take which step in which state, with what standing in between."""

import datetime

import pytest

from anphu.kit import history
from anphu.kit.periods import period
from orgtree.choices import Role
from orgtree.models import FamilyMember, RoleGrant, User
from planning.actions import lines, rounds, submissions
from planning.choices import RoundState, RoundVerb, SubmissionState, SubmissionVerb
from planning.models import Line
from planning.rules import moves

YES, RIGHT, STATE = "–", "not_allowed", "wrong_state"
ROLES = tuple(Role.values)
"""board_clerk, board_appraiser, unit_clerk, unit_secretary, standing_committee, inspection, auditor, administrator"""
NOBODY = (STATE,) * 8
SECRETARY = (RIGHT, RIGHT, RIGHT, YES, RIGHT, RIGHT, RIGHT, RIGHT)
APPRAISER = (RIGHT, YES, RIGHT, RIGHT, RIGHT, RIGHT, RIGHT, RIGHT)
BOTH = (RIGHT, YES, RIGHT, RIGHT, YES, RIGHT, RIGHT, RIGHT)
COMMITTEE = (RIGHT, RIGHT, RIGHT, RIGHT, YES, RIGHT, RIGHT, RIGHT)
CLERK = (YES, RIGHT, RIGHT, RIGHT, RIGHT, RIGHT, RIGHT, RIGHT)

SUBMISSION = {
    ("draft", "submit"): SECRETARY,
    ("draft", "take_back"): NOBODY,
    ("draft", "appraise"): NOBODY,
    ("draft", "return"): NOBODY,
    ("draft", "approve"): NOBODY,
    ("submitted", "submit"): NOBODY,
    ("submitted", "take_back"): SECRETARY,
    ("submitted", "appraise"): APPRAISER,
    ("submitted", "return"): BOTH,
    ("submitted", "approve"): NOBODY,
    ("appraised", "submit"): NOBODY,
    ("appraised", "take_back"): NOBODY,
    ("appraised", "appraise"): NOBODY,
    ("appraised", "return"): BOTH,
    ("appraised", "approve"): COMMITTEE,
    ("approved", "submit"): NOBODY,
    ("approved", "take_back"): NOBODY,
    ("approved", "appraise"): NOBODY,
    ("approved", "return"): NOBODY,
    ("approved", "approve"): NOBODY,
}
ROUND = {
    ("draft", "open"): CLERK,
    ("draft", "close"): NOBODY,
    ("open", "open"): NOBODY,
    ("open", "close"): CLERK,
    ("closed", "open"): NOBODY,
    ("closed", "close"): NOBODY,
}


@pytest.fixture
def holders(world) -> dict[str, User]:
    """One account for every role, each of the district and so of every unit in it."""
    found = {}
    with history.acting(actor=None, verb="grant", reason="tests"):
        for role in ROLES:
            found[role] = User.objects.create_user(f"only_{role}")
            RoleGrant.objects.create(
                user=found[role], role=role, unit=world.units["district"], period=period(datetime.date(2020, 1, 1))
            )
    return found


def told(refusal) -> str:
    return YES if refusal is None else refusal.code


def test_tables_are_exhaustive():
    assert set(SUBMISSION) == {(state, verb) for state in SubmissionState.values for verb in SubmissionVerb.values}
    assert set(ROUND) == {(state, verb) for state in RoundState.values for verb in RoundVerb.values}
    assert len(ROLES) == 8


def test_matrix_of_a_submission(world, holders):
    world.confirm("alpha")
    row, found = world.submission("alpha"), {}
    for state, verb in SUBMISSION:
        row.state = state
        found[state, verb] = tuple(
            told(moves.why_not(row, verb, user=holders[role], on=world.today, reason="x")) for role in ROLES
        )
    assert found == SUBMISSION


def test_matrix_of_a_round(world, holders):
    row = rounds.prepare(
        actor=world.user("board"),
        on=world.today,
        name="Bổ sung quý IV",
        kind="vacancy",
        authority=world.units["district"],
        day=world.today,
        deadline=world.today,
        terms=list(world.terms.values()),
    )
    found = {}
    for state, verb in ROUND:
        row.state = state
        found[state, verb] = tuple(
            told(moves.why_not_round(row, verb, user=holders[role], on=world.today)) for role in ROLES
        )
    assert found == ROUND


def judged(world, user="appraiser", unit="alpha") -> str:
    return told(moves.why_not(world.submission(unit), "appraise", user=world.user(user), on=world.today))


def who_may(world, unit="alpha") -> dict[str, list[str]]:
    steps = moves.next_steps(world.submission(unit), user=world.user("board"), on=world.today, today=world.today)
    return {verb: [grant.user.username for grant in grants] for verb, _refusal, grants in steps}


@pytest.fixture
def second(world) -> User:
    """Another appraiser."""
    with history.acting(actor=None, verb="grant", reason="tests"):
        user = world.users["second"] = User.objects.create_user("second")
        RoleGrant.objects.create(
            user=user, role=Role.BOARD_APPRAISER, unit=world.units["district"], period=period(datetime.date(2020, 1, 1))
        )
    return user


def act_for_alpha(world, name: str) -> None:
    """The account also keeps the list of alpha."""
    with history.acting(actor=None, verb="grant", reason="tests"):
        RoleGrant.objects.create(
            user=world.users[name],
            role=Role.UNIT_SECRETARY,
            unit=world.units["alpha"],
            period=period(datetime.date(2020, 1, 1)),
        )


def submit(world, user="alpha_secretary") -> None:
    world.confirm("alpha")
    submissions.move(actor=world.user(user), on=world.today, submission=world.submission("alpha").pk, verb="submit")


def test_whoever_entered_a_line_does_not_judge_it_even_when_others_changed_it(world, second):
    act_for_alpha(world, "appraiser")
    line = Line.objects.get(submission=world.submission("alpha"), person=world.people["binh"])
    where = {"submission": line.submission_id, "plan_title": line.plan_title_id, "person": line.person_id}
    for user in ("appraiser", "alpha_secretary"):
        lines.propose(actor=world.user(user), on=world.today, proposal="keep", **where)
    submit(world)
    assert Line.objects.get(pk=line.pk).entered_by == world.users["alpha_secretary"]
    assert (judged(world), judged(world, "second")) == ("own_line", YES)
    assert who_may(world) == {
        "take_back": ["alpha_secretary", "appraiser"],
        "appraise": ["second"],
        "return": ["appraiser", "btv", "second"],
    }


def test_whoever_withdrew_an_addition_that_left_no_trace_may_judge(world):
    act_for_alpha(world, "appraiser")
    where = {"submission": world.submission("alpha").pk, "person": world.people["lan"].pk}
    title = world.plan_titles["alpha", "2020-2025", "standing"].pk
    line = lines.propose(
        actor=world.user("appraiser"), on=world.today, plan_title=title, proposal="add", reason="x", **where
    )
    lines.withdraw(actor=world.user("appraiser"), on=world.today, line=line.pk)
    submit(world)
    assert judged(world) == YES


@pytest.mark.parametrize("worked_with", ["alpha_secretary", "alpha_clerk"])
def test_two_accounts_of_one_person_are_one_pair_of_eyes(world, second, worked_with):
    """Giang, who stands on no list of alpha, keeps its list with one account and appraises with another."""
    for name in (worked_with, "appraiser"):
        world.users[name].person = world.people["giang"]
        world.users[name].save()
    line = Line.objects.get(submission=world.submission("alpha"), person=world.people["binh"])
    where = {"submission": line.submission_id, "plan_title": line.plan_title_id, "person": line.person_id}
    lines.propose(actor=world.user(worked_with), on=world.today, proposal="keep", **where)
    submit(world)
    code = "own_work" if worked_with == "alpha_secretary" else "own_line"
    assert (judged(world), judged(world, "second")) == (code, YES)


@pytest.mark.parametrize("dossier_of", ["binh", "an"])
def test_kin_of_somebody_listed_does_not_judge_from_whichever_dossier_it_is_known(world, second, dossier_of):
    """Bình stands on the list; the appraiser is An, and one of the two dossiers names the other."""
    relative = "an" if dossier_of == "binh" else "binh"
    with history.acting(actor=None, verb="test", reason="kin"):
        world.users["appraiser"].person = world.people["an"]
        world.users["appraiser"].save()
        FamilyMember.objects.create(
            person=world.people[dossier_of],
            relation=world.code("relation", "wife"),
            name=world.people[relative].full_name,
            relative=world.people[relative],
        )
    submit(world)
    assert (judged(world), judged(world, "second")) == ("own_or_kin", YES)
    assert who_may(world)["appraise"] == ["second"]


def test_nobody_judges_a_list_on_which_they_stand(world):
    world.users["appraiser"].person = world.people["cuong"]
    world.users["appraiser"].save()
    submit(world)
    assert judged(world) == "own_or_kin"


def test_a_relative_who_is_only_named_bars_nobody(world):
    """Nobody is matched by name and birth."""
    with history.acting(actor=None, verb="test", reason="kin"):
        world.users["appraiser"].person = world.people["an"]
        world.users["appraiser"].save()
        FamilyMember.objects.create(
            person=world.people["an"], relation=world.code("relation", "wife"), name=world.people["binh"].full_name
        )
    submit(world)
    assert judged(world) == YES


def test_unconfirmed_lines_hold_a_list_up(world):
    refusal = moves.why_not(world.submission("alpha"), "submit", user=world.user("alpha_secretary"), on=world.today)
    assert (refusal.code, refusal.extra) == ("lines_unconfirmed", {"left": 2})
    world.confirm("alpha")
    assert (
        moves.why_not(world.submission("alpha"), "submit", user=world.user("alpha_secretary"), on=world.today) is None
    )


def test_guards_cost_the_same_for_one_list_and_for_three(world, django_assert_num_queries):
    rows = list(world.round.submissions.select_related("round"))
    for row in rows:
        row.state = SubmissionState.SUBMITTED
    user = world.user("appraiser")
    user.granted("appraise")
    for number in (1, 3):
        with django_assert_num_queries(2):
            moves.why_not_many(rows[:number], "appraise", user=user, on=world.today)


def test_next_steps_cost_a_literal_number_of_queries(world, django_assert_num_queries):
    submit(world)
    row, user = world.submission("alpha"), world.user("board")
    row.round, row.claimed_by, user.granted("propose")
    with django_assert_num_queries(3):
        moves.next_steps(row, user=user, on=world.today, today=world.today)
