"""One FilterSet per noun, shared by pages and API. `request.user` and `request.on` say who asks and for which day."""

from planning.filters.advice import AppointmentProposalFilter, CommentFilter
from planning.filters.committee import AgendaItemFilter, MeetingFilter, ProgrammeFilter, ProgrammeItemFilter
from planning.filters.eligibility import CandidateFilter
from planning.filters.plans import PlanEntryFilter, PlanTitleFilter, TermFilter
from planning.filters.process import BallotResultFilter, ConferenceFilter, ConsultationFilter, RoundStepFilter
from planning.filters.rounds import DecisionFilter, LineFilter, RoundFilter, SubmissionFilter
from planning.filters.system import JobFilter, RuleParameterFilter

__all__ = [
    "AgendaItemFilter",
    "AppointmentProposalFilter",
    "BallotResultFilter",
    "CandidateFilter",
    "CommentFilter",
    "ConferenceFilter",
    "ConsultationFilter",
    "DecisionFilter",
    "JobFilter",
    "LineFilter",
    "MeetingFilter",
    "PlanEntryFilter",
    "PlanTitleFilter",
    "ProgrammeFilter",
    "ProgrammeItemFilter",
    "RoundFilter",
    "RoundStepFilter",
    "RuleParameterFilter",
    "SubmissionFilter",
    "TermFilter",
]
