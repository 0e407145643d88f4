"""Suggestions of the program for the lines of a submission."""

import datetime
from collections.abc import Mapping, Sequence

from planning.choices import Proposal
from planning.models import Line, RemovalGround, RuleSet, Submission
from planning.queries.caps import of_submission
from planning.queries.eligibility import assess, rules_for
from planning.rules import suggestions
from planning.rules.caps import Check
from planning.rules.eligibility import Assessment
from planning.rules.suggestions import Suggestion

ASKED = frozenset({Proposal.KEEP, Proposal.ADD, Proposal.MOVE})
"""Lines about which there is something to suggest: who is removed already is not proposed for removal again."""


def suggest(
    submission: Submission,
    user,
    on: datetime.date,
    *,
    lines: Sequence[Line] | None = None,
    judged: Assessment | None = None,
    checks: Mapping[int, Sequence[Check]] | None = None,
) -> dict[int, list[Suggestion]]:
    """`{line id: suggestions}`, as far as the reader sees the dossiers. Six queries; none for who has the `lines`
    (with plan title and term), their people `judged` and the `checks` by term at hand."""
    rules = rules_for(submission.round, on)
    if lines is None:
        rows = Line.objects.visible_to(user, on).filter(submission=submission)
        lines = list(rows.select_related("plan_title__title", "plan_title__term"))
    lines = [line for line in lines if line.proposal in ASKED and line.dropped_in_id is None]
    if not lines:
        return {}
    titles = list({line.plan_title_id: line.plan_title for line in lines}.values())
    if judged is None:
        judged = assess(titles, {line.person_id for line in lines}, user, on, rules)
    if checks is None:
        checks = of_submission(submission, titles, user, on, rules)
    left = {one.person_id for one in judged.people if not one.belongs}
    found = {line.pk: _of(line, judged, checks, line.person_id in left) for line in lines}
    return {pk: rows for pk, rows in found.items() if rows}


def grounds_of(rules: RuleSet | None, on: datetime.date) -> dict[str, RemovalGround]:
    """The grounds of removal by code as the rules of a round know them. One query."""
    return {row.code: row for row in RemovalGround.objects.on(rules.judging_day(on) if rules else on)}


def _of(line: Line, judged: Assessment, checks, left: bool) -> list[Suggestion]:
    about, grounds = line.plan_title, judged.book.grounds
    found = (
        [suggestions.of_leaving(grounds)]
        if left
        else [
            *suggestions.of_answers(judged.answers(about, line.person_id), grounds),
            *suggestions.of_caps(checks.get(about.term_id, ()), line.person_id, line.plan_title_id),
        ]
    )
    return [suggestions.of_addition(one) for one in found] if line.proposal == Proposal.ADD else found
