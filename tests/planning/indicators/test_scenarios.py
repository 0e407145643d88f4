import pytest

from anphu.kit import history
from anphu.kit.periods import period
from orgtree.choices import Role
from orgtree.models import RoleGrant
from planning.actions import scenarios
from planning.choices import Tried
from planning.indicators import fill, holdings, measuring
from planning.indicators.scenarios import Counts, tried
from planning.queries.scenarios import judged, moves_of
from planning.rules.scenarios import carried_out, step_of
from tests.world import SINCE


@pytest.fixture
def moves(world):
    """A chain over alpha, as its secretary sees it: An leaves, Bình follows, Hải of beta is no part of it."""
    actor = world.user("alpha_secretary")
    row = scenarios.create(actor=actor, on=world.today, name="Thử", unit=world.units["alpha"].pk)
    alpha, titles = world.units["alpha"].pk, {code: title.pk for code, title in world.titles.items()}
    for kind, person, title, more in (
        (Tried.LEAVE, "an", "secretary", {}),
        (Tried.APPOINT, "binh", "secretary", {"from_unit": alpha, "from_title": titles["standing"]}),
        (Tried.ADD, "dung", "standing", {"term": world.terms["2020-2025"].pk}),
    ):
        scenarios.add_move(
            actor=actor,
            on=world.today,
            scenario=row.pk,
            kind=kind,
            person=world.people[person].pk,
            unit=alpha,
            title=titles[title],
            **more,
        )
    return moves_of(row, actor, world.today)


def shown(trial):
    return {(row.unit.unit_id, row.indicator.code, row.term and row.term.code): row for row in trial.shifts}


@pytest.mark.parametrize("stored", [True, False])
def test_shifts_equal_a_whole_measurement_of_what_would_be(world, moves, stored):
    if stored:
        fill.full(world.today)
    record = holdings.of(world.today)
    after = carried_out(record, [step_of(move) for move in moves])
    whole = measuring.measure(world.today, held=holdings.Holdings.made(after.places))
    due = {
        (row.unit_id, row.indicator, row.term_id): (row.numerator, row.denominator, row.unknown, row.excluded)
        for row in whole
    }
    shifts = tried(moves, world.user("board"), world.today).shifts
    units = {world.units[code].pk for code in ("alpha", "district")}
    found = {(row.unit.unit_id, row.indicator.code, row.term and row.term.pk): row.after for row in shifts}
    assert found == {
        key: Counts(*due.get(key, (0, 0, 0, 0))) for key in {*found, *(key for key in due if key[0] in units)}
    }


def test_secretary_sees_the_unit_and_nothing_above(world, moves):
    trial = tried(moves, world.user("alpha_secretary"), world.today)
    found = shown(trial)
    assert {unit for unit, _code, _term in found} == {world.units["alpha"].pk}
    women = found[world.units["alpha"].pk, "WOMEN", None]
    assert (women.before, women.after) == (Counts(1, 2, 0, 0), Counts(1, 1, 0, 0))
    assert [(side.amount, side.met) for side in women.sides] == [(50.0, True), (100.0, True)]
    assert trial.outcome.vacancies == {(world.units["alpha"].pk, world.titles["standing"].pk): 1}


def test_unit_whose_people_are_not_to_be_seen_is_not_told_of(world, moves):
    with history.acting(actor=None, verb="test", reason="test"):
        RoleGrant.objects.create(
            user=world.users["alpha_secretary"], role=Role.AUDITOR, unit=world.units["district"], period=period(SINCE)
        )
    trial = tried(moves, world.user("alpha_secretary"), world.today)
    assert {row.unit.unit_id for row in trial.shifts} == {world.units["alpha"].pk}


def test_those_who_come_are_judged_as_far_as_they_are_seen(world, moves):
    found = judged(moves, world.user("alpha_secretary"), world.today)
    assert set(found) == {moves[1].pk, moves[2].pk}


@pytest.mark.parametrize("times", [1, 3])
def test_queries_stay_the_same_however_long_the_chain(world, moves, django_assert_num_queries, times):
    fill.full(world.today)
    user = world.user("board")
    user.granted("")
    chain = moves[:times]
    with django_assert_num_queries(20):
        tried(chain, user, world.today)
    with django_assert_num_queries(0 if times == 1 else 4):
        judged(chain, user, world.today)


def test_empty_chain_changes_nothing(world):
    trial = tried([], world.user("board"), world.today)
    assert (trial.shifts, trial.outcome.vacancies, trial.outcome.conflicts) == ([], {}, {})
