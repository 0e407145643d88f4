"""What is hidden beside a small group, lest it can be worked out from the sum and the others."""

import datetime

import pytest

from planning.choices import DayReason
from planning.indicators.veils import Veil
from planning.models import MeasuredDay, Snapshot
from tests.planning.indicators.test_readings import rule
from tests.world import TODAY

YESTERDAY = TODAY - datetime.timedelta(days=1)


@pytest.fixture
def people(world):
    """`people(alpha=3, beta=9)`: so many stand behind the number of women there. Fewer than five are hidden."""
    rule("small_group_min", 5)
    MeasuredDay.objects.create(day=TODAY, reason=DayReason.LIVE)

    def count(code: str = "WOMEN", **units: int) -> None:
        for unit, number in units.items():
            Snapshot.objects.create(
                day=TODAY, unit=world.units[unit], indicator=code, denominator=number, formula_version=1
            )

    return count


def hidden(world, user: str, day: datetime.date = TODAY) -> set[str]:
    """The units whose number the reader is not told, asked about all at once; each alone says the same."""
    names = {unit.pk: name for name, unit in world.units.items()}
    veil = Veil.of(list(names), world.user(user), day).drawn(list(names), [day])
    values = list(Snapshot.objects.filter(indicator="WOMEN"))
    for value in values:
        value.day = day
        alone = Veil.of([value.unit_id], world.user(user), day)
        assert alone.covers(value) == veil.covers(value), names[value.unit_id]
    return {names[value.unit_id] for value in values if veil.covers(value)}


def test_one_hidden_alone_takes_the_smallest_of_the_others_with_it(world, people):
    people(district=22, alpha=3, beta=10, gamma=9)
    assert hidden(world, "auditor") == {"alpha", "gamma"}


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ({"alpha": 3, "beta": 4, "gamma": 9}, {"alpha", "beta"}),
        ({"alpha": 6, "beta": 10, "gamma": 9}, set()),
        ({"alpha": 0, "beta": 10, "gamma": 9}, set()),
        ({"alpha": 3, "gamma": 0}, {"alpha"}),
    ],
)
def test_nothing_more_is_hidden_where_nothing_can_be_worked_out_or_nobody_is_left(world, people, counts, told):
    people(**counts)
    assert hidden(world, "auditor") == told


def test_parts_of_what_was_hidden_for_another_do_not_tell_it(world, people):
    people(district=22, alpha=3, beta=10, gamma=12, beta1=10)
    assert hidden(world, "auditor") == {"alpha", "beta", "beta1"}


def test_units_whose_people_are_seen_are_told_and_protect_nobody(world, people):
    people(district=23, alpha=6, beta=3, gamma=14)
    assert hidden(world, "alpha_secretary") == {"beta", "gamma"}
    assert hidden(world, "btv") == set()


def test_day_that_is_not_stored_is_judged_by_one_that_is(world, people):
    people(district=22, alpha=3, beta=10, gamma=9)
    assert hidden(world, "auditor", YESTERDAY) == {"alpha", "gamma"}


def test_who_sees_everybody_pays_one_query(world, people, django_assert_num_queries):
    people(alpha=3, beta=10)
    units, user = [unit.pk for unit in world.units.values()], world.user("btv")
    user.granted("see_people")
    with django_assert_num_queries(1):
        Veil.of(units, user, TODAY)
