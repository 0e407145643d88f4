"""What a unit proposes: many choices at once, all or none, with grounds and moves."""

import datetime

import pytest

from anphu.kit import history
from anphu.kit.periods import period
from anphu.kit.refusals import Refused
from orgtree.models import PartyMembership, UnitVersion
from planning.actions import lines, rounds
from planning.actions.lines import Choice
from planning.models import Conference, Line, PlanEntry, RemovalGround, RoundStep, Submission


def at(world, title="standing", unit="alpha", term="2020-2025") -> int:
    return world.plan_titles[unit, term, title].pk


def choice(world, person, proposal, title="standing", reason="Đủ tiêu chuẩn", target=None, **more) -> Choice:
    ground = {"ground": "low_prestige"} if proposal == "remove" else {}
    there = at(world, *target) if target else None
    return Choice(at(world, title), world.people[person].pk, proposal, reason, target=there, **{**ground, **more})


def choose(world, *choices, user="alpha_secretary", unit="alpha", **more) -> list[Line]:
    return lines.choose(
        actor=world.user(user), on=world.today, submission=world.submission(unit).pk, choices=choices, **more
    )


def refused(world, *choices, **more) -> str:
    with pytest.raises(Refused) as refusal:
        choose(world, *choices, **more)
    return refusal.value.code


def listed(world, unit="alpha") -> dict[str, str]:
    rows = Line.objects.filter(submission=world.submission(unit)).values_list("person__full_name", "proposal")
    return dict(rows)


def test_many_choices_are_written_at_once_in_their_order(world):
    version = world.submission("alpha").version
    made = choose(
        world,
        choice(world, "lan", "add"),
        choice(world, "cuong", "remove", reason="Xin thôi"),
        choice(world, "binh", "keep", "secretary", reason=""),
        version=version,
    )
    assert [(line.person.full_name, line.proposal, line.ground) for line in made] == [
        ("Bùi Thị Ngọc Lan", "add", ""),
        ("Lê Quốc Cường", "remove", "low_prestige"),
        ("Trần Thị Bình", "keep", ""),
    ]
    assert {line.entered_by for line in Line.objects.filter(submission=world.submission("alpha"))} == {
        world.users["alpha_secretary"]
    }
    assert world.submission("alpha").version == version + 1


def test_one_bad_choice_writes_none_and_is_named(world):
    before = listed(world)
    with pytest.raises(Refused) as refusal:
        choose(world, choice(world, "lan", "add"), choice(world, "cuong", "remove", reason=" "))
    assert refusal.value.code == "reason_needed"
    assert refusal.value.extra == {"plan_title": at(world), "person": world.people["cuong"].pk}
    assert (listed(world), world.submission("alpha").version) == (before, 1)


@pytest.mark.parametrize("number", [1, 3])
def test_choices_cost_the_same_however_many(world, django_assert_num_queries, number):
    asked = [choice(world, "lan", "add"), choice(world, "dung", "add"), choice(world, "an", "add")][:number]
    user = world.user("alpha_secretary")
    user.granted("propose")
    with django_assert_num_queries(14):
        lines.choose(actor=user, on=world.today, submission=world.submission("alpha").pk, choices=asked)


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (("cuong", "remove", {"ground": ""}), "ground_needed"),
        (("cuong", "remove", {"ground": "boredom"}), "ground_needed"),
        (("cuong", "keep", {"ground": "age"}), "ground_unused"),
        (("cuong", "move", {}), "target_needed"),
        (("cuong", "move", {"target": ("standing",)}), "same_title"),
        (("cuong", "move", {"target": ("standing", "beta")}), "target_needed"),
        (("cuong", "keep", {"target": ("secretary",)}), "target_unused"),
        (("cuong", "withdrawn", {}), "line_of_plan"),
        (("lan", "withdrawn", {}), "line_of_plan"),
        (("lan", "move", {"target": ("secretary",)}), "not_planned"),
    ],
)
def test_choice_that_makes_no_sense_is_refused(world, made, code):
    person, proposal, more = made
    assert refused(world, choice(world, person, proposal, **more)) == code
    assert Line.objects.filter(entered_by__isnull=False).count() == 0


def test_nothing_or_the_same_twice_or_too_much_is_refused(world):
    twice = choice(world, "lan", "add")
    assert refused(world) == "nothing_chosen"
    assert refused(world, twice, twice) == "chosen_twice"
    assert refused(world, *[twice] * (lines.MOST + 1)) == "too_many"


def test_ground_must_be_one_that_the_rules_of_the_day_know(world):
    with history.acting(actor=None, verb="test", reason="grounds"):
        for code, since in (("age", 2010), ("not_completing", 2025)):
            RemovalGround.objects.create(
                code=code,
                name=code,
                kind="review",
                period=period(datetime.date(since, 10, 8)),
                basis="QĐ",
                confidence="S",
            )
    assert refused(world, choice(world, "cuong", "remove", ground="not_completing")) == "ground_not_in_force"
    assert choose(world, choice(world, "cuong", "remove", ground="age"))[0].ground == "age"


def test_person_is_moved_to_another_title_of_the_unit(world):
    (line,) = choose(world, choice(world, "cuong", "move", target=("secretary",)))
    assert (line.proposal, line.target_id) == ("move", at(world, "secretary"))
    (kept,) = choose(world, choice(world, "cuong", "keep", reason=""))
    assert (kept.pk, kept.proposal, kept.target_id, kept.reason) == (line.pk, "keep", None, "")


