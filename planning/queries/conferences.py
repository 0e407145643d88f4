"""Where a list stands in its conferences: the steps with their sittings, and who is still to be voted on."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Prefetch

from anphu.kit.refusals import Refused
from planning.models import BallotResult, Conference, Line, RoundStep, Submission
from planning.queries.planned import introduce
from planning.rules import conferences as rules
from planning.rules.courses import Course, course, place_of

_TOLD = ("line__person", "line__plan_title__title", "line__plan_title__term", "line__target__title")


@dataclass(frozen=True, slots=True)
class StepStanding:
    """One step: its `sittings` (each with `votes`, its results), `waiting` to be voted on in the next one, and why no
    sitting can be begun (None: one can)."""

    step: RoundStep
    sittings: list[Conference]
    waiting: list[Line]
    is_done: bool
    why_not: Refused | None

    @property
    def open_sitting(self) -> Conference | None:
        return next((row for row in self.sittings if row.closed_at is None), None)


@dataclass(frozen=True, slots=True)
class Place:
    """Lines on a ballot that want a place of one title, or are to lose theirs. `limit`: people that may be planned."""

    title: str
    term: str
    lines: list[Line]
    limit: int | None


def stand(submission: Submission, user, on: datetime.date) -> list[StepStanding]:
    """The steps of the list in order; empty where the round asks for none. Constant queries."""
    found = course(submission)
    if not found.steps:
        return []
    results = BallotResult.objects.visible_to(user, on).select_related(*_TOLD)
    rows = Conference.objects.visible_to(user, on).filter(submission=submission).select_related("minutes", "closed_by")
    sittings = defaultdict(list)
    for row in rows.prefetch_related(Prefetch("results", results, to_attr="votes")).order_by("sitting"):
        sittings[row.step_id].append(row)
    return [
        StepStanding(step, sittings[step.pk], found.ready(step), found.is_done(step), rules.why_not_begin(found, step))
        for step in found.steps
    ]


def ballot(found: Course, step: RoundStep, user, on: datetime.date) -> list[Place]:
    """Who is voted on in the next sitting of the step, by title; people are introduced. Two queries."""
    lines = found.ready(step)
    introduce((line.person for line in lines), user, on)
    by_place = defaultdict(list)
    for line in lines:
        by_place[place_of(line)].append(line)
    return [_place(found, step, rows) for rows in by_place.values()]


def _place(found: Course, step: RoundStep, lines: list[Line]) -> Place:
    title = lines[0].target or lines[0].plan_title
    limit = found.places(title.pk, step)
    return Place(title.title.name, title.term.name, lines, limit[0] if limit else None)
