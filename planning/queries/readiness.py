"""Whom of a list the checklist holds up, for many submissions at once."""

import datetime
from collections import defaultdict
from collections.abc import Sequence

from planning.choices import SubmissionVerb
from planning.models import AppointmentProposal, Line, Submission
from planning.queries.eligibility import book, facts, rules_for
from planning.rules import readiness
from planning.rules.eligibility import Assessment
from planning.rules.readiness import Shortcoming

ASKED = frozenset({SubmissionVerb.SUBMIT, SubmissionVerb.APPRAISE, SubmissionVerb.APPROVE})
"""Moves that go on only with what is ready."""


def shortcomings(submissions: Sequence[Submission], user, on: datetime.date) -> dict[int, list[Shortcoming]]:
    """`{submission id: shortcomings}` of people planned anew, as far as the reader sees their dossiers. Three queries,
    and one for each round."""
    lines = (
        Line.objects.filter(submission__in=submissions, proposal__in=readiness.NEW)
        .in_effect()
        .select_related("person", "plan_title__title", "plan_title__term", "target__title", "target__term")
        .order_by("submission", "pk")
    )
    by_submission = defaultdict(list)
    for line in lines:
        by_submission[line.submission_id].append(line)
    if not by_submission:
        return {}
    people = {line.person_id for line in lines}
    pending = set(AppointmentProposal.objects.pending(on).filter(person__in=people).values_list("person", flat=True))
    seen = facts(people, user, on)
    found = {}
    for round_rows in _by_round(submissions):
        listed = [line for row in round_rows for line in by_submission[row.pk]]
        law = book([_title(line) for line in listed], on, rules_for(round_rows[0].round, on))
        judged = Assessment(seen, law, on)
        for line in listed:
            answers = judged.answers(_title(line), line.person_id)
            found.setdefault(line.submission_id, []).extend(
                readiness.of_line(line, answers, line.person_id in pending, law.law)
            )
    return found


def why_not_ready(submissions: Sequence[Submission], verb: str, *, user, on: datetime.date) -> dict:
    """`{submission id: Refused}` of those that the checklist holds up on this move."""
    if verb not in ASKED:
        return {}
    judged = {pk: readiness.why_not(rows) for pk, rows in shortcomings(submissions, user, on).items()}
    return {pk: refusal for pk, refusal in judged.items() if refusal is not None}


def _title(line: Line):
    """The title for which the person is planned anew."""
    return line.target or line.plan_title


def _by_round(submissions: Sequence[Submission]) -> list[list[Submission]]:
    rounds = defaultdict(list)
    for row in submissions:
        rounds[row.round_id].append(row)
    return list(rounds.values())
