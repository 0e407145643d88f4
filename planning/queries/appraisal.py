"""The appraisal board: every list of a round on one screen, with what an appraiser chooses by."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from orgtree.models import User
from planning.choices import SubmissionState, Verdict
from planning.models import Line, Round, Submission
from planning.queries.board import board
from planning.queries.eligibility import book, facts, rules_for
from planning.rules.eligibility import Assessment
from planning.rules.lines import planned_after

_SQL = """
SELECT s.id,
       count(l.id) FILTER (WHERE l.entered_by_id IS NULL AND l.dropped_in_id IS NULL AND l.proposal <> 'withdrawn'),
       (SELECT count(*) FROM planning_conference f WHERE f.submission_id = s.id AND f.closed_at IS NOT NULL),
       (SELECT count(*) FROM planning_consultation q JOIN planning_line x ON x.id = q.line_id
        WHERE x.submission_id = s.id AND q.answered_at IS NULL),
       (SELECT max(c.day) FROM planning_statechange c WHERE c.submission_id = s.id AND c.verb = 'submit')
FROM planning_submission s LEFT JOIN planning_line l ON l.submission_id = s.id
WHERE s.id = ANY(%(submissions)s) GROUP BY s.id
"""


@dataclass(frozen=True)
class Row:
    """One list on the board. `known`: lines about whose person every clause can be judged; `lacking`: lines of people
    who lack something; `late`: days after the deadline at which it came, or by which it is overdue on the day."""

    submission: Submission
    lines: int
    unconfirmed: int
    conferences: int
    asked: int
    known: int
    lacking: int
    late: int

    @property
    def percent(self) -> int:
        """How complete the dossiers are, rounded down, so that 100 means complete."""
        return 100 * self.known // self.lines if self.lines else 100

    @property
    def warnings(self) -> int:
        return self.lacking + self.asked


def rows(round: Round, user: User, on: datetime.date, *, state: str = "", words: str = "") -> list[Row]:
    """The lists of the round that the reader sees, by unit, narrowed by state and name. Six queries, however many."""
    submissions = board(round, user, on, state=state, words=words)
    counts = _counts(submissions)
    verdicts = _verdicts(submissions, round, user, on)
    return [_row(submission, counts[submission.pk], verdicts[submission.pk], round, on) for submission in submissions]


def _counts(submissions: Iterable[Submission]) -> dict[int, tuple]:
    asked = {"submissions": [row.pk for row in submissions]}
    with connection.cursor() as cursor:
        cursor.execute(_SQL, asked)
        return {pk: tuple(row) for pk, *row in cursor}


def _verdicts(submissions: list[Submission], round: Round, user: User, on: datetime.date) -> dict[int, list[Verdict]]:
    """The overall verdict of every line that puts or leaves somebody in the plan, by submission. Three queries: people
    are judged unit by unit, so that the cost is that of the lines."""
    lines = Line.objects.visible_to(user, on).filter(submission__in=submissions)
    lines = list(lines.select_related("plan_title__title", "plan_title__term"))
    titles = {line.plan_title_id: line.plan_title for line in lines}
    known = {one.person_id: one for one in facts({line.person_id for line in lines}, user, on)}
    law = book(titles.values(), on, rules_for(round, on))
    by_submission = defaultdict(list)
    for line in lines:
        if planned_after(line) is not None:
            by_submission[line.submission_id].append(line)
    found: dict[int, list[Verdict]] = defaultdict(list)
    for pk, own in by_submission.items():
        judged = Assessment([known[person] for person in {line.person_id for line in own}], law, on)
        found[pk] = [judged.overall(line.plan_title)[line.person_id] for line in own]
    return found


def _row(submission: Submission, counts: tuple, verdicts: list[Verdict], round: Round, on: datetime.date) -> Row:
    unconfirmed, conferences, asked, submitted = counts
    came = submitted if submission.state != SubmissionState.DRAFT else on
    return Row(
        submission,
        len(verdicts),
        unconfirmed,
        conferences,
        asked,
        sum(verdict != Verdict.UNKNOWN for verdict in verdicts),
        verdicts.count(Verdict.LACKING),
        max(0, ((came or on) - round.deadline).days),
    )
