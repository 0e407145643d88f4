"""Plans in time: the plan of a past day, and what changed between two terms, of a whole district."""

import datetime
from collections.abc import Iterator
from functools import partial

from django.db import connection

from anphu.bench.figures import Figure
from anphu.bench.readers import reader
from anphu.bench.timing import queries_of, side_by_side
from anphu.demo.tree import DAY
from orgtree.choices import Verb
from planning.models import Term
from planning.queries.differences import difference, of_terms
from planning.queries.plan import whole_plan

PAST = datetime.date(2017, 12, 31)
TERMS = ("2015-2020", "2020-2025")

_FLOOR = """
SELECT t.unit_id, t.term_id, t.title_id, p.full_name FROM planning_planentry e
JOIN planning_plantitle t ON t.id = e.plan_title_id JOIN planning_term m ON m.id = t.term_id
JOIN orgtree_person p ON p.id = e.person_id WHERE e.period @> %(day)s AND m.code = ANY(%(terms)s)
"""
"""Who was planned for what, without rights, names of units or an order."""


def plan_past() -> Iterator[Figure]:
    """Every title of every unit with its people as it stood on a past day, beside one bare statement."""
    user, term = reader(), Term.objects.get(code=TERMS[0])
    ours = partial(whole_plan, _district(), term, user, PAST)
    whole = ours()
    value, floor = side_by_side(ours, partial(_select, {"day": PAST, "terms": [term.code]}))
    told = {"units": len(whole.units), "titles": whole.titles, "planned": whole.people}
    yield Figure("plan of a past day, whole district p50", value, "ms", floor, queries_of(ours), told)


def differences() -> Iterator[Figure]:
    """The plans of two terms compared, every change with its unit and in order; beside reading both barely."""
    user, terms = reader(), [Term.objects.get(code=code) for code in TERMS]
    ours = partial(difference, _district(), *of_terms(*terms, DAY), user, DAY)
    told = {str(change): number for change, number in ours().tally}
    value, floor = side_by_side(ours, partial(_select, {"day": DAY, "terms": list(TERMS)}))
    yield Figure("difference of two terms p50", value, "ms", floor, queries_of(ours), told)


def _district() -> int:
    """The unit at the top of the demo, or of its first district."""
    return min(reader().granted(Verb.SEE_PLANS))


def _select(parameters: dict) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(_FLOOR, parameters)
        return cursor.fetchall()
