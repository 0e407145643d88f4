"""Whatever is done, by whatever road: what is brought up to date piece by piece equals what is measured whole, and
both equal the slow computation by hand."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from planning.indicators import fill, measuring
from planning.indicators.definitions import BY_CODE
from planning.models import Snapshot, StaleMark
from tests.planning.indicators.by_hand import by_hand
from tests.planning.indicators.deeds import DEEDS, Do, any_deed, deeds_of
from tests.planning.indicators.drawn import DAYS, day
from tests.planning.indicators.telling import told
from tests.world import TODAY, World

BOUNDED = settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
BRIEF = settings(BOUNDED, max_examples=4)
DRAWING = settings(BOUNDED, max_examples=60, phases=[Phase.generate], database=None)
CHANGES, BATCH = 1000, 50

deeds = st.lists(any_deed, min_size=4, max_size=8)


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_measure_equals_the_computation_by_hand(staffed, on):
    assert told(measuring.measure(on)) == by_hand(on)


def test_measure_of_a_staffed_world_has_every_indicator(staffed):
    assert {row.indicator for row in measuring.measure(TODAY)} == set(BY_CODE)
    assert by_hand(DAYS[0]) == set()


def prove_drain(world: World, todo: list[Do]) -> None:
    """Do it all, bring the numbers up to date, compare; then as if nothing had been."""
    with transaction.atomic():
        for deed in todo:
            deed.to(world)
        fill.drain(TODAY)
        assert not StaleMark.objects.exists()
        assert fill.faults(TODAY) == []
        assert told(Snapshot.objects.filter(day=TODAY)) == by_hand(TODAY)
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", [name for name in DEEDS if name != "refresh"])
def test_drain_after_one_kind_of_deed_equals_a_full_measure(staffed, name):
    BRIEF(given(st.lists(deeds_of(name), min_size=1, max_size=3))(lambda todo: prove_drain(staffed, todo)))()


def test_drain_after_anything_equals_a_full_measure(staffed):
    BOUNDED(given(deeds)(lambda todo: prove_drain(staffed, todo)))()


def test_drain_after_a_thousand_changes_equals_a_full_measure(staffed):
    """One long life, brought up to date now and then; at its end all three agree."""
    batches: list[list[Do]] = []
    DRAWING(given(st.lists(any_deed, min_size=BATCH, max_size=BATCH))(lambda batch: batches.append(batch)))()
    done = 0
    for batch in batches:
        done += sum(deed.to(staffed) for deed in batch)
        fill.drain(TODAY)
        if done >= CHANGES:
            break

    assert done >= CHANGES
    assert fill.faults(TODAY) == []
    drained = told(Snapshot.objects.filter(day=TODAY))
    assert drained == by_hand(TODAY)
    fill.full(TODAY)
    assert told(Snapshot.objects.filter(day=TODAY)) == drained


def test_measure_of_any_day_after_anything_equals_the_computation_by_hand(staffed):
    @BOUNDED
    @given(deeds, day)
    def prove(todo, on):
        with transaction.atomic():
            for deed in todo:
                deed.to(staffed)
            assert told(measuring.measure(on)) == by_hand(on)
            transaction.set_rollback(True)

    prove()


def test_measure_of_some_units_is_that_of_all_for_them(staffed):
    """Limited to what stands below alpha, the values of alpha and below are the same."""
    below = [staffed.units[code].pk for code in ("alpha", "alpha1", "alpha2")]
    whole = {row for row in told(measuring.measure(TODAY)) if row[0] in below}

    assert {row for row in told(measuring.measure(TODAY, below)) if row[0] in below} == whole
