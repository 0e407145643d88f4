"""Entries of the plan that end by rule: nobody chooses it, the record says so."""

import datetime

from django.db import connection

from planning.choices import Ground, RoundKind, RoundState
from planning.models import PlanEntry

GONE = ("dead", "struck_off", "expelled", "left")
"""Standings of Party members after which nobody stays in a plan."""

_DUE = """
SELECT id, ground FROM (
    SELECT e.id, CASE
        WHEN NOT EXISTS (
            SELECT FROM orgtree_unitversion v
            WHERE v.unit_id = t.unit_id AND v.period && daterange(%(on)s, NULL)
        ) AND NOT EXISTS (
            SELECT FROM planning_line l JOIN planning_submission s ON s.id = l.submission_id
            JOIN planning_round r ON r.id = s.round_id
            WHERE l.plan_title_id = e.plan_title_id AND l.person_id = e.person_id
              AND r.kind = %(transfer)s AND r.state <> %(closed)s
        ) THEN %(dissolved)s
        WHEN EXISTS (
            SELECT FROM orgtree_partyrecord p JOIN orgtree_codeentry c ON c.id = p.status_id
            WHERE p.person_id = e.person_id AND c.code = ANY(%(gone)s) AND NOT EXISTS (
                SELECT FROM orgtree_partymembership m
                WHERE m.person_id = e.person_id AND upper(m.period) > %(on)s)
        ) OR (
            (EXISTS (SELECT FROM orgtree_partymembership m WHERE m.person_id = e.person_id)
             OR EXISTS (SELECT FROM orgtree_posting p WHERE p.person_id = e.person_id))
            AND NOT EXISTS (
                SELECT FROM orgtree_partymembership m
                WHERE m.person_id = e.person_id AND m.period && daterange(%(on)s, NULL))
            AND NOT EXISTS (
                SELECT FROM orgtree_posting p
                WHERE p.person_id = e.person_id AND p.period && daterange(%(on)s, NULL))
        ) THEN %(left)s
        WHEN EXISTS (
            SELECT FROM orgtree_posting p JOIN orgtree_title held ON held.id = p.title_id
            JOIN orgtree_title planned ON planned.id = t.title_id
            WHERE p.person_id = e.person_id AND p.unit_id = t.unit_id AND p.period @> %(on)s::date
              AND lower(p.period) >= lower(e.period)
              AND (held.id = planned.id
                   OR (held.level = planned.level AND held.side = planned.side AND held.rank > planned.rank))
        ) THEN %(holds)s
    END AS ground
    FROM planning_planentry e JOIN planning_plantitle t ON t.id = e.plan_title_id
    WHERE upper_inf(e.period) AND lower(e.period) < %(on)s
) judged
WHERE ground IS NOT NULL ORDER BY id
"""
"""The unit ended (and no transfer is under way that decides about the person), the person left (a standing has no day
of its own: who is known to have ended as a member later than the day had not left on it), or the person took the
title or a higher one of its side in the unit since being planned. Whoever held it before was planned to stay."""


def due(on: datetime.date) -> dict[PlanEntry, str]:
    """`{entry: ground}` of the entries in force that end by rule on `on`, locked. Two queries."""
    with connection.cursor() as cursor:
        cursor.execute(
            _DUE,
            {
                "on": on,
                "gone": list(GONE),
                "transfer": RoundKind.TRANSFER,
                "closed": RoundState.CLOSED,
                "dissolved": Ground.UNIT_DISSOLVED,
                "left": Ground.LEFT,
                "holds": Ground.HOLDS,
            },
        )
        grounds = dict(cursor.fetchall())
    rows = PlanEntry.objects.filter(pk__in=grounds, period__upper_inf=True).select_related("plan_title", "opened_by")
    return {row: grounds[row.pk] for row in rows.select_for_update(of=("self",)).order_by("pk")}
