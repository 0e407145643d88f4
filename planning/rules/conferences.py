"""May this sitting be held, closed, the list submitted after it; who has passed (domain.md §4.6, §4.7).

Quorum, threshold and what a share is counted on come from the rules of the round, never from here: where they say
nothing, the program says so instead of guessing.
"""

import datetime
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain

from django.utils.translation import gettext_lazy as _

from anphu.kit import names
from anphu.kit.refusals import Refused
from planning.choices import BallotKind, Outcome, Proposal
from planning.models import BallotResult, Conference, Line, RoundStep, RuleParameter, Submission
from planning.rules import ballots, consultations
from planning.rules.ballots import Ballot
from planning.rules.courses import Course, courses, place_of
from planning.rules.law import Law

FIGURES = ("convened", "present", "issued", "returned", "valid", "invalid")
HOME_SEVERITY, WARN = "severity_home_unit", "warn"
"""The parameter that says whether a list waits for the home units of people from outside, and the word that says no."""
MOST = 99_999
"""People and slips of one conference, at most: what is larger is a slip of the finger."""
COUNTED_ON = {
    "convened": ("convened", "số người được triệu tập"),
    "present": ("present", "số người có mặt"),
    "valid": ("valid", "số phiếu hợp lệ"),
}
"""What `pass_denominator` may say, in the words of the rules in force and as a code."""
_MARK = 16
"""Characters of a mark: it tells an accident, it is no seal."""
Votes = Mapping[int, tuple[int, int]]
"""Agree and disagree by line id."""


@dataclass(frozen=True, slots=True)
class Measure:
    """The three numbers of law that a ballot is judged by."""

    quorum: RuleParameter
    threshold: RuleParameter
    denominator: RuleParameter

    @property
    def counted_on(self) -> str:
        said = names.fold(self.denominator.text)
        return next(code for code, words in COUNTED_ON.items() if said in map(names.fold, words))

    @property
    def rules(self) -> tuple[RuleParameter, ...]:
        return self.quorum, self.threshold, self.denominator

    @property
    def quorum_share(self) -> Fraction:
        return self.share(self.quorum)

    @property
    def threshold_share(self) -> Fraction:
        return self.share(self.threshold)

    @staticmethod
    def share(parameter: RuleParameter) -> Fraction:
        """A ratio, also where the law gives percent."""
        hundred = 100 if parameter.measure == "%" else 1
        return Fraction(parameter.value) / parameter.divisor / hundred

    def has_quorum(self, ballot: Ballot) -> bool:
        return ballots.has_quorum(ballot, self.quorum_share)

    def passes(self, votes: int, ballot: Ballot) -> bool:
        return ballots.passes(votes, getattr(ballot, self.counted_on), self.threshold_share)


def measure(law: Law) -> Measure:
    """Raises Refused `rule_missing` when the rules of the round leave one of the three open, or say no share."""
    found = [law.find(key) for key in ("quorum", "pass_threshold", "pass_denominator")]
    known = {names.fold(words) for said in COUNTED_ON.values() for words in said}
    if not all(map(_is_share, found[:2])) or found[2] is None or names.fold(found[2].text) not in known:
        raise Refused(
            "rule_missing",
            _(
                "The rules of this round do not say what quorum a ballot needs, or how many must agree of whom. "
                "An administrator can add it to the rules."
            ),
        )
    return Measure(*found)


def _is_share(row: RuleParameter | None) -> bool:
    return row is not None and row.value is not None and 0 <= Measure.share(row) <= 1


def mark(conference: Conference, results: Iterable[BallotResult] | None = None) -> str:
    """What tells one state of an open sitting, with its votes (`results`, where they are at hand), from any other."""
    words = [conference.day.isoformat(), conference.chair, conference.clerk, conference.note, conference.minutes_id]
    results = conference.results.all() if results is None else results
    votes = sorted((row.line_id, row.agree, row.disagree) for row in results)
    content = json.dumps([*words, conference.figures, votes])
    return hashlib.sha256(content.encode()).hexdigest()[:_MARK]


def ballot_of(figures: Mapping[str, int]) -> Ballot:
    return Ballot(*(figures.get(name, 0) for name in FIGURES))


