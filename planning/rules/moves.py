"""May this submission take this step, may this line be written: a reason, or nothing."""

import datetime

from django.utils.translation import gettext_lazy as _

from anphu.kit.refusals import Refused
from orgtree.choices import Verb
from orgtree.models import Person, RoleGrant, User
from orgtree.rules import access
from planning.choices import Proposal, RoundState, RoundVerb, SubmissionState, SubmissionVerb
from planning.models import PlanEntry, PlanTitle, Round, Submission
from planning.states import ROUND, SUBMISSION

JUDGING = frozenset({SubmissionVerb.APPRAISE, SubmissionVerb.APPROVE})


def why_not(
    submission: Submission, verb: str, *, user: User, on: datetime.date, reason: str | None = None
) -> Refused | None:
    """Why `user` cannot make this move. `reason=None` asks whether the move is open at all, words aside."""
    if submission.round.state != RoundState.OPEN:
        return Refused("round_not_open", _("The round is not open; nothing in it can be changed."))
    move = SUBMISSION.find(submission.state, verb)
    if move is None:
        return _wrong_state(submission)
    refusal = access.why_not(user, move.by, submission.unit_id, on)
    if refusal is not None:
        return refusal
    if verb in JUDGING and _has_submitted(user, submission):
        return Refused("own_work", _("Whoever submitted a list may not judge it; somebody else must."), status=403)
    if move.reason and reason is not None and not reason.strip():
        return Refused("reason_needed", _("Give the reason: the unit must know what to correct."), status=400)
    return None


def _has_submitted(user: User, submission: Submission) -> bool:
    """Whether `user` submitted the list, now or before it was returned."""
    if submission.submitted_by_id in (None, user.pk):
        return submission.submitted_by_id == user.pk
    return submission.changes.filter(verb=SubmissionVerb.SUBMIT, actor=user).exists()


def why_not_round(round: Round, verb: str, *, user: User, on: datetime.date) -> Refused | None:
    """Why `user` cannot open or close the round."""
    move = ROUND.find(round.state, verb)
    if move is None:
        return Refused(
            "wrong_state", _("The round is %(state)s; this step is not open.") % {"state": round.get_state_display()}
        )
    refusal = access.why_not(user, move.by, round.authority_id, on)
    if refusal is not None:
        return refusal
    if verb == RoundVerb.CLOSE and round.submissions.exclude(state=SubmissionState.APPROVED).exists():
        return Refused("work_left", _("Some submissions of this round are not approved yet."))
    return None


def why_not_edit(submission: Submission, *, user: User, on: datetime.date) -> Refused | None:
    """Why `user` cannot change the lines of the submission."""
    if submission.round.state != RoundState.OPEN:
        return Refused("round_not_open", _("The round is not open; nothing in it can be changed."))
    if submission.state != SubmissionState.DRAFT:
        return _wrong_state(submission)
    return access.why_not(user, Verb.PROPOSE, submission.unit_id, on)


def why_not_line(
    submission: Submission, plan_title: PlanTitle, person: Person, proposal: str, reason: str, *, term_ids: set[int]
) -> Refused | None:
    """Why this line makes no sense, whoever writes it."""
    if proposal not in Proposal.values:
        return Refused("unknown_proposal", _("Choose keep, add or remove."), status=400)
    if plan_title.unit_id != submission.unit_id or plan_title.term_id not in term_ids:
        return Refused("wrong_title", _("That title is not planned by this unit in this round."), status=400)
    if proposal != Proposal.KEEP and not reason.strip():
        return Refused("reason_needed", _("Say why: adding and removing need a reason."), status=400)
    planned = PlanEntry.objects.filter(plan_title=plan_title, person=person, period__upper_inf=True).exists()
    if proposal == Proposal.ADD and planned:
        return Refused("already_planned", _("This person is already in the plan for that title."))
    if proposal != Proposal.ADD and not planned:
        return Refused("not_planned", _("This person is not in the plan for that title."))
    return None


def why_not_version(submission: Submission, version: int | None) -> Refused | None:
    """Stale forms are refused: somebody changed the submission since the reader opened it."""
    if version is None or version == submission.version:
        return None
    return Refused(
        "stale", _("Somebody changed this submission in the meantime. Look at it again, then repeat your step.")
    )


def next_steps(
    submission: Submission, *, user: User, on: datetime.date, today: datetime.date
) -> "list[tuple[str, Refused | None, list[RoleGrant]]]":
    """For each move out of the present state: the verb, why `user` cannot make it (or None), and who can."""
    return [
        (
            move.verb,
            why_not(submission, move.verb, user=user, on=on),
            access.who_may(move.by, submission.unit_id, on, today),
        )
        for move in SUBMISSION.leaving(submission.state)
    ]


def _wrong_state(submission: Submission) -> Refused:
    return Refused(
        "wrong_state",
        _("The submission is %(state)s; this step is not open.") % {"state": submission.get_state_display()},
        state=str(submission.state),
    )
