"""May this submission take this step, may its lines be written: a reason, or nothing. For many submissions at once."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from anphu.kit.refusals import Refused
from anphu.kit.states import Move
from orgtree.choices import Verb
from orgtree.models import ROLE_VERBS, RoleGrant, UnitLink, UnitVersion, User
from orgtree.rules import access
from planning.choices import RoundState, RoundVerb, SubmissionState, SubmissionVerb
from planning.models import Line, Round, Submission
from planning.rules import conferences, kin
from planning.states import ROUND, SUBMISSION

JUDGING = frozenset({SubmissionVerb.APPRAISE, SubmissionVerb.APPROVE})
CLAIMED = frozenset({SubmissionVerb.APPRAISE, SubmissionVerb.RETURN, SubmissionVerb.TAKE_BACK})
"""Steps that wait for who is looking at the list."""
SPEAKING = (Verb.PROPOSE, Verb.SUBMIT, Verb.APPRAISE, Verb.RETURN, Verb.APPROVE)
"""Rights whose holders may comment of their own accord; consulted bodies answer what they are asked."""


@dataclass(frozen=True)
class Standing:
    """What guards ask of some submissions, gathered once. `above`: units above each unit, for the rights of `user`;
    `barred`: who may not judge, and why; by submission `unconfirmed` lines, and conferences that are `unmet`."""

    user: User
    above: dict[int, set[int]]
    barred: dict[tuple[int, int], str] = field(default_factory=dict)
    unconfirmed: dict[int, int] = field(default_factory=dict)
    unmet: dict[int, Refused] = field(default_factory=dict)

    def may(self, right: str, unit_id: int) -> bool:
        return not self.above[unit_id].isdisjoint(self.user.granted(right))


def why_not(
    submission: Submission, verb: str, *, user: User, on: datetime.date, reason: str | None = None
) -> Refused | None:
    """Why `user` cannot make this move. `reason=None` asks whether the move is open at all, words aside."""
    return why_not_many([submission], verb, user=user, on=on, reason=reason).get(submission.pk)


def why_not_many(
    submissions: Collection[Submission], verb: str, *, user: User, on: datetime.date, reason: str | None = None
) -> dict[int, Refused]:
    """`{submission id: why user cannot make this move}`, without those who can. Six queries at most, however many
    submissions; each comes with its round."""
    standing = _standing(submissions, {verb}, user, on)
    refusals = ((row.pk, _why_not(row, verb, standing, reason)) for row in submissions)
    return {pk: refusal for pk, refusal in refusals if refusal is not None}


def _standing(submissions: Collection[Submission], verbs: Collection[str], user: User, on: datetime.date) -> Standing:
    above = _above((row.unit_id for row in submissions), on)
    barred = kin.barred(submissions, [user]) if not JUDGING.isdisjoint(verbs) else {}
    return Standing(user, above, barred, *_unfinished(submissions, verbs))


def _unfinished(
    submissions: Collection[Submission],
    verbs: Collection[str],
    lines: Mapping[int, Sequence[Line]] | None = None,
) -> tuple[dict, dict]:
    """What keeps drafts from being submitted: lines without a word, and where none is left, conferences without an end.
    `lines` by submission id, where somebody has them at hand."""
    if SubmissionVerb.SUBMIT not in verbs:
        return {}, {}
    left = _unconfirmed(submissions) if lines is None else _silent(lines)
    return left, conferences.why_not_submit_many([row for row in submissions if row.pk not in left], lines)


def _why_not(row: Submission, verb: str, standing: Standing, reason: str | None) -> Refused | None:
    if row.round.state != RoundState.OPEN:
        return _not_open()
    move = SUBMISSION.find(row.state, verb)
    if move is None:
        return _wrong_state(row)
    if not standing.may(move.by, row.unit_id):
        return access.refusal(move.by)
    code = standing.barred.get((row.pk, standing.user.pk)) if verb in JUDGING else None
    return (
        (kin.refusal(code) if code else None)
        or why_not_claimed(row, verb, standing.user)
        or _why_not_words(move, reason)
        or _why_not_whole(row, verb, standing)
    )


def why_not_claimed(row: Submission, verb: str, user: User) -> Refused | None:
    """Steps with a submitted list are of whoever is looking at it; a unit cannot take back what is being looked at."""
    holder = row.claimed_by
    if holder is None or verb not in CLAIMED or (holder == user and verb != SubmissionVerb.TAKE_BACK):
        return None
    if verb == SubmissionVerb.TAKE_BACK:
        sentence = _("%(who)s is already looking at the list; ask for its return instead.")
    else:
        sentence = _("%(who)s is looking at the list. Take it over first if you are to go on with it.")
    return Refused("claimed", sentence % {"who": holder.get_full_name() or holder.username}, by=holder.username)


def _why_not_words(move: Move, reason: str | None) -> Refused | None:
    if move.reason and reason is not None and not reason.strip():
        return Refused("reason_needed", _("Give the reason: the unit must know what to correct."), status=400)
    return None


def _why_not_whole(row: Submission, verb: str, standing: Standing) -> Refused | None:
    if verb != SubmissionVerb.SUBMIT:
        return None
    left = standing.unconfirmed.get(row.pk, 0)
    if not left:
        return standing.unmet.get(row.pk)
    sentence = ngettext_lazy(
        "%(number)d line of the plan in force is not confirmed yet: keep it, remove it or move it.",
        "%(number)d lines of the plan in force are not confirmed yet: keep, remove or move each of them.",
        left,
    )
    return Refused("lines_unconfirmed", sentence % {"number": left}, left=left)


def _above(units: Iterable[int], on: datetime.date) -> dict[int, set[int]]:
    """`{unit id: ids of the units above it and itself}` by the tree of `on`."""
    found = defaultdict(set)
    links = UnitLink.objects.on(on).filter(descendant__in=set(units))
    for unit, ancestor in links.values_list("descendant", "ancestor"):
        found[unit].add(ancestor)
    return found


def _unconfirmed(submissions: Iterable[Submission]) -> dict[int, int]:
    rows = Line.objects.filter(submission__in=submissions).unconfirmed()
    return dict(rows.order_by().values("submission").annotate(n=Count("pk")).values_list("submission", "n"))


def _silent(lines: Mapping[int, Iterable[Line]]) -> dict[int, int]:
    """The same of lines at hand."""
    counts = ((pk, sum(line.is_unconfirmed for line in rows)) for pk, rows in lines.items())
    return {pk: number for pk, number in counts if number}


def why_not_claim(row: Submission, *, user: User, on: datetime.date, take_over: bool = False) -> Refused | None:
    """Why `user` cannot be the one who is looking at a submitted list."""
    if row.round.state != RoundState.OPEN:
        return _not_open()
    if row.state != SubmissionState.SUBMITTED:
        return _wrong_state(row)
    refusal = access.why_not(user, Verb.APPRAISE, row.unit_id, on)
    if refusal is not None or take_over:
        return refusal
    return why_not_claimed(row, SubmissionVerb.APPRAISE, user)


def why_not_release(row: Submission, *, user: User) -> Refused | None:
    """Why `user` cannot leave a list to others."""
    if row.claimed_by_id == user.pk:
        return None
    return Refused("not_yours", _("You are not the one who is looking at this list."))


def why_not_comment(row: Submission, *, user: User, on: datetime.date) -> Refused | None:
    """Consulted bodies have no say beyond what they are asked; nothing is said of what is decided."""
    if row.round.state != RoundState.OPEN:
        return _not_open()
    if row.state == SubmissionState.APPROVED:
        return _wrong_state(row)
    above = _above([row.unit_id], on)
    standing = Standing(user, above)
    if any(standing.may(right, row.unit_id) for right in SPEAKING):
        return None
    return Refused(
        "not_asked",
        _("Comments are for the unit and for those who judge its list; answer what you are consulted about."),
        status=403,
    )


def why_not_round(round: Round, verb: str, *, user: User, on: datetime.date) -> Refused | None:
    """Why `user` cannot open or close the round. The list of a unit that has ended is nobody's and holds nothing up."""
    move = ROUND.find(round.state, verb)
    if move is None:
        return Refused(
            "wrong_state", _("The round is %(state)s; this step is not open.") % {"state": round.get_state_display()}
        )
    refusal = access.why_not(user, move.by, round.authority_id, on)
    if refusal is not None:
        return refusal
    if verb == RoundVerb.CLOSE and _work_left(round, on):
        return Refused("work_left", _("Some submissions of this round are not approved yet."))
    return None