def why_not_hold(
    course: Course, step: RoundStep, day: datetime.date, *, on: datetime.date, amended: Conference | None = None
) -> Refused | None:
    """Why the step has no sitting on `day`: order, days, nothing to do. `amended`: the open sitting being rewritten."""
    return _why_not_day(course, step, day, on) or (None if amended else why_not_begin(course, step))


def why_not_begin(course: Course, step: RoundStep) -> Refused | None:
    """Why no sitting of the step can be begun, whatever its day."""
    if any(row.closed_at is None for row in course.sittings(step)):
        return Refused("sitting_open", _("This step has an open sitting: complete and close that one."))
    earlier = course.undone(before=step)
    if earlier is not None:
        return Refused("step_out_of_order", _("First comes: %(step)s.") % {"step": earlier.name})
    if step.ballot == BallotKind.NONE and course.is_done(step):
        return Refused("step_done", _("This conference has been held and closed."))
    if step.ballot != BallotKind.NONE and not course.ready(step):
        return Refused("nobody_to_vote_on", _("There is nobody to vote on in this step."))
    return None


def _why_not_day(course: Course, step: RoundStep, day: datetime.date, on: datetime.date) -> Refused | None:
    if day > on:
        return Refused("day_in_future", _("The day of the conference lies in the future."), status=400)
    if day < course.submission.round.day:
        return Refused(
            "day_before_round", _("The conference cannot be before the round's day of reference."), status=400
        )
    positions = {row.pk: row.position for row in course.steps}
    days = [
        row.day
        for row in course.conferences
        if row.closed_at and positions.get(row.step_id, step.position + 1) <= step.position
    ]
    if days and day < max(days):
        sentence = _("The conference before it was on %(day)s; this one cannot be earlier.")
        return Refused("day_before_step", sentence % {"day": f"{max(days):%d/%m/%Y}"}, status=400)
    return None


def why_not_figures(course: Course, step: RoundStep, figures: Mapping[str, int], votes: Votes) -> Refused | None:
    """Figures that cannot be, and votes about lines that this sitting does not ask about."""
    if unknown := set(figures) - set(FIGURES):
        return Refused("bad_figure", _("There is no such figure: %s.") % min(unknown), status=400)
    typed = [*figures.values(), *(number for pair in votes.values() for number in pair)]
    if any(not 0 <= number <= MOST for number in typed):
        return Refused("bad_figure", _("Figures are whole numbers from 0 to %d.") % MOST, status=400)
    ballot = ballot_of(figures)
    if step.ballot == BallotKind.NONE and any((ballot.issued, ballot.returned, ballot.valid, ballot.invalid)):
        return Refused("no_ballot_here", _("No ballots are cast in this step: leave their figures empty."), status=400)
    return (
        ballots.why_not(ballot, {}, 0)
        or _why_not_votes(course, step, votes)
        or _why_not_counts(course, step, ballot, votes)
    )


def _why_not_votes(course: Course, step: RoundStep, votes: Votes) -> Refused | None:
    ready = {line.pk for line in course.ready(step)}
    for pk in votes:
        line = next((line for line in course.lines if line.pk == pk), None)
        if line is None:
            return Refused("not_found", _("That line is not in this submission."), status=404)
        if pk not in ready:
            return why_not_return(line) or Refused(
                "not_asked", _("%(name)s is not voted on in this sitting.") % {"name": line.person.full_name}
            )
    return None


def _why_not_counts(course: Course, step: RoundStep, ballot: Ballot, votes: Votes) -> Refused | None:
    for pk, (agree, disagree) in votes.items():
        if agree + disagree > ballot.valid:
            name = next(line.person.full_name for line in course.lines if line.pk == pk)
            sentence = _("%(name)s: more votes than there are valid ballots.") % {"name": name}
            return Refused("votes_over_valid", sentence, status=400, line=pk)
    for title, lines in _by_place(course, step, votes).items():
        limit = course.places(title, step)
        agreed = {line.pk: votes[line.pk][0] for line in lines}
        refusal = ballots.why_not(ballot, agreed, limit[0]) if limit else None
        if refusal is not None:
            return refusal
    return None


