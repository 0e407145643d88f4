"""The engine against the slow computation by hand, over the district of the demo as it was played."""

import datetime

from anphu.demo.tree import DAY
from planning.indicators import measuring
from planning.indicators.definitions import BY_CODE
from tests.planning.indicators.by_hand import Record, by_hand
from tests.planning.indicators.telling import told

DAYS = (
    datetime.date(2009, 12, 31),
    datetime.date(2012, 2, 29),
    datetime.date(2014, 11, 30),
    datetime.date(2015, 7, 1),
    datetime.date(2016, 12, 31),
    datetime.date(2018, 6, 30),
    datetime.date(2019, 3, 31),
    datetime.date(2020, 6, 30),
    DAY,
    datetime.date(2021, 1, 1),
    datetime.date(2025, 12, 31),
    datetime.date(2030, 12, 31),
)


def test_every_indicator_of_every_unit_on_a_dozen_days_equals_the_computation_by_hand(db, demo):
    record, seen = Record(), set()
    for day in DAYS:
        measured = told(measuring.measure(day))
        assert measured == by_hand(day, record), day
        seen |= {indicator for _unit, _term, indicator, *_counts in measured}
    assert seen == set(BY_CODE)
