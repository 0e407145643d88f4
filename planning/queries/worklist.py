"""What waits for whom: open submissions, by the step that the reader can take."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from orgtree.choices import Verb
from orgtree.models import CampaignUnit, UnitLink
from orgtree.queries import campaigns, changes, rights
from orgtree.queries.units import versions_on
from planning.choices import Proposal, RoundState, SubmissionState
from planning.models import Line, Round, Submission

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
    """Annotate `added`, `removed` and `kept`: the number of lines of each kind, counted for the rows asked for only."""

    def number(proposal: str) -> Coalesce:
        lines = Line.objects.filter(submission=OuterRef("pk"), proposal=proposal).order_by().values("submission")
        return Coalesce(Subquery(lines.annotate(n=Count("pk")).values("n")), 0)

    return submissions.annotate(added=number(Proposal.ADD), removed=number(Proposal.REMOVE), kept=number(Proposal.KEEP))


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