def test_nobody_is_put_into_the_plan_twice_for_one_title(world):
    add = choice(world, "cuong", "add", "secretary")
    move = choice(world, "cuong", "move", target=("secretary",))
    assert refused(world, add, move) == "planned_twice"
    choose(world, add)
    assert refused(world, move) == "planned_twice"
    assert refused(world, choice(world, "binh", "move", "secretary", target=("secretary",))) == "same_title"


def test_move_to_another_unit_is_for_transfers(world):
    board = world.user("board")
    row = rounds.prepare(
        actor=board,
        on=world.today,
        name="Chuyển tiếp khi sắp xếp lại",
        kind="transfer",
        authority=world.units["district"],
        day=world.today,
        deadline=world.today,
        terms=[world.terms["2020-2025"]],
        units=[world.units["alpha"], world.units["beta"]],
    )
    rounds.move(actor=board, on=world.today, round=row.pk, verb="open")
    submission = Submission.objects.get(round=row, unit=world.units["alpha"])
    moved = choice(world, "cuong", "move", target=("standing", "beta"))
    (line,) = lines.choose(
        actor=world.user("alpha_secretary"), on=world.today, submission=submission.pk, choices=[moved]
    )
    assert line.target_id == at(world, "standing", "beta")


@pytest.mark.parametrize(
    ("person", "user", "outsider"),
    [("hai", "board", True), ("em", "alpha_secretary", True), ("lan", "board", False)],
)
def test_outsider_is_whoever_belongs_to_no_cell_of_the_unit(world, person, user, outsider):
    assert choose(world, choice(world, person, "add"), user=user)[0].outsider is outsider


def test_rest_is_confirmed_and_counted(world):
    choose(world, choice(world, "cuong", "remove"))
    secretary = {"actor": world.user("alpha_secretary"), "on": world.today}
    assert lines.confirm_rest(**secretary, submission=world.submission("alpha").pk) == 1
    version = world.submission("alpha").version
    assert lines.confirm_rest(**secretary, submission=world.submission("alpha").pk) == 0
    assert world.submission("alpha").version == version
    assert listed(world) == {"Trần Thị Bình": "keep", "Lê Quốc Cường": "remove"}
    with pytest.raises(Refused) as refusal:
        lines.confirm_rest(**secretary, submission=world.submission("alpha").pk, version=1)
    assert refusal.value.code == "stale"


@pytest.fixture
def voted(world) -> Conference:
    """A conference that passed Lan and did not pass Dung, both additions."""
    add = choose(world, choice(world, "lan", "add"), choice(world, "dung", "add"))
    with history.acting(actor=None, verb="test", reason="votes"):
        step = RoundStep.objects.create(
            round=world.round, position=1, code="VOTE", name="Hội nghị", ballot="vote", basis="x", confidence="U"
        )
        row = Conference.objects.create(
            submission=world.submission("alpha"), step=step, day=world.today, recorded_by=world.users["alpha_secretary"]
        )
        row.results.create(line=add[0], agree=9, outcome="passed")
        row.results.create(line=add[1], agree=1, outcome="failed")
        Line.objects.filter(pk=add[1].pk).update(dropped_in=row)
    return row


def test_whoever_was_not_passed_does_not_come_back(world, voted):
    for again in (choice(world, "dung", "add"), choice(world, "dung", "withdrawn")):
        assert refused(world, again) == "dropped"
    with history.acting(actor=None, verb="test", reason="dung is planned elsewhere"):
        PlanEntry.objects.create(
            plan_title_id=at(world, "secretary"),
            person=world.people["dung"],
            period=period(datetime.date(2018, 6, 1)),
            opened_by=PlanEntry.objects.first().opened_by,
        )
    assert refused(world, choice(world, "dung", "move", "secretary", target=("standing",))) == "dropped"


def test_voted_line_is_given_up_or_stays(world, voted):
    assert choose(world, choice(world, "lan", "add", reason="Bổ sung lý do"))[0].reason == "Bổ sung lý do"
    (line,) = choose(world, choice(world, "lan", "withdrawn", reason="Xin rút"))
    line.refresh_from_db()
    assert (line.proposal, line.reason) == ("withdrawn", "Xin rút")
    assert choose(world, choice(world, "lan", "add"))[0].pk == line.pk


def test_voted_removal_is_not_turned_into_a_move(world, voted):
    (line,) = choose(world, choice(world, "cuong", "remove"))
    with history.acting(actor=None, verb="test", reason="votes"):
        voted.results.create(line=line, agree=9, outcome="passed")
    assert refused(world, choice(world, "cuong", "move", target=("secretary",))) == "voted_on"
    assert choose(world, choice(world, "cuong", "keep"))[0].proposal == "keep"


def test_withdrawn_addition_without_a_trace_is_gone(world):
    (line,) = choose(world, choice(world, "lan", "add"))
    lines.withdraw(actor=world.user("alpha_clerk"), on=world.today, line=line.pk)
    assert not Line.objects.filter(pk=line.pk).exists()


def test_list_of_a_unit_that_ended_is_told_apart_from_one_out_of_reach(world):
    with history.acting(actor=None, verb="test", reason="the unit ends"):
        PartyMembership.objects.filter(unit=world.units["gamma"]).update(
            period=period(datetime.date(2010, 1, 1), world.today)
        )
        UnitVersion.objects.filter(unit=world.units["gamma"]).update(
            period=period(datetime.date(2010, 1, 1), world.today)
        )
        world.units["gamma"].links_up.update(period=period(datetime.date(2010, 1, 1), world.today))
    submission = world.submission("gamma").pk
    for user, code in (("board", "unit_ended"), ("alpha_secretary", "not_found")):
        with pytest.raises(Refused) as refusal:
            lines.confirm_rest(actor=world.user(user), on=world.today, submission=submission)
        assert refusal.value.code == code
