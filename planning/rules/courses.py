"""The course of a submission through its conferences: its steps in order, who is asked about where, what was said.

A line is *asked* about in a step when the step's ballot concerns it; it is *settled* there when a closed sitting passed
it, or left it tied and a later step asks again; it is *ready* when every step before has settled it.
"""

import datetime
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from orgtree.queries.records import build
from planning.choices import BallotKind, GroundKind, Outcome, Proposal
from planning.models import Conference, Line, Round, RoundStep, RuleParameter, RuleSet, Submission
from planning.rules.law import Law

_ASKED = {
    BallotKind.NONE: frozenset(),
    BallotKind.REFERRAL: frozenset({Proposal.ADD, Proposal.MOVE}),
    BallotKind.VOTE: frozenset({Proposal.ADD, Proposal.MOVE, Proposal.REMOVE}),
}
"""Nobody is referred to be taken out: removals are for the vote of the leadership alone."""
_TITLES = ("person", "plan_title__title", "plan_title__term", "target__title", "target__term")
_SQL = """
WITH asked AS (
    SELECT * FROM unnest(%(rounds)s::bigint[], %(sets)s::bigint[], %(days)s::date[]) AS r (id, rule_set, day)
)
SELECT 'step', to_jsonb(t)::text FROM planning_roundstep t WHERE t.round_id = ANY(%(rounds)s)
UNION ALL SELECT 'kind', json_build_array(s.id, v.kind)::text
FROM planning_submission s JOIN planning_round r ON r.id = s.round_id
JOIN orgtree_unitversion v ON v.unit_id = s.unit_id AND v.period @> r.day WHERE s.id = ANY(%(submissions)s)
UNION ALL SELECT 'conference', to_jsonb(t)::text FROM planning_conference t WHERE t.submission_id = ANY(%(submissions)s)
UNION ALL SELECT 'said', json_build_array(f.sitting, f.submission_id, f.step_id, b.line_id, b.outcome)::text
FROM planning_conference f JOIN planning_ballotresult b ON b.conference_id = f.id
WHERE f.submission_id = ANY(%(submissions)s) AND f.closed_at IS NOT NULL
UNION ALL SELECT 'parameter', json_build_array(a.id, to_jsonb(t))::text FROM asked a JOIN planning_ruleparameter t
ON t.period @> a.day AND (t.rule_set_id IS NULL OR t.rule_set_id = a.rule_set)
UNION ALL SELECT 'at_once', json_build_array(a.id, g.code)::text FROM asked a JOIN planning_removalground g
ON g.period @> a.day AND g.kind <> %(review)s
"""
"""Numbers of law and grounds are those of the day by which each round is judged."""


def steps_of(steps: Iterable[RoundStep], kind: str) -> list[RoundStep]:
    """The steps of an organisation of `kind`, in order: those of its kind if any, else those of every kind."""
    rows = sorted(steps, key=lambda step: step.position)
    own = [step for step in rows if step.unit_kind == kind]
    return own or [step for step in rows if not step.unit_kind]


def place_of(line: Line) -> int:
    """The plan title in which a line takes a place: of somebody moved, the new one."""
    return line.target_id or line.plan_title_id


@dataclass(frozen=True)
class Course:
    """One submission with all that its conferences are judged by. `at_once`: grounds that take effect without a vote;
    `said`: what the latest closed sitting of a step said, by ids of step and line."""

    submission: Submission
    steps: Sequence[RoundStep]
    conferences: Sequence[Conference]
    lines: Sequence[Line]
    said: dict[tuple[int, int], str]
    law: Law
    at_once: frozenset[str]

    def asked(self, step: RoundStep) -> list[Line]:
        """Lines that the step's ballot concerns, whatever was said so far; those dropped are out."""
        return [line for line in self.lines if self._concerns(step, line)]

    def ready(self, step: RoundStep) -> list[Line]:
        """Lines that the next sitting of the step has to vote on."""
        before = [other for other in self.steps if other.position < step.position]
        return [
            line
            for line in self.asked(step)
            if not self._settled(step, line) and all(self._settled(other, line) for other in before)
        ]

    def is_done(self, step: RoundStep) -> bool:
        """Whether nothing is left of the step: discussed, or everybody voted on. A ballot about nobody is done."""
        if step.ballot == BallotKind.NONE:
            return any(row.closed_at for row in self.sittings(step))
        return all(self._settled(step, line) for line in self.asked(step))

    def sittings(self, step: RoundStep) -> list[Conference]:
        return [row for row in self.conferences if row.step_id == step.pk]

    def undone(self, before: RoundStep | None = None) -> RoundStep | None:
        """The first step, of those before `before`, of which something is left."""
        rows = (step for step in self.steps if before is None or step.position < before.position)
        return next((step for step in rows if not self.is_done(step)), None)

    def decides(self, step: RoundStep, line: Line) -> bool:
        """Whether no later step asks about the line: what is tied here stays tied until a further sitting."""
        return not any(other.position > step.position and self._concerns(other, line) for other in self.steps)

    def places(self, plan_title: int, step: RoundStep) -> tuple[int, int] | None:
        """How many people may be planned for a title, and how many places are left for who is ready in `step`: those
        who stay and those the step has passed have theirs. None when the law limits nothing."""
        title = next(title for line in self.lines for title in _titles(line) if title.pk == plan_title)
        most = self.law.number("max_people_per_title", title.title.level)
        if most is None:
            return None
        staying = [line for line in self.lines if line.plan_title_id == plan_title and _stays(line)]
        passed = [
            line
            for line in self.asked(step)
            if place_of(line) == plan_title
            and line.proposal != Proposal.REMOVE
            and self.said.get((step.pk, line.pk)) == Outcome.PASSED
        ]
        limit = int(most) * title.size
        return limit, max(limit - len(staying) - len(passed), 1)

    def _concerns(self, step: RoundStep, line: Line) -> bool:
        if line.dropped_in_id or line.proposal not in _ASKED[step.ballot] or (line.outsider and not step.outsiders):
            return False
        return line.proposal != Proposal.REMOVE or line.ground not in self.at_once

    def _settled(self, step: RoundStep, line: Line) -> bool:
        if not self._concerns(step, line):
            return True
        said = self.said.get((step.pk, line.pk))
        return said == Outcome.PASSED or (said == Outcome.TIED and not self.decides(step, line))


