import datetime

import pytest
from django.db import DatabaseError, transaction

from anphu.kit import history
from anphu.kit.periods import period
from anphu.kit.refusals import Refused
from orgtree.choices import Role
from orgtree.models import RoleGrant
from planning.actions import decisions, lines, rounds, submissions
from planning.choices import RoundKind
from planning.indicators import fill
from planning.models import Decision, PlanEntry, Snapshot, StateChange


def propose(world, person, proposal, title="standing", reason="Đủ tiêu chuẩn", user="alpha_secretary", **more):
    more = {"ground": "low_prestige"} | more if proposal == "remove" else more
    return lines.propose(
        actor=world.user(user),
        on=world.today,
        submission=world.submission("alpha").pk,
        plan_title=world.plan_titles["alpha", "2020-2025", title].pk,
        person=world.people[person].pk,
        proposal=proposal,
        reason=reason,
        **more,
    )


def step(world, user, verb, unit="alpha", reason="", **more):
    return submissions.move(
        actor=world.user(user),
        on=world.today,
        submission=world.submission(unit).pk,
        verb=verb,
        reason=reason,
        **more,
    )


def decide(world, *units, user="btv", number="2-QĐ/HU", day=datetime.date(2020, 7, 6)):
    return decisions.decide(
        actor=world.user(user),
        on=world.today,
        submissions=[world.submission(unit).pk for unit in units],
        number=number,
        day=day,
    )


@pytest.fixture
def appraised(world):
    """Alpha adds Lan, removes Cường; its submission and beta's wait for the standing committee."""
    propose(world, "lan", "add")
    propose(world, "cuong", "remove", reason="Xin thôi")
    world.confirm("alpha", "beta")
    for unit, user in (("alpha", "alpha_secretary"), ("beta", "beta_secretary")):
        step(world, user, "submit", unit)
        step(world, "appraiser", "appraise", unit)
    return world


def planned(world, day):
    rows = PlanEntry.objects.on(day).filter(plan_title__unit=world.units["alpha"])
    return set(rows.values_list("person__full_name", flat=True))


def test_decide_appraised_writes_plan_from_its_day(appraised):
    decision = decide(appraised, "alpha", "beta")

    assert planned(appraised, datetime.date(2020, 7, 5)) == {"Trần Thị Bình", "Lê Quốc Cường"}
    assert planned(appraised, decision.day) == {"Trần Thị Bình", "Bùi Thị Ngọc Lan"}
    assert appraised.submission("alpha").state == appraised.submission("beta").state == "approved"
    assert StateChange.objects.filter(verb="approve").count() == 2


def test_decide_twice_second_is_refused_and_nothing_written(appraised):
    decide(appraised, "alpha")

    with pytest.raises(Refused) as refusal:
        decide(appraised, "alpha", number="3-QĐ/HU")

    assert refusal.value.code == "wrong_state"
    assert not Decision.objects.filter(number="3-QĐ/HU").exists()


def test_decide_one_not_appraised_refuses_all(appraised):
    step(appraised, "appraiser", "return", "beta", reason="Thiếu hồ sơ")

    with pytest.raises(Refused) as refusal:
        decide(appraised, "alpha", "beta")

    assert refusal.value.code == "wrong_state"
    assert appraised.submission("alpha").state == "appraised"
    assert not Decision.objects.filter(number="2-QĐ/HU").exists()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"number": " "}, "number_needed"),
        ({"number": "x" * 51}, "too_long"),
        ({"number": "1-QĐ/HU", "day": datetime.date(2020, 7, 2)}, None),
        ({"day": datetime.date(2020, 7, 8)}, "day_in_future"),
        ({"day": datetime.date(2020, 6, 30)}, "day_before_round"),
        ({"user": "appraiser"}, "not_allowed"),
        ({"user": "board"}, "not_allowed"),
    ],
)
def test_decide_bad_input_is_refused(appraised, change, code):
    if code is None:
        decide(appraised, "alpha", **change)
        return
    with pytest.raises(Refused) as refusal:
        decide(appraised, "alpha", **change)
    assert refusal.value.code == code


def test_decide_number_taken_in_the_same_year_is_refused(appraised):
    decide(appraised, "alpha")

    with pytest.raises(Refused) as refusal:
        decide(appraised, "beta")

    assert refusal.value.code == "number_taken"
    assert appraised.submission("beta").state == "appraised"


def test_approval_measures_what_it_touched(appraised, django_capture_on_commit_callbacks):
    fill.full(appraised.today)
    with django_capture_on_commit_callbacks(execute=True):
        decide(appraised, "alpha")

    row = Snapshot.objects.get(
        unit=appraised.units["district"], indicator="WOMEN", term=appraised.terms["2020-2025"], day=appraised.today
    )
    assert (row.numerator, row.denominator, row.unknown) == (3, 3, 0)
    assert fill.faults(appraised.today) == []


def test_propose_stale_version_is_refused(world):
    version = world.submission("alpha").version
    propose(world, "lan", "add", version=version)

    with pytest.raises(Refused) as refusal:
        propose(world, "dung", "add", version=version)

    assert refusal.value.code == "stale"


