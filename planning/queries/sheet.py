"""The sheet of a submission: its lines with everything that a unit or an appraiser weighs beside them."""

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from planning.choices import Ground, Proposal, SubmissionState
from planning.models import ConsultedBody, Line, PlanTitle, RemovalGround, Submission
from planning.queries.beside import Beside, beside
from planning.queries.eligibility import assess, rules_for
from planning.queries.evidence import changed_since
from planning.queries.meters import meters
from planning.queries.submissions import TermLines, elsewhere, lines_by_term
from planning.queries.suggestions import suggest
from planning.rules.lines import FROM_OUTSIDE_THE_PLAN
from planning.rules.meters import Meters


@dataclass
class Sheet:
    """`terms`: titles with `listed` lines; every line has `judged` (Candidate), `suggestions`, `votes`, `remarks`,
    `corrections`, `consulted` and `changed` (what became different since submission). `bodies` may be asked."""

    terms: list[TermLines]
    beside: Beside
    meters: list[tuple[TermLines, Meters]]
    elsewhere: dict[int, list[PlanTitle]]
    grounds: list[tuple[str, str]]
    bodies: tuple[ConsultedBody, ...] = ()
    ground_options: str = ""

    @property
    def lines(self) -> list[Line]:
        return [line for term in self.terms for line in term.lines]

    @property
    def counts(self) -> Counter:
        """How many lines propose what."""
        return Counter(line.proposal for line in self.lines)

    @property
    def effects(self) -> Counter:
        """How many lines will do what: whom a conference did not pass is not added, and stays if planned before."""
        return Counter(
            line.proposal if line.dropped_in_id is None else Proposal.KEEP
            for line in self.lines
            if line.dropped_in_id is None or line.proposal != Proposal.ADD
        )

    @property
    def unconfirmed(self) -> int:
        """Lines about which the unit has said nothing yet; one that a conference dropped needs no word."""
        return sum(line.is_unconfirmed for line in self.lines)

    @property
    def confirmed(self) -> int:
        return len(self.lines) - self.unconfirmed


def sheet(
    submission: Submission, user, on: datetime.date, *, afterwards: Mapping[int, int | None] | None = None
) -> Sheet:
    """The sheet of a submission that somebody has found visible; `afterwards` as in `meters`."""
    terms = lines_by_term(submission, user, on)
    titles = [title for term in terms for title in term.titles]
    lines = [line for term in terms for line in term.lines]
    rules = rules_for(submission.round, on)
    judged = assess(titles, {line.person_id for line in lines}, user, on, rules)
    around = beside(submission, user, on)
    figures = meters(titles, lines, judged.book, user, on, afterwards=afterwards)
    checks = {term: of.warnings for term, of in figures.items()}
    for title in titles:
        for line in title.listed:
            line.plan_title = title
    working = submission.state in (SubmissionState.DRAFT, SubmissionState.SUBMITTED)
    suggested = suggest(submission, user, on, lines=lines, judged=judged, checks=checks) if working else {}
    told = submission.state != SubmissionState.DRAFT
    changed = changed_since(submission, user, on, lines=lines, known=judged.people) if told else {}
    for line in lines:
        line.judged = judged.candidate(line.plan_title, line.person_id)
        line.suggestions = suggested.get(line.pk, [])
        line.changed = changed.get(line.pk, [])
        line.votes = around.votes.get(line.pk, [])
        line.remarks = around.of_line.get(line.pk, [])
        line.corrections = around.corrections(line.pk)
        line.consulted = around.consulted.get(line.pk, [])
        line.added = line.proposal in FROM_OUTSIDE_THE_PLAN
    pairs = [(term, figures[term.term.pk]) for term in terms]
    return Sheet(terms, around, pairs, elsewhere(submission, terms), named(judged.book.grounds), judged.book.bodies)


def named(grounds: Mapping[str, RemovalGround]) -> list[tuple[str, str]]:
    """Code and name in the order of the vocabulary, which is that of the source; all of it where none are recorded."""
    return [(code, grounds[code].name) for code in Ground.values if code in grounds] or list(Ground.choices)
