"""What waits for whom: open submissions, by the step that the reader can take."""

import datetime
from dataclasses import dataclass, field

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from orgtree.choices import Verb
from orgtree.models import CampaignUnit, UnitLink
from orgtree.queries import campaigns, changes, rights
from orgtree.queries.units import versions_on
from planning.choices import Proposal, RoundState, SubmissionState
from planning.models import Line, ProgrammeItem, Receipt, Round, Submission
from planning.queries import calendar, consultations

WAITING: tuple[tuple[str, str], ...] = (
    (SubmissionState.APPRAISED, Verb.APPROVE),
    (SubmissionState.SUBMITTED, Verb.APPRAISE),
    (SubmissionState.DRAFT, Verb.SUBMIT),
    (SubmissionState.DRAFT, Verb.PROPOSE),
)
"""In which state a submission waits for the holder of which right."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Submissions in one state that wait for one right of the reader."""

    state: str
    verb: str
    submissions: list[Submission]


def with_changes(submissions):
    """Annotate `added`, `removed`, `moved` and `kept`: how many such lines, counted for the rows asked for only. Whom a
    conference did not pass is not added; whose removal or move it did not pass is kept."""
    passed = Q(dropped_in=None)

    def number(counted: Q) -> Coalesce:
        lines = Line.objects.filter(counted, submission=OuterRef("pk")).order_by().values("submission")
        return Coalesce(Subquery(lines.annotate(n=Count("pk")).values("n")), 0)

    return submissions.annotate(
        added=number(passed & Q(proposal=Proposal.ADD)),
        removed=number(passed & Q(proposal=Proposal.REMOVE)),
        moved=number(passed & Q(proposal=Proposal.MOVE)),
        kept=number(Q(proposal=Proposal.KEEP) | ~passed & Q(proposal__in=(Proposal.REMOVE, Proposal.MOVE))),
    )


def worklist(user, on: datetime.date) -> list[Waiting]:
    """What waits for `user`, most decisive first; each submission with its `unit_version`. Two queries a group."""
    groups, seen = [], set()
    for state, verb in WAITING:
        if state in seen or not user.may_somewhere(verb):
            continue
        seen.add(state)
        rows = with_changes(
            Submission.objects.visible_to(user, on)
            .filter(state=state, round__state=RoundState.OPEN, unit__in=UnitLink.objects.reached_by(user, verb, on))
            .select_related("round")
        ).order_by("round__deadline", "unit")
        groups.append(Waiting(state, verb, with_units(rows, on)))
    return groups


@dataclass(frozen=True, slots=True)
class Dossiers:
    """What waits besides plans: `requests` for changes on which the reader decides, `reviews` to be reported, `rights`:
    requests of data subjects that are late or nearly so."""

    requests: int
    reviews: list[CampaignUnit]
    rights: int = 0


def dossiers(user, on: datetime.date) -> Dossiers:
    """Two queries for who keeps dossiers, one for who works for a unit, three for who does both."""
    keeps = user.may_somewhere(Verb.EDIT_PEOPLE)
    requests = changes.waiting(user, on).count() if keeps else 0
    asked = rights.pressing(user, on) if keeps else 0
    works = user.may_somewhere(Verb.PROPOSE_CHANGES) and not user.may_everywhere(Verb.EDIT_PEOPLE)
    reviews = campaigns.due(user, on) if works else []
    return Dossiers(requests, reviews, asked)


@dataclass(frozen=True, slots=True)
class Besides:
    """What waits besides lists: `questions` to answer, `receipts` to confirm, lists that the reader is `looking` at,
    `tasks` of programmes due this month."""

    questions: int = 0
    receipts: int = 0
    looking: list[Submission] = field(default_factory=list)
    tasks: list[ProgrammeItem] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any((self.questions, self.receipts, self.looking, self.tasks))


def besides(user, on: datetime.date) -> Besides:
    """One query for each thing that the reader's roles have to do with, two for lists being looked at."""
    return Besides(
        consultations.waiting(user, on) if user.may_somewhere(Verb.ANSWER) else 0,
        _receipts(user, on) if user.may_somewhere(Verb.SUBMIT) else 0,
        _looking(user, on) if user.may_somewhere(Verb.APPRAISE) else [],
        calendar.due_now(user, on),
    )


def _receipts(user, on: datetime.date) -> int:
    """Publications that wait for a word of the units for which the reader submits."""
    units = UnitLink.objects.reached_by(user, Verb.SUBMIT, on)
    rows = Receipt.objects.visible_to(user, on).due().filter(unit__in=units)
    return rows.values("publication").distinct().count()


def _looking(user, on: datetime.date) -> list[Submission]:
    rows = Submission.objects.visible_to(user, on).filter(claimed_by=user, state=SubmissionState.SUBMITTED)
    return with_units(rows.filter(round__state=RoundState.OPEN).select_related("round"), on)


def with_units(submissions, on: datetime.date) -> list[Submission]:
    """The rows with `unit_version` attached, in the order of units' names within a round."""
    rows = list(submissions)
    versions = versions_on((row.unit_id for row in rows), on)
    for row in rows:
        row.unit_version = versions[row.unit_id]
    return sorted(rows, key=lambda row: (row.round.deadline, row.round_id, row.unit_version.sort_key))


def progress(user, on: datetime.date) -> list[tuple[Round, dict[str, int]]]:
    """Open rounds with the number of visible submissions in each state."""
    counts: dict[int, dict[str, int]] = {}
    rows = Submission.objects.visible_to(user, on).filter(round__state=RoundState.OPEN)
    for round_id, state, number in rows.values_list("round", "state").annotate(n=Count("pk")).order_by():
        counts.setdefault(round_id, dict.fromkeys(SubmissionState.values, 0))[state] = number
    return [(row, counts[row.pk]) for row in Round.objects.visible_to(user, on).filter(pk__in=counts)]
