"""Records that look like one person. The database narrows by indexed keys, `orgtree.rules.likeness` judges exactly.

Records given up in a merge are nobody's double: they stand for the record that was kept.
"""

import datetime
import hashlib
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db import connection

from anphu.kit.partial_dates import PartialDate
from orgtree.choices import Verb
from orgtree.models import Merge, NotSame, Person
from orgtree.rules.likeness import ASK, Face, Likeness, likeness
from orgtree.sections import values as items

COMPARED = ("full_name", "other_name", "birth_date", "home_town", "identity_number", "party_card")
MOST = 40
"""People of one name and people of one birth date looked at for a row, those born nearest first."""

KEPT = 24 * 3600
"""Seconds for which it is remembered who is alike, unless something changes before."""

_BLOCKS_SQL = """
SELECT key, p.id FROM unnest(%(number_keys)s::int[], %(numbers)s::text[]) AS asked(key, number)
  JOIN orgtree_person p ON p.identity_number = asked.number AND p.identity_number <> ''
UNION
SELECT key, p.id FROM unnest(%(card_keys)s::int[], %(cards)s::text[]) AS asked(key, card)
  JOIN orgtree_person p ON p.party_card = asked.card AND p.party_card <> ''
UNION
SELECT key, p.id FROM unnest(%(birth_keys)s::int[], %(births)s::date[]) AS asked(key, born)
  CROSS JOIN LATERAL (SELECT id FROM orgtree_person WHERE birth_date = asked.born LIMIT %(most)s) p
UNION
SELECT key, p.id FROM unnest(%(name_keys)s::int[], %(names)s::text[], %(borns)s::date[]) AS asked(key, name, born)
  CROSS JOIN LATERAL (
    SELECT id FROM orgtree_person WHERE name_fold ~>=~ asked.name AND name_fold ~<~ (asked.name || '!')
    ORDER BY abs(birth_date - asked.born), id LIMIT %(most)s) p
"""
"""Pairs of a row and a person worth comparing: a number, a birth date or a name (or its beginning, before another
name) agree. A person of a common name costs no more than MOST of its namesakes, however many there are."""

_RESEMBLING_SQL = """
UNION
SELECT 0, p.id FROM (SELECT id FROM orgtree_person WHERE name_fold %% %(name)s
                     ORDER BY similarity(name_fold, %(name)s) DESC, id LIMIT 100) p
"""
"""For one row alone, also people whose name resembles its name."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be the person asked about. `person` is None for a record outside the reader's sight: there is
    one, and the organization board knows whose."""

    person: Person | None
    score: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people of whom nobody has said that they are two; `one` has the lower id."""

    one: Person
    other: Person
    score: int
    reasons: tuple[str, ...]


def near(values: Mapping[str, Any], user, on: datetime.date, exclude: int | None = None) -> list[Candidate]:
    """Who resembles `values` (of the core section, typed so far), likest first.

    Only people whom `user` sees are named; of all others together one candidate says that there is a record elsewhere.
    `exclude`: whom the values belong to. Three queries at most.
    """
    face = Face.of(values)
    found = _judged({0: face}, _pairs([face], near_misses=True)).get(0, [])
    found = [candidate for candidate in found if candidate.person.pk != exclude]
    if not found:
        return []
    asked = Person.objects.visible_to(user, on).filter(pk__in=[candidate.person.pk for candidate in found])
    seen = set(asked.values_list("pk", flat=True))
    named = [candidate for candidate in found if candidate.person.pk in seen]
    elsewhere = [candidate.score for candidate in found if candidate.person.pk not in seen]
    return [*named, *([Candidate(None, max(elsewhere), ())] if elsewhere else [])]


def near_many(rows: Mapping[Hashable, Mapping[str, Any]]) -> dict[Hashable, list[Candidate]]:
    """For each row (key → values of the core section) the people in all records who resemble it, likest first.

    Two queries however many rows. Whether the reader may see whom is for the caller. Two things wrong at once, such as
    a letter of the name and a digit of the birth date, are found only where a number agrees.
    """
    keys = list(rows)
    faces = [Face.of(rows[key]) for key in keys]
    judged = _judged(dict(enumerate(faces)), _pairs(faces))
    return {keys[place]: found for place, found in judged.items()}


def pairs(user, on: datetime.date) -> list[Pair]:
    """Pairs among the people whom `user` sees, likest first, without those said to be two.

    Comparing everybody costs most of a second, so that which pairs are alike is kept until something changes that it
    rests on: four queries then, whatever there is.
    """
    told = set(NotSame.objects.values_list("one", "other"))
    found = [pair for pair in _alike(user, on) if pair not in told]
    asked = {pk for pair in found for pk in pair}
    people = Person.objects.visible_to(user, on).only(*_columns()).in_bulk(asked)
    judged = [Pair(one, other, *_said(alike(one, other))) for one, other in _both(found, people)]
    return sorted(judged, key=lambda pair: (-pair.score, pair.one.name_key, pair.one.pk, pair.other.pk))


def _said(found: Likeness) -> tuple[int, tuple[str, ...]]:
    return found.score, found.reasons


def _both(found: Iterable[tuple[int, int]], people: Mapping[int, Person]) -> Iterator[tuple[Person, Person]]:
    return ((people[one], people[other]) for one, other in found if one in people and other in people)


_STATE_SQL = """
SELECT (SELECT max(pgh_id) FROM orgtree_personevent), (SELECT max(pgh_id) FROM orgtree_partymembershipevent),
       (SELECT max(pgh_id) FROM orgtree_postingevent), (SELECT max(pgh_id) FROM orgtree_unitversionevent),
       (SELECT max(id) FROM orgtree_merge), (SELECT count(*) FROM orgtree_merge WHERE undone_at IS NULL)
