"""What deeds are drawn from: days around which something changes, and names of the world."""

import datetime

from hypothesis import strategies as st

from tests.world import TODAY, World

DAYS = (
    datetime.date(2009, 12, 31),
    datetime.date(2010, 1, 1),
    datetime.date(2018, 5, 31),
    datetime.date(2018, 6, 1),
    datetime.date(2020, 2, 29),
    TODAY,
    datetime.date(2020, 8, 16),
    datetime.date(2025, 3, 8),
    datetime.date(2025, 3, 9),
    datetime.date(2032, 1, 1),
)
day = st.sampled_from(DAYS)
span = st.tuples(day, st.none() | day).filter(lambda days: days[1] is None or days[0] < days[1])
which = st.integers(0, 11)
person = st.sampled_from(("an", "binh", "cuong", "dung", "em", "giang", "hai", "khanh", "lan"))
unit = st.sampled_from(("district", "alpha", "beta", "gamma", "alpha1", "alpha2", "beta1"))
title = st.sampled_from(("secretary", "standing", "member", "chair", "official", "leader"))
level = st.none() | st.integers(0, 6)


def nth(queryset, number: int):
    """One of the rows, None where there is none."""
    rows = list(queryset.order_by("pk"))
    return rows[number % len(rows)] if rows else None


def titled(world: World, code: str):
    """A title by name; `leader` is there only in a staffed world."""
    return world.titles.get(code, world.titles["chair"])
