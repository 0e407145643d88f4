"""People in titles as a list, who is behind a value, and what is said of each by itself."""

import datetime
from collections import Counter

import pytest

from orgtree.models import UnitVersion
from planning.indicators import holdings, measuring
from planning.indicators.definitions import INDICATORS
from planning.indicators.holdings import Holding, Holdings
from planning.indicators.sources import HOLDERS
from tests.planning.indicators.by_hand import Record, holders
from tests.planning.indicators.by_hand.answers import EXCLUDED
from tests.planning.indicators.by_hand.record import Day
from tests.planning.indicators.telling import told
from tests.world import TODAY

JUDGED = [row.code for row in INDICATORS if row.source is HOLDERS]


@pytest.mark.parametrize("day", [TODAY, datetime.date(2032, 1, 1)], ids=str)
def test_measure_of_holdings_given_as_they_are_is_that_of_the_record(staffed, day):
    assert told(measuring.measure(day, held=holdings.of(day))) == told(measuring.measure(day))


def test_holdings_of_some_units_are_theirs(staffed):
    alpha = staffed.units["alpha"].pk
    assert {row.unit for row in holdings.of(TODAY, [alpha])} == {alpha}
    assert set(holdings.of(TODAY, [alpha])) == {row for row in holdings.of(TODAY) if row.unit == alpha}


def test_measure_of_nobody_has_no_people(staffed):
    left = {row.indicator for row in measuring.measure(TODAY, held=Holdings(()))}
    people = {row.code for row in INDICATORS if row.source.name in ("holder", "body", "load")}
    assert left.isdisjoint(people)
    assert "DOSSIERS_OF_MEMBERS" in left


def test_holdings_changed_change_the_values_of_the_unit(staffed):
    alpha, binh = staffed.units["alpha"].pk, staffed.people["binh"].pk
    held = holdings.of(TODAY)
    gone = Holding(alpha, None, binh, staffed.titles["standing"].pk)
    came = Holding(alpha, None, staffed.people["lan"].pk, staffed.titles["standing"].pk)

    def women(rows) -> list[tuple[int, int]]:
        return [
            (row.own_numerator, row.own_denominator)
            for row in measuring.measure(TODAY, [alpha], rows, ["WOMEN"])
            if (row.unit_id, row.term_id) == (alpha, None)
        ]

    assert women(held) == [(1, 2)]
    assert women(held.changed(without=[gone])) == [(0, 1)]
    assert women(held.changed(plus=[came])) == [(2, 3)]
    assert women(held.changed(without=[gone], plus=[came, came])) == [(1, 2)]
    assert len(held.changed(plus=[gone])) == len(held)


def test_holdings_of_a_basis_leave_out_the_others(staffed):
    held, term = holdings.of(TODAY), staffed.terms["2020-2025"].pk
    assert {row.term for row in held.of_basis(term)} == {term}
    assert len(held.of_basis(None)) + len(held.of_basis(term)) == len(held)


def test_holdings_are_judged_one_by_one_as_by_hand(staffed):
    at = Day(Record(), TODAY)
    by_hand = {
        Holding(held.unit, held.term, held.person.pk, held.title.pk): {
            code: answer for code, answer in holders.judged(at, held) if answer != EXCLUDED
        }
        for held in at.holdings
    }
    assert measuring.judged(TODAY, holdings.of(TODAY), JUDGED) == by_hand


def test_judging_over_two_sources_is_refused(world):
    with pytest.raises(ValueError, match="over one source"):
        measuring.judged(TODAY, holdings.of(TODAY), ["WOMEN", "UNCOVERED"])


def counts_of(rows) -> dict[int, tuple[int, int, int]]:
    """Numerator, unknown and excluded of each unit, counted from those behind the value."""
    counts: dict[int, Counter] = {}
    for row in rows:
        here = counts.setdefault(row.unit_id, Counter())
        if row.excluded:
            here["excluded"] += 1
        elif row.answer is None:
            here["unknown"] += 1
        else:
            here["numerator"] += row.answer
    return {unit: (here["numerator"], here["unknown"], here["excluded"]) for unit, here in counts.items()}


@pytest.mark.parametrize("given", [False, True])
def test_those_behind_a_value_are_as_many_as_it_says(staffed, given):
    units = list(UnitVersion.objects.on(TODAY).values_list("unit", flat=True))
    held = holdings.of(TODAY) if given else None
    values = measuring.measure(TODAY)
    for indicator in INDICATORS:
        for term in (None, staffed.terms["2020-2025"].pk):
            assert counts_of(measuring.behind(TODAY, indicator.code, term, units, held)) == {
                row.unit_id: (row.own_numerator, row.own_unknown, row.own_excluded)
                for row in values
                if (row.indicator, row.term_id) == (indicator.code, term)
                and row.own_denominator + row.own_unknown + row.own_excluded
            }
