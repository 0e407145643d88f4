"""Sittings of the steps of a round are written down, completed and closed; closed, they stay as they are."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from anphu.kit import history
from anphu.kit.artifacts import Artifact
from anphu.kit.refusals import Refused, insist
from orgtree.choices import Verb
from orgtree.models import UnitLink, User
from planning.actions.submissions import locked
from planning.actions.words import tidy
from planning.choices import Outcome, RoundState, SubmissionState
from planning.models import BallotResult, Conference, Line, RoundStep, Submission
from planning.rules import conferences as rules
from planning.rules import moves
from planning.rules.courses import Course, courses

LONGEST = {name: Conference._meta.get_field(name).max_length for name in ("chair", "clerk", "note")}


@dataclass(frozen=True, slots=True)
class Sitting:
    """What is written down about one sitting: figures by name (people and slips), votes by line id (agree, disagree).

    `conference`: the open one to rewrite; `seen`: its `rules.mark` when it was looked at, so that what somebody else
    wrote meanwhile is not lost. Without `minutes` those already attached stay.
    """

    submission: int
    step: int
    day: datetime.date
    figures: Mapping[str, int] = field(default_factory=dict)
    votes: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    chair: str = ""
    clerk: str = ""
    note: str = ""
    minutes: Artifact | None = None
    conference: int | None = None
    seen: str = ""


def hold(
    *,
    actor: User,
    on: datetime.date,
    submission: int,
    step: int,
    day: datetime.date,
    figures: Mapping[str, int] | None = None,
    votes: Mapping[int, tuple[int, int]] | None = None,
    chair: str = "",
    clerk: str = "",
    note: str = "",
    minutes: Artifact | None = None,
    conference: int | None = None,
    seen: str = "",
) -> Conference:
    """Write down one sitting of a step (all by id), or rewrite an open one. Raises Refused."""
    sitting = Sitting(submission, step, day, figures or {}, votes or {}, chair, clerk, note, minutes, conference, seen)
    return hold_many(actor=actor, on=on, sittings=[sitting])[0]


@transaction.atomic
def hold_many(*, actor: User, on: datetime.date, sittings: Sequence[Sitting]) -> list[Conference]:
    """The same for many submissions, one sitting each: all or none. Constant queries."""
    rows = _editable(actor, on, [sitting.submission for sitting in sittings])
    if len(rows) != len(sittings):
        raise Refused("twice", _("Give each submission one sitting at a time."), status=400)
    found = courses(rows)
    _insist_as_seen(sittings)
    written = [_written(found[sitting.submission], sitting, actor, on) for sitting in sittings]
    with history.acting(actor=actor, verb="hold_conference", reason=_reason(written)):
        _save(written)
        _save_votes(found, written, sittings)
    return written


def close(*, actor: User, on: datetime.date, conference: int) -> Conference:
    """Close one sitting; who was not passed is out of the round from then on. Raises Refused."""
    return close_many(actor=actor, on=on, conferences=[conference])[0]


@transaction.atomic
def close_many(*, actor: User, on: datetime.date, conferences: Sequence[int]) -> list[Conference]:
    """The same for sittings of many submissions, one each: all or none. Constant queries."""
    rows, found = _found(actor, on, conferences)
    results: dict[int, list[BallotResult]] = {row.pk: [] for row in rows}
    for result in BallotResult.objects.filter(conference__in=rows).select_related("line").order_by("pk"):
        results[result.conference_id].append(result)
    for row in rows:
        insist(rules.why_not_close(found[row.submission_id], row, results[row.pk]))
    with history.acting(actor=actor, verb="close_conference", reason=_reason(rows)):
        _judge_again(found, rows, results)
        dropped = [(row, result.line) for row in rows for result in results[row.pk] if result.outcome == Outcome.FAILED]
        now = timezone.now()
        Conference.objects.filter(pk__in=[row.pk for row in rows]).update(closed_at=now, closed_by=actor)
        for row, line in dropped:
            line.dropped_in = row
        Line.objects.bulk_update([line for _row, line in dropped], ["dropped_in"])
        Submission.objects.filter(pk__in=list(found)).update(version=F("version") + 1)
    for row in rows:
        row.closed_at, row.closed_by = now, actor
    return rows


@transaction.atomic
def attach(*, actor: User, on: datetime.date, conference: int, minutes: Artifact) -> Conference:
    """Give an open sitting its minutes, in place of those attached before. Raises Refused."""
    row = _open(actor, on, conference)
    with history.acting(actor=actor, verb="attach_minutes", reason=_reason([row])):
        row.minutes = minutes
        row.save(update_fields=["minutes"])
    return row


@transaction.atomic
def discard(*, actor: User, on: datetime.date, conference: int) -> None:
    """Take back an open sitting with its votes: it was written down by mistake or has to be held again."""
    row = _open(actor, on, conference)
    with history.acting(actor=actor, verb="discard_conference", reason=_reason([row])):
        row.delete()


def _found(actor: User, on: datetime.date, conferences: Sequence[int]) -> tuple[list[Conference], dict[int, Course]]:
    """The sittings of these ids, their submissions locked."""
    known = Conference.objects.visible_to(actor, on).filter(pk__in=conferences)
    submissions = list(known.values_list("submission", flat=True))
    if not submissions or len(submissions) != len(conferences):
        raise Refused("not_found", _("That conference is not within your reach."), status=404)
    found = courses(_editable(actor, on, submissions))
    rows = {row.pk: row for course in found.values() for row in course.conferences}
    if len(found) != len(conferences) or not set(conferences) <= set(rows):
        raise Refused("twice", _("Give each submission one sitting at a time."), status=400)
    return [rows[pk] for pk in conferences], found


def _open(actor: User, on: datetime.date, conference: int) -> Conference:
    (row,), _courses = _found(actor, on, [conference])
    if row.closed_at is not None:
        raise Refused("closed_already", _("This conference is closed; nothing in it changes any more."))
    return row


def _editable(actor: User, on: datetime.date, submissions: Sequence[int]) -> list[Submission]:
    """The submissions, locked, all of them drafts of open rounds for which the actor proposes."""
    rows = locked(actor, on, list(submissions))
    units = {row.unit_id for row in rows}
    reached = UnitLink.objects.reached_by(actor, Verb.PROPOSE, on).filter(descendant__in=units)
    within = set(reached.values_list("descendant", flat=True))
    for row in rows:
        if row.unit_id not in within or (row.round.state, row.state) != (RoundState.OPEN, SubmissionState.DRAFT):
            insist(moves.why_not_edit(row, user=actor, on=on))
    return rows


def _insist_as_seen(sittings: Sequence[Sitting]) -> None:
    """The submissions are locked, so nobody writes in between. Two queries where a mark is given."""
    seen = {sitting.conference: sitting.seen for sitting in sittings if sitting.conference and sitting.seen}
    rows = Conference.objects.filter(pk__in=seen).prefetch_related("results") if seen else ()
    if any(rules.mark(row) != seen[row.pk] for row in rows):
        raise Refused(
            "stale",
            _(
                "Somebody changed this conference in the meantime. Compare it in a second window; saving again puts "
                "what stands here in place of it."
            ),
        )


def _written(course: Course, sitting: Sitting, actor: User, on: datetime.date) -> Conference:
    """The row of a sitting, new or rewritten, not saved yet."""
    step = next((row for row in course.steps if row.pk == sitting.step), None)
    if step is None:
        raise Refused("wrong_step", _("This list does not go through that step."), status=404)
    row = _amended(course, step, sitting)
    insist(rules.why_not_hold(course, step, sitting.day, on=on, amended=row))
    insist(rules.why_not_figures(course, step, sitting.figures, sitting.votes))
    if row is None:
        number = max((other.sitting for other in course.sittings(step)), default=0) + 1
        row = Conference(submission=course.submission, step=step, sitting=number)
    for name in rules.FIGURES:
        setattr(row, name, sitting.figures.get(name, 0))
    for name in LONGEST:
        setattr(row, name, tidy(getattr(sitting, name), LONGEST[name]))
    row.day, row.recorded_by = sitting.day, actor
    row.minutes = sitting.minutes or row.minutes
    return row


def _amended(course: Course, step: RoundStep, sitting: Sitting) -> Conference | None:
    if sitting.conference is None:
        return None
    row = next((row for row in course.sittings(step) if row.pk == sitting.conference), None)
    if row is None:
        raise Refused("not_found", _("That conference is not within your reach."), status=404)
    if row.closed_at is not None:
        raise Refused("closed_already", _("This conference is closed; nothing in it changes any more."))
    return row


_COLUMNS = ("day", "chair", "clerk", *rules.FIGURES, "note", "minutes", "recorded_by")


def _save(written: list[Conference]) -> None:
    Conference.objects.bulk_update([row for row in written if row.pk], _COLUMNS)
    Conference.objects.bulk_create([row for row in written if not row.pk])


def _save_votes(found: dict[int, Course], written: list[Conference], sittings: Sequence[Sitting]) -> None:
    """The votes as typed, in place of those typed before."""
    results = []
    for row, sitting in zip(written, sittings, strict=True):
        said = rules.outcomes(found[row.submission_id], row.step, sitting.figures, sitting.votes)
        for line, (agree, disagree) in sitting.votes.items():
            results.append(
                BallotResult(conference=row, line_id=line, agree=agree, disagree=disagree, outcome=said[line])
            )
    BallotResult.objects.filter(conference__in=written).exclude(line__in=[row.line_id for row in results]).delete()
    BallotResult.objects.bulk_create(
        results,
        update_conflicts=True,
        unique_fields=["conference", "line"],
        update_fields=["agree", "disagree", "outcome"],
    )


def _judge_again(found: dict[int, Course], rows: list[Conference], results: dict[int, list[BallotResult]]) -> None:
    """What the votes say was worked out when they were typed; others may have left the list since."""
    changed = []
    for row in rows:
        votes = {result.line_id: (result.agree, result.disagree) for result in results[row.pk]}
        said = rules.outcomes(found[row.submission_id], row.step, row.figures, votes)
        for result in results[row.pk]:
            if result.outcome != said[result.line_id]:
                result.outcome = said[result.line_id]
                changed.append(result)
    BallotResult.objects.bulk_update(changed, ["outcome"])


def _reason(rows: Sequence[Conference]) -> str:
    """The steps, each once."""
    return ", ".join(dict.fromkeys(row.step.name for row in rows))[:500]
