"""The indicators: everything measured beside one pass of SQL written by hand, and the cost of one approved change."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from statistics import median

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from anphu.bench.figures import Figure
from anphu.bench.timing import TIMES, WARM, milliseconds, queries_of, side_by_side
from anphu.demo.tree import DAY
from orgtree.models import User
from planning.actions import decisions
from planning.choices import Proposal, SubmissionState
from planning.indicators import fill
from planning.models import Line, Snapshot, Submission

BY_HAND = """
WITH p AS (
    SELECT max(value) FILTER (WHERE key = 'commune_min_education') AS education,
           max(value) FILTER (WHERE key = 'commune_min_theory') AS theory,
           max(value) FILTER (WHERE key = 'commune_min_state_management') AS management,
           %(day)s::date - make_interval(years => (max(value) FILTER (WHERE key = 'young_age_lt'))::int) AS limit_day
    FROM planning_ruleparameter WHERE period @> %(day)s::date
),
held AS (
    SELECT unit_id, NULL::bigint AS term_id, person_id, title_id FROM orgtree_posting WHERE period @> %(day)s::date
    UNION ALL
    SELECT t.unit_id, t.term_id, e.person_id, t.title_id
    FROM planning_planentry e JOIN planning_plantitle t ON t.id = e.plan_title_id WHERE e.period @> %(day)s::date
),
judged AS (
    SELECT h.unit_id, h.term_id, h.person_id,
           t.level = 'commune' AND t.side = 'party' AND t.is_head AND v.commune_code <> '' AS secretary,
           nullif(x.home_commune_code, '') <> v.commune_code AS not_local,
           s.id IS NOT NULL AS has_standard,
           x.education >= s.min_education AND x.theory >= s.min_theory
               AND x.state_management >= s.min_state_management AS standard_met,
           t.is_key_leader OR t.seat IN ('standing', 'standing_body') AS leader,
           CASE WHEN date_trunc(x.birth_precision, x.birth_date::timestamp) > p.limit_day THEN true
                WHEN date_trunc(x.birth_precision, x.birth_date::timestamp)
                     + ('1 ' || x.birth_precision)::interval - interval '1 day' <= p.limit_day THEN false END AS young,
           t.is_commune_cadre AS cadre,
           x.education >= p.education AND x.theory >= p.theory AND x.state_management >= p.management AS trained,
           t.seat IN ('standing', 'standing_body') AS standing, x.sex = 'F' AS woman
    FROM held h JOIN orgtree_person x ON x.id = h.person_id JOIN orgtree_title t ON t.id = h.title_id
    JOIN orgtree_unitversion v ON v.unit_id = h.unit_id AND v.period @> %(day)s::date
    LEFT JOIN orgtree_titlestandard s ON s.title_id = h.title_id AND s.period @> %(day)s::date
    CROSS JOIN p
),
person AS (
    SELECT unit_id, term_id, {person} FROM judged GROUP BY unit_id, term_id, person_id
),
own AS (SELECT unit_id, term_id, {own} FROM person GROUP BY unit_id, term_id)
SELECT l.ancestor_id, o.term_id, {total}
FROM own o JOIN orgtree_unitlink l ON l.descendant_id = o.unit_id AND l.period @> %(day)s::date
GROUP BY l.ancestor_id, o.term_id
"""

COLUMNS = {
    "NON_LOCAL_SECRETARY_COMMUNE": ("secretary", "not_local"),
    "TITLE_STANDARD": ("has_standard", "standard_met"),
    "YOUNG_KEY_LEADERS": ("leader", "young"),
    "COMMUNE_EDU": ("cadre", "trained"),
    "WOMEN": ("standing", "woman"),
}
"""Who is looked at and who counts, by indicator."""


_SQL = BY_HAND.format(
    person=", ".join(
        f"""bool_or({who}) AS {who}, CASE WHEN bool_or(NOT {hit}) FILTER (WHERE {who}) THEN false
            WHEN bool_or({hit} IS NULL) FILTER (WHERE {who}) THEN NULL ELSE true END AS {hit}"""
        for who, hit in COLUMNS.values()
    ),
    own=", ".join(
        f"""count(*) FILTER (WHERE {who} AND {hit}) AS {hit}_yes,
            count(*) FILTER (WHERE {who} AND {hit} IS NOT NULL) AS {hit}_of,
            count(*) FILTER (WHERE {who} AND {hit} IS NULL) AS {hit}_unknown"""
        for who, hit in COLUMNS.values()
    ),
    total=", ".join(f"sum({hit}_yes)::int, sum({hit}_of)::int, sum({hit}_unknown)::int" for _, hit in COLUMNS.values()),
)


def recompute() -> Iterator[Figure]:
    """Every indicator of every unit, beside the hand-written pass that only reads."""
    ours = partial(fill.full, DAY)
    rows = ours()
    value, base = side_by_side(ours, _by_hand, times=9)
    yield Figure("full recompute p50", value, "ms", base, queries_of(ours), {"values": rows, "agrees": _agrees()})


def refresh() -> Iterator[Figure]:
    """One approved change, and bringing the numbers up to date after it; undone each time, so that all are alike."""
    fill.full(DAY)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE planning_snapshot, planning_stalemark")  # as autovacuum would have by now
    approvals, drains = [], []
    for number in range(WARM + TIMES):
        with _approved(number) as spent:
            approvals.append(spent)
            drains.append(milliseconds(partial(fill.drain, DAY)))
    with _approved(0), CaptureQueriesContext(connection) as captured:
        units = fill.drain(DAY).units
    facts = {"floor_is": "the same with fewer people", "units_measured": units}
    yield Figure("approval of one list p50", _middle(approvals), "ms", facts=facts)
    yield Figure("numbers after one approval p50", _middle(drains), "ms", queries=len(captured), facts=facts)


def _middle(times: list[float]) -> float:
    return round(median(times[WARM:]), 2)


@contextmanager
def _approved(number: int) -> Iterator[float]:
    """One list is approved for as long as this lasts; how many milliseconds the approval took."""
    submission = _changing()
    clerk = User.objects.get(username="btv")
    with transaction.atomic():
        yield milliseconds(
            lambda: decisions.decide(
                actor=clerk, on=DAY, submissions=[submission.pk], number=f"{number}-BENCH", day=DAY
            )
        )
        transaction.set_rollback(True)


def _changing() -> Submission:
    """The first list before the standing committee that changes something."""
    changing = Line.objects.exclude(proposal=Proposal.KEEP).values("submission")
    return Submission.objects.filter(state=SubmissionState.APPRAISED, pk__in=changing).earliest("pk")


def _by_hand() -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {"day": DAY})
        return cursor.fetchall()


def _agrees() -> bool:
    """Whether the hand-written pass finds the numbers that are stored."""
    stored = {
        (row.unit_id, row.term_id, row.indicator): (row.numerator, row.denominator, row.unknown)
        for row in Snapshot.objects.filter(day=DAY)
    }
    found = {
        (unit, term, code): tuple(numbers[3 * place : 3 * place + 3])
        for unit, term, *numbers in _by_hand()
        for place, code in enumerate(COLUMNS)
        if any(numbers[3 * place : 3 * place + 3])
    }
    return stored == found
