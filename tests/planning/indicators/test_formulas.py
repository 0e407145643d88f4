"""A formula declared anew: the days that are kept are measured by it, and nothing else is done again."""

from dataclasses import replace

import pytest

from planning.indicators import fill, sql
from planning.indicators.definitions import BY_CODE
from planning.models import MeasuredDay, Snapshot
from tests.planning.breaking import install
from tests.planning.indicators.by_hand import by_hand
from tests.planning.indicators.telling import told
from tests.planning.indicators.test_faults import others_by_hand
from tests.planning.indicators.test_fill import JUNE, marry
from tests.world import TODAY

MEN = {"hit": "x.sex = 'M'", "version": BY_CODE["WOMEN"].version + 1}


@pytest.fixture
def declares(monkeypatch):
    """`declares(version=2)`: WOMEN is another formula from now on; without anything, what it was."""
    sound = sql.INDICATORS

    def change(**fields) -> None:
        install(monkeypatch, [replace(row, **fields) if row.code == "WOMEN" else row for row in sound])

    yield change
    install(monkeypatch, sound)


@pytest.fixture
def kept(staffed):
    fill.keep(TODAY, 1)
    return staffed


def counted(day) -> tuple[set[int], set[int]]:
    """How many of the district are counted on the day, actually; by which version."""
    rows = Snapshot.objects.filter(day=day, indicator="WOMEN", unit__code="district", term=None)
    return set(rows.values_list("numerator", flat=True)), set(rows.values_list("formula_version", flat=True))


@pytest.mark.parametrize("change", [None, marry])
def test_formula_declared_anew_measures_every_stored_day_once(kept, declares, change):
    others = {day: told(Snapshot.objects.filter(day=day).exclude(indicator="WOMEN")) for day in (JUNE, TODAY)}
    women, version = counted(TODAY)
    declares(**MEN)
    assert (fill.is_due(TODAY), fill.is_keep_due(TODAY, 1), fill.all_faults()) == (True, True, [])
    if change:
        change(kept)

    fill.drain(TODAY)
    assert fill.keep(TODAY, 1) == 1

    assert counted(TODAY)[1] == counted(JUNE)[1] == {MEN["version"]} != version
    assert counted(TODAY)[0] == counted(JUNE)[0] != women
    assert (fill.is_due(TODAY), fill.is_keep_due(TODAY, 1), fill.all_faults()) == (False, False, [])
    if not change:
        assert others == {
            day: told(Snapshot.objects.filter(day=day).exclude(indicator="WOMEN")) for day in (JUNE, TODAY)
        }


def test_indicator_added_to_the_catalogue_is_measured_on_kept_days(kept):
    for row in MeasuredDay.objects.all():
        del row.formulas["WOMEN"]
        row.save()
    Snapshot.objects.filter(indicator="WOMEN").delete()
    assert told(Snapshot.objects.filter(day=JUNE)) == others_by_hand(JUNE)
    fill.drain(TODAY)
    fill.keep(TODAY, 1)
    for day in (JUNE, TODAY):
        assert told(Snapshot.objects.filter(day=day)) == by_hand(day)


def test_formula_that_fails_when_declared_anew_is_tried_once(kept, declares):
    before = counted(JUNE)
    declares(hit="1 / 0 = 1", version=MEN["version"])
    fill.drain(TODAY)
    fill.keep(TODAY, 1)
    assert (fill.is_due(TODAY), fill.is_keep_due(TODAY, 1), fill.all_faults()) == (False, False, [])
    assert counted(JUNE) == before

    declares(**MEN)
    fill.full(TODAY)
    fill.keep(TODAY, 1)
    assert counted(JUNE)[1] == {MEN["version"]}


def test_unit_measured_anew_after_a_formula_was_is_not_mixed(kept, declares):
    declares(**MEN)
    fill.again(JUNE, [kept.units["alpha"].pk])
    assert counted(JUNE)[1] == {MEN["version"]}
