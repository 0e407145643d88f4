"""An indicator whose SQL fails does so alone: its error is shown, its old values stay, the others are measured."""

import datetime

import pytest

from planning.indicators import fill, measuring
from planning.models import MeasuredDay, MeasureFault, PastMark, Snapshot
from tests.planning.indicators.by_hand import by_hand
from tests.planning.indicators.telling import told
from tests.planning.indicators.test_fill import JUNE, MAY, TOMORROW, marry
from tests.world import TODAY


def women(day: datetime.date = TODAY) -> set[tuple]:
    return told(Snapshot.objects.filter(day=day, indicator="WOMEN"))


def others(day: datetime.date) -> set[tuple]:
    return told(Snapshot.objects.filter(day=day).exclude(indicator="WOMEN"))


def others_by_hand(day: datetime.date) -> set[tuple]:
    return {row for row in by_hand(day) if row[2] != "WOMEN"}


def measure_whole(world) -> None:
    fill.full(TODAY)


def measure_what_changed(world) -> None:
    marry(world)
    fill.drain(TODAY)


@pytest.mark.parametrize("measure", [measure_whole, measure_what_changed])
def test_indicator_that_fails_does_so_alone(staffed, breaks, measure):
    before = women()
    breaks("WOMEN")
    measure(staffed)

    fault = MeasureFault.objects.get()
    assert (fault.indicator, fault.error, fault.since) == ("WOMEN", "division by zero", TODAY)
    assert women() == before
    assert others(TODAY) == others_by_hand(TODAY)
    assert fill.faults(TODAY) == []

    breaks()
    fill.full(TODAY)
    assert not MeasureFault.objects.exists()
    assert told(Snapshot.objects.filter(day=TODAY)) == by_hand(TODAY)


def test_old_values_pass_to_the_next_day(staffed, breaks):
    before = women()
    breaks("WOMEN")
    fill.drain(TOMORROW)
    assert women(TOMORROW) == before
    assert others(TOMORROW) == others_by_hand(TOMORROW)
    assert MeasureFault.objects.get().since == TODAY


def test_several_that_fail_are_all_found(staffed, breaks):
    codes = {"WOMEN", "UNCOVERED", "DOSSIERS_OF_MEMBERS"}
    breaks(*codes)
    fill.full(TODAY)
    assert set(MeasureFault.objects.values_list("indicator", flat=True)) == codes
    assert fill.faults(TODAY) == []


def test_changes_go_on_without_the_one_that_fails(staffed, breaks):
    breaks("WOMEN")
    fill.full(TODAY)
    marry(staffed)
    assert fill.drain(TODAY) == fill.Drained(whole=False, units=2)
    assert others(TODAY) == others_by_hand(TODAY)
    assert "WOMEN" not in {row.indicator for row in measuring.measure(TODAY)}


def test_kept_days_catch_up_when_it_works_again(staffed, breaks):
    breaks("WOMEN")
    fill.full(TODAY)
    fill.keep(TODAY, 1)
    assert women(JUNE) == set()
    assert fill.all_faults() == []

    breaks()
    fill.full(TODAY)
    assert PastMark.objects.get().unit_id is None
    assert fill.keep(TODAY, 1) == 1
    for day in (JUNE, TODAY):
        assert told(Snapshot.objects.filter(day=day)) == by_hand(day)
    assert fill.all_faults() == []


def test_kept_day_that_works_does_not_hide_that_the_live_one_fails(staffed, breaks):
    breaks("WOMEN")
    fill.full(TODAY)
    breaks()
    fill.keep(TODAY, 1)
    assert MeasureFault.objects.exists()
    assert MeasuredDay.objects.filter(day=JUNE).exists()


def test_measuring_another_day_goes_on_without_what_nobody_has_noted_yet(staffed, breaks):
    breaks("WOMEN")
    rows, failing = measuring.attempt(MAY)
    assert failing == {"WOMEN"}
    assert told(rows) == others_by_hand(MAY)
    assert not MeasureFault.objects.exists()  # a reader writes nothing
