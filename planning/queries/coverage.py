"""Bench strength: how many people stand ready in the plan for each title, year by year."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from anphu.kit import replica
from orgtree.choices import Verb
from orgtree.models import Title
from planning.models import Term
from planning.queries.terms import current

MOST_YEARS = 15

_FIRST_SQL = """
SELECT min(lower(e.period)) FROM planning_planentry e JOIN planning_plantitle t ON t.id = e.plan_title_id
WHERE t.unit_id = ANY(ARRAY(SELECT descendant_id FROM orgtree_unitlink WHERE ancestor_id = ANY(%(granted)s)))
"""

_COVERAGE_SQL = """
WITH asked AS (
    SELECT * FROM unnest(%(days)s::date[], %(terms)s::bigint[]) AS asked(day, term_id)
), places AS (
    SELECT a.day, t.id, t.title_id, t.size
    FROM asked a
    JOIN orgtree_unitlink l ON l.ancestor_id = %(unit)s AND l.period @> a.day
    JOIN planning_plantitle t ON t.unit_id = l.descendant_id AND t.term_id = a.term_id
    WHERE EXISTS (SELECT FROM orgtree_unitlink r
                  WHERE r.descendant_id = l.descendant_id AND r.ancestor_id = ANY(%(granted)s) AND r.period @> a.day)
), benches AS (
    SELECT p.day, p.id, p.title_id, p.size, count(e.id) AS planned
    FROM places p LEFT JOIN planning_planentry e ON e.plan_title_id = p.id AND e.period @> p.day
    GROUP BY p.day, p.id, p.title_id, p.size
)
SELECT day, title_id, count(*), sum(size), sum(planned), count(*) FILTER (WHERE planned = 0)
FROM benches GROUP BY day, title_id
"""


@dataclass(frozen=True, slots=True)
class Bench:
    """On one day, for one title in the unit and everything below it: in how many units it is planned (`places`), their
    posts, the people planned (once for each place), and places for which nobody is planned."""

    places: int = 0
    posts: int = 0
    planned: int = 0
    empty: int = 0

    @property
    def per_post(self) -> float | None:
        """People planned for each post; None where nothing is planned."""
        return round(self.planned / self.posts, 1) if self.posts else None


@dataclass(frozen=True)
class Moment:
    """A day on which benches are counted, and the term whose plan is worked with on it."""

    day: datetime.date
    term: Term


@dataclass(frozen=True)
class TitleCoverage:
    """A title through the years; `benches` in the order of the moments, None where no unit plans it."""

    title: Title
    benches: list[Bench | None]

    @property
    def per_post(self) -> list[float | None]:
        return [bench and bench.per_post for bench in self.benches]


@dataclass(frozen=True)
class Coverage:
    moments: list[Moment]
    titles: list[TitleCoverage]

    @property
    def total(self) -> list[Bench]:
        """All titles together, moment by moment."""
        columns = zip(*(row.benches for row in self.titles), strict=True) if self.titles else ()
        return [_sum(column) for column in columns]

    @property
    def per_post(self) -> list[float | None]:
        return [bench.per_post for bench in self.total]


def _sum(benches: Sequence[Bench | None]) -> Bench:
    known = [bench for bench in benches if bench]
    return Bench(*(sum(getattr(bench, name) for bench in known) for name in Bench.__slots__))


def coverage(unit: int, terms: list[Term], user, on: datetime.date, term: Term | None = None) -> Coverage:
    """Of the unit and everything below it on the last day of each year, in the present year on `on`. Three queries.

    Counted is the plan of `term`, or else of the term that was worked with on each day. A reader who chooses a day
    knows nothing of later ones.
    """
    moments = [Moment(day, chosen) for day in _days(user, on) if (chosen := term or current(terms, day))]
    benches: dict[int, dict[datetime.date, Bench]] = {}
    asked = {"days": [row.day for row in moments], "terms": [row.term.pk for row in moments]}
    with replica.connection().cursor() as cursor:
        cursor.execute(_COVERAGE_SQL, {**asked, "unit": unit, "granted": user.granted(Verb.SEE_PLANS)})
        for day, title_id, *numbers in cursor:
            benches.setdefault(title_id, {})[day] = Bench(*map(int, numbers))
    titles = Title.objects.filter(pk__in=benches).order_by("-rank", "name", "pk")
    return Coverage(
        moments, [TitleCoverage(title, [benches[title.pk].get(row.day) for row in moments]) for title in titles]
    )


def _days(user, on: datetime.date) -> list[datetime.date]:
    """The last day of each year since anybody was planned in reach, at most MOST_YEARS of them, and `on`."""
    with replica.connection().cursor() as cursor:
        cursor.execute(_FIRST_SQL, {"granted": user.granted(Verb.SEE_PLANS)})
        first = cursor.fetchone()[0]
    if first is None or first > on:
        return []
    years = range(max(first.year, on.year - MOST_YEARS + 1), on.year)
    return [*(datetime.date(year, 12, 31) for year in years), on]