def outcomes(course: Course, step: RoundStep, figures: Mapping[str, int], votes: Votes) -> dict[int, str]:
    """`{line id: outcome}`: passed, not passed, or tied about the last place of a title. Raises `rule_missing`."""
    if not votes:
        return {}
    law, ballot = measure(course.law), ballot_of(figures)
    passed = {pk for pk, (agree, _disagree) in votes.items() if law.passes(agree, ballot)}
    found = {pk: Outcome.PASSED if pk in passed else Outcome.FAILED for pk in votes}
    for title, lines in _by_place(course, step, votes).items():
        limit = course.places(title, step)
        agreed = {line.pk: votes[line.pk][0] for line in lines if line.pk in passed}
        for pk in ballots.ties(agreed, limit[1]) if limit else ():
            found[pk] = Outcome.TIED
    return found


def _by_place(course: Course, step: RoundStep, votes: Votes) -> dict[int, list[Line]]:
    """Those voted on who want a place, by plan title; removals take none."""
    found = defaultdict(list)
    for line in course.ready(step):
        if line.pk in votes and line.proposal != Proposal.REMOVE:
            found[place_of(line)].append(line)
    return found


def why_not_close(course: Course, conference: Conference, results: list[BallotResult]) -> Refused | None:
    """Why an open sitting cannot be closed yet: minutes, quorum, votes that are missing."""
    step = conference.step
    if conference.closed_at is not None:
        return Refused("closed_already", _("This conference is closed; nothing in it changes any more."))
    if step.minutes and conference.minutes_id is None:
        return Refused("minutes_missing", _("Attach the minutes: a step is not closed without them."))
    voted, ready = {row.line_id for row in results}, course.ready(step)
    if voted - {line.pk for line in ready}:
        return Refused("list_changed", _("The list has changed since the votes were typed: save the conference again."))
    missing = [line.person.full_name for line in ready if line.pk not in voted]
    if missing:
        sentence = _("Votes are missing: %(names)s.") % {"names": ", ".join(missing[:5])}
        return Refused("votes_missing", sentence)
    ballot = ballot_of(conference.figures)
    if (step.ballot != BallotKind.NONE or ballot.convened) and not measure(course.law).has_quorum(ballot):
        return Refused("no_quorum", _("Too few were present for a decision: the conference has to be held again."))
    return None


def why_not_return(line: Line | None) -> Refused | None:
    """Who was not passed does not come back in the same round."""
    if line is None or line.dropped_in_id is None:
        return None
    sentence = _("%(name)s was not passed by a conference of this round and does not come back in it.")
    return Refused("dropped", sentence % {"name": line.person.full_name})


def why_not_submit(submission: Submission) -> Refused | None:
    """Why the conferences do not let the list be submitted yet."""
    return why_not_submit_many([submission]).get(submission.pk)


def why_not_submit_many(
    submissions: list[Submission], lines: Mapping[int, Sequence[Line]] | None = None
) -> dict[int, Refused]:
    """The same for many, by submission id; those that may be submitted are not in it. Three queries, one or two for who
    has their `lines` by submission id at hand."""
    if not submissions:
        return {}
    known = chain.from_iterable(lines.values()) if lines else ()
    asks = lines is None or any(map(consultations.wants_home, known))
    homes = consultations.unanswered_homes(submissions) if asks else {}
    found = courses(submissions, told=False, lines=lines)
    judged = {pk: _why_not_submit(course, homes.get(pk, [])) for pk, course in found.items()}
    return {pk: refusal for pk, refusal in judged.items() if refusal}


def _why_not_submit(course: Course, unanswered: list[Line]) -> Refused | None:
    refusal = _why_not_conferences(course)
    if refusal is None and course.law.word(HOME_SEVERITY) != WARN:
        refusal = consultations.why_not_submit(unanswered)
    return refusal


def _why_not_conferences(course: Course) -> Refused | None:
    unfinished = next((row for row in course.conferences if row.closed_at is None), None)
    if unfinished is not None:
        sentence = _("A conference is open: %(step)s. Close it, or take it back.") % {"step": unfinished.step.name}
        return Refused("conference_open", sentence, conference=unfinished.pk)
    step = course.undone()
    if step is None:
        return None
    waiting = len(course.ready(step))
    sentence = (
        _("The list has not gone through: %(step)s (%(number)d to vote on).") % {"step": step.name, "number": waiting}
        if waiting
        else _("This conference has not been held: %(step)s.") % {"step": step.name}
    )
    return Refused("conferences_missing", sentence, step=step.pk)
