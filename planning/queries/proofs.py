"""Proofs: states of submissions and the plan follow again from the steps, lines and decisions that made them."""

from itertools import groupby

from django.db import connection
from django.db.models import Min
from django.utils import timezone

from planning.models import StaleMark, StateChange, Submission
from planning.states import SUBMISSION

PATIENCE_MINUTES = 15
"""How long a change may wait to be measured before somebody should look after the worker."""

MARKED = {
    "orgtree_posting": ("mark_stale_insert", "mark_stale_update", "mark_stale_left", "mark_stale_delete"),
    "orgtree_person": ("mark_stale_insert", "mark_stale_update", "mark_stale_left", "mark_stale_delete"),
    "planning_planentry": ("mark_stale_insert", "mark_stale_update", "mark_stale_left", "mark_stale_delete"),
    "orgtree_unitlink": ("mark_stale",),
    "orgtree_unitversion": ("mark_stale",),
    "orgtree_title": ("mark_stale",),
    "orgtree_titlestandard": ("mark_stale",),
    "planning_plantitle": ("mark_stale",),
    "planning_ruleparameter": ("mark_stale",),
}
"""The triggers of migration 0002: without one of them a change could go unmeasured."""

_PLAN_DIFFERS = """
WITH counted AS (
    SELECT l.*, d.id AS decision_id, d.day
    FROM planning_line l JOIN planning_submission s ON s.id = l.submission_id
    JOIN planning_decision d ON d.id = s.decision_id
    WHERE l.dropped_in_id IS NULL
),
approved AS (
    SELECT plan_title_id, person_id, 'remove' AS deed, ground, decision_id, day FROM counted c
    WHERE proposal = 'move' OR (proposal = 'remove' AND (NOT EXISTS (
        SELECT FROM planning_planentry e JOIN planning_decision r ON r.id = e.closed_by_id AND r.kind = 'by_rule'
        WHERE e.plan_title_id = c.plan_title_id AND e.person_id = c.person_id
    ) OR EXISTS (
        SELECT FROM planning_planentry e
        WHERE e.plan_title_id = c.plan_title_id AND e.person_id = c.person_id AND e.closed_by_id = c.decision_id
    )))
  UNION ALL
    SELECT plan_title_id, person_id, 'add', '', decision_id, day FROM counted WHERE proposal = 'add'
  UNION ALL
    SELECT target_id, person_id, 'add', '', decision_id, day FROM counted WHERE proposal = 'move'
),
judged AS (SELECT DISTINCT decision_id FROM planning_submission WHERE decision_id IS NOT NULL),
written AS (
    SELECT plan_title_id, person_id, 'add' AS deed, '' AS ground, opened_by_id AS decision_id, lower(period) AS day
    FROM planning_planentry WHERE opened_by_id IN (SELECT decision_id FROM judged)
  UNION ALL
    SELECT plan_title_id, person_id, 'remove', ground, closed_by_id, upper(period)
    FROM planning_planentry WHERE closed_by_id IN (SELECT decision_id FROM judged)
)
SELECT 'not carried out', * FROM (SELECT * FROM approved EXCEPT SELECT * FROM written) a
UNION ALL SELECT 'carried out but not approved', * FROM (SELECT * FROM written EXCEPT SELECT * FROM approved) b
ORDER BY 1, 6, 2, 3
"""
"""Decisions over no submission are those taken over from before the program; their entries stand on the decision. A
removal of what had ended by rule before the decision was made has nothing left to end."""


def state_faults() -> list[str]:
    """Submissions that are in another state than their steps lead to."""
    verbs = StateChange.objects.order_by("submission", "pk").values_list("submission", "verb")
    taken = {pk: [verb for _, verb in steps] for pk, steps in groupby(verbs.iterator(), key=lambda row: row[0])}
    due = {
        pk: (state, SUBMISSION.replay(taken.get(pk, ())))
        for pk, state in Submission.objects.order_by("pk").values_list("pk", "state")
    }
    return [
        f"submission {pk} is {state}, its steps lead to {replayed or 'nowhere'}"
        for pk, (state, replayed) in due.items()
        if state != replayed
    ]


def plan_faults() -> list[str]:
    """Approved lines that opened or closed no entry of the plan, and entries that no approved line explains."""
    with connection.cursor() as cursor:
        cursor.execute(_PLAN_DIFFERS)
        return [
            f"{fault}: {deed} person {person} for plan title {title} by decision {decision} of {day}"
            for fault, title, person, deed, _ground, decision, day in cursor
        ]


def mark_trigger_faults() -> list[str]:
    """Triggers that write down what must be measured again and are missing or switched off."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE 'mark_stale%' AND tgenabled = 'O'"
        )
        present = set(cursor.fetchall())
    due = {(table, name) for table, names in MARKED.items() for name in names}
    return [f"no trigger {name} on {table}" for table, name in sorted(due - present)]


def waiting_faults() -> list[str]:
    """Changes that nobody has come to measure."""
    oldest = StaleMark.objects.aggregate(at=Min("at"))["at"]
    if oldest is None or (minutes := (timezone.now() - oldest).total_seconds() / 60) < PATIENCE_MINUTES:
        return []
    return [f"changes have waited to be measured for {minutes:.0f} minutes: is a worker running?"]
