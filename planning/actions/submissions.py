"""The moves of a submission that need no decision (submit, take back, appraise, return), who is looking at it, and what
is said about it."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from anphu.kit import history
from anphu.kit.notices import notify
from anphu.kit.refusals import Refused, fitting, insist
from orgtree.choices import Verb
from orgtree.models import User
from orgtree.queries.units import versions_on
from planning.actions import evidence
from planning.actions.lines import out_of_reach, tidy_reason
from planning.choices import SubmissionVerb
from planning.models import Comment, Line, StateChange, Submission
from planning.queries.addressees import per_unit
from planning.queries.readiness import why_not_ready
from planning.rules import moves
from planning.states import SUBMISSION

MAX_COMMENT = 1000
TOLD = {
    SubmissionVerb.SUBMIT: ("list_submitted", Verb.APPRAISE, _("%(unit)s has submitted its list.")),
    SubmissionVerb.TAKE_BACK: ("list_taken_back", Verb.APPRAISE, _("%(unit)s has taken its list back.")),
    SubmissionVerb.APPRAISE: ("list_appraised", Verb.APPROVE, _("The list of %(unit)s has been appraised.")),
    SubmissionVerb.RETURN: ("list_returned", Verb.SUBMIT, _("The list of %(unit)s was returned for correction.")),
}
"""Of each move: the kind of notice, whose right it concerns, and the words."""


def move(
    *,
    actor: User,
    on: datetime.date,
    submission: int,
    verb: str,
    reason: str = "",
    corrections: Mapping[int, str] | None = None,
    version: int | None = None,
) -> Submission:
    """Make one move with one submission (by id). `corrections`: with a return, what is to be corrected, by line id."""
    return move_many(
        actor=actor,
        on=on,
        submissions=[submission],
        verb=verb,
        reason=reason,
        corrections=corrections,
        versions={submission: version},
    )[0]


@transaction.atomic
def move_many(
    *,
    actor: User,
    on: datetime.date,
    submissions: list[int],
    verb: str,
    reason: str = "",
    corrections: Mapping[int, str] | None = None,
    versions: Mapping[int, int | None] | None = None,
) -> list[Submission]:
    """The same move with several submissions: all or none, in constant queries. Approval goes through
    `decisions.decide`. Raises Refused; its `extra` names the submission that is refused."""
    if verb not in SubmissionVerb.values:
        raise Refused("unknown_verb", _("There is no such step."), status=400)
    if verb == SubmissionVerb.APPROVE:
        raise Refused("decision_needed", _("Approval needs the number and the day of the decision."), status=400)
    reason = tidy_reason(reason)
    rows = locked(actor, on, submissions)
    insist_open(rows, verb, actor=actor, on=on, reason=reason, versions=versions)
    said = _corrections(rows, verb, corrections or {})
    with history.acting(actor=actor, verb=verb, reason=reason or str(SubmissionVerb(verb).label)):
        changes = advance(rows, verb, actor=actor, on=on, reason=reason)
        _write_corrections(said, changes, actor, on)
        if verb == SubmissionVerb.SUBMIT:
            evidence.freeze(rows, changes, on=on)
    _tell(rows, verb, on)
    return rows


def insist_open(
    rows: Sequence[Submission],
    verb: str,
    *,
    actor: User,
    on: datetime.date,
    reason: str | None = None,
    versions: Mapping[int, int | None] | None = None,
) -> None:
    """Raise the first reason why `actor` cannot make the move with these locked rows. Constant queries."""
    seen = versions or {}
    refused = {row.pk: refusal for row in rows if (refusal := moves.why_not_version(row, seen.get(row.pk)))}
    refused = (
        refused
        or moves.why_not_many(rows, verb, user=actor, on=on, reason=reason)
        or why_not_ready(rows, verb, user=actor, on=on)
    )
    for pk, refusal in refused.items():
        refusal.extra.setdefault("submission", pk)
        raise refusal


def locked(actor: User, on: datetime.date, submissions: Collection[int]) -> list[Submission]:
    """The visible rows of these ids, locked in the order of their keys. Refused if any is out of reach."""
    rows = list(
        Submission.objects.visible_to(actor, on)
        .filter(pk__in=submissions)
        .select_for_update(of=("self",))
        .select_related("round__rule_set")  # not who claimed it: a join keeps what stood there before the lock
        .order_by("pk")
    )
    if not rows or len(rows) != len(set(submissions)):
        raise out_of_reach(set(submissions) - {row.pk for row in rows}, actor, on)
    return rows


def advance(
    rows: Sequence[Submission], verb: str, *, actor: User, on: datetime.date, reason: str, decision=None
) -> dict[int, StateChange]:
    """Write the step and the new state of locked rows; `{submission id: step}`. The caller has asked `insist_open`."""
    changes = [
        StateChange(
            submission=row,
            verb=verb,
            source=row.state,
            target=SUBMISSION.find(row.state, verb).target,
            actor=actor,
            reason=reason,
            day=on,
        )
        for row in rows
    ]
    for row, change in zip(rows, changes, strict=True):
        row.state, row.version, row.decision = change.target, row.version + 1, decision
        row.claimed_by = row.claimed_at = None
        if verb == SubmissionVerb.SUBMIT:
            row.submitted_by = actor
    fields = ["state", "version", "decision", "submitted_by", "claimed_by", "claimed_at"]
    Submission.objects.bulk_update(rows, fields)
    return {change.submission_id: change for change in StateChange.objects.bulk_create(changes)}


def claim(*, actor: User, on: datetime.date, submission: int, take_over: bool = False) -> Submission:
    """Say that `actor` is looking at a submitted list (id): others leave it alone. Raises Refused."""
    return claim_many(actor=actor, on=on, submissions=[submission], take_over=take_over)[0]


@transaction.atomic
def claim_many(
    *, actor: User, on: datetime.date, submissions: Collection[int], take_over: bool = False
) -> list[Submission]:
    """The same for several lists. `take_over`: also from whoever is looking at one now."""
    rows = locked(actor, on, submissions)
    for row in rows:
        insist(moves.why_not_claim(row, user=actor, on=on, take_over=take_over))
    return _hold(rows, actor, actor, "claim")


def release(*, actor: User, on: datetime.date, submission: int) -> Submission:
    """Leave a list (id) that `actor` is looking at to others. Raises Refused."""
    return release_many(actor=actor, on=on, submissions=[submission])[0]


@transaction.atomic
def release_many(*, actor: User, on: datetime.date, submissions: Collection[int]) -> list[Submission]:
    rows = locked(actor, on, submissions)
    for row in rows:
        insist(moves.why_not_release(row, user=actor))
    return _hold(rows, None, actor, "release")


@transaction.atomic
def comment(*, actor: User, on: datetime.date, submission: int, text: str, line: int | None = None) -> Comment:
    """Say something about a submission (id), or about one of its lines. What is said stays. Raises Refused."""
    text = fitting(text, MAX_COMMENT)
    if not text:
        raise Refused("comment_needed", _("Write what you want to say."), status=400)
    (row,) = locked(actor, on, [submission])
    insist(moves.why_not_comment(row, user=actor, on=on))
    if line is not None and not Line.objects.filter(pk=line, submission=row).exists():
        raise _no_such_line()
    with history.acting(actor=actor, verb="comment", reason="—"):
        return Comment.objects.create(submission=row, line_id=line, text=text, author=actor, day=on)


def _hold(rows: list[Submission], holder: User | None, actor: User, verb: str) -> list[Submission]:
    for row in rows:
        row.claimed_by, row.claimed_at = holder, timezone.now() if holder else None
    with history.acting(actor=actor, verb=verb, reason="—"):
        Submission.objects.bulk_update(rows, ["claimed_by", "claimed_at"])
    return rows


def _corrections(rows: Sequence[Submission], verb: str, asked: Mapping[int, str]) -> dict[int, tuple[int, str]]:
    """`{line id: (submission id, words)}`; empty words are left out. Raises Refused."""
    said = {line: words for line, text in asked.items() if (words := fitting(text, MAX_COMMENT))}
    if said and verb != SubmissionVerb.RETURN:
        raise Refused("not_returned", _("Corrections are asked for when a list is returned."), status=400)
    lines = Line.objects.filter(pk__in=said, submission__in=rows) if said else Line.objects.none()
    found = {pk: (submission, said[pk]) for pk, submission in lines.values_list("pk", "submission")}
    if len(found) < len(said):
        raise _no_such_line()
    return found


def _no_such_line() -> Refused:
    return Refused("not_found", _("That line is not in this submission."), status=404)


def _write_corrections(said: Mapping[int, tuple[int, str]], changes, actor: User, on: datetime.date) -> None:
    Comment.objects.bulk_create(
        Comment(submission_id=submission, line_id=line, change=changes[submission], text=text, author=actor, day=on)
        for line, (submission, text) in said.items()
    )


def _tell(rows: Sequence[Submission], verb: str, on: datetime.date) -> None:
    """A notice to those whose turn it is now: one to people who are told of the same lists."""
    code, right, text = TOLD[verb]
    units = {row.unit_id for row in rows}
    versions, users = versions_on(units, on), per_unit(right, units, on)
    together = defaultdict(list)
    for row in rows:
        together[tuple(user.pk for user in users[row.unit_id])].append(row)
    for group in together.values():
        first, more = group[0], len(group) - 1
        name = versions[first.unit_id].short_name
        notify(
            users[first.unit_id],
            code=code,
            text=text,
            words={"unit": f"{name} (+{more})" if more else name},
            address=reverse("round", args=[first.round_id]) if more else reverse("submission", args=[first.pk]),
        )
