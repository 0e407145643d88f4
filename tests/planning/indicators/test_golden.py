"""Each indicator in a situation small enough to count on one's fingers."""

import pytest

from planning.indicators import measuring
from planning.indicators.definitions import BY_CODE, INDICATORS
from tests.planning.indicators.golden import GOLDEN
from tests.planning.indicators.scene import Scene
from tests.world import TODAY


@pytest.mark.parametrize("row", GOLDEN, ids=lambda row: f"{row.code}-{row.build.__name__}")
def test_indicator_in_a_tiny_situation_gives_the_counts(world, row):
    scene = Scene(world)
    row.build(scene)

    rows = measuring.measure(TODAY, [scene.unit.pk], codes=[row.code])

    term = row.term and world.terms[row.term].pk
    [value] = [value for value in rows if (value.unit_id, value.term_id) == (scene.unit.pk, term)]
    own = (value.own_numerator, value.own_denominator, value.own_unknown, value.own_excluded)
    assert own == (value.numerator, value.denominator, value.unknown, value.excluded) == row.counts


def test_every_indicator_has_a_golden_row():
    assert {row.code for row in GOLDEN} == set(BY_CODE)


def test_codes_and_slugs_are_each_used_once():
    assert len({row.code for row in INDICATORS}) == len({row.slug for row in INDICATORS}) == len(INDICATORS)
