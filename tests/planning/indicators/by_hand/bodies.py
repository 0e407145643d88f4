"""Committees, titles that are planned for, and how many titles a person is planned for."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from orgtree.choices import SEAT_RANK
from tests.planning.indicators.by_hand.record import Day

KINDS = ("executive", "standing", "standing_body")


def answers(at: Day) -> Iterator[tuple]:
    yield from _committees(at)
    yield from _titles(at)
    yield from _loads(at)


def _committees(at: Day) -> Iterator[tuple]:
    """Each committee of a unit with anybody in it: whoever sits in a higher one sits in the lower ones too."""
    members: dict[tuple, dict[int, object]] = defaultdict(dict)
    for held in at.holdings:
        for kind in KINDS[: SEAT_RANK[held.title.seat]]:
            members[held.unit, held.term, kind][held.person.pk] = held.person
    for (unit, term, kind), people in members.items():
        if kind == "standing":
            yield unit, term, "WOMEN_PRESENT", kind, any(person.sex == "F" for person in people.values())
            yield (
                unit,
                term,
                "YOUNG_PRESENT",
                kind,
                _any([at.under(person, "young_age_lt") for person in people.values()]),
            )
        if kind == "executive":
            yield from _seats(at, unit, term, people)


def _any(said: list[bool | None]) -> bool | None:
    if True in said:
        return True
    return None if None in said else False


def _seats(at: Day, unit: int, term: int | None, people: dict) -> Iterator[tuple]:
    """People for each seat approved."""
    size, kind = at.sizes.get((unit, "executive")), "executive"
    if term is None:
        yield unit, term, "SEATS_FILLED", kind, (len(people), size)
        return
    staying = sum(at.seats.get((unit, person), 0) > 0 for person in people)
    yield unit, term, "COEFFICIENT_ALL", kind, (len(people), size)
    yield unit, term, "COEFFICIENT_NEW", kind, (len(people) - staying, size)


def _titles(at: Day) -> Iterator[tuple]:
    record = at.record
    people = Counter((held.unit, held.term, held.title.pk) for held in at.holdings)
    begun = {
        (plan_title.unit_id, plan_title.term_id)
        for entry in record.entries
        for plan_title in (record.plan_titles[entry.plan_title_id],)
        if entry.period.lower <= at.day
    }
    most = at.numbers.get("max_people_per_title")
    for row in record.plan_titles.values():
        if (row.unit_id, row.term_id) in begun:
            planned = people[row.unit_id, row.term_id, row.title_id]
            where = (row.unit_id, row.term_id)
            yield *where, "PEOPLE_PER_TITLE", row.title_id, (planned, 1)
            yield *where, "UNCOVERED", row.title_id, planned == 0
            yield *where, "SINGLE_SUCCESSOR", row.title_id, planned == 1
            if most is not None:
                yield *where, "PEOPLE_OVER_CAP", row.title_id, planned > most
        if at.day in record.terms[row.term_id].period:
            holders = people[row.unit_id, None, row.title_id]
            yield row.unit_id, None, "VACANT", row.title_id, holders < row.size


def _loads(at: Day) -> Iterator[tuple]:
    """Titles of one level for which a person is planned in a term, in whatever unit."""
    planned = [held for held in at.holdings if held.term is not None]
    titles = Counter((held.person.pk, held.term, held.title.level) for held in planned)
    most = at.numbers.get("max_titles_per_person_same_level")
    for held in planned:
        load = titles[held.person.pk, held.term, held.title.level]
        yield held.unit, held.term, "TITLES_PER_PERSON", held.person.pk, (load, 1)
        if most is not None:
            yield held.unit, held.term, "TITLES_WITHIN_CAP", held.person.pk, load <= most
