"""What the program proposes about people of a list: the unit decides, and says why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from planning.choices import ClauseKind, Ground, Proposal, Verdict
from planning.models import RemovalGround
from planning.rules.caps import Check
from planning.rules.eligibility import Answer
from planning.rules.law import is_doubtful

GROUNDS: Mapping[str, str] = {
    ClauseKind.MONTHS_LEFT: Ground.AGE,
    ClauseKind.AGE: Ground.AGE,
    ClauseKind.NO_DISCIPLINE: Ground.DISCIPLINE,
    ClauseKind.HIGHER_TITLE: Ground.HOLDS,
    ClauseKind.RATINGS: Ground.NOT_COMPLETING,
}
"""Which ground a clause speaks for that somebody lacks; every other clause is a standard no longer met."""
EVIDENCE = frozenset({ClauseKind.RATINGS, ClauseKind.POLITICAL, ClauseKind.NO_DISCIPLINE})
"""Clauses that are unknown because a paper is missing."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One proposal of the program. `proposal` empty: nothing to decide, something to look at or complete. `basis` and
    `confidence` are those of the rule it rests on."""

    proposal: str
    ground: str
    words: Any
    basis: str
    confidence: str

    @property
    def sentence(self) -> str:
        return str(self.words)

    @property
    def doubtful(self) -> bool:
        return is_doubtful(self.confidence)

    @property
    def ground_called(self) -> str:
        return Ground(self.ground).label if self.ground else ""


def of_answers(answers: Iterable[Answer], grounds: Mapping[str, RemovalGround]) -> list[Suggestion]:
    """What clauses say: who lacks one is proposed for removal, what is missing is to be completed."""
    found = []
    for answer in answers:
        if answer.finding.withheld:
            continue
        if answer.verdict == Verdict.LACKING:
            ground = _known(GROUNDS.get(answer.asked.kind, Ground.STANDARD), grounds)
            found.append(_removal(ground, answer.finding.sentence, answer.asked.basis, answer.asked.confidence))
        elif answer.verdict == Verdict.UNKNOWN and answer.asked.kind in EVIDENCE:
            words = f"{answer.label}: {answer.finding.sentence}"
            found.append(Suggestion("", "", words, answer.asked.basis, answer.asked.confidence))
    return found


def of_caps(checks: Iterable[Check], person_id: int, plan_title_id: int) -> list[Suggestion]:
    """What is over the caps: titles of one person, people of one title."""
    found = []
    for check in checks:
        if check.met is not False or check.needed >= 0 or check.rule is None:
            continue
        if check.code == "titles_per_person" and check.about == person_id:
            found.append(_removal(Ground.OVER_TITLES, check.sentence, check.rule.basis, check.rule.confidence))
        elif check.code == "people_per_title" and check.about == plan_title_id:
            found.append(Suggestion("", "", check.sentence, check.rule.basis, check.rule.confidence))
    return found


def of_leaving(grounds: Mapping[str, RemovalGround]) -> Suggestion:
    """Somebody who is a member nowhere and holds no post."""
    row = grounds.get(Ground.LEFT)
    words = _("Is a member of no cell and holds no post on this day.")
    return _removal(Ground.LEFT, words, row.basis if row else "", row.confidence if row else "")


def of_addition(suggestion: Suggestion) -> Suggestion:
    """The same about somebody who is not in the plan yet: who would be removed is rather not added."""
    return replace(suggestion, proposal=Proposal.WITHDRAWN, ground="") if suggestion.proposal else suggestion


def _known(ground: str, grounds: Mapping[str, RemovalGround]) -> str:
    """The ground, where the rules of the day know it; otherwise that a standard is no longer met, or none."""
    if not grounds or ground in grounds:
        return ground
    return Ground.STANDARD if Ground.STANDARD in grounds else ""


def _removal(ground: str, words: Any, basis: str, confidence: str) -> Suggestion:
    return Suggestion(Proposal.REMOVE, ground, words, basis, confidence)
