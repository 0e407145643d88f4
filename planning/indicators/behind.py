"""Who, or what, stands behind a value: counted, not counted, unknown, excluded. Two queries, whatever the number."""

import datetime
from dataclasses import dataclass

from anphu.kit import replica
from orgtree.models import Person
from planning.indicators import failing, sql
from planning.indicators.definitions import PERCENT, Indicator
from planning.models import Term

COUNTED, OTHERS, UNKNOWN, EXCLUDED = LISTS = ("counted", "others", "unknown", "excluded")
"""In the numerator; in the denominator alone; in neither, because the record cannot say; in neither, because a rule
leaves them out. Of a ratio everybody is counted, with an amount."""

_SORTED_SQL = """
WITH found AS MATERIALIZED (
    SELECT b.unit_id, b.subject_id, b.answer,
           CASE WHEN b.excluded THEN 'excluded' WHEN b.answer IS NULL THEN 'unknown'
                WHEN b.answer = 0 AND %(share)s THEN 'others' ELSE 'counted' END AS list,
           {seen} AS seen
    FROM ({behind}) AS b(unit_id, subject_id, answer, excluded)
)
"""
_TALLIES = "SELECT list, count(*), count(*) FILTER (WHERE seen), NULL::bigint, 0 FROM found GROUP BY list"
_PEOPLE_SQL = f"""{_SORTED_SQL}
{_TALLIES} UNION ALL (
    SELECT NULL, f.unit_id, f.subject_id, f.answer, row_number() OVER (ORDER BY x.name_key, x.id, f.unit_id)
    FROM found f JOIN orgtree_person x ON x.id = f.subject_id
    WHERE f.list = %(list)s AND f.seen ORDER BY 5 LIMIT %(limit)s OFFSET %(offset)s)
"""
_THINGS_SQL = f"""{_SORTED_SQL}
{_TALLIES} UNION ALL (
    SELECT NULL, f.unit_id, f.subject_id, f.answer, row_number() OVER (ORDER BY v.sort_key, f.unit_id, f.subject_id)
    FROM found f JOIN orgtree_unitversion v ON v.unit_id = f.unit_id AND v.period @> %(day)s
    WHERE f.list = %(list)s ORDER BY 5 LIMIT %(limit)s OFFSET %(offset)s)
"""
_UNITS_SQL = "SELECT descendant_id FROM orgtree_unitlink WHERE ancestor_id = %s AND period @> %s"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many are in a list, and how many of them the reader may see."""

    total: int = 0
    seen: int = 0


@dataclass(frozen=True, slots=True)
class Subject:
    """One of a list: a person, title, committee (its rank) or list of the indicator's; `amount` of a ratio's."""

    unit: int
    subject: int
    amount: int | None


@dataclass(frozen=True)
class Crowd:
    """All four lists counted, and the rows of one page of one list."""

    tallies: dict[str, Tally]
    rows: list[Subject]


def counted(indicator: Indicator, term: Term | None, unit: int, user, on: datetime.date) -> int:
    """How many stand behind a value, without those whom a rule leaves out. Raises Refused when the formula fails."""
    found = crowd(indicator, term, unit, user, on, limit=1)
    return sum(found.tallies[name].total for name in (COUNTED, OTHERS, UNKNOWN))


def crowd(
    indicator: Indicator,
    term: Term | None,
    unit: int,
    user,
    on: datetime.date,
    *,
    which: str = COUNTED,
    limit: int = 50,
    offset: int = 0,
) -> Crowd:
    """Of the unit and everything below it, people as far as the reader may see them, by name. Raises Refused when the
    formula fails."""
    asked = {
        "day": on,
        "units": below(unit, on),
        "term": term and term.pk,
        "share": indicator.measure == PERCENT,
        "list": which,
        "limit": limit,
        "offset": offset,
    }
    of_people = indicator.subject == "person"
    seen, more = visible(user, on) if of_people else ("true", {})
    statement = (_PEOPLE_SQL if of_people else _THINGS_SQL).replace("{behind}", sql.behind(indicator.code))
    found = failing.asked(lambda: fetched(statement.replace("{seen}", seen), asked | more))
    tallies = {name: Tally(total, shown) for name, total, shown, _none, _place in found if name}
    rows = sorted((row for row in found if row[0] is None), key=lambda row: row[4])
    return Crowd({name: tallies.get(name, Tally()) for name in LISTS}, [Subject(*row[1:4]) for row in rows])


def fetched(statement: str, asked: dict) -> list[tuple]:
    """All rows of a statement."""
    with replica.connection().cursor() as cursor:
        cursor.execute(statement, asked)
        return cursor.fetchall()


def below(unit: int, on: datetime.date) -> list[int]:
    """The unit and everything below it on a day."""
    with replica.connection().cursor() as cursor:
        cursor.execute(_UNITS_SQL, [unit, on])
        return [row[0] for row in cursor]


def visible(user, on: datetime.date) -> tuple[str, dict]:
    """SQL: whether the subject of a row `b` is a person whom the reader may see; with its parameters."""
    people, parameters = Person.objects.visible_to(user, on).order_by().values("pk").query.sql_with_params()
    named = {f"seen{number}": value for number, value in enumerate(parameters)}
    return f"b.subject_id IN ({people % tuple(f'%({name})s' for name in named)})", named
