"""Tables of *what is intended, judged, decided and measured*. Imports go one way, in this order."""

from planning.models.decisions import Decision, PlanEntry
from planning.models.law import LegalDocument, RuleParameter, RuleSet, Target
from planning.models.measures import Snapshot, StaleMark
from planning.models.rounds import Line, Round, StateChange, Submission
from planning.models.standards import CountingDate, RetirementAge, StandardClause
from planning.models.terms import PlanTitle, Term

__all__ = [
    "CountingDate",
    "Decision",
    "LegalDocument",
    "Line",
    "PlanEntry",
    "PlanTitle",
    "RetirementAge",
    "Round",
    "RuleParameter",
    "RuleSet",
    "Snapshot",
    "StaleMark",
    "StandardClause",
    "StateChange",
    "Submission",
    "Target",
    "Term",
]
