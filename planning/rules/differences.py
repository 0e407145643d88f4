"""What changed between two plans. Pure: entries in, changes out.

Applying the changes to the first plan gives the second: whatever is `kept` stays, `removed` goes, `added` comes,
`moved` goes under one title and comes under another.
"""

import datetime
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass

from planning.choices import Change

Key = Callable[["Planned"], Hashable]
"""What makes two entries of two plans the same; nothing is twice in one plan."""


@dataclass(frozen=True, slots=True)
class Planned:
    """An entry of a plan on a day, with what names it. `ended`, `ground` and `closed_*` only if known on that day."""

    entry: int
    plan_title: int
    term: int
    term_code: str
    unit: int
    title: int
    title_name: str
    rank: int
    person: int
    person_name: str
    name_key: str
    since: datetime.date
    opened_by: int
    opened_number: str
    ended: datetime.date | None = None
    closed_by: int | None = None
    closed_number: str = ""
    ground: str = ""
    moved_from: int | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """One person: in the first plan (`before`), in the second (`after`), or in both."""

    change: Change
    before: Planned | None
    after: Planned | None

    @property
    def seen(self) -> Planned:
        """Where it is listed: in the second plan, or else in the first."""
        return self.after or self.before


def by_place(row: Planned) -> Hashable:
    """The same title of a unit in the same term."""
    return row.plan_title, row.person


def by_title(row: Planned) -> Hashable:
    """The same title of a unit, whatever the term."""
    return row.unit, row.title, row.person


def compare(before: Iterable[Planned], after: Iterable[Planned], moves: Mapping[int, int]) -> list[Changed]:
    """Two days of the plan of the same terms. `moves`: entry → the one it was moved from, between the two days.

    A person moved several times in between was moved once, from where the first plan has them to where the second does.
    """

    def pair(gone: dict[int, Planned], come: list[Planned]) -> dict[int, Planned]:
        return {row.entry: source for row in come if (source := _origin(row.entry, moves, gone))}

    return _compare(before, after, by_place, pair)


def compare_terms(before: Iterable[Planned], after: Iterable[Planned]) -> list[Changed]:
    """The plans of two terms. Whoever leaves one title of a unit and comes under another was moved, the highest first:
    no decision says so between terms."""
    return _compare(before, after, by_title, _same_person)


def _compare(before: Iterable[Planned], after: Iterable[Planned], key: Key, pair: Callable) -> list[Changed]:
    old, new = {key(row): row for row in before}, {key(row): row for row in after}
    gone = {row.entry: row for place, row in old.items() if place not in new}
    come = [row for place, row in new.items() if place not in old]
    sources = pair(gone, come)
    left = gone.keys() - {source.entry for source in sources.values()}
    return [
        *(Changed(Change.KEPT, old[place], row) for place, row in new.items() if place in old),
        *(Changed(Change.MOVED, sources[row.entry], row) for row in come if row.entry in sources),
        *(Changed(Change.ADDED, None, row) for row in come if row.entry not in sources),
        *(Changed(Change.REMOVED, row, None) for entry, row in gone.items() if entry in left),
    ]


def _origin(entry: int, moves: Mapping[int, int], gone: Mapping[int, Planned]) -> Planned | None:
    """Back along the moves to an entry of the first plan that is no longer in the second."""
    while entry in moves:
        entry = moves[entry]
        if entry in gone:
            return gone[entry]
    return None


def _same_person(gone: Mapping[int, Planned], come: Iterable[Planned]) -> dict[int, Planned]:
    leaving: dict[tuple[int, int], list[Planned]] = {}
    for row in sorted(gone.values(), key=_height):
        leaving.setdefault((row.unit, row.person), []).append(row)
    sources = {}
    for row in sorted(come, key=_height, reverse=True):
        if waiting := leaving.get((row.unit, row.person)):
            sources[row.entry] = waiting.pop()
    return sources


def _height(row: Planned) -> tuple[int, int]:
    return row.rank, row.title
