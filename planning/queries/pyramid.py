"""Ages of the people of a unit and of everything below it, by sex, in bands of five years."""

import datetime
from dataclasses import dataclass

from anphu.kit import replica
from orgtree.choices import Level, Sex
from planning.queries.small_groups import least_told, told

WIDTH = 5
"""Years of a band."""
YOUNGEST, OLDEST = 15, 80
"""The first year of the lowest band and of the highest: whoever is younger or older stands in these."""
MEMBERS, HOLDERS = "members", "holders"
GROUPS = (MEMBERS, HOLDERS, *Level.values)
"""Party members; people who hold a title; people who hold a title of a level."""

_AGES_SQL = """
WITH units AS MATERIALIZED (
    SELECT descendant_id AS id FROM orgtree_unitlink WHERE ancestor_id = %(unit)s AND period @> %(on)s
), posts AS MATERIALIZED (
    SELECT DISTINCT p.person_id, t.level
    FROM units u JOIN orgtree_posting p ON p.unit_id = u.id AND p.period @> %(on)s
    JOIN orgtree_title t ON t.id = p.title_id
), counted AS (
    SELECT 'members' AS grp, m.person_id
    FROM units u JOIN orgtree_partymembership m ON m.unit_id = u.id AND m.period @> %(on)s
    UNION ALL SELECT DISTINCT 'holders', person_id FROM posts
    UNION ALL SELECT level, person_id FROM posts
), aged AS (
    SELECT c.grp, x.sex, extract(year FROM age(%(on)s::date, b.last_day))::int AS least,
           extract(year FROM age(%(on)s::date, b.first_day))::int AS most
    FROM counted c JOIN orgtree_person x ON x.id = c.person_id
    CROSS JOIN LATERAL (
        SELECT date_trunc(x.birth_precision, x.birth_date::timestamp)::date AS first_day,
               (date_trunc(x.birth_precision, x.birth_date::timestamp) + ('1 ' || x.birth_precision)::interval
                - interval '1 day')::date AS last_day
    ) b
), banded AS (
    SELECT grp, sex, greatest(least(least / %(width)s * %(width)s, %(oldest)s), %(youngest)s) AS low,
           greatest(least(most / %(width)s * %(width)s, %(oldest)s), %(youngest)s) AS high
    FROM aged
)
SELECT grp, sex, CASE WHEN low = high THEN low END AS band, count(*) FROM banded GROUP BY 1, 2, 3
"""


@dataclass(frozen=True, slots=True)
class Band:
    """People of one band of ages; `since` is its first year, None: the record leaves the band open. None instead of a
    count: too few to be told."""

    since: int | None
    men: int | None
    women: int | None


@dataclass(frozen=True)
class Pyramid:
    """`bands` from the oldest to the youngest, without empty ones at the ends, the unknown last if there are any.
    `least`: smaller counts are not told. `groups`: those in which anybody is."""

    group: str
    groups: tuple[str, ...]
    bands: list[Band]
    least: int

    @property
    def men(self) -> int | None:
        return self._sum([band.men for band in self.bands])

    @property
    def women(self) -> int | None:
        return self._sum([band.women for band in self.bands])

    def _sum(self, counts: list[int | None]) -> int | None:
        """None where a single count is not told: the sum would tell it."""
        return None if None in counts else told(sum(counts), self.least)


def pyramid(unit: int, group: str, user, on: datetime.date) -> Pyramid:
    """Of one of GROUPS, in the unit and everything below it. Everybody counts once. Two or three queries."""
    least = least_told(unit, user, on)
    counts: dict[tuple[str, str, int | None], int] = {}
    asked = {"unit": unit, "on": on, "width": WIDTH, "youngest": YOUNGEST, "oldest": OLDEST}
    with replica.connection().cursor() as cursor:
        cursor.execute(_AGES_SQL, asked)
        counts.update({(name, sex, band): count for name, sex, band, count in cursor})
    inhabited = {name for name, _sex, _band in counts}
    found = {(sex, band): count for (name, sex, band), count in counts.items() if name == group}
    return Pyramid(group, tuple(name for name in GROUPS if name in inhabited), _bands(found, least), least)


def _bands(found: dict[tuple[str, int | None], int], least: int) -> list[Band]:
    known = sorted({band for _sex, band in found if band is not None})
    ladder: list[int | None] = list(range(known[-1], known[0] - 1, -WIDTH)) if known else []
    if any(band is None for _sex, band in found):
        ladder.append(None)
    return [Band(band, *(told(found.get((sex, band), 0), least) for sex in (Sex.MALE, Sex.FEMALE))) for band in ladder]
