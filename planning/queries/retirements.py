"""When those who hold titles reach retirement age: how many in each quarter of the years ahead, and who."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from anphu.kit import replica
from orgtree.models import Person
from planning.queries.small_groups import least_told, told

YEARS = 5
QUARTERS = 4 * YEARS
PAST, UNSURE = -1, -2
"""Places beside the quarters 0 to QUARTERS - 1: already past the age and still holding; the record leaves it open."""

GROUPS = {
    "heads": (_("heads"), "t.is_head"),
    "key": (_("other key leaders and standing-committee members"), "t.is_key_leader OR t.seat LIKE 'standing%%'"),
    "committee": (_("other committee members"), "t.seat <> ''"),
    "others": (_("other titles"), "true"),
}
"""Groups of titles by code, in words and in SQL: whoever holds several titles counts once, in the first that fits."""

_RANKS = " ".join(f"WHEN {condition} THEN {rank}" for rank, (_words, condition) in enumerate(GROUPS.values()))


def _place(day: str) -> str:
    """SQL: where a day stands on the calendar; QUARTERS for whatever lies beyond, NULL where there is no day."""
    quarter = f"(extract(year FROM {day}) * 4 + extract(quarter FROM {day}))::int - %(first)s"
    return f"CASE WHEN {day} < %(on)s THEN {PAST} WHEN {day} >= %(on)s THEN least({quarter}, {QUARTERS}) END"


_RETIRING_SQL = f"""
WITH units AS MATERIALIZED (
    SELECT descendant_id AS id FROM orgtree_unitlink WHERE ancestor_id = %(unit)s AND period @> %(on)s
), holders AS (
    SELECT p.person_id, min(CASE {_RANKS} END) AS rank
    FROM units u JOIN orgtree_posting p ON p.unit_id = u.id AND p.period @> %(on)s
    JOIN orgtree_title t ON t.id = p.title_id GROUP BY p.person_id
), law AS MATERIALIZED (
    SELECT sex, born, make_interval(months => months + 1) AS wait FROM planning_retirementage WHERE period @> %(on)s
), ends AS (
    SELECT h.person_id, h.rank,
           (date_trunc('month', b.first_day) + a.wait - interval '1 day')::date AS earliest,
           (date_trunc('month', b.last_day) + z.wait - interval '1 day')::date AS latest
    FROM holders h JOIN orgtree_person x ON x.id = h.person_id
    CROSS JOIN LATERAL (
        SELECT date_trunc(x.birth_precision, x.birth_date::timestamp) AS first_day,
               date_trunc(x.birth_precision, x.birth_date::timestamp) + ('1 ' || x.birth_precision)::interval
               - interval '1 day' AS last_day
    ) b
    LEFT JOIN law a ON a.sex = x.sex AND a.born @> b.first_day::date
    LEFT JOIN law z ON z.sex = x.sex AND z.born @> b.last_day::date
), placed AS (
    SELECT person_id, rank, earliest, latest, {_place("earliest")} AS low, {_place("latest")} AS high FROM ends
), retiring AS (
    SELECT person_id, rank, earliest, latest, CASE WHEN low = high THEN low ELSE {UNSURE} END AS place
    FROM placed WHERE low IS NULL OR high IS NULL OR low < {QUARTERS}
)
"""
_COUNT_SQL = f"{_RETIRING_SQL} SELECT place, rank, count(*) FROM retiring GROUP BY 1, 2"
_WHO_SQL = f"""{_RETIRING_SQL}, shown AS (
    SELECT * FROM retiring WHERE (%(place)s::int IS NULL OR place = %(place)s)
                             AND (%(rank)s::int IS NULL OR rank = %(rank)s)
                             AND person_id IN ({{visible}})
)
SELECT person_id, rank, earliest, latest, place, count(*) OVER () FROM shown
ORDER BY earliest NULLS LAST, latest, person_id LIMIT %(limit)s OFFSET %(offset)s
"""


@dataclass(frozen=True, slots=True)
class Quarter:
    """`place` counts from the quarter of the working day, 0; or PAST or UNSURE, without year. `counts` in the order of
    GROUPS; None instead of one: too few to be told."""

    place: int
    counts: tuple[int | None, ...]
    year: int | None = None
    number: int | None = None

    @property
    def total(self) -> int | None:
        return None if None in self.counts else sum(self.counts)


@dataclass(frozen=True)
class Calendar:
    """Those past the age, the quarters in order, those of whom the record leaves it open; `least` as for pyramids."""

    quarters: list[Quarter]
    least: int

    @property
    def total(self) -> int | None:
        """None where a single count is not told: the sum would tell it."""
        return self.narrowed()

    def narrowed(self, place: int | None = None, group: str | None = None) -> int | None:
        """How many stand at one place, in one group, or in both; None as for `total`."""
        rows = [quarter.counts for quarter in self.quarters if place is None or quarter.place == place]
        counts = [count for row in rows for code, count in zip(GROUPS, row, strict=True) if group in (None, code)]
        return None if None in counts else sum(counts)


@dataclass(frozen=True, slots=True)
class Retiring:
    """A person whom the reader sees; `earliest` and `latest` agree where the birth date is known well enough, and are
    None where the law of the day has no age."""

    person: Person
    group: str
    earliest: datetime.date | None
    latest: datetime.date | None
    place: int


@dataclass(frozen=True)
class Slice:
    """A stretch of a list: `total` is the length of all of it."""

    rows: list[Retiring]
    total: int


def first_quarter(on: datetime.date) -> int:
    """The quarter of the working day, counted from the beginning of the calendar."""
    return on.year * 4 + (on.month + 2) // 3


def calendar(unit: int, user, on: datetime.date) -> Calendar:
    """Holders of titles in the unit and below it, by the retirement ages of the day. Two or three queries."""
    least = least_told(unit, user, on)
    counts: dict[tuple[int, int], int] = {}
    with replica.connection().cursor() as cursor:
        cursor.execute(_COUNT_SQL, {"unit": unit, "on": on, "first": first_quarter(on)})
        counts.update({(place, rank): count for place, rank, count in cursor})
    quarters = []
    for place in (PAST, *range(QUARTERS), UNSURE):
        told_here = tuple(told(counts.get((place, rank), 0), least) for rank in range(len(GROUPS)))
        quarters.append(Quarter(place, told_here, *(dated(place, on) if place >= 0 else ())))
    return Calendar(quarters, least)


def dated(place: int, on: datetime.date) -> tuple[int, int]:
    """Year and quarter of a place."""
    year, before = divmod(first_quarter(on) + place - 1, 4)
    return year, before + 1


def who(
    unit: int,
    user,
    on: datetime.date,
    *,
    place: int | None = None,
    group: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> Slice:
    """The people behind the calendar whom the reader may see, the first to retire first. Two queries.

    A stretch beyond the end is empty, and its `total` 0.
    """
    visible, parameters = Person.objects.visible_to(user, on).order_by().values("pk").query.sql_with_params()
    named = {f"seen{number}": value for number, value in enumerate(parameters)}
    sql = _WHO_SQL.replace("{visible}", visible % tuple(f"%({name})s" for name in named))
    asked = {
        "unit": unit,
        "on": on,
        "first": first_quarter(on),
        "place": place,
        "rank": None if group is None else list(GROUPS).index(group),
        "limit": limit,
        "offset": offset,
    }
    with replica.connection().cursor() as cursor:
        cursor.execute(sql, asked | named)
        rows = cursor.fetchall()
    people = Person.objects.visible_to(user, on).in_bulk([row[0] for row in rows])
    codes = list(GROUPS)
    shown = [Retiring(people[pk], codes[rank], first, last, at) for pk, rank, first, last, at, _total in rows]
    return Slice(shown, rows[0][-1] if rows else 0)
