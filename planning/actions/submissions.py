"""The moves of a submission that need no decision: submit, appraise, return."""

import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from anphu.kit import history
from anphu.kit.refusals import Refused, insist
from orgtree.models import User
from planning.actions.lines import tidy_reason
from planning.choices import SubmissionVerb
from planning.models import StateChange, Submission
from planning.rules import moves
from planning.states import SUBMISSION


def move(
    *,
    actor: User,
    on: datetime.date,
    submission: int,
    verb: str,
    reason: str = "",
    version: int | None = None,
) -> Submission:
    """Make one move with one submission (by id)."""
    return move_many(
        actor=actor, on=on, submissions=[submission], verb=verb, reason=reason, versions={submission: version}
    )[0]


@transaction.atomic
def move_many(
    *,
    actor: User,
    on: datetime.date,
    submissions: list[int],
    verb: str,
    reason: str = "",
    versions: dict[int, int | None] | None = None,
) -> list[Submission]:
    """The same move with several submissions: all or none. Approval goes through `decisions.decide`."""
    if verb not in SubmissionVerb.values:
        raise Refused("unknown_verb", _("There is no such step."), status=400)
    if verb == SubmissionVerb.APPROVE:
        raise Refused("decision_needed", _("Approval needs the number and the day of the decision."), status=400)
    reason = tidy_reason(reason)
    rows = locked(actor, on, submissions)
    for row in rows:
        insist(moves.why_not_version(row, (versions or {}).get(row.pk)))
        insist(moves.why_not(row, verb, user=actor, on=on, reason=reason))
    with history.acting(actor=actor, verb=verb, reason=reason or str(SubmissionVerb(verb).label)):
        for row in rows:
            advance(row, verb, actor=actor, on=on, reason=reason)
    return rows


def locked(actor: User, on: datetime.date, submissions: list[int]) -> list[Submission]:
    """The visible rows of these ids, locked in the order of their keys. Refused if any is out of reach."""
    rows = list(
        Submission.objects.visible_to(actor, on)
        .filter(pk__in=submissions)
        .select_for_update(of=("self",))
        .select_related("round")
        .order_by("pk")
    )
    if not rows or len(rows) != len(set(submissions)):
        raise Refused("not_found", _("That submission is not within your reach."), status=404)
    return rows


def advance(row: Submission, verb: str, *, actor: User, on: datetime.date, reason: str, decision=None) -> None:
    """Write the step and the new state of a locked row. The caller has asked `moves.why_not`."""
    source, target = row.state, SUBMISSION.find(row.state, verb).target
    row.state, row.version, row.decision = target, row.version + 1, decision
    if verb == SubmissionVerb.SUBMIT:
        row.submitted_by = actor
    row.save(update_fields=["state", "version", "decision", "submitted_by"])
    StateChange.objects.create(
        submission=row, verb=verb, source=source, target=target, actor=actor, reason=reason, day=on
    )