@pytest.mark.parametrize(
    ("person", "proposal", "reason", "user", "code"),
    [
        ("cuong", "add", "x", "alpha_secretary", "already_planned"),
        ("lan", "remove", "x", "alpha_secretary", "not_planned"),
        ("lan", "add", " ", "alpha_secretary", "reason_needed"),
        ("lan", "add", "x" * 501, "alpha_secretary", "too_long"),
        ("lan", "add", "x", "beta_secretary", "not_found"),
        ("lan", "add", "x", "appraiser", "not_allowed"),
        ("lan", "dance", "x", "alpha_secretary", "unknown_proposal"),
    ],
)
def test_propose_nonsense_is_refused(world, person, proposal, reason, user, code):
    with pytest.raises(Refused) as refusal:
        propose(world, person, proposal, reason=reason, user=user)
    assert refusal.value.code == code


def test_withdraw_addition_leaves_plan_lines(world):
    line = propose(world, "lan", "add")
    keep = world.submission("alpha").lines.get(person=world.people["cuong"])

    lines.withdraw(actor=world.user("alpha_clerk"), on=world.today, line=line.pk)
    with pytest.raises(Refused) as refusal:
        lines.withdraw(actor=world.user("alpha_clerk"), on=world.today, line=keep.pk)

    assert refusal.value.code == "line_of_plan"
    assert world.submission("alpha").lines.count() == 2


def test_return_needs_a_reason_and_reopens_the_draft(appraised):
    with pytest.raises(Refused) as refusal:
        step(appraised, "btv", "return", reason="  ")
    assert refusal.value.code == "reason_needed"

    step(appraised, "btv", "return", reason="Bổ sung minh chứng")

    assert appraised.submission("alpha").state == "draft"


def test_decision_and_entries_cannot_be_rewritten(appraised):
    decision = decide(appraised, "alpha")
    with history.acting(actor=None, verb="attack", reason="test"):
        for attack in (
            lambda: Decision.objects.filter(pk=decision.pk).update(number="9"),
            lambda: Decision.objects.filter(pk=decision.pk).delete(),
            lambda: PlanEntry.objects.filter(opened_by=decision).update(closed_by=None, person=1),
            lambda: PlanEntry.objects.filter(opened_by=decision)._raw_delete("default"),
            lambda: StateChange.objects.update(reason="x"),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                attack()


def test_write_without_actor_and_reason_is_refused_by_the_database(world):
    for attack in (
        lambda: type(world.people["an"]).objects.filter(pk=world.people["an"].pk).update(full_name="Khác"),
        lambda: world.people["an"].save(),
        lambda: world.submission("alpha").lines.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="without actor and reason"), transaction.atomic():
            attack()


def second_round(world):
    """Another open round over the same plans, as a sudden vacancy makes one."""
    board = world.user("board")
    row = rounds.prepare(
        actor=board,
        on=world.today,
        name="Bổ sung đột xuất",
        kind=RoundKind.VACANCY,
        authority=world.units["district"],
        day=datetime.date(2020, 7, 2),
        deadline=datetime.date(2020, 7, 30),
        terms=[world.terms["2020-2025"]],
        units=[world.units["alpha"]],
    )
    rounds.move(actor=board, on=world.today, round=row.pk, verb="open")
    return row.submissions.get()


@pytest.mark.parametrize(
    ("person", "proposal", "code"), [("lan", "add", "already_planned"), ("cuong", "remove", "not_planned")]
)
def test_decide_what_another_round_has_decided_meanwhile_is_refused(world, person, proposal, code):
    other = second_round(world)
    propose(world, person, proposal)
    lines.propose(
        actor=world.user("alpha_secretary"),
        on=world.today,
        submission=other.pk,
        plan_title=world.plan_titles["alpha", "2020-2025", "standing"].pk,
        person=world.people[person].pk,
        proposal=proposal,
        reason="Đột xuất",
        ground="low_prestige" if proposal == "remove" else "",
    )
    for pk in (world.submission("alpha").pk, other.pk):
        lines.confirm_rest(actor=world.user("alpha_secretary"), on=world.today, submission=pk)
    for pk in (world.submission("alpha").pk, other.pk):
        for user, verb in (("alpha_secretary", "submit"), ("appraiser", "appraise")):
            submissions.move(actor=world.user(user), on=world.today, submission=pk, verb=verb)
    decide(world, "alpha", day=datetime.date(2020, 7, 5))

    with pytest.raises(Refused) as refusal:
        decisions.decide(
            actor=world.user("btv"), on=world.today, submissions=[other.pk], number="3-QĐ/HU", day=world.today
        )

    assert refusal.value.code == code
    assert world.people[person].full_name in str(refusal.value)
    assert not Decision.objects.filter(number="3-QĐ/HU").exists()


def test_whoever_submitted_before_a_return_may_not_judge(world):
    with history.acting(actor=None, verb="grant", reason="tests"):
        RoleGrant.objects.create(
            user=world.users["appraiser"],
            role=Role.UNIT_SECRETARY,
            unit=world.units["alpha"],
            period=period(datetime.date(2020, 1, 1)),
        )
    world.confirm("alpha")
    step(world, "appraiser", "submit")
    step(world, "btv", "return", reason="Bổ sung")
    step(world, "alpha_secretary", "submit")

    with pytest.raises(Refused) as refusal:
        step(world, "appraiser", "appraise")

    assert refusal.value.code == "own_work"


@pytest.mark.parametrize("number", ["2-qđ/hu", "2 – QĐ/HU"])
def test_number_that_is_the_same_on_paper_is_taken(world, appraised, number):
    decide(world, "alpha")
    with pytest.raises(Refused) as refused:
        decide(world, "beta", number=number)
    assert refused.value.code == "number_taken"
