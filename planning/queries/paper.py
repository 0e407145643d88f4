"""The list of a submission as it is printed to be filled by hand: lines, grounds and titles under numbers."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from planning.models import Line, PlanTitle, Submission
from planning.queries.eligibility import rules_for
from planning.queries.sheet import named
from planning.queries.submissions import TermLines, lines_by_term
from planning.queries.suggestions import grounds_of
from planning.rules.lines import FROM_OUTSIDE_THE_PLAN


@dataclass(frozen=True)
class Paper:
    """`terms` with lines that have a `number`; `grounds` and `titles` count from 1 in their order."""

    terms: list[TermLines]
    grounds: list[tuple[str, str]]
    titles: list[PlanTitle]

    @property
    def lines(self) -> list[Line]:
        return [line for term in self.terms for line in term.lines]

    @property
    def fillable(self) -> list[Line]:
        """Lines of the plan in force; additions are told and not asked about."""
        return [line for line in self.lines if line.proposal not in FROM_OUTSIDE_THE_PLAN]

    def is_about(self, line: Line, refused: Mapping) -> bool:
        """Whether a refusal with these particulars is about the line."""
        return refused.get("line") == line.pk or (
            (refused.get("plan_title"), refused.get("person")) == (line.plan_title_id, line.person_id)
        )


def paper(submission: Submission, user, on: datetime.date) -> Paper:
    """The printed list of a submission that somebody has found visible. Four queries."""
    terms = lines_by_term(submission, user, on)
    sheet = Paper(
        terms,
        named(grounds_of(rules_for(submission.round, on), on)),
        [title for term in terms for title in term.titles],
    )
    for number, line in enumerate(sheet.lines, 1):
        line.number = number
    for number, title in enumerate(sheet.titles, 1):
        title.number = number
    return sheet
