"""Finding people by name, and what a list or a page says about them besides their own row."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import islice
from operator import or_

from django.db import connection
from django.db.models import Case, CharField, F, Func, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Concat

from anphu.kit import names
from orgtree.choices import Verb
from orgtree.models import Person, UnitLink

NEAR = 2
"""Most typing errors forgiven in a long word; words of up to five letters are forgiven one."""


def search(people: QuerySet, text: str) -> QuerySet:
    """`people` whose names have words that begin with every word of `text`, marks or not; written exactly so, first.

    When nobody is found, words with small typing errors are tried. Text without a letter finds nobody.
    """
    words = names.fold(text).split()
    if not words:
        return people.none()
    found = people.filter(_all_begin(words))
    if not found.exists():
        near = nearest(_spoken(people), words)
        found = people.filter(near) if near is not None else people.none()
    padded = Concat(Value(" "), "full_name", Value(" "))
    return found.alias(padded=padded).annotate(search_rank=_rank(text)).order_by("search_rank", "name_key", "pk")


def numbered(people: QuerySet, digits: str) -> list[int]:
    """Ids of at most two of `people` with this identity number or Party card, zeros lost on the left or not."""
    identity = [digits.zfill(length) for length in (9, 12)]
    card = [digits.zfill(length) for length in (8, 12)]
    found = people.filter(Q(identity_number__in=identity) | Q(party_card__in=card))
    return list(found.order_by().values_list("pk", flat=True)[:2])


def _begins(word: str) -> Q:
    return Q(name_fold__startswith=word) | Q(name_fold__contains=f" {word}")


def _all_begin(words: Iterable[str]) -> Q:
    condition = Q()
    for word in words:
        condition &= _begins(word)
    return condition


def _rank(text: str) -> Case:
    """0 where every word stands in the name with the very marks typed, in whatever case; 1 elsewhere."""
    exact = Q()
    for word in names.nfc(text).split():
        exact &= reduce(or_, (Q(padded__contains=f" {form} ") for form in _cases(word)))
    return Case(When(exact, then=Value(0)), default=Value(1), output_field=IntegerField())


def _cases(word: str) -> set[str]:
    """The ways a name is written; listed, because the database's locale may not know Vietnamese capitals."""
    return {word, word.lower(), word.upper(), word.capitalize()}


def _spoken(people: QuerySet) -> set[str]:
    """Every word of the folded names: a few hundred, however many people there are."""
    words = Func(F("name_fold"), Value(" "), function="string_to_array", output_field=CharField())
    one_by_one = Func(words, function="unnest", output_field=CharField())
    return set(people.order_by().annotate(word=one_by_one).values_list("word", flat=True).distinct())


def nearest(spoken: Iterable[str], words: Iterable[str]) -> Q | None:
    """The condition that every word typed is near to a word of the name; None when some word is near to none."""
    spoken = set(spoken)
    condition = Q()
    for word in words:
        allowed = 1 if len(word) <= 5 else NEAR
        distances = {other: distance(word, other, allowed) for other in spoken}
        best = min(distances.values(), default=allowed + 1)
        if best > allowed:
            return None
        either = Q()
        for other, far in distances.items():
            if far == best:
                either |= _begins(other)
        condition &= either
    return condition


