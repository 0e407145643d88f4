import datetime

import pytest

from anphu.kit import history
from anphu.kit.periods import period
from anphu.kit.refusals import Refused
from orgtree.models import Posting
from planning.actions import scenarios
from planning.choices import Ground, Proposal, RoundState, Tried
from planning.models import Line, PlanEntry, Round, Scenario, Submission

DEADLINE = datetime.date(2020, 9, 1)


@pytest.fixture
def act(world):
    """`act(deed, user, …)`: a deed by an account, today."""

    def do(deed, user="alpha_secretary", **arguments):
        return deed(actor=world.user(user), on=world.today, **arguments)

    return do


@pytest.fixture
def scenario(world, act) -> Scenario:
    return act(scenarios.create, name="  Bí thư nghỉ ", unit=world.units["alpha"].pk)


@pytest.fixture
def add(world, act, scenario):
    """`add(kind, person, title)`: a move within alpha."""

    def do(kind, person, title, term=None, leaves=None, user="alpha_secretary", unit="alpha"):
        return act(
            scenarios.add_move,
            user,
            scenario=scenario.pk,
            kind=kind,
            person=world.people[person].pk,
            unit=world.units[unit].pk,
            title=world.titles[title].pk,
            from_unit=world.units[unit].pk if leaves else None,
            from_title=world.titles[leaves].pk if leaves else None,
            term=term and world.terms[term].pk,
        )

    return do


def test_scenario_is_made_of_moves_and_the_record_stays_as_it_is(world, scenario, add):
    before = list(Posting.objects.values_list()), list(PlanEntry.objects.values_list())
    add(Tried.LEAVE, "an", "secretary")
    add(Tried.APPOINT, "binh", "secretary", leaves="standing")
    add(Tried.ADD, "cuong", "secretary", term="2020-2025")
    assert scenario.name == "Bí thư nghỉ"
    assert list(scenario.moves.values_list("position", "kind")) == [(1, "leave"), (2, "appoint"), (3, "add")]
    assert (list(Posting.objects.values_list()), list(PlanEntry.objects.values_list())) == before


@pytest.mark.parametrize(
    ("move", "code"),
    [
        ((Tried.LEAVE, "binh", "secretary"), "move_not_held"),
        ((Tried.APPOINT, "an", "secretary"), "move_held"),
        ((Tried.ADD, "binh", "secretary", "2020-2025"), "move_planned"),
        ((Tried.REMOVE, "cuong", "secretary", "2020-2025"), "move_not_planned"),
        ((Tried.ADD, "cuong", "secretary"), "bad_move"),
        ((Tried.LEAVE, "an", "secretary", "2020-2025"), "bad_move"),
        ((Tried.LEAVE, "an", "secretary", None, "standing"), "bad_move"),
        (("promote", "an", "secretary"), "bad_move"),
        ((Tried.APPOINT, "em", "standing"), "not_found"),
        ((Tried.LEAVE, "em", "secretary", None, None, "alpha_secretary", "beta"), "not_inside"),
        ((Tried.LEAVE, "an", "secretary", None, None, "beta_secretary"), "not_found"),
        ((Tried.LEAVE, "an", "secretary", None, None, "board"), "not_found"),
    ],
)
def test_move_that_makes_no_sense_is_refused_and_not_kept(scenario, add, move, code):
    with pytest.raises(Refused) as refusal:
        add(*move)
    assert (refusal.value.code, scenario.moves.count()) == (code, 0)


def test_shared_scenario_is_seen_and_copied_but_changed_by_its_owner_alone(world, act, scenario, add):
    add(Tried.LEAVE, "an", "secretary")
    act(scenarios.share, scenario=scenario.pk, shared=True)
    with pytest.raises(Refused) as refusal:
        add(Tried.LEAVE, "binh", "standing", user="board")
    assert refusal.value.code == "not_yours"
    made = act(scenarios.copy, "board", scenario=scenario.pk, name="Bản sao")
    assert (made.owner.username, made.shared, made.moves.count(), scenario.moves.count()) == ("board", False, 1, 1)
    act(scenarios.delete, "board", scenario=made.pk)
    seen = {name: Scenario.objects.visible_to(world.user(name), world.today).count() for name in world.users}
    assert {name for name, count in seen.items() if count} == {
        *("alpha_secretary", "alpha_clerk", "board", "appraiser", "btv", "inspector")
    }
    act(scenarios.share, scenario=scenario.pk, shared=False)
    assert not Scenario.objects.visible_to(world.user("board"), world.today).exists()


