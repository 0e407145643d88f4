"""What stands beside the lines of a submission: its steps, comments, corrections asked for, ballots, consultations.
One statement, however much there is."""

import datetime
import json
from collections import defaultdict
from dataclasses import dataclass, field

from django.db import connection
from django.utils.dateparse import parse_date, parse_datetime

from orgtree.choices import Role, Verb
from orgtree.models import User
from planning.choices import Answer, Outcome, SubmissionState, SubmissionVerb
from planning.models import Submission

_SQL = """
WITH names AS (
    SELECT id, coalesce(nullif(trim(last_name || ' ' || first_name), ''), username) AS name FROM orgtree_user
)
SELECT 'step', json_build_array(c.id, c.verb, c.target, u.name, c.reason, c.at)::text
FROM planning_statechange c JOIN names u ON u.id = c.actor_id WHERE c.submission_id = %(submission)s
UNION ALL
SELECT 'comment', json_build_array(c.id, c.line_id, c.change_id, c.text, u.name, c.at)::text
FROM planning_comment c JOIN names u ON u.id = c.author_id WHERE c.submission_id = %(submission)s
UNION ALL
SELECT 'ballot', json_build_array(p.position, f.sitting, b.line_id, p.name, f.day, b.agree, b.disagree, f.valid,
                                  f.convened, b.outcome, f.closed_at IS NOT NULL)::text
FROM planning_ballotresult b JOIN planning_conference f ON f.id = b.conference_id
JOIN planning_roundstep p ON p.id = f.step_id WHERE f.submission_id = %(submission)s
UNION ALL
SELECT 'consultation', json_build_array(q.id, q.line_id, q.role, coalesce(y.name, v.name), q.question, q.due, q.answer,
                                        q.words, q.answered_on)::text
FROM planning_consultation q JOIN planning_line l ON l.id = q.line_id
LEFT JOIN planning_consultedbody y ON y.id = q.body_id
LEFT JOIN orgtree_unitversion v ON v.unit_id = q.unit_id AND v.period @> %(on)s
WHERE l.submission_id = %(submission)s AND (q.role = '' AND q.body_id IS NULL OR EXISTS (
    SELECT FROM orgtree_unitlink k JOIN planning_submission s ON s.id = l.submission_id
    WHERE k.descendant_id = s.unit_id AND k.ancestor_id = ANY(%(restricted)s) AND k.period @> %(on)s))
"""


@dataclass(frozen=True, slots=True)
class Step:
    """One step that the submission took."""

    pk: int
    verb: SubmissionVerb
    target: SubmissionState
    who: str
    reason: str
    at: datetime.datetime


@dataclass(frozen=True, slots=True)
class Remark:
    """Words about the submission or one line. `change`: the step of returning that asked for a correction there."""

    text: str
    who: str
    at: datetime.datetime
    change: int | None


@dataclass(frozen=True, slots=True)
class Vote:
    """What one ballot said of a line. `closed`: whether the conference still can change it."""

    step: str
    day: datetime.date
    agree: int
    disagree: int
    valid: int
    convened: int
    outcome: Outcome
    closed: bool


@dataclass(frozen=True, slots=True)
class Consulted:
    """A body that was asked about a line, and its answer."""

    pk: int
    body: str
    question: str
    due: datetime.date | None
    answer: Answer | None
    words: str
    answered_on: datetime.date | None


@dataclass(frozen=True)
class Beside:
    """All of it. `steps`: newest first; what belongs to a line under its id, in the order in which it was said."""

    steps: list[Step] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    of_line: dict[int, list[Remark]] = field(default_factory=lambda: defaultdict(list))
    votes: dict[int, list[Vote]] = field(default_factory=lambda: defaultdict(list))
    consulted: dict[int, list[Consulted]] = field(default_factory=lambda: defaultdict(list))

    @property
    def returned(self) -> Step | None:
        """The step that returned the submission, while the unit works on it again."""
        last = self.steps[0] if self.steps else None
        return last if last and last.verb == SubmissionVerb.RETURN else None

    def corrections(self, line_id: int) -> list[Remark]:
        """What is to be corrected at the line since the submission was returned last."""
        returned = self.returned
        return [row for row in self.of_line.get(line_id, ()) if returned and row.change == returned.pk]


def beside(submission: Submission, user: User, on: datetime.date) -> Beside:
    """What stands beside the lines of a submission that `user` has found visible; what bodies were asked and answered
    only for readers of restricted parts of dossiers. One query."""
    rows = defaultdict(list)
    asked = {"submission": submission.pk, "on": on, "restricted": user.granted(Verb.SEE_RESTRICTED)}
    with connection.cursor() as cursor:
        cursor.execute(_SQL, asked)
        for kind, text in cursor:
            rows[kind].append(json.loads(text))
    found = Beside(steps=[_step(*row) for row in sorted(rows["step"], reverse=True)])
    for _pk, line, change, text, who, at in sorted(rows["comment"]):
        place = found.remarks if line is None else found.of_line[line]
        place.append(Remark(text, who, parse_datetime(at), change))
    for _position, _sitting, line, *vote in sorted(rows["ballot"]):
        found.votes[line].append(_vote(*vote))
    for pk, line, *asked in sorted(rows["consultation"]):
        found.consulted[line].append(_consulted(pk, *asked))
    return found


def _step(pk, verb, target, who, reason, at) -> Step:
    return Step(pk, SubmissionVerb(verb), SubmissionState(target), who, reason, parse_datetime(at))


def _vote(step, day, agree, disagree, valid, convened, outcome, closed) -> Vote:
    return Vote(step, parse_date(day), agree, disagree, valid, convened, Outcome(outcome), closed)


def _consulted(pk, role, name, question, due, answer, words, answered_on) -> Consulted:
    return Consulted(
        pk,
        name or Role(role).label,
        question,
        due and parse_date(due),
        Answer(answer) if answer else None,
        words,
        answered_on and parse_date(answered_on),
    )
