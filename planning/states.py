"""The whole law of a round and of a submission, on one screen."""

from anphu.kit.states import Graph, Move
from orgtree.choices import Verb
from planning.choices import RoundState, RoundVerb, SubmissionState, SubmissionVerb

SUBMISSION = Graph(
    SubmissionState.DRAFT,
    Move(SubmissionVerb.SUBMIT, SubmissionState.DRAFT, SubmissionState.SUBMITTED, by=Verb.SUBMIT),
    Move(SubmissionVerb.TAKE_BACK, SubmissionState.SUBMITTED, SubmissionState.DRAFT, by=Verb.SUBMIT),
    Move(SubmissionVerb.APPRAISE, SubmissionState.SUBMITTED, SubmissionState.APPRAISED, by=Verb.APPRAISE),
    Move(SubmissionVerb.RETURN, SubmissionState.SUBMITTED, SubmissionState.DRAFT, by=Verb.RETURN, reason=True),
    Move(SubmissionVerb.APPROVE, SubmissionState.APPRAISED, SubmissionState.APPROVED, by=Verb.APPROVE),
    Move(SubmissionVerb.RETURN, SubmissionState.APPRAISED, SubmissionState.DRAFT, by=Verb.RETURN, reason=True),
)

ROUND = Graph(
    RoundState.DRAFT,
    Move(RoundVerb.OPEN, RoundState.DRAFT, RoundState.OPEN, by=Verb.OPEN_ROUND),
    Move(RoundVerb.CLOSE, RoundState.OPEN, RoundState.CLOSED, by=Verb.OPEN_ROUND),
)
