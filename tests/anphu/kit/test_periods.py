import datetime

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from anphu.kit import history
from anphu.kit.periods import covers, period
from orgtree.models import RoleGrant

MONDAY = datetime.date(2020, 7, 6)
days = st.dates(datetime.date(2020, 1, 1), datetime.date(2020, 1, 31))


@st.composite
def periods(draw):
    lower = draw(days)
    upper = draw(st.none() | days.filter(lambda day: day > lower))
    return period(lower, upper)


def day(offset: int) -> datetime.date:
    return MONDAY + datetime.timedelta(days=offset)


@given(st.lists(periods(), max_size=4), periods())
def test_covers_agrees_with_counting_days(parts, whole):
    horizon = [datetime.date(2020, 1, 1) + datetime.timedelta(days=n) for n in range(40)]
    due = all(any(moment in part for part in parts) for moment in horizon if moment in whole)

    assert covers(parts, whole) is due


@pytest.mark.parametrize(
    ("parts", "whole", "due"),
    [
        ([(0, 5), (5, None)], (0, None), True),
        ([(0, 5), (6, None)], (0, None), False),
        ([(5, None), (0, 5)], (2, 9), True),
        ([(0, 5)], (0, None), False),
        ([(0, 5), (7, None)], (0, 5), True),
        ([], (0, 1), False),
    ],
)
def test_covers(parts, whole, due):
    def between(bounds):
        return period(*(None if bound is None else day(bound) for bound in bounds))

    assert covers([between(part) for part in parts], between(whole)) is due


@pytest.fixture
def grants(world):
    """Grants of the account `nobody`, written with a period."""

    def write(lower: int | None, upper: int | None = None, user: str = "nobody") -> RoleGrant:
        bounds = (None if bound is None else day(bound) for bound in (lower, upper))
        with transaction.atomic(), history.acting(actor=None, verb="grant", reason="test"):
            return RoleGrant.objects.create(
                user=world.users[user], role="unit_clerk", unit=world.units["beta"], period=period(*bounds)
            )

    return write


def test_on_counts_the_first_day_and_not_the_one_after_the_last(grants):
    row = grants(0, 2)

    found = [RoleGrant.objects.on(day(n)).filter(pk=row.pk).exists() for n in (-1, 0, 1, 2)]
    assert found == [False, True, True, False]


def test_on_open_period_has_no_end(grants):
    assert grants(0) in RoleGrant.objects.on(datetime.date(2100, 12, 31))


def test_no_overlap_refuses_a_day_in_common_and_allows_adjacent_periods(grants):
    grants(0, 5)
    grants(5, 9)
    grants(-3, 0)
    grants(2, 4, user="alpha_clerk")

    for bounds in ((4, 6), (0, 5), (-9, None), (8, 9)):
        with pytest.raises(DatabaseError, match="rolegrant_no_overlap"):
            grants(*bounds)


@pytest.mark.parametrize("bounds", [(3, 3), (None, 5), (None, None)])
def test_has_days_refuses_what_never_begins_or_never_lasts(grants, bounds):
    with pytest.raises(DatabaseError, match="rolegrant_has_days"):
        grants(*bounds)
