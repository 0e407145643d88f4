"""Moves, claims, comments and corrections; what the checklist holds up; evidence frozen on submission."""

import datetime

import pytest

from anphu.kit import history
from anphu.kit.notices import Notice
from anphu.kit.partial_dates import PartialDate
from anphu.kit.periods import period
from anphu.kit.refusals import Refused
from orgtree.choices import Role
from orgtree.models import Discipline, Rating, RoleGrant, User
from planning.actions import appointments, decisions, lines, submissions
from planning.models import Comment, Evidence, Line, RuleParameter, StandardClause, StateChange
from planning.rules import seals

CLAUSES = {
    "no_discipline": {},
    "political": {},
    "ratings": {"years": 1, "least": "fair"},
}


def move(world, user, verb, unit="alpha", **more):
    return submissions.move(
        actor=world.user(user), on=world.today, submission=world.submission(unit).pk, verb=verb, **more
    )


def claim(world, user, unit="alpha", **more):
    return submissions.claim(actor=world.user(user), on=world.today, submission=world.submission(unit).pk, **more)


def add(world, person="lan", title="standing"):
    return lines.propose(
        actor=world.user("alpha_secretary"),
        on=world.today,
        submission=world.submission("alpha").pk,
        plan_title=world.plan_titles["alpha", "2020-2025", title].pk,
        person=world.people[person].pk,
        proposal="add",
        reason="Đủ tiêu chuẩn",
    )


def code_of(deed, *arguments, **more) -> str:
    with pytest.raises(Refused) as refusal:
        deed(*arguments, **more)
    return refusal.value.code


@pytest.fixture
def submitted(world):
    world.confirm("alpha", "beta")
    for unit in ("alpha", "beta"):
        move(world, f"{unit}_secretary", "submit", unit)
    return world


@pytest.fixture
def second(world) -> User:
    """Another appraiser."""
    with history.acting(actor=None, verb="grant", reason="tests"):
        user = world.users["second"] = User.objects.create_user("second", last_name="Trần", first_name="Hai")
        RoleGrant.objects.create(
            user=user, role=Role.BOARD_APPRAISER, unit=world.units["district"], period=period(datetime.date(2020, 1, 1))
        )
    return user


def test_unit_takes_back_what_nobody_is_looking_at(submitted):
    assert move(submitted, "alpha_secretary", "take_back").state == "draft"
    claim(submitted, "appraiser", "beta")
    with pytest.raises(Refused) as refusal:
        move(submitted, "beta_secretary", "take_back", "beta")
    assert (refusal.value.code, refusal.value.extra["by"]) == ("claimed", "appraiser")


def test_claimed_list_is_left_alone_until_taken_over(submitted, second):
    claim(submitted, "appraiser")
    for deed in (lambda: claim(submitted, "second"), lambda: move(submitted, "second", "appraise")):
        assert code_of(deed) == "claimed"
    assert code_of(move, submitted, "btv", "return", reason="x") == "claimed"
    assert claim(submitted, "second", take_over=True).claimed_by == second
    assert code_of(move, submitted, "appraiser", "appraise") == "claimed"
    assert move(submitted, "second", "appraise").claimed_by is None


def test_claim_changes_no_version_and_is_released_by_its_holder(submitted, second):
    version = submitted.submission("alpha").version
    claim(submitted, "appraiser")
    where = {"on": submitted.today, "submission": submitted.submission("alpha").pk}
    assert code_of(submissions.release, actor=submitted.user("second"), **where) == "not_yours"
    submissions.release(actor=submitted.user("appraiser"), **where)
    row = submitted.submission("alpha")
    assert (row.claimed_by, row.claimed_at, row.version) == (None, None, version)


@pytest.mark.parametrize(
    ("user", "unit", "code"),
    [
        ("btv", "alpha", "not_allowed"),
        ("alpha_secretary", "alpha", "not_allowed"),
        ("appraiser", "gamma", "wrong_state"),
    ],
)
def test_claim_is_for_appraisers_of_submitted_lists(submitted, user, unit, code):
    assert code_of(claim, submitted, user, unit) == code


