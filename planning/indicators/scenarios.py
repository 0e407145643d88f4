"""What a scenario would do to the indicators: the units it touches and those above them, before and after.

Only the units touched are measured, twice, over holdings as given; the difference is added to the values of the day, so
that the cost is that of the units touched and not of the district.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from orgtree.choices import Verb
from orgtree.models import UnitLink, UnitVersion
from planning.indicators import fill, holdings, measuring
from planning.indicators.definitions import BY_CODE, PERCENT, Indicator
from planning.indicators.readings import targets_of
from planning.models import ScenarioMove, Snapshot, Target, Term
from planning.queries.scenarios import places_of
from planning.queries.units import reached
from planning.rules.scenarios import Outcome, Place, carried_out, step_of

_Key = tuple[int, str, int | None]


class Counts(NamedTuple):
    """The four counts of a value."""

    numerator: int
    denominator: int
    unknown: int
    excluded: int


@dataclass(frozen=True)
class Shift:
    """A value before and after: of a unit, an indicator, on a basis (`term` None: actual holders)."""

    unit: UnitVersion
    indicator: Indicator
    term: Term | None
    before: Counts
    after: Counts
    target: Target | None

    @property
    def changed(self) -> bool:
        return self.before != self.after

    @property
    def sides(self) -> "tuple[Side, Side]":
        """Before and after as they are read."""
        return self._side(self.before), self._side(self.after)

    def _side(self, counts: Counts) -> "Side":
        factor = 100 if self.indicator.measure == PERCENT else 1
        amount = factor * counts.numerator / counts.denominator if counts.denominator else None
        return Side(counts, amount, self.target.met_by(amount) if self.target else None)


class Side(NamedTuple):
    """A value in the measure of its indicator (percent, or times), and whether it meets the target."""

    counts: Counts
    amount: float | None
    met: bool | None


@dataclass(frozen=True)
class Trial:
    """A scenario carried out on the record of a day."""

    outcome: Outcome
    shifts: list[Shift]


def tried(moves: Sequence[ScenarioMove], user, on: datetime.date) -> Trial:
    """Make the moves on the record of `on`. The shifts are those of the units in which the reader sees indicators and
    people, the highest unit first. The same number of queries however many moves; two of them measure."""
    record, units = _record(moves, on)
    outcome = carried_out(record, [step_of(move) for move in moves])
    if not moves:
        return Trial(outcome, [])
    differences = _differences(record, outcome.places, sorted(units), on)
    above = UnitLink.objects.on(on).filter(descendant__in=units).values("ancestor")
    people = UnitLink.objects.reached_by(user, Verb.SEE_PEOPLE, on)  # of others the few who move could be told apart
    seen = reached(user, Verb.SEE_INDICATORS, on).filter(unit__in=people)
    shown = {row.unit_id: row for row in seen.filter(unit__in=above)}
    now = _values(sorted(shown), user, on)
    targets, terms = targets_of(list(shown), on), {row.pk: row for row in Term.objects.order_by("code")}
    shifts = []
    for unit, code, term in sorted({*now, *(key for key in differences if key[0] in shown)}, key=_order(shown)):
        before = now.get((unit, code, term), _NOTHING)
        change = differences.get((unit, code, term), _NOTHING)
        after = Counts(*(max(0, one + more) for one, more in zip(before, change, strict=True)))
        target = targets[unit].get(code)
        shifts.append(Shift(shown[unit], BY_CODE[code], terms[term] if term else None, before, after, target))
    return Trial(outcome, shifts)


_NOTHING = Counts(0, 0, 0, 0)


def _record(moves: Sequence[ScenarioMove], on: datetime.date) -> tuple[list[Place], set[int]]:
    """The holdings that the moves and their measurement need, and the units that the moves touch: where somebody comes
    or goes, and where those who are moved hold titles or are planned besides."""
    mine = places_of({move.person_id for move in moves}, on)
    units = {unit for move in moves for unit in (move.unit_id, move.from_unit_id) if unit} | {row.unit for row in mine}
    inside = [Place(*row) for row in holdings.of(on, sorted(units))]
    elsewhere = places_of({row.person for row in inside if row.term is not None}, on)
    return list(dict.fromkeys([*inside, *elsewhere])), units


def _differences(before: Sequence[Place], after: Sequence[Place], units: list[int], on: datetime.date) -> dict:
    """What the moves add to the values of the units and of those above them."""
    then, now = (
        {_key(row): _counts(row) for row in measuring.measure(on, units, holdings.Holdings.made(places))}
        for places in (before, after)
    )
    return {
        key: Counts(*(more - less for more, less in zip(now.get(key, _NOTHING), then.get(key, _NOTHING), strict=True)))
        for key in {*then, *now}
    }


def _values(units: list[int], user, on: datetime.date) -> dict[_Key, Counts]:
    """Values of `units` on `on`, stored or measured now."""
    if fill.is_stored(on):
        rows = list(Snapshot.objects.filter(day=on, unit__in=units))
    else:
        beneath = UnitLink.objects.on(on).filter(ancestor__in=units).values_list("descendant", flat=True)
        rows = [row for row in measuring.measure(on, sorted(set(beneath))) if row.unit_id in units]
    return {_key(row): _counts(row) for row in rows}


def _key(row: Snapshot) -> _Key:
    return row.unit_id, row.indicator, row.term_id


def _counts(row: Snapshot) -> Counts:
    return Counts(row.numerator, row.denominator, row.unknown, row.excluded)


def _order(shown: dict[int, UnitVersion]):
    """Units from the top, then indicators as declared, then actual holders before plans."""
    places = {unit: place for place, unit in enumerate(shown)}
    codes = {code: place for place, code in enumerate(BY_CODE)}
    return lambda key: (places[key[0]], codes[key[1]], key[2] or 0)
