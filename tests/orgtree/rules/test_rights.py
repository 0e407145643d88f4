"""How a deadline stands on a day."""

from datetime import date

import pytest

from orgtree.choices import Urgency
from orgtree.rules.rights import due

FRIDAY = date(2020, 7, 10)


@pytest.mark.parametrize(
    ("on", "urgency", "left"),
    [
        (date(2020, 7, 6), Urgency.TIME, 4),
        (date(2020, 7, 8), Urgency.SOON, 2),
        (FRIDAY, Urgency.SOON, 0),
        (date(2020, 7, 11), Urgency.LATE, 0),  # a Saturday: late, but by no working day yet
        (date(2020, 7, 14), Urgency.LATE, -2),
    ],
)
def test_open_deadline_is_near_or_late_by_working_days(on, urgency, left):
    found = due(FRIDAY, None, on, ())
    assert (found.urgency, found.left) == (urgency, left)


def test_met_deadline_says_whether_in_time():
    on = date(2020, 8, 1)
    assert due(FRIDAY, FRIDAY, on, ()).urgency == Urgency.DONE
    assert due(FRIDAY, date(2020, 7, 13), on, ()).urgency == Urgency.DONE_LATE
