"""What keeps a new person off a list that is to be submitted, appraised or approved (domain.md §13, items 4 to 7).

Whether a shortcoming blocks or only warns is a parameter of the rules; without one it blocks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from anphu.kit.refusals import Refused
from planning.choices import ClauseKind, Proposal, Verdict
from planning.models import Line
from planning.rules.eligibility import Answer
from planning.rules.law import Law

WARN = "warn"
NEW = frozenset({Proposal.ADD, Proposal.MOVE})
"""Proposals by which somebody is planned anew."""
SHOWN = 5
"""People named in a refusal; the others are counted."""


@dataclass(frozen=True, slots=True)
class Demand:
    """One item of the checklist. `clause` and `verdict`: the finding that falls short of it; `severity`: the key of the
    parameter that says whether it blocks."""

    number: int
    code: str
    severity: str
    words: Any
    clause: str = ""
    verdict: str = ""


DEMANDS = (
    Demand(
        4,
        "appointment_pending",
        "severity_appointment",
        _("An appointment or candidacy is being proposed for them at the same time: %(names)s."),
    ),
    Demand(
        5,
        "discipline_in_effect",
        "severity_discipline",
        _("A disciplinary measure is in effect: %(names)s."),
        ClauseKind.NO_DISCIPLINE,
        Verdict.LACKING,
    ),
    Demand(
        6,
        "political_missing",
        "severity_political",
        _("No conclusion on the political standard is recorded: %(names)s."),
        ClauseKind.POLITICAL,
        Verdict.UNKNOWN,
    ),
    Demand(
        7,
        "assessment_missing",
        "severity_assessment",
        _("Ratings of the last years are missing: %(names)s."),
        ClauseKind.RATINGS,
        Verdict.UNKNOWN,
    ),
)


@dataclass(frozen=True, slots=True)
class Shortcoming:
    """A demand that the person of a line falls short of."""

    demand: Demand
    line: Line
    blocks: bool

    @property
    def sentence(self) -> str:
        return str(self.demand.words) % {"names": self.line.person.full_name}


def of_line(line: Line, answers: Iterable[Answer], pending: bool, law: Law) -> list[Shortcoming]:
    """What the line falls short of. What is withheld from the reader is not judged here: the appraiser sees it."""
    found = {(answer.asked.kind, answer.verdict) for answer in answers if not answer.finding.withheld}
    level = line.plan_title.title.level
    return [
        Shortcoming(demand, line, law.word(demand.severity, level) != WARN)
        for demand in DEMANDS
        if (pending if not demand.clause else (demand.clause, demand.verdict) in found)
    ]


def why_not(shortcomings: Iterable[Shortcoming]) -> Refused | None:
    """The refusal of the first demand that blocks, naming people; None when all of them only warn."""
    blocking = [row for row in shortcomings if row.blocks]
    if not blocking:
        return None
    demand = min((row.demand for row in blocking), key=lambda demand: demand.number)
    lines = [row.line for row in blocking if row.demand == demand]
    names = ", ".join(dict.fromkeys(line.person.full_name for line in lines[:SHOWN]))
    more = "" if len(lines) <= SHOWN else f" (+{len(lines) - SHOWN})"
    return Refused(demand.code, demand.words % {"names": names + more}, lines=[line.pk for line in lines])
