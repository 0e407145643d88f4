"""Why a value is different on two days: who came, who went, whose answer changed, and through what."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.db import connection

from planning.indicators import failing, sql
from planning.indicators.behind import below, fetched, visible
from planning.indicators.definitions import PERCENT, Indicator
from planning.models import Term

MOST = 200
"""Differences that are listed; of more only the number is told."""

_LISTED = """CASE WHEN {q}.excluded THEN 'excluded' WHEN {q}.answer IS NULL THEN 'unknown'
    WHEN %(share)s AND {q}.answer = 0 THEN 'others' ELSE 'counted' END"""
_DIFFERENT_SQL = f"""
WITH one AS MATERIALIZED (
    SELECT q.unit_id, q.subject_id, {_LISTED.format(q="q")} AS list, q.answer
    FROM ({{before}}) AS q(unit_id, subject_id, answer, excluded)
), two AS MATERIALIZED (
    SELECT q.unit_id, q.subject_id, {_LISTED.format(q="q")} AS list, q.answer
    FROM ({{after}}) AS q(unit_id, subject_id, answer, excluded)
), different AS (
    SELECT unit_id, subject_id, one.list AS before, two.list AS after, one.answer AS amount, two.answer AS amount_after
    FROM one FULL JOIN two USING (unit_id, subject_id)
    WHERE (one.list, one.answer) IS DISTINCT FROM (two.list, two.answer)
)
SELECT b.unit_id, b.subject_id, b.before, b.after, b.amount, b.amount_after, {{seen}} AS seen, count(*) OVER ()
FROM different b ORDER BY seen DESC, b.before NULLS FIRST, b.after NULLS LAST, b.unit_id, b.subject_id LIMIT {MOST}
"""
_EDGES_SQL = """
SELECT p.person_id, p.unit_id, t.name, '', d.day, d.begins
FROM orgtree_posting p JOIN orgtree_title t ON t.id = p.title_id
CROSS JOIN LATERAL (VALUES (lower(p.period), true), (upper(p.period), false)) AS d(day, begins)
WHERE %(term)s::bigint IS NULL AND p.person_id = ANY(%(people)s) AND p.unit_id = ANY(%(units)s)
  AND d.day > %(first)s AND d.day <= %(last)s
UNION ALL
SELECT e.person_id, q.unit_id, t.name, CASE WHEN d.begins THEN o.number ELSE c.number END, d.day, d.begins
FROM planning_planentry e JOIN planning_plantitle q ON q.id = e.plan_title_id JOIN orgtree_title t ON t.id = q.title_id
LEFT JOIN planning_decision o ON o.id = e.opened_by_id LEFT JOIN planning_decision c ON c.id = e.closed_by_id
CROSS JOIN LATERAL (VALUES (lower(e.period), true), (upper(e.period), false)) AS d(day, begins)
WHERE q.term_id = %(term)s::bigint AND e.person_id = ANY(%(people)s) AND q.unit_id = ANY(%(units)s)
  AND d.day > %(first)s AND d.day <= %(last)s
UNION ALL
SELECT m.person_id, m.unit_id, '', '', d.day, d.begins
FROM orgtree_partymembership m
CROSS JOIN LATERAL (VALUES (lower(m.period), true), (upper(m.period), false)) AS d(day, begins)
WHERE %(members)s AND m.person_id = ANY(%(people)s) AND m.unit_id = ANY(%(units)s)
  AND d.day > %(first)s AND d.day <= %(last)s
ORDER BY 5
"""


@dataclass(frozen=True, slots=True)
class Edge:
    """What began or ended between the two days: a title, or (without one) a membership. `decision`: of plans."""

    day: datetime.date
    begins: bool
    title: str
    decision: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A subject of a unit in another list (of planning.indicators.behind) than before; None: in none of them."""

    unit: int
    subject: int
    before: str | None
    after: str | None
    amounts: tuple[int | None, int | None]
    edges: tuple[Edge, ...]


@dataclass(frozen=True)
class Differences:
    """`rows`: those that the reader may see, at most MOST; `total`: all of them."""

    rows: list[Difference]
    total: int


def between(
    indicator: Indicator, term: Term | None, unit: int, user, first: datetime.date, last: datetime.date
) -> Differences:
    """From `first` to `last`, in the unit and what was below it on each day. Four queries, however many they are.
    Raises Refused when the formula fails."""
    of_people = indicator.subject == "person"
    seen, more = visible(user, last) if of_people else ("true", {})
    statement = sql.behind(indicator.code)
    after = statement.replace("%(day)s", "%(last)s").replace("%(units)s", "%(last_units)s")
    asked = {
        "day": first,
        "units": below(unit, first),
        "last": last,
        "last_units": below(unit, last),
        "term": term and term.pk,
        "share": indicator.measure == PERCENT,
    }
    whole = _DIFFERENT_SQL.replace("{before}", statement).replace("{after}", after).replace("{seen}", seen)
    found = failing.asked(lambda: fetched(whole, asked | more))
    shown = [row for row in found if row[6]]
    edges = _edges(indicator, shown, term, first, last) if of_people else {}
    rows = [
        Difference(place, subject, before, now, (amount, later), tuple(edges.get((subject, place), ())))
        for place, subject, before, now, amount, later, _seen, _total in shown
    ]
    return Differences(rows, found[0][-1] if found else 0)


def _edges(
    indicator: Indicator, rows: list[tuple], term: Term | None, first: datetime.date, last: datetime.date
) -> dict[tuple[int, int], list[Edge]]:
    found: dict[tuple[int, int], list[Edge]] = defaultdict(list)
    asked = {
        "people": [row[1] for row in rows],
        "units": [row[0] for row in rows],
        "term": term and term.pk,
        "members": indicator.source.name == "member",
        "first": first,
        "last": last,
    }
    with connection.cursor() as cursor:
        cursor.execute(_EDGES_SQL, asked)
        for person, unit, title, decision, day, begins in cursor:
            found[person, unit].append(Edge(day, begins, title, decision or ""))
    return found