def _titles(line: Line) -> list:
    return [line.plan_title, line.target] if line.target_id else [line.plan_title]


def _stays(line: Line) -> bool:
    """Whether the person keeps the title: kept, or the removal did not pass."""
    return line.proposal == Proposal.KEEP or bool(line.dropped_in_id and line.proposal != Proposal.ADD)


def courses(
    submissions: Sequence[Submission], *, told: bool = True, lines: Mapping[int, Sequence[Line]] | None = None
) -> dict[int, Course]:
    """`{submission id: course}`. Two queries, one for who has the `lines` by submission id at hand; submissions bring
    their round and its rule set.

    `told=False`: lines come without their people and titles, for who only asks what is left to do; `places` wants them.
    """
    rows, listed = _rows(submissions), _lines(submissions, told) if lines is None else lines
    steps, sittings, said = _steps(rows["step"]), _sittings(rows["conference"], rows["step"]), _said(rows["said"])
    kinds, at_once, laws = dict(rows["kind"]), _gathered(rows["at_once"]), _gathered(rows["parameter"])
    return {
        row.pk: Course(
            row,
            steps_of(steps[row.round_id], kinds.get(row.pk, "")),
            sittings[row.pk],
            [line for line in listed.get(row.pk, ()) if line.proposal != Proposal.WITHDRAWN],
            said[row.pk],
            Law(tuple(build(RuleParameter, columns) for columns in laws[row.round_id])),
            frozenset(at_once[row.round_id]),
        )
        for row in submissions
    }


def course(submission: Submission) -> Course:
    return courses([submission])[submission.pk]


def _rows(submissions: Iterable[Submission]) -> dict[str, list]:
    """What `_SQL` finds, by kind."""
    rounds = {row.round_id: row.round for row in submissions}
    sets = {pk: round.rule_set or RuleSet.objects.in_force(round.day) for pk, round in rounds.items()}
    asked = {
        "submissions": [row.pk for row in submissions],
        "rounds": list(rounds),
        "sets": [rules and rules.pk for rules in sets.values()],
        "days": [_judging_day(rounds[pk], rules) for pk, rules in sets.items()],
        "review": GroundKind.REVIEW,
    }
    found = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_SQL, asked)
        for kind, text in cursor:
            found[kind].append(json.loads(text))
    return found


def _judging_day(round: Round, rules: RuleSet | None) -> datetime.date:
    return rules.judging_day(round.day) if rules else round.day


def _steps(rows: Iterable[dict]) -> dict[int, list[RoundStep]]:
    found = defaultdict(list)
    for columns in rows:
        found[columns["round_id"]].append(build(RoundStep, columns))
    return found


def _sittings(rows: Iterable[dict], steps: Iterable[dict]) -> dict[int, list[Conference]]:
    """Sittings by submission, in order, each with its step."""
    known = {columns["id"]: build(RoundStep, columns) for columns in steps}
    found = defaultdict(list)
    for columns in sorted(rows, key=lambda row: (known[row["step_id"]].position, row["sitting"])):
        sitting = build(Conference, columns)
        sitting.step = known[sitting.step_id]
        found[sitting.submission_id].append(sitting)
    return found


def _said(rows: Iterable[list]) -> dict[int, dict[tuple[int, int], str]]:
    found = defaultdict(dict)
    for _sitting, submission, step, line, outcome in sorted(rows):
        found[submission][step, line] = outcome
    return found


def _gathered(rows: Iterable[tuple]) -> dict[int, list]:
    found = defaultdict(list)
    for key, value in rows:
        found[key].append(value)
    return found


def _lines(submissions: Iterable[Submission], told: bool) -> dict[int, list[Line]]:
    rows = Line.objects.filter(submission__in=submissions)
    if told:
        rows = rows.select_related(*_TITLES)
    return _gathered((row.submission_id, row) for row in rows.order_by("person__name_key", "pk"))