def distance(one: str, other: str, limit: int) -> int:
    """Letters put in, left out, changed or swapped with a neighbour; `limit + 1` for anything beyond `limit`."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before, last = [], list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        line = [row]
        for column, against in enumerate(other, 1):
            cost = min(last[column] + 1, line[-1] + 1, last[column - 1] + (letter != against))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == against:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        before, last = last, line
    return min(last[-1], limit + 1)


_WALK_SQL = """
WITH reach AS (
    SELECT descendant_id FROM orgtree_unitlink WHERE ancestor_id = ANY(%(granted)s) AND period @> %(on)s
), members AS NOT MATERIALIZED (
    SELECT person_id FROM orgtree_partymembership WHERE unit_id = ANY(ARRAY(TABLE reach)) AND period @> %(on)s
), holders AS NOT MATERIALIZED (
    SELECT person_id FROM orgtree_posting WHERE unit_id = ANY(ARRAY(TABLE reach)) AND period @> %(on)s
), counted AS (
    SELECT count(*) AS seen
    FROM (TABLE members UNION ALL (TABLE holders EXCEPT TABLE members) LIMIT %(limit)s) AS one_by_one
)
SELECT seen, CASE WHEN seen >= %(many)s THEN ARRAY(
    SELECT p.id FROM orgtree_person p
    WHERE EXISTS (SELECT FROM (
        SELECT unit_id FROM orgtree_partymembership WHERE person_id = p.id AND period @> %(on)s
        UNION ALL
        SELECT unit_id FROM orgtree_posting WHERE person_id = p.id AND period @> %(on)s
    ) AS place WHERE unit_id = ANY(ARRAY(TABLE reach)))
    ORDER BY p.name_key, p.id LIMIT %(size)s OFFSET %(first)s
) ELSE ARRAY(
    SELECT id FROM orgtree_person WHERE id = ANY(ARRAY(TABLE members UNION ALL TABLE holders))
    ORDER BY name_key, id LIMIT %(size)s OFFSET %(first)s
) END FROM counted
"""
"""`visible_to`, counted no further than `limit`, and an early page of it. Where many are seen, the names are walked
along until the page is full: gathering and sorting all would cost with the number of people. A person is a member of
one cell at a time, so that members need no comparing with each other."""
MANY = 1000
"""People seen from whom on walking is cheaper than sorting."""
EARLY = 250
"""Rows up to which it is cheaper."""


def walked(user, on: datetime.date, first: int, size: int, limit: int) -> tuple[int, list[int]] | None:
    """How many people `user` sees, at most `limit`, and the keys of `size` of them from `first` on in the usual order.

    None for readers of a part, who would walk past everybody else, and for late pages.
    """
    if first >= EARLY or not user.may_everywhere(Verb.SEE_PEOPLE):
        return None
    reach = {"on": on, "granted": user.granted(Verb.SEE_PEOPLE)}
    with connection.cursor() as cursor:
        cursor.execute(_WALK_SQL, {**reach, "first": first, "size": size, "limit": limit, "many": MANY})
        return cursor.fetchone()


LISTED = ("full_name", "sex", "birth_date", "birth_precision", "education", "theory")
"""Columns of a line of the list; the others of a wide table stay where they are."""


def in_order(keys: Sequence[int]) -> list[Person]:
    """The people of `keys`, which somebody has found visible, in that order, with what LISTED names."""
    rows = {person.pk: person for person in Person.objects.filter(pk__in=keys).order_by().only(*LISTED)}
    return [rows[key] for key in keys if key in rows]


def exportable(user, on: datetime.date) -> QuerySet:
    """People whom `user` sees and may carry away in a file."""
    reach = UnitLink.objects.reached_by(user, Verb.EXPORT, on)
    return Person.objects.visible_to(user, on).within(reach, on)


_PLACES_SQL = """
WITH belonging AS (
    SELECT m.person_id, m.unit_id, '' AS title, 0 AS rank FROM orgtree_partymembership m
    WHERE m.person_id = ANY(%(people)s) AND m.period @> %(on)s
  UNION ALL
    SELECT p.person_id, p.unit_id, t.name, t.rank FROM orgtree_posting p JOIN orgtree_title t ON t.id = p.title_id
    WHERE p.person_id = ANY(%(people)s) AND p.period @> %(on)s
)
SELECT b.person_id, v.name, b.title, b.rank
FROM belonging b JOIN orgtree_unitversion v ON v.unit_id = b.unit_id AND v.period @> %(on)s
WHERE EXISTS (SELECT FROM orgtree_unitlink l
              WHERE l.descendant_id = b.unit_id AND l.ancestor_id = ANY(%(granted)s) AND l.period @> %(on)s)
ORDER BY b.rank DESC, b.title, v.name
"""
"""Cells and posts of `people` on a day, where one of the `granted` units reaches; written out because a page asks it
every time and building the same from two querysets takes longer than the database does."""


@dataclass(frozen=True)
class Place:
    """Where a person belongs: a cell (no title) or a unit in which a title is held."""

    unit: str
    title: str


def with_places(people: Iterable[Person], user, on: datetime.date) -> list[Person]:
    """The people as a list, each with `cell` (Place or None) and `posts` ([Place], highest first). One query."""
    rows = {person.pk: person for person in people}
    for person in rows.values():
        person.cell, person.posts = None, []
    reach = {"on": on, "people": list(rows), "granted": user.granted(Verb.SEE_PEOPLE)}
    with connection.cursor() as cursor:
        cursor.execute(_PLACES_SQL, reach)
        for person_id, unit, title, _rank_of_title in cursor:
            if title:
                rows[person_id].posts.append(Place(unit, title))
            else:
                rows[person_id].cell = Place(unit, "")
    return list(rows.values())


def in_batches(people: QuerySet, user, on: datetime.date, size: int = 1000) -> Iterator[list[Person]]:
    """Every person of a queryset with places, `size` at a time: no more of them are in memory."""
    rows = people.select_related("ethnic_group").iterator(chunk_size=size)
    while batch := list(islice(rows, size)):
        yield with_places(batch, user, on)
