"""Which days are kept, how they stay true, and what happens when the day changes."""

import datetime

import pytest

from anphu.kit import history
from orgtree.models import Person, Title
from planning.choices import DayReason
from planning.indicators import fill
from planning.models import Decision, MeasuredDay, PastMark, Snapshot, StaleMark
from tests.planning.indicators.by_hand import by_hand
from tests.planning.indicators.telling import told
from tests.verifying import without_triggers
from tests.world import TODAY

LIVE, MONTH_END, DECISION = DayReason.LIVE, DayReason.MONTH_END, DayReason.DECISION
JUNE, MAY, APRIL = (datetime.date(2020, 6, 30), datetime.date(2020, 5, 31), datetime.date(2020, 4, 30))
TOMORROW, LAST_OF_JULY = datetime.date(2020, 7, 8), datetime.date(2020, 7, 31)
DECIDED = datetime.date(2020, 6, 15)


def decide(world, *days: datetime.date) -> None:
    with history.acting(actor=None, verb="decide", reason="test"):
        for number, day in enumerate(days, 50):
            Decision.objects.create(
                number=f"{number}-QĐ/HU", day=day, authority=world.units["district"], decided_by=world.users["btv"]
            )


def marry(world, person="binh", sex="M") -> None:
    """Change who counts among women, of one person."""
    with history.acting(actor=None, verb="edit", reason="test"):
        Person.objects.filter(pk=world.people[person].pk).update(sex=sex)


def days() -> dict[datetime.date, str]:
    return dict(MeasuredDay.objects.values_list("day", "reason"))


def stored(day: datetime.date) -> set[tuple]:
    return told(Snapshot.objects.filter(day=day))


def true_on(*days: datetime.date) -> None:
    for day in days:
        assert stored(day) == by_hand(day)
        assert fill.faults(day) == []


def test_ends_of_months_and_days_of_decisions_are_due(world):
    decide(world, DECIDED, MAY, APRIL - datetime.timedelta(days=1), TODAY)
    assert fill.due_days(TODAY, 3) == {JUNE: MONTH_END, DECIDED: DECISION, MAY: MONTH_END, APRIL: MONTH_END}
    assert len(fill.due_days(TODAY)) == fill.MONTHS_KEPT + 3


def test_days_that_are_due_are_kept_once(staffed):
    decide(staffed, DECIDED)
    fill.drain(TODAY)
    heard = []

    assert fill.is_keep_due(TODAY, 3)
    assert fill.keep(TODAY, 3, lambda *said: heard.append(said)) == 4

    assert heard == [(0, JUNE), (25, DECIDED), (50, MAY), (75, APRIL)]
    assert days() == {TODAY: LIVE, JUNE: MONTH_END, DECIDED: DECISION, MAY: MONTH_END, APRIL: MONTH_END}
    true_on(TODAY, JUNE, DECIDED, MAY, APRIL)
    assert not fill.is_keep_due(TODAY, 3)
    assert fill.keep(TODAY, 3) == 0


def test_change_reaches_the_kept_days(staffed):
    fill.keep(TODAY, 2)
    before = stored(JUNE)
    marry(staffed)

    assert fill.faults(JUNE) == []  # announced: nobody has measured yet
    fill.drain(TODAY)
    assert not StaleMark.objects.exists()
    assert stored(JUNE) == before
    assert fill.faults(JUNE) == []  # still announced
    assert fill.keep(TODAY, 2) == 2

    assert stored(JUNE) != before
    true_on(TODAY, JUNE, MAY)
    assert not PastMark.objects.exists()


def test_change_of_everything_reaches_the_kept_days(staffed):
    fill.keep(TODAY, 2)
    with history.acting(actor=None, verb="edit", reason="test"):
        Title.objects.filter(code="member").update(seat="standing")
    assert fill.drain(TODAY) == fill.Drained(whole=True, units=0)
    assert fill.faults(MAY) == []

    assert fill.keep(TODAY, 2) == 2
    true_on(TODAY, JUNE, MAY)


def test_nothing_is_left_behind_where_no_day_is_kept(staffed):
    marry(staffed)
    fill.drain(TODAY)
    assert not PastMark.objects.exists()


def test_day_that_ends_no_month_is_forgotten_when_the_next_begins(staffed):
    assert fill.is_due(TOMORROW)
    assert fill.drain(TOMORROW) == fill.Drained(whole=True, units=0)
    assert days() == {TOMORROW: LIVE}
    assert set(Snapshot.objects.values_list("day", flat=True)) == {TOMORROW}
    true_on(TOMORROW)


@pytest.mark.parametrize(("last", "reason"), [(JUNE, MONTH_END), (DECIDED, DECISION)])
def test_day_worth_keeping_is_kept_when_the_next_begins(staffed, last, reason):
    decide(staffed, DECIDED)
    fill.full(last)
    fill.drain(TODAY)
    assert days() == {last: reason, TODAY: LIVE}
    true_on(last, TODAY)


def test_change_late_in_the_evening_is_not_lost_to_the_day_that_ends(staffed):
    """What was changed after the last measurement of a month concerns its last day too."""
    fill.full(JUNE)
    marry(staffed)
    fill.drain(TODAY)
    assert fill.faults(JUNE) == []
    assert fill.keep(TODAY, 1) == 1
    true_on(JUNE, TODAY)


@pytest.mark.parametrize("wrong", [TOMORROW, LAST_OF_JULY])
def test_clock_set_back_forgets_the_day_that_has_not_come(staffed, wrong):
    fill.keep(TODAY, 1)
    fill.full(wrong)
    fill.drain(TODAY)
    assert days() == {JUNE: MONTH_END, TODAY: LIVE}
    true_on(JUNE, TODAY)


def test_clock_set_back_to_a_kept_day_makes_it_live(staffed):
    fill.keep(TODAY, 2)
    marry(staffed)
    fill.drain(JUNE)
    assert days() == {MAY: MONTH_END, JUNE: LIVE}
    fill.keep(JUNE, 1)
    true_on(MAY, JUNE)


def test_kept_day_is_measured_again_on_request(staffed):
    fill.keep(TODAY, 1)
    without_triggers("UPDATE planning_snapshot SET numerator = numerator + 1 WHERE day = %s", JUNE)
    assert fill.all_faults()
    assert fill.again(JUNE) == len(by_hand(JUNE))
    true_on(JUNE)
    assert fill.all_faults() == []


def test_live_day_measured_again_leaves_marks_to_the_kept_days(staffed):
    fill.keep(TODAY, 1)
    marry(staffed)
    fill.again(TODAY)
    assert not StaleMark.objects.exists()
    assert fill.keep(TODAY, 1) == 1
    true_on(JUNE, TODAY)


def test_verify_names_what_is_wrong_on_a_kept_day(staffed):
    fill.keep(TODAY, 2)
    without_triggers("DELETE FROM planning_snapshot WHERE day = %s AND indicator = 'WOMEN'", MAY)
    faults = fill.all_faults()
    assert faults
    assert all(fault.startswith("missing: day=2020-05-31 ") for fault in faults)
