"""The course of a submission through its conferences: its steps in order, who is asked about where, what was said.

A line is *asked* about in a step when the step's ballot concerns it; it is *settled* there when a closed sitting passed
it, or left it tied and a later step asks again; it is *ready* when every step before has settled it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from orgtree.models import UnitVersion
from planning.choices import BallotKind, GroundKind, Outcome, Proposal
from planning.models import (
    BallotResult,
    Conference,
    Line,
    RemovalGround,
    Round,
    RoundStep,
    RuleParameter,
    RuleSet,
    Submission,
)
from planning.rules.law import Law

_ASKED = {
    BallotKind.NONE: frozenset(),
    BallotKind.REFERRAL: frozenset({Proposal.ADD, Proposal.MOVE}),
    BallotKind.VOTE: frozenset({Proposal.ADD, Proposal.MOVE, Proposal.REMOVE}),
}
"""Nobody is referred to be taken out: removals are for the vote of the leadership alone."""
_TITLES = ("person", "plan_title__title", "plan_title__term", "target__title", "target__term")


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


def courses(submissions: Sequence[Submission], *, told: bool = True) -> dict[int, Course]:
    """`{submission id: course}`. Three queries, and four or five for every round; submissions bring their round.

    `told=False`: lines come without their people and titles, for who only asks what is left to do; `places` wants them.
    """
    conferences, lines = _by_submission(Conference, submissions, "step"), _lines(submissions, told)
    said = _said(submissions)
    found = {}
    for round, rows in _by_round(submissions):
        steps, law, at_once = list(round.steps.all()), _law(round), _at_once(round)
        kinds = _kinds(round, rows) if steps else {}
        for row in rows:
            found[row.pk] = Course(
                row,
                steps_of(steps, kinds.get(row.unit_id, "")),
                conferences[row.pk],
                lines[row.pk],
                said[row.pk],
                law,
                at_once,
            )
    return found


def course(submission: Submission) -> Course:
    return courses([submission])[submission.pk]


def _by_round(submissions: Iterable[Submission]) -> list[tuple[Round, list[Submission]]]:
    rounds, rows = {}, defaultdict(list)
    for row in submissions:
        rounds[row.round_id] = row.round
        rows[row.round_id].append(row)
    return [(rounds[pk], rows[pk]) for pk in rounds]


def _by_submission(model, submissions, *related: str) -> dict[int, list]:
    found = defaultdict(list)
    for row in model.objects.filter(submission__in=submissions).select_related(*related):
        found[row.submission_id].append(row)
    return found


def _lines(submissions, told: bool) -> dict[int, list[Line]]:
    rows = Line.objects.filter(submission__in=submissions).exclude(proposal=Proposal.WITHDRAWN)
    if told:
        rows = rows.select_related(*_TITLES)
    found = defaultdict(list)
    for row in rows.order_by("person__name_key", "pk"):
        found[row.submission_id].append(row)
    return found


def _said(submissions) -> dict[int, dict[tuple[int, int], str]]:
    rows = BallotResult.objects.filter(conference__submission__in=submissions, conference__closed_at__isnull=False)
    found = defaultdict(dict)
    for submission, step, line, outcome in rows.order_by("conference__sitting").values_list(
        "conference__submission", "conference__step", "line", "outcome"
    ):
        found[submission][step, line] = outcome
    return found


def _kinds(round: Round, submissions: Sequence[Submission]) -> dict[int, str]:
    rows = UnitVersion.objects.on(round.day).filter(unit__in=[row.unit_id for row in submissions])
    return dict(rows.values_list("unit", "kind"))


def _law(round: Round) -> Law:
    rule_set = round.rule_set or RuleSet.objects.in_force(round.day)
    return Law(tuple(RuleParameter.objects.under(rule_set, round.day)))


def _at_once(round: Round) -> frozenset[str]:
    day = round.rule_set.judging_day(round.day) if round.rule_set else round.day
    rows = RemovalGround.objects.on(day).exclude(kind=GroundKind.REVIEW)
    return frozenset(rows.values_list("code", flat=True))