def test_shared_scenario_that_moves_a_stranger_is_hidden(world, act):
    row = act(scenarios.create, "board", name="Người nơi khác", unit=world.units["alpha"].pk)
    places = {"unit": world.units["alpha"].pk, "title": world.titles["secretary"].pk, "from_unit": None}
    move = {"kind": Tried.ADD, "term": world.terms["2020-2025"].pk, "from_title": None, **places}
    act(scenarios.add_move, "board", scenario=row.pk, person=world.people["em"].pk, **move)
    act(scenarios.share, "board", scenario=row.pk, shared=True)
    seen = {
        name: Scenario.objects.visible_to(world.user(name), world.today).exists()
        for name in ("board", "btv", "alpha_secretary", "beta_secretary")
    }
    assert seen == {"board": True, "btv": True, "alpha_secretary": False, "beta_secretary": False}


def test_move_is_taken_out_once(act, scenario, add):
    move = add(Tried.LEAVE, "an", "secretary")
    act(scenarios.remove_move, scenario=scenario.pk, move=move.pk)
    with pytest.raises(Refused) as refusal:
        act(scenarios.remove_move, scenario=scenario.pk, move=move.pk)
    assert (refusal.value.code, scenario.moves.count()) == ("not_found", 0)


@pytest.mark.parametrize(
    ("name", "unit", "code"),
    [("", "alpha", "bad_name"), ("x" * 121, "alpha", "bad_name"), ("x", "beta", "not_allowed")],
)
def test_scenario_without_a_name_or_of_another_unit_is_refused(world, act, name, unit, code):
    with pytest.raises(Refused) as refusal:
        act(scenarios.create, name=name, unit=world.units[unit].pk)
    assert refusal.value.code == code


def test_plan_moves_become_a_round_with_draft_lists(world, act, scenario, add):
    add(Tried.LEAVE, "an", "secretary")
    add(Tried.APPOINT, "binh", "secretary", leaves="standing")
    add(Tried.REMOVE, "binh", "secretary", term="2020-2025")
    add(Tried.ADD, "cuong", "secretary", term="2020-2025")
    act(scenarios.share, scenario=scenario.pk, shared=True)
    made = act(scenarios.to_draft_round, "board", scenario=scenario.pk, name="Đợt thử", deadline=DEADLINE)
    assert (made.state, list(made.units.values_list("pk", flat=True))) == (RoundState.OPEN, [world.units["alpha"].pk])
    changed = Line.objects.filter(submission__round=made).exclude(proposal=Proposal.KEEP).order_by("proposal")
    assert list(changed.values_list("person__full_name", "proposal", "ground")) == [
        ("Lê Quốc Cường", "add", ""),
        ("Trần Thị Bình", "remove", Ground.HOLDS),
    ]
    assert {"Nguyễn Văn An", "Trần Thị Bình"} <= {
        name for name in ("Nguyễn Văn An", "Trần Thị Bình") if name in changed[0].reason
    }
    assert Submission.objects.get(round=made).state == "draft"


@pytest.mark.parametrize(
    ("moves", "user", "code"),
    [
        ([(Tried.LEAVE, "an", "secretary")], "board", "no_plan_moves"),
        ([(Tried.ADD, "cuong", "secretary", "2020-2025")], "alpha_secretary", "not_allowed"),
        ([(Tried.ADD, "cuong", "chair", "2020-2025")], "board", "not_planned_for"),
        ([(Tried.REMOVE, "binh", "secretary", "2020-2025")], "board", "ground_needed"),
    ],
)
def test_round_that_cannot_be_made_leaves_nothing(world, act, scenario, add, moves, user, code):
    for move in moves:
        add(*move)
    act(scenarios.share, scenario=scenario.pk, shared=True)
    before = Round.objects.count()
    with pytest.raises(Refused) as refusal:
        act(scenarios.to_draft_round, user, scenario=scenario.pk, name="Đợt thử", deadline=DEADLINE)
    assert (refusal.value.code, Round.objects.count()) == (code, before)


def test_record_that_moved_on_is_told_with_its_day(world, scenario, add, sign_in):
    add(Tried.LEAVE, "an", "secretary")
    gone = datetime.date(2020, 7, 1)
    with history.acting(actor=None, verb="test", reason="test"):
        Posting.objects.filter(person=world.people["an"]).update(period=period(datetime.date(2010, 1, 1), gone))
    page = sign_in("alpha_secretary").get(f"/sandbox/{scenario.pk}/").content.decode()
    assert "01/07/2020" in page
