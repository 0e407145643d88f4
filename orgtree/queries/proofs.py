"""Proofs: what orgtree derives is derived once more and compared. An empty list of differences proves it."""

from collections.abc import Iterator

from django.db import connection

from orgtree.choices import CELLS
from orgtree.models import Person, UnitVersion
from orgtree.models.units import version_sort_key
from orgtree.queries.tree import LINKS_SQL

_LINKS_DIFFER = f"""
WITH due AS ({LINKS_SQL}),
     kept AS (SELECT ancestor_id, descendant_id, depth, period FROM orgtree_unitlink)
SELECT 'missing', * FROM (SELECT * FROM due EXCEPT SELECT * FROM kept) m
UNION ALL SELECT 'needless', * FROM (SELECT * FROM kept EXCEPT SELECT * FROM due) n
"""

_NOT_IN_A_CELL = """
SELECT m.id, m.person_id, m.unit_id FROM orgtree_partymembership m
WHERE NOT coalesce((SELECT range_agg(v.period) @> m.period FROM orgtree_unitversion v
                    WHERE v.unit_id = m.unit_id AND v.kind = ANY(%s)), false)
"""

_WITHOUT_UNIT = """
SELECT p.id, p.person_id, p.unit_id FROM orgtree_posting p
WHERE NOT coalesce((SELECT range_agg(v.period) @> p.period FROM orgtree_unitversion v
                    WHERE v.unit_id = p.unit_id), false)
"""


def link_faults() -> list[str]:
    """Links that should be and are not, or are and should not be."""
    return [
        f"{fault} link {above} > {below} at depth {depth} in {period}"
        for fault, above, below, depth, period in _rows(_LINKS_DIFFER, {"everything": True, "units": []})
    ]


def cell_faults() -> list[str]:
    """Memberships on days when their unit was not a cell."""
    return [
        f"membership {pk} of person {person}: unit {unit} is no cell throughout"
        for pk, person, unit in _rows(_NOT_IN_A_CELL, [list(CELLS)])
    ]


def posting_faults() -> list[str]:
    """Postings on days when their unit did not exist."""
    return [
        f"posting {pk} of person {person}: unit {unit} does not exist throughout"
        for pk, person, unit in _rows(_WITHOUT_UNIT)
    ]


def name_faults() -> list[str]:
    """People who would be sorted or found by another name than the one they have."""
    rows = Person.objects.order_by("pk").only("full_name", "other_name", "name_key", "name_fold")
    return [f"person {row.pk}: {fault}" for row in rows.iterator(chunk_size=5000) for fault in _misnamed(row)]


def sort_key_faults() -> list[str]:
    """Versions of units that would be listed in another place than their name's."""
    rows = UnitVersion.objects.order_by("pk").values_list("pk", "name", "sort_key")
    return [f"version {pk} of a unit: sort key of {name!r}" for pk, name, key in rows if key != version_sort_key(name)]


def _misnamed(person: Person) -> Iterator[str]:
    stored = {name: getattr(person, name) for name in ("full_name", "other_name", "name_key", "name_fold")}
    person.derive()
    return (f"{name} is {value!r}" for name, value in stored.items() if value != getattr(person, name))


def _rows(sql: str, parameters=None) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()