def test_return_tells_what_to_correct_line_by_line(submitted):
    rows = list(Line.objects.filter(submission=submitted.submission("alpha")).order_by("pk"))
    move(submitted, "appraiser", "return", reason="Xem lại", corrections={rows[0].pk: "Thiếu phiếu", rows[1].pk: " "})
    said = Comment.objects.get()
    change = StateChange.objects.get(verb="return")
    assert (said.line, said.change, said.text, said.author) == (
        rows[0],
        change,
        "Thiếu phiếu",
        submitted.users["appraiser"],
    )


def test_corrections_of_other_lists_or_of_no_return_are_refused(submitted):
    foreign = Line.objects.filter(submission=submitted.submission("beta")).first()
    own = Line.objects.filter(submission=submitted.submission("alpha")).first()
    assert code_of(move, submitted, "appraiser", "return", reason="x", corrections={foreign.pk: "x"}) == "not_found"
    assert code_of(move, submitted, "appraiser", "appraise", corrections={own.pk: "x"}) == "not_returned"
    assert code_of(move, submitted, "appraiser", "return", reason="x", corrections={own.pk: "x" * 1001}) == "too_long"
    assert submitted.submission("alpha").state == "submitted"


def comment(world, user, text="Cần bổ sung bản nhận xét", **more) -> Comment:
    return submissions.comment(
        actor=world.user(user), on=world.today, submission=world.submission("alpha").pk, text=text, **more
    )


@pytest.mark.parametrize("user", ["alpha_secretary", "alpha_clerk", "board", "appraiser", "btv"])
def test_unit_and_judges_comment_on_lines(world, user):
    line = Line.objects.filter(submission=world.submission("alpha")).first()
    assert comment(world, user, line=line.pk).line == line


def test_comment_of_others_or_of_nothing_is_refused(world):
    foreign = Line.objects.filter(submission=world.submission("beta")).first()
    assert code_of(comment, world, "inspector") == "not_asked"
    assert code_of(comment, world, "beta_secretary") == "not_found"
    assert code_of(comment, world, "board", line=foreign.pk) == "not_found"
    assert code_of(comment, world, "board", text=" ") == "comment_needed"
    assert code_of(comment, world, "board", text="x" * 1001) == "too_long"
    assert not Comment.objects.exists()


def test_those_whose_turn_it_is_are_told_without_names(submitted):
    told = list(Notice.objects.filter(code="list_submitted").order_by("pk").values_list("user__username", "text"))
    assert told == [
        ("appraiser", "Đảng bộ xã Khánh An đã trình hồ sơ đề nghị."),
        ("appraiser", "Đảng bộ xã Phú Hội đã trình hồ sơ đề nghị."),
    ]
    ids = [submitted.submission(unit).pk for unit in ("alpha", "beta")]
    submissions.move_many(actor=submitted.user("appraiser"), on=submitted.today, submissions=ids, verb="appraise")
    (told,) = Notice.objects.filter(code="list_appraised")
    assert (told.user.username, "(+1)" in told.text) == ("btv", True)


@pytest.mark.parametrize("units", [("alpha",), ("alpha", "beta")])
def test_move_costs_the_same_for_many(submitted, django_assert_num_queries, units):
    ids = [submitted.submission(unit).pk for unit in units]
    user = submitted.user("appraiser")
    user.granted("appraise")
    with django_assert_num_queries(13):
        submissions.move_many(actor=user, on=submitted.today, submissions=ids, verb="appraise")


@pytest.fixture
def asked(world):
    """Rules that ask everybody planned for no discipline, a conclusion on the political standard and one rating."""
    with history.acting(actor=None, verb="test", reason="law"):
        for kind, args in CLAUSES.items():
            StandardClause.objects.create(
                kind=kind, args=args, period=period(datetime.date(2010, 1, 1)), basis="QĐ", confidence="S"
            )
    return world


def warn(*keys) -> None:
    with history.acting(actor=None, verb="test", reason="law"):
        for key in keys:
            RuleParameter.objects.create(
                key=key, label=key, text="warn", period=period(datetime.date(2010, 1, 1)), basis="QĐ", confidence="U"
            )


