"""A large tree is measured in shares, each in a transaction of its own: the same numbers, whatever happens between."""

import datetime

import pytest
from django.db import transaction

from anphu.kit import history
from orgtree.models import UnitLink, UnitVersion
from planning.indicators import fill, shares
from planning.models import MeasuredDay, MeasureFault, MeasureShare, PastMark, Snapshot, StaleMark
from tests.planning.indicators.by_hand import by_hand
from tests.planning.indicators.deeds_of_rules import rule
from tests.planning.indicators.telling import told
from tests.planning.indicators.test_fill import JUNE, LIVE, TOMORROW, days, marry, stored, true_on
from tests.world import TODAY


@pytest.fixture(autouse=True)
def in_shares(settings):
    settings.MEASURE_SHARE_UNITS = 2


def half_done(day: datetime.date) -> None:
    """Somebody has begun to measure a day, and has done one share."""
    shares.begin(day, PastMark.objects.count())
    assert shares._one(day)
    assert MeasureShare.objects.filter(day=day, rows=None).exists()


def all_done(day: datetime.date) -> None:
    """Whoever does the last share is killed before the units above are measured."""
    shares.begin(day, PastMark.objects.count())
    shares.work(day)


def test_every_unit_is_in_one_share_or_above_all(staffed):
    parts = [set(shares._below(TODAY, roots)) for roots in shares.branches(TODAY)]
    above = set(shares._above(TODAY, [unit for roots in shares.branches(TODAY) for unit in roots]))

    assert len(parts) > 2
    assert max(len(part) for part in parts) == 2
    assert sum(len(part) for part in [*parts, above]) == UnitVersion.objects.on(TODAY).count()
    assert set().union(above, *parts) == set(UnitVersion.objects.on(TODAY).values_list("unit", flat=True))
    assert above
    assert not UnitLink.objects.on(TODAY).filter(descendant__in=above).exclude(ancestor__in=above).exists()


def test_full_measure_in_shares_equals_the_computation_by_hand(staffed):
    Snapshot.objects.all().delete()
    heard = []

    assert fill.full(TODAY, heard.append) == len(by_hand(TODAY)) == Snapshot.objects.count()

    true_on(TODAY)
    assert heard[0] == 0
    assert heard == sorted(set(heard))
    assert not MeasureShare.objects.exists()


def test_kept_days_are_measured_in_shares_too(staffed):
    assert fill.keep(TODAY, 1) == 1
    true_on(JUNE)


def test_new_day_knows_what_changed_while_it_was_measured(staffed):
    half_done(TOMORROW)
    marry(staffed)
    fill.drain(TODAY)
    assert days() == {TODAY: LIVE}
    true_on(TODAY)

    fill.drain(TOMORROW)

    assert days() == {TOMORROW: LIVE}
    true_on(TOMORROW)
    assert not Snapshot.objects.exclude(day=TOMORROW).exists()


def test_new_day_knows_what_nobody_had_measured_yet(staffed):
    half_done(TOMORROW)
    marry(staffed)
    fill.full(TOMORROW)
    true_on(TOMORROW)
    assert not StaleMark.objects.exists()


def test_rule_that_changes_meanwhile_is_applied_to_all_shares(staffed):
    half_done(TOMORROW)
    with history.acting(actor=None, verb="rule", reason="test"):
        rule(staffed, "young_age_lt", 50)
    fill.drain(TODAY)
    fill.full(TOMORROW)
    true_on(TOMORROW)


def test_rule_that_changed_meanwhile_is_not_lost_with_a_worker_killed_after_the_last_share(staffed):
    all_done(TOMORROW)
    with history.acting(actor=None, verb="rule", reason="test"):
        rule(staffed, "young_age_lt", 50)
    with transaction.atomic():
        assert fill._put_together(TOMORROW) is None

    assert fill.is_due(TOMORROW)
    fill.drain(TOMORROW)
    true_on(TOMORROW)


def test_change_during_a_second_measure_of_the_live_day_is_there_at_once(staffed):
    half_done(TODAY)
    marry(staffed)

    assert fill.is_due(TODAY)
    fill._drained(TODAY)
    true_on(TODAY)
    assert fill.is_due(TODAY)  # shares are left

    fill.drain(TODAY)
    true_on(TODAY)
    assert not fill.is_due(TODAY)


def test_shares_of_a_day_that_has_passed_are_given_up(staffed):
    half_done(TOMORROW)
    fill.full(TODAY)

    true_on(TODAY)
    assert days() == {TODAY: LIVE}
    assert not Snapshot.objects.filter(day=TOMORROW).exists()
    assert not MeasureShare.objects.exists()


def test_values_of_a_unit_that_is_no_longer_there_go(staffed):
    row = Snapshot.objects.filter(day=TODAY).first()
    row.pk, row.unit_id = None, 10**9
    row.save()
    assert fill.faults(TODAY) != []

    fill.full(TODAY)
    assert fill.faults(TODAY) == []


def test_indicator_that_fails_does_so_alone(staffed, breaks):
    before = told(Snapshot.objects.filter(indicator="WOMEN"))
    breaks("WOMEN")
    fill.full(TOMORROW)

    assert MeasureFault.objects.get().indicator == "WOMEN"
    assert {row[2] for row in stored(TOMORROW)} == {row[2] for row in by_hand(TOMORROW)}
    assert {row[3:] for row in told(Snapshot.objects.filter(day=TOMORROW, indicator="WOMEN"))} == {
        row[3:] for row in before
    }
    breaks()
    fill.full(TOMORROW)
    assert not MeasureFault.objects.exists()
    true_on(TOMORROW)
    assert MeasuredDay.objects.get().day == TOMORROW


def test_indicator_that_fails_above_all_shares_does_so_alone(staffed, breaks):
    all_done(TOMORROW)
    breaks("WOMEN")
    fill.full(TOMORROW)

    assert MeasureFault.objects.get().indicator == "WOMEN"
    assert days() == {TOMORROW: LIVE}
    assert {row for row in stored(TOMORROW) if row[2] != "WOMEN"} == {
        row for row in by_hand(TOMORROW) if row[2] != "WOMEN"
    }
