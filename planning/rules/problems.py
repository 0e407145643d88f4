"""What is asked of the solver: places of a plan, who may stand in them, aims to reach, limits to keep; and whether a
given plan reaches and keeps them. Plain facts: the integer programme (planning/rules/programs.py) is checked against
what is said here.
"""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

Pair = tuple[int, int]
"""A person and a place, by their ids."""
Plan = frozenset[Pair]


@dataclass(frozen=True, slots=True)
class Place:
    """A title of a unit in the plan. `most`: how many people it may have, None where the law says nothing; `least`: how
    many it must have."""

    pk: int
    unit: int
    level: str
    most: int | None = None
    least: int = 0


@dataclass(frozen=True, slots=True)
class Option:
    """Somebody who stands in a place (`planned`) or could be added to it.

    `facts`: by indicator, whether the person counts there (True, False, None: the record cannot say); an indicator that
    does not look at the place is absent. `waiver`: adding takes a waiver. `order`: 0 for whoever comes into question
    first; it is the person's, the same at every place.
    """

    person: int
    place: int
    facts: Mapping[str, bool | None]
    planned: bool = False
    waiver: bool = False
    order: int = 0

    @property
    def pair(self) -> Pair:
        return self.person, self.place


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people count, of how many about whom the record can say."""

    hit: int = 0
    known: int = 0
    unknown: int = 0

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.hit, self.known) if self.known else None

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.hit + other.hit, self.known + other.known, self.unknown + other.unknown)


@dataclass(frozen=True, slots=True)
class Aim:
    """A share of people to reach: at least `low`, at most `high` of those known. `fixed`: people outside the places of
    the problem who count too, such as those of units below."""

    code: str
    low: Fraction | None = None
    high: Fraction | None = None
    fixed: Tally = Tally()

    def short(self, tally: Tally) -> int:
        """How many people of that number would have to count in addition, or, above `high`, no longer count."""
        above = 0 if self.high is None else tally.hit - math.floor(self.high * tally.known)
        below = 0 if self.low is None else math.ceil(self.low * tally.known) - tally.hit
        return max(0, above, below)


@dataclass(frozen=True, slots=True)
class Wish:
    """A person in a place, or (`place` None) anywhere in the plan."""

    person: int
    place: int | None = None

    def of(self, pair: Pair) -> bool:
        return pair[0] == self.person and self.place in (None, pair[1])


class Limit(StrEnum):
    """What a plan can break besides its aims."""

    MOST_PEOPLE = "most_people"
    LEAST_PEOPLE = "least_people"
    MOST_TITLES = "most_titles"
    MUST = "must"
    MUST_NOT = "must_not"
    MOST_CHANGES = "most_changes"


@dataclass(frozen=True, slots=True)
class Breach:
    """One aim missed (`code`, by `short` people) or one limit broken (at a place, by a person)."""

    limit: Limit | None
    code: str = ""
    short: int = 0
    place: int | None = None
    person: int | None = None


@dataclass(frozen=True)
class Problem:
    """A plan and what it should become.

    `titles_of_person`: how many titles of a level a person may have, `elsewhere` those that a person has outside the
    problem, by person and level. With `tidy` every limit of people and titles must hold in the end; without it whatever
    is over a limit now may stay as it is, but nothing goes beyond. A place that has people never ends empty.
    `seconds`: how long the search may take.
    """

    places: tuple[Place, ...]
    options: tuple[Option, ...]
    aims: tuple[Aim, ...]
    titles_of_person: Mapping[str, int] = field(default_factory=dict)
    elsewhere: Mapping[tuple[int, str], int] = field(default_factory=dict)
    must: tuple[Wish, ...] = ()
    must_not: tuple[Wish, ...] = ()
    most_changes: int | None = None
    tidy: bool = False
    seconds: float = 2.0

    @cached_property
    def by_pair(self) -> dict[Pair, Option]:
        return {option.pair: option for option in self.options}

    @cached_property
    def by_place(self) -> dict[int, Place]:
        return {place.pk: place for place in self.places}

    @cached_property
    def now(self) -> Plan:
        """The plan as it stands."""
        return frozenset(option.pair for option in self.options if option.planned)

    @cached_property
    def present(self) -> dict[str, Tally]:
        """The aims as they stand, by code."""
        return {aim.code: self.tally(aim, self.now) for aim in self.aims}

    def room(self, place: Place) -> tuple[int, int | None]:
        """The fewest and the most people that `place` may end with."""
        number = sum(pk == place.pk for _person, pk in self.now)
        if self.tidy:
            return max(place.least, min(1, number)), place.most
        least = max(min(place.least, number), min(1, number))
        return least, None if place.most is None else max(place.most, number)

    def titles_allowed(self, person: int, level: str) -> int | None:
        """How many titles of the level the person may have within the problem; None: no limit."""
        most = self.titles_of_person.get(level)
        if most is None:
            return None
        allowed = max(0, most - self.elsewhere.get((person, level), 0))
        if self.tidy:
            return allowed
        return max(allowed, sum(who == person and self.by_place[pk].level == level for who, pk in self.now))

    def tally(self, aim: Aim, plan: Plan) -> Tally:
        """A person counts once in a unit: not if any place says so, unknown if any place cannot say."""
        said: dict[tuple[int, int], set[bool | None]] = {}
        for pair in plan:
            facts = self.by_pair[pair].facts
            if aim.code in facts:
                said.setdefault((self.by_place[pair[1]].unit, pair[0]), set()).add(facts[aim.code])
        hits = sum(answers == {True} for answers in said.values())
        known = hits + sum(False in answers for answers in said.values())
        return aim.fixed + Tally(hits, known, len(said) - known)

    def short(self, aim: Aim, plan: Plan) -> int:
        """How many people `plan` is short of the aim. Whoever empties the population has not met it."""
        tally = self.tally(aim, plan)
        return aim.short(tally) if tally.known or not self.present[aim.code].known else 1

    def breaches(self, plan: Plan) -> list[Breach]:
        """Everything that `plan` misses or breaks."""
        return [*self.missed(plan), *self._crowds(plan), *self._wishes(plan)]

    def missed(self, plan: Plan) -> list[Breach]:
        short = ((aim.code, self.short(aim, plan)) for aim in self.aims)
        return [Breach(None, code, people) for code, people in short if people]

    def _crowds(self, plan: Plan) -> Iterable[Breach]:
        people = Counter(pk for _person, pk in plan)
        for place in self.places:
            least, most = self.room(place)
            if most is not None and people[place.pk] > most:
                yield Breach(Limit.MOST_PEOPLE, place=place.pk)
            if people[place.pk] < least:
                yield Breach(Limit.LEAST_PEOPLE, place=place.pk)
        for (person, level), number in Counter((who, self.by_place[pk].level) for who, pk in plan).items():
            allowed = self.titles_allowed(person, level)
            if allowed is not None and number > allowed:
                yield Breach(Limit.MOST_TITLES, person=person)

    def _wishes(self, plan: Plan) -> Iterable[Breach]:
        for wish in self.must:
            if not any(wish.of(pair) for pair in plan):
                yield Breach(Limit.MUST, place=wish.place, person=wish.person)
        for wish in self.must_not:
            if any(wish.of(pair) for pair in plan):
                yield Breach(Limit.MUST_NOT, place=wish.place, person=wish.person)
        if self.most_changes is not None and size(self.now, plan) > self.most_changes:
            yield Breach(Limit.MOST_CHANGES)


def size(before: Plan, after: Plan) -> int:
    """How many changes lead from one plan to the other: whoever leaves one place for another makes one."""
    added, removed = Counter(who for who, _pk in after - before), Counter(who for who, _pk in before - after)
    return sum(max(added[who], removed[who]) for who in added.keys() | removed.keys())


def people(pairs: Collection[Pair]) -> set[int]:
    return {who for who, _place in pairs}