def test_pending_appointment_holds_an_addition_up_until_it_is_settled(world):
    row = appointments.record(
        actor=world.user("board"),
        on=world.today,
        person=world.people["lan"].pk,
        title=world.titles["chair"].pk,
        unit=world.units["alpha"].pk,
        proposed_on=world.today,
    )
    line = add(world)
    world.confirm("alpha")
    with pytest.raises(Refused) as refusal:
        move(world, "alpha_secretary", "submit")
    assert refusal.value.code == "appointment_pending"
    assert refusal.value.extra == {"lines": [line.pk], "submission": line.submission_id}
    assert "Bùi Thị Ngọc Lan" in str(refusal.value)
    appointments.settle(
        actor=world.user("board"), on=world.today, proposal=row.pk, settled_on=world.today, reason="Không giới thiệu"
    )
    assert move(world, "alpha_secretary", "submit").state == "submitted"


def test_missing_rating_holds_an_addition_up_at_the_unit(asked):
    add(asked)
    asked.confirm("alpha")
    assert code_of(move, asked, "alpha_secretary", "submit") == "assessment_missing"
    warn("severity_assessment")
    assert move(asked, "alpha_secretary", "submit").state == "submitted"


def test_restricted_shortcomings_are_told_to_the_appraiser_and_never_to_the_unit(asked):
    warn("severity_assessment", "severity_political")
    with history.acting(actor=None, verb="test", reason="discipline"):
        Discipline.objects.create(
            person=asked.people["lan"],
            measure=asked.code("discipline", "warning"),
            decided=PartialDate(2020, 5),
            ends=PartialDate(2021, 5),
        )
    add(asked)
    asked.confirm("alpha")
    assert move(asked, "alpha_secretary", "submit").state == "submitted"
    assert code_of(move, asked, "appraiser", "appraise") == "discipline_in_effect"


def test_discipline_that_came_after_the_appraisal_holds_the_decision_up(asked):
    warn("severity_assessment", "severity_political")
    add(asked)
    asked.confirm("alpha")
    move(asked, "alpha_secretary", "submit")
    move(asked, "appraiser", "appraise")
    with history.acting(actor=None, verb="test", reason="discipline"):
        Discipline.objects.create(
            person=asked.people["lan"],
            measure=asked.code("discipline", "warning"),
            decided=PartialDate(2020, 7, 6),
            ends=PartialDate(2021, 7),
        )
    approval = {"actor": asked.user("btv"), "on": asked.today, "submissions": [asked.submission("alpha").pk]}
    assert code_of(decisions.decide, number="2-QĐ/HU", day=asked.today, **approval) == "discipline_in_effect"


def test_evidence_is_frozen_whole_with_restricted_parts_encrypted_apart(asked):
    warn("severity_assessment")
    with history.acting(actor=None, verb="test", reason="dossier"):
        Discipline.objects.create(
            person=asked.people["lan"],
            measure=asked.code("discipline", "warning"),
            decided=PartialDate(2018, 5),
            ends=PartialDate(2019, 5),
            decision="12-QĐ/UBKT",
        )
        Rating.objects.create(person=asked.people["lan"], year=2019, rating=asked.code("rating", "good"))
    line = add(asked)
    asked.confirm("alpha")
    move(asked, "alpha_secretary", "submit")
    row = Evidence.objects.get(line=line)
    assert row.facts["line"] == {"proposal": "add", "reason": "Đủ tiêu chuẩn", "ground": "", "target": None}
    assert row.facts["person"]["ratings"] == {"2019": "good"}
    assert [clause["kind"] for clause in row.facts["clauses"]] == ["ratings"]
    assert "12-QĐ/UBKT" not in str(row.facts)
    assert "12-QĐ/UBKT" in row.restricted
    assert row.digest == seals.fingerprint(row.facts, row.restricted)
    assert Evidence.objects.filter(line__submission=asked.submission("alpha")).count() == 3


def test_evidence_is_frozen_anew_each_time(world):
    world.confirm("alpha")
    for verb, user in (("submit", "alpha_secretary"), ("take_back", "alpha_secretary"), ("submit", "alpha_secretary")):
        move(world, user, verb)
    assert Evidence.objects.count() == 4
    assert StateChange.objects.filter(verb="submit").count() == 2
