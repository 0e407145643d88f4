"""Eligibility: all cadres of the district for all titles of a term, beside the one query that reads their facts."""

from collections.abc import Iterator
from functools import partial

from anphu.bench.figures import Figure
from anphu.bench.readers import reader
from anphu.bench.timing import queries_of, side_by_side
from anphu.demo.tree import DAY
from planning.choices import Verdict
from planning.models import PlanTitle, RuleSet
from planning.queries.eligibility import assess, cadres, facts

TERM = "2020-2025"


def eligibility() -> Iterator[Figure]:
    """Every clause of every title for every cadre of the reader's district."""
    user = reader()
    people = list(cadres(user, DAY).values_list("pk", flat=True))
    ours, base = partial(_judged, user), partial(facts, people, user, DAY)
    pairs, verdicts = ours()
    value, floor = side_by_side(ours, base, times=5)
    told = {"floor_is": "reading the facts alone", "cadres": len(people), "pairs": pairs, **verdicts}
    yield Figure("eligibility of all cadres p50", value, "ms", floor, queries_of(ours), told)


def _judged(user) -> tuple[int, dict[str, int]]:
    """How many pairs of person and title were judged, and how."""
    rows = PlanTitle.objects.visible_to(user, DAY).filter(term__code=TERM)
    titles = list(rows.select_related("title", "term"))
    people = list(cadres(user, DAY).values_list("pk", flat=True))
    judged = assess(titles, people, user, DAY, RuleSet.objects.in_force(DAY))
    tallies = [judged.tally(title) for title in titles]
    return len(titles) * len(people), {str(v): sum(tally[v] for tally in tallies) for v in Verdict}
