import datetime
from zoneinfo import ZoneInfo

import pytest

from planning.choices import MeetingKind, MeetingState
from planning.models import Meeting, RuleParameter
from planning.rules.committee import first_of_month, months_before, overdue
from planning.rules.law import Law

ON = datetime.date(2020, 7, 7)
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
LAW = Law(
    (
        RuleParameter(key="meeting_months_executive", value=3, scope="central", basis="b", confidence="U"),
        RuleParameter(key="meeting_months_standing", value=1, scope="central", basis="b", confidence="U"),
    )
)


def meeting(kind, day, state=MeetingState.HELD):
    return Meeting(kind=kind, starts_at=datetime.datetime.combine(day, datetime.time(8), ZONE), state=state)


def found(*meetings):
    return [(row.kind, row.months, row.last) for row in overdue(meetings, LAW, ON)]


def test_committees_that_met_in_time_are_not_named():
    assert (
        found(
            meeting(MeetingKind.EXECUTIVE, datetime.date(2020, 4, 8)),
            meeting(MeetingKind.STANDING, datetime.date(2020, 6, 8)),
        )
        == []
    )


@pytest.mark.parametrize(
    ("executive", "last"),
    [
        (meeting(MeetingKind.EXECUTIVE, datetime.date(2020, 4, 7)), datetime.date(2020, 4, 7)),
        (meeting(MeetingKind.EXECUTIVE, datetime.date(2020, 6, 1), MeetingState.CANCELLED), None),
        (meeting(MeetingKind.EXECUTIVE, datetime.date(2020, 7, 20), MeetingState.PLANNED), None),
    ],
)
def test_committee_is_named_when_its_months_are_over(executive, last):
    standing = meeting(MeetingKind.STANDING, ON)
    assert found(executive, standing) == [(MeetingKind.EXECUTIVE, 3, last)]


def test_law_without_the_rule_names_nobody():
    assert overdue([], Law(()), ON) == []


@pytest.mark.parametrize(
    ("day", "months", "earlier"),
    [
        (datetime.date(2020, 7, 7), 3, datetime.date(2020, 4, 7)),
        (datetime.date(2020, 5, 31), 3, datetime.date(2020, 2, 29)),
        (datetime.date(2020, 1, 15), 1, datetime.date(2019, 12, 15)),
    ],
)
def test_months_before_keeps_the_day_where_the_month_has_it(day, months, earlier):
    assert months_before(day, months) == earlier


def test_first_of_month_crosses_years():
    assert first_of_month(datetime.date(2020, 12, 31), 1) == datetime.date(2021, 1, 1)
    assert first_of_month(datetime.date(2020, 1, 31), -1) == datetime.date(2019, 12, 1)
