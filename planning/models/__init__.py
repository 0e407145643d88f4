"""Tables of *what is intended, judged, decided and measured*. Imports go one way, in this order."""

from planning.models.decisions import Decision, PlanEntry
from planning.models.law import RuleParameter, Target
from planning.models.measures import Snapshot, StaleMark
from planning.models.rounds import Line, Round, StateChange, Submission
from planning.models.terms import PlanTitle, Term

__all__ = [
    "Decision",
    "Line",
    "PlanEntry",
    "PlanTitle",
    "Round",
    "RuleParameter",
    "Snapshot",
    "StaleMark",
    "StateChange",
    "Submission",
    "Target",
    "Term",
]
