"""A problem with fewer candidates and the same best answers: once it is known how many changes it takes, whoever has
enough others before him who can do everything he can is never needed."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import IntEnum

from planning.rules.problems import Option, Problem

_CODES = {True: 3, False: 2, None: 1}
"""Two bits for what is known of a person at a place: 0 stands for an indicator that does not look there."""


@dataclass(frozen=True, slots=True)
class _Traits:
    """What a candidate can do, as bits: the places open to him, those without a waiver, what he counts for there."""

    places: int
    free: int
    facts: int
    hits: int
    span: int
    allowed: tuple[int, ...]

    @property
    def strength(self) -> int:
        return self.hits.bit_count() + self.places.bit_count()

    def covers(self, other: "_Traits") -> bool:
        """Whether whatever the other could do, this one could as well or better."""
        differ = (self.facts ^ other.facts) & other.span & ~self.hits
        return (
            not other.places & ~self.places
            and not other.free & ~self.free
            and not differ
            and all(mine >= his for mine, his in zip(self.allowed, other.allowed, strict=True))
        )


class Price(IntEnum):
    """What must not become worse when one candidate stands in for another."""

    CHANGES = 0
    WAIVERS = 1
    ORDER = 2


def narrowed(problem: Problem, number: int, price: Price, keep: Collection[int] = ()) -> Problem:
    """`problem` without candidates whom at least `number` others cover.

    Whoever is planned, named in a wish or to `keep` stays. Sets of at most `number` changes lose nothing by it: whoever
    is left out is replaced by one of the others whom the set does not use, at the same `price` or a better one.
    """
    kept = {option.person for option in problem.options if option.planned}.union(keep)
    kept |= {wish.person for wish in (*problem.must, *problem.must_not)}
    options = defaultdict(list)
    for option in problem.options:
        if option.person not in kept:
            options[option.person].append(option)
    reader = _Reader(problem, price)
    traits = {who: reader.of(rows) for who, rows in options.items()}
    place = {who: (rows[0].order * (price == Price.ORDER), -traits[who].strength, who) for who, rows in options.items()}
    kinds: Counter[_Traits] = Counter()
    for who in sorted(options, key=place.get):
        mine = traits[who]
        if sum(others for kind, others in kinds.items() if kind.covers(mine)) < number:
            kept.add(who)
            kinds[mine] += 1
    return replace(problem, options=tuple(option for option in problem.options if option.person in kept))


class _Reader:
    """Options of candidates as bits, in the places and aims of a problem."""

    def __init__(self, problem: Problem, price: Price):
        self._problem, self._waivers = problem, price >= Price.WAIVERS
        self._bit = {place.pk: bit for bit, place in enumerate(problem.places)}
        self._levels = sorted({place.level for place in problem.places})

    def of(self, options: list[Option]) -> _Traits:
        places = free = facts = hits = span = 0
        width = 2 * len(self._problem.aims)
        for option in options:
            bit = self._bit[option.place]
            places |= 1 << bit
            free |= (self._waivers and not option.waiver) << bit
            for number, aim in enumerate(self._problem.aims):
                shift = bit * width + 2 * number
                code = _CODES[option.facts[aim.code]] if aim.code in option.facts else 0
                span |= 3 << shift
                facts |= code << shift
                if code == _CODES[True] and aim.high is None:
                    hits |= 3 << shift
        allowed = (self._problem.titles_allowed(options[0].person, level) for level in self._levels)
        return _Traits(places, free, facts, hits, span, tuple(len(self._bit) if n is None else n for n in allowed))
