"""A submission as a reader goes through it: terms, titles, lines; its steps; the submissions a unit owns."""

import datetime
from dataclasses import dataclass, field, replace
from itertools import groupby

from django.db.models import Prefetch

from orgtree.choices import Verb
from planning.choices import Proposal, RoundState
from planning.models import Line, PlanTitle, StateChange, Submission, Term
from planning.queries.caps import of_submission
from planning.queries.eligibility import rules_for
from planning.queries.planned import introduce
from planning.queries.worklist import with_changes, with_units
from planning.rules.caps import Check


@dataclass(frozen=True, slots=True)
class TermLines:
    """The titles that a unit plans for in a term, each with `listed`: its lines in the submission, by name."""

    term: Term
    titles: list[PlanTitle]
    checks: list[Check] = field(default_factory=list)
    """Caps and structure, as the plan would be if the submission were approved as it stands."""

    @property
    def lines(self) -> list[Line]:
        return [line for title in self.titles for line in title.listed]


def changes_alone(terms: list[TermLines]) -> list[TermLines]:
    """The same without people who are kept, and without titles and terms in which nothing changes."""
    for title in (title for term in terms for title in term.titles):
        title.listed = [line for line in title.listed if line.proposal != Proposal.KEEP]
    shorter = (replace(term, titles=[title for title in term.titles if title.listed]) for term in terms)
    return [term for term in shorter if term.titles]


def lines_by_term(submission: Submission, user, on: datetime.date) -> list[TermLines]:
    """Every title of the round's terms, with or without lines; people are introduced. Four queries."""
    lines = (
        Line.objects.visible_to(user, on)
        .filter(submission=submission)
        .select_related("person")
        .order_by("person__name_key", "pk")
    )
    titles = list(
        PlanTitle.objects.visible_to(user, on)
        .filter(unit=submission.unit_id, term__rounds=submission.round_id)
        .select_related("term", "title")
        .order_by("-term__code", "-title__rank", "title__name")
        .prefetch_related(Prefetch("lines", lines, to_attr="listed"))
    )
    introduce((line.person for title in titles for line in title.listed), user, on)
    return [TermLines(term, list(group)) for term, group in groupby(titles, key=lambda title: title.term)]


def with_checks(submission: Submission, terms: list[TermLines], user, on: datetime.date) -> list[TermLines]:
    """The same with the checks of caps and structure under the round's rules. Two queries, and one for a round
    without rules of its own."""
    titles = [title for term in terms for title in term.titles]
    found = of_submission(submission, titles, user, on, rules_for(submission.round, on))
    return [replace(term, checks=found.get(term.term.pk, [])) for term in terms]


def steps_taken(submission: Submission, user, on: datetime.date) -> list[StateChange]:
    """The history of the submission, newest first."""
    rows = StateChange.objects.visible_to(user, on).filter(submission=submission)
    return list(rows.select_related("actor").order_by("-pk"))


def own(user, on: datetime.date) -> list[Submission]:
    """Submissions of open rounds by the very units for which the reader proposes, in whatever state. Two queries."""
    units = {*user.granted(Verb.PROPOSE), *user.granted(Verb.SUBMIT)}
    rows = Submission.objects.visible_to(user, on).filter(unit__in=units, round__state=RoundState.OPEN)
    return with_units(with_changes(rows.select_related("round")), on)