def why_not_amend(round: Round, *, user: User, on: datetime.date) -> Refused | None:
    """Why `user` cannot put the round right: only while it is being prepared."""
    if round.state != RoundState.DRAFT:
        return Refused("wrong_state", _("Only a round in preparation can be changed; units work on this one."))
    return access.why_not(user, Verb.OPEN_ROUND, round.authority_id, on)


def why_not_discard(round: Round, *, user: User, on: datetime.date) -> Refused | None:
    """Why `user` cannot take the round back: only while it is being prepared."""
    if round.state != RoundState.DRAFT:
        return Refused("wrong_state", _("Only a round in preparation can be taken back; units work on this one."))
    return access.why_not(user, Verb.OPEN_ROUND, round.authority_id, on)


def why_not_postpone(
    round: Round, deadline: datetime.date, *, user: User, on: datetime.date, reason: str
) -> Refused | None:
    """Why `user` cannot give the units of an open round another deadline."""
    refusal = access.why_not(user, Verb.OPEN_ROUND, round.authority_id, on)
    if refusal:
        return refusal
    if round.state != RoundState.OPEN:
        return Refused("wrong_state", _("Only an open round has a deadline that can be moved."))
    if not reason:
        return Refused("reason_needed", _("Say why the deadline moves: the units read it."), status=400)
    if deadline < max(on, round.day):
        return Refused("bad_deadline", _("The new deadline cannot lie before today."), status=400)
    if deadline == round.deadline:
        return Refused("nothing_changed", _("That is the deadline already."), status=400)
    return None