"""
"""Changes with everything that `_alike` rests on, besides reader and day; each is the end of an index or very short."""


def _alike(user, on: datetime.date) -> list[tuple[int, int]]:
    """Ids of pairs of people in sight who look like one, the lower first."""
    with connection.cursor() as cursor:
        cursor.execute(_STATE_SQL)
        state = cursor.fetchone()
    key = f"alike-{'-'.join(map(str, sorted(user.granted(Verb.SEE_PEOPLE))))}-{on}-{'-'.join(map(str, state))}"
    return cache.get_or_set(hashlib.sha256(key.encode()).hexdigest(), lambda: _compared(user, on), KEPT)


def _compared(user, on: datetime.date) -> list[tuple[int, int]]:
    """All are at hand: whom to compare is found here and not in the database, which would look up each alone."""
    faces = {person.pk: face(person) for person in Person.objects.visible_to(user, on).only(*_columns())}
    near = {(min(pair), max(pair)) for pair in neighbours(faces)}
    gone = set(Merge.objects.filter(undone_at=None).values_list("gone", flat=True))
    return [pair for pair in near if gone.isdisjoint(pair) and likeness(faces[pair[0]], faces[pair[1]]).score >= ASK]


def neighbours(faces: Mapping[int, Face]) -> Iterator[tuple[int, int]]:
    """Pairs worth comparing, some of them twice: a number or a birth date (its day and month perhaps exchanged) agrees,
    or the words of a name, or those with which a longer name begins. Of many with the same, those born nearest."""
    shared: dict[tuple, list[int]] = defaultdict(list)
    for pk, one in faces.items():
        for mark in _marks(one):
            shared[mark].append(pk)
    for group in shared.values():
        group.sort(key=lambda pk: (faces[pk].born.stored() if faces[pk].born else "", pk))
        for place, pk in enumerate(group):
            yield from ((pk, other) for other in group[place + 1 : place + 1 + MOST])
    for pk, one in faces.items():
        for mark in _beginnings(one):
            yield from ((pk, other) for other in shared.get(mark, ())[:MOST] if other != pk)


def _marks(one: Face) -> Iterator[tuple]:
    for kind, number, lengths in (("identity", one.identity, (9, 12)), ("card", one.card, (8, 12))):
        yield from ((kind, form) for form in _forms(number, lengths, near_misses=False))
    if one.born and one.born.day:
        yield ("born", one.born.year, *sorted((one.born.month, one.born.day)))
    yield from (("name", *sorted(folded.split())) for folded in one.folded)


def _beginnings(one: Face) -> Iterator[tuple]:
    for words in map(str.split, one.folded):
        yield from (("name", *sorted(words[:length])) for length in range(2, len(words)))


def face(person: Person) -> Face:
    return Face.of({name: items.get(person, name) for name in COMPARED})


def alike(one: Person, other: Person) -> Likeness:
    """How much two people look like one."""
    return likeness(face(one), face(other))


def _columns() -> list[str]:
    return [*items.columns(Person, COMPARED), "name_key"]


def _judged(faces: Mapping[int, Face], found: Iterable[tuple[int, int]]) -> dict[int, list[Candidate]]:
    """Of the pairs found those alike enough, by row, likest first."""
    found = list(found)
    people = Person.objects.only(*_columns()).in_bulk({person for _row, person in found})
    their_faces = {pk: face(person) for pk, person in people.items()}
    judged: dict[int, list[Candidate]] = {}
    for row, person in found:
        alike = likeness(faces[row], their_faces[person])
        if alike.score >= ASK:
            judged.setdefault(row, []).append(Candidate(people[person], alike.score, alike.reasons))
    for candidates in judged.values():
        candidates.sort(key=lambda candidate: (-candidate.score, candidate.person.name_key, candidate.person.pk))
    return judged


def _pairs(faces: Sequence[Face], *, near_misses: bool = False) -> list[tuple[int, int]]:
    """`(place in faces, id of a person)` worth comparing. `near_misses`: of one face also dates and numbers with one
    digit wrong and names that only resemble it."""
    asked = _asked(faces, near_misses)
    sql = _BLOCKS_SQL
    if near_misses and faces[0].folded:
        sql, asked["name"] = sql + _RESEMBLING_SQL, faces[0].folded[0]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT key, id FROM ({sql}) found WHERE NOT EXISTS"
            " (SELECT FROM orgtree_merge m WHERE m.gone_id = found.id AND m.undone_at IS NULL)",
            asked,
        )
        return cursor.fetchall()


def _asked(faces: Sequence[Face], near_misses: bool) -> dict[str, Any]:
    numbers, cards, births, called = [], [], [], []
    for key, one in enumerate(faces):
        numbers += [(key, number) for number in _forms(one.identity, (9, 12), near_misses)]
        cards += [(key, card) for card in _forms(one.card, (8, 12), near_misses)]
        births += [(key, day) for day in _births(one.born, near_misses)]
        born = one.born.earliest if one.born else None
        called += [(key, name, born) for folded in one.folded for name in _turned(folded)]
    return {
        "number_keys": [key for key, _number in numbers],
        "numbers": [number for _key, number in numbers],
        "card_keys": [key for key, _card in cards],
        "cards": [card for _key, card in cards],
        "birth_keys": [key for key, _day in births],
        "births": [day for _key, day in births],
        "name_keys": [key for key, _name, _born in called],
        "names": [name for _key, name, _born in called],
        "borns": [born for _key, _name, born in called],
        "most": MOST,
    }


def _forms(number: str, lengths: tuple[int, int], near_misses: bool) -> set[str]:
    """The ways in which a number can be stored: padded with zeros; with `near_misses` any one digit another."""
    forms = {number.zfill(length) for length in lengths if number and len(number) <= length}
    if near_misses:
        forms |= {
            f"{form[:place]}{digit}{form[place + 1 :]}"
            for form in tuple(forms)
            for place in range(len(form))
            for digit in "0123456789"
        }
    return forms


def _births(born: PartialDate | None, near_misses: bool) -> set[datetime.date]:
    """The day, the day with its month exchanged, and with `near_misses` every day that differs by one digit."""
    if born is None or not born.day:
        return set()
    days = {born.earliest, *_real(f"{born.year:04}-{born.day:02}-{born.month:02}")}
    if near_misses:
        text = born.stored()
        for place in (0, 1, 2, 3, 5, 6, 8, 9):
            for digit in "0123456789":
                days.update(_real(f"{text[:place]}{digit}{text[place + 1 :]}"))
    return days


def _real(text: str) -> list[datetime.date]:
    try:
        return [datetime.date.fromisoformat(text)]
    except ValueError:
        return []


def _turned(folded: str) -> set[str]:
    """A name with its words turned round and the other way: the family name last, the given name first."""
    words = folded.split()
    turns = (words[place:] + words[:place] for place in range(len(words)))
    return {" ".join(turn) for turn in (*turns, words[::-1])}
