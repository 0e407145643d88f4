"""Pages and the queries behind them, through the real handler and middleware, as a clerk of the board sees them."""

from collections.abc import Iterator
from functools import partial

from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import reverse

from anphu.bench import stock
from anphu.bench.figures import Figure
from anphu.bench.readers import district_clerk, reader
from anphu.bench.timing import queries_of, side_by_side
from anphu.demo.tree import DAY
from anphu.kit import names
from orgtree.models import Person, User
from orgtree.queries import people, records, tree

TEXTS = ("nguyen", "Nguyễn")

SEARCH_FLOOR = """
SELECT id, full_name, sex, birth_date, education, theory FROM orgtree_person p
WHERE (name_fold LIKE %(start)s OR name_fold LIKE %(inside)s)
  AND (EXISTS (SELECT FROM orgtree_partymembership m WHERE m.person_id = p.id AND m.period @> %(day)s)
       OR EXISTS (SELECT FROM orgtree_posting o WHERE o.person_id = p.id AND o.period @> %(day)s))
ORDER BY ' ' || full_name || ' ' LIKE %(exact)s DESC, name_key, id LIMIT 50
"""
"""Whoever sees everybody sees every member and holder of the day; nobody's rights are asked."""

TREE_FLOOR = """
SELECT v.unit_id, v.parent_id, v.name, v.kind, count(m.id)
FROM orgtree_unitversion v LEFT JOIN orgtree_partymembership m ON m.unit_id = v.unit_id AND m.period @> %(day)s
WHERE v.period @> %(day)s GROUP BY v.id ORDER BY v.kind, v.sort_key
"""


def people_list() -> Iterator[Figure]:
    """The list of people beside the stock Django admin's list of the same table."""
    with override_settings(ROOT_URLCONF="anphu.bench.stock"):
        floor = partial(_get, _signed_in(stock.reader()), "/stock/orgtree/person/")
        facts = {"floor_is": "stock admin list", "floor_queries": queries_of(floor)}
        for name, user in (("people list, page p50", district_clerk()), ("the same, everybody seen", reader())):
            ours = partial(_get, _signed_in(user), reverse("people"))
            value, base = side_by_side(ours, floor)
            yield Figure(name, value, "ms", base, queries_of(ours), facts)


def search() -> Iterator[Figure]:
    """The list of people found by a name, with and without marks, beside one bare statement."""
    client = _signed_in(reader())
    for text in TEXTS:
        ours = partial(_get, client, reverse("people"), {"q": text})
        value, base = side_by_side(ours, partial(_select, SEARCH_FLOOR, _patterns(text)))
        yield Figure(f"search {text!r}, page p50", value, "ms", base, queries_of(ours), _judged(text))


def tree_of_units() -> Iterator[Figure]:
    """The tree with its counts: the query behind it, and the whole page."""
    floor = partial(_select, TREE_FLOOR, {"day": DAY})
    units = {"units": sum(1 for root in tree.tree(reader(), DAY) for _ in root.walk())}
    client = _signed_in(reader())
    for name, ours in (
        ("tree with counts, query p50", lambda: tree.tree(reader(), DAY)),
        ("tree with counts, page p50", partial(_get, client, reverse("units"))),
    ):
        value, base = side_by_side(ours, floor)
        yield Figure(name, value, "ms", base, queries_of(ours), units)


def dossier() -> Iterator[Figure]:
    """The page of the person with most rows in the dossier, beside one bare statement a section."""
    person, rows = _fullest()
    client = _signed_in(district_clerk())
    ours = partial(_get, client, reverse("person", args=[person]))
    value, base = side_by_side(ours, partial(_sections, person))
    yield Figure("dossier, page p50", value, "ms", base, queries_of(ours), {"rows": rows})


def _fullest() -> tuple[int, int]:
    """Of the people whom the district's clerk sees, who has most rows, and how many."""
    seen = Person.objects.visible_to(district_clerk(), DAY).values_list("pk", flat=True)
    counted = {pk: sum(map(len, parts.values())) for pk, parts in records.read(list(seen)).items()}
    return max(counted.items(), key=lambda entry: (entry[1], entry[0]))


def _sections(person: int) -> int:
    tables = (section.model._meta.db_table for section in records.PARTS)
    return sum(
        len(_select(f"SELECT * FROM {table} WHERE person_id = %(person)s", {"person": person})) for table in tables
    )


def _signed_in(user: User) -> Client:
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user)
    return client


def _get(client: Client, address: str, query: dict | None = None) -> HttpResponse:
    answer = client.get(address, query)
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")
    return answer


def _select(sql: str, parameters: dict) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def _patterns(text: str) -> dict:
    folded = names.fold(text)
    return {"start": f"{folded}%", "inside": f"% {folded}%", "exact": f"% {text} %", "day": DAY}


def _judged(text: str) -> dict:
    """How many are found, and whether those written with the very marks typed, in whatever case, come first."""
    found = people.search(Person.objects.visible_to(reader(), DAY), text)
    exact = [text.lower() in name.lower().split() for name in found.values_list("full_name", flat=True)]
    return {"hits": len(exact), "exact": sum(exact), "exact_first": exact == sorted(exact, reverse=True)}
