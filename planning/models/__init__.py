"""Tables of *what is intended, judged, decided and measured*. Imports go one way, in this order."""

from planning.models.advice import AppointmentProposal, Comment, Consultation, Evidence
from planning.models.bodies import ConsultedBody
from planning.models.briefs import Brief
from planning.models.committee import AgendaItem, Meeting, Programme, ProgrammeItem
from planning.models.decisions import ApprovalAuthority, Decision, DecisionFile, PlanEntry, Seal
from planning.models.law import LegalDocument, RuleParameter, RuleSet, Target
from planning.models.measures import MeasuredDay, MeasureFault, MeasureShare, PastMark, Snapshot, StaleMark
from planning.models.process import BallotResult, Conference, RemovalGround, RoundStep, StepTemplate
from planning.models.publications import Publication, Receipt
from planning.models.rounds import Line, Round, StateChange, Submission
from planning.models.scenarios import Forecast, Outlook, Scenario, ScenarioMove
from planning.models.standards import CountingDate, RetirementAge, StandardClause
from planning.models.terms import PlanTitle, Term

__all__ = [
    "AgendaItem",
    "AppointmentProposal",
    "ApprovalAuthority",
    "BallotResult",
    "Brief",
    "Comment",
    "Conference",
    "Consultation",
    "ConsultedBody",
    "CountingDate",
    "Decision",
    "DecisionFile",
    "Evidence",
    "Forecast",
    "LegalDocument",
    "Line",
    "MeasureFault",
    "MeasureShare",
    "MeasuredDay",
    "Meeting",
    "Outlook",
    "PastMark",
    "PlanEntry",
    "PlanTitle",
    "Programme",
    "ProgrammeItem",
    "Publication",
    "Receipt",
    "RemovalGround",
    "RetirementAge",
    "Round",
    "RoundStep",
    "RuleParameter",
    "RuleSet",
    "Scenario",
    "ScenarioMove",
    "Seal",
    "Snapshot",
    "StaleMark",
    "StandardClause",
    "StateChange",
    "StepTemplate",
    "Submission",
    "Target",
    "Term",
]
