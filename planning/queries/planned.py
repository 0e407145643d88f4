"""People as pages of planning name them: age, cell, posts, and whether the reader may open the dossier."""

import datetime
from collections.abc import Iterable

from orgtree.models import Person
from orgtree.queries.people import with_places
from orgtree.rules import ages


def introduce(people: Iterable[Person], user, on: datetime.date) -> list[Person]:
    """The people as a list, each with `reachable`, `age` in full years, `cell` and `posts`. Two queries.

    Whoever was planned from outside stays named in the plan of the unit and a stranger to its reader: no age, and of
    cell and posts only what the reader sees anyway.
    """
    people = list(people)
    alike = {person.pk: person for person in people}
    with_places(alike.values(), user, on)
    within = reachable(alike, user, on)
    for person in people:
        person.cell, person.posts = alike[person.pk].cell, alike[person.pk].posts
        person.reachable = person.pk in within
        person.age = ages.full_years(person.birth_date, on) if person.reachable else None
    return people


def reachable(people: Iterable[int], user, on: datetime.date) -> set[int]:
    """Of the people with these ids, those whose dossier the reader may open; of the others only names are told. One
    query."""
    return set(Person.objects.visible_to(user, on).filter(pk__in=set(people)).values_list("pk", flat=True))