def _work_left(round: Round, on: datetime.date) -> bool:
    standing = UnitVersion.objects.on(on).values("unit")
    return round.submissions.exclude(state=SubmissionState.APPROVED).filter(unit__in=standing).exists()


def why_not_edit(submission: Submission, *, user: User, on: datetime.date) -> Refused | None:
    """Why `user` cannot change the lines of the submission."""
    return _why_not_edit(submission, Standing(user, _above([submission.unit_id], on)))


def _why_not_edit(submission: Submission, standing: Standing) -> Refused | None:
    if submission.round.state != RoundState.OPEN:
        return _not_open()
    if submission.state != SubmissionState.DRAFT:
        return _wrong_state(submission)
    return None if standing.may(Verb.PROPOSE, submission.unit_id) else access.refusal(Verb.PROPOSE)


def why_not_version(submission: Submission, version: int | None) -> Refused | None:
    """Stale forms are refused: somebody changed the submission since the reader opened it."""
    if version is None or version == submission.version:
        return None
    return Refused(
        "stale", _("Somebody changed this submission in the meantime. Look at it again, then repeat your step.")
    )


@dataclass(frozen=True)
class Outlook:
    """What a user can do with a submission: why its lines cannot be changed (or None), and for each move out of the
    present state the verb, why the user cannot make it (or None), and who can; barred judges are left out."""

    edit: Refused | None
    steps: "list[tuple[str, Refused | None, list[RoleGrant]]]"


def outlook(
    submission: Submission,
    *,
    user: User,
    on: datetime.date,
    today: datetime.date,
    lines: Sequence[Line] | None = None,
    always_who: bool = False,
) -> Outlook:
    """Everything that a page of the submission greys or offers. One query for the unit's own list while lines are
    unconfirmed, two or three afterwards, for who has its `lines` at hand: who else may is told to who may not, or
    `always_who`."""
    steps = list(SUBMISSION.leaving(submission.state))
    if not steps:
        return Outlook(_wrong_state(submission), [])
    depth = dict(UnitLink.objects.on(on).filter(descendant=submission.unit_id).values_list("ancestor", "depth"))
    judging = {move.by for move in steps if move.verb in JUDGING}
    able = all(not set(depth).isdisjoint(user.granted(move.by)) for move in steps)
    grants = [] if able and not judging and not always_who else _grants(depth, today)
    asked = [user, *(grant.user for grant in grants if judging & ROLE_VERBS[grant.role])]
    standing = Standing(
        user,
        defaultdict(set, {submission.unit_id: set(depth)}),
        kin.barred([submission], asked) if judging else {},
        *_unfinished([submission], {move.verb for move in steps}, None if lines is None else {submission.pk: lines}),
    )
    return Outlook(
        _why_not_edit(submission, standing),
        [
            (move.verb, _why_not(submission, move.verb, standing, None), _who(move, submission, grants, standing))
            for move in steps
        ],
    )


def _grants(depth: Mapping[int, int], today: datetime.date) -> list[RoleGrant]:
    """Grants in these units, the nearest first, then by account."""
    rows = RoleGrant.objects.on(today).filter(unit__in=depth, user__is_active=True).select_related("user")
    return sorted(rows, key=lambda grant: (depth[grant.unit_id], grant.user.username))


def next_steps(
    submission: Submission, *, user: User, on: datetime.date, today: datetime.date
) -> "list[tuple[str, Refused | None, list[RoleGrant]]]":
    """The moves of `outlook` alone."""
    return outlook(submission, user=user, on=on, today=today, always_who=True).steps


def _who(move: Move, submission: Submission, grants: list[RoleGrant], standing: Standing) -> list[RoleGrant]:
    able = [grant for grant in grants if move.by in ROLE_VERBS[grant.role]]
    if move.verb not in JUDGING:
        return able
    return [grant for grant in able if (submission.pk, grant.user_id) not in standing.barred]


def _not_open() -> Refused:
    return Refused("round_not_open", _("The round is not open; nothing in it can be changed."))


def _wrong_state(submission: Submission) -> Refused:
    return Refused(
        "wrong_state",
        _("The submission is %(state)s; this step is not open.") % {"state": submission.get_state_display()},
        state=str(submission.state),
    )
