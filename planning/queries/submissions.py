"""A submission as a reader goes through it: terms, titles, lines, who owns it."""

import datetime
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, replace
from itertools import groupby

from django.db.models import Prefetch, QuerySet

from orgtree.choices import Verb
from orgtree.queries.people import with_places
from orgtree.queries.units import name_on
from orgtree.rules import ages
from planning.choices import Proposal, RoundKind, RoundState, SubmissionState
from planning.models import Line, PlanTitle, Submission, Term
from planning.queries.worklist import with_changes, with_units


@dataclass(frozen=True, slots=True)
class TermLines:
    """The titles that a unit plans for in a term, each with `listed`: its lines in the submission, by name."""

    term: Term
    titles: list[PlanTitle]

    @property
    def lines(self) -> list[Line]:
        return [line for title in self.titles for line in title.listed]


def found(user, on: datetime.date) -> QuerySet[Submission]:
    """Visible submissions with what every page of one says: its round, the name of the unit (`called`), decision."""
    rows = Submission.objects.visible_to(user, on).annotate(called=name_on("unit", on))
    return rows.select_related("round__rule_set", "decision", "submitted_by", "claimed_by")


def changes_alone(terms: list[TermLines]) -> list[TermLines]:
    """The same without people who are kept, and without titles and terms in which nothing changes."""
    shorter = (TermLines(term.term, [_changed(title) for title in term.titles]) for term in terms)
    kept = (replace(term, titles=[title for title in term.titles if title.listed]) for term in shorter)
    return [term for term in kept if term.titles]


def _changed(title: PlanTitle) -> PlanTitle:
    shorter = copy(title)
    shorter.listed = [line for line in title.listed if line.proposal != Proposal.KEEP]
    return shorter


def lines_by_term(submission: Submission, user, on: datetime.date) -> list[TermLines]:
    """Every title of the round's terms, with or without lines; people are introduced. Three queries."""
    lines = (
        Line.objects.visible_to(user, on)
        .filter(submission=submission)
        .select_related("person", "target__title", "target__term")
        .order_by("person__name_key", "pk")
    )
    titles = list(
        PlanTitle.objects.visible_to(user, on)
        .filter(unit=submission.unit_id, term__rounds=submission.round_id)
        .select_related("term", "title")
        .order_by("-term__code", "-title__rank", "title__name")
        .prefetch_related(Prefetch("lines", lines, to_attr="listed"))
    )
    present((line.person for title in titles for line in title.listed), user, on)
    return [TermLines(term, list(group)) for term, group in groupby(titles, key=lambda title: title.term)]


def present(people: Iterable, user, on: datetime.date) -> None:
    """Give each person `cell`, `posts`, `reachable` and `age`, as `planned.introduce` does. One query: whoever has a
    place that the reader sees is somebody whom the reader sees."""
    rows = list(people)
    alike = {person.pk: person for person in rows}
    with_places(alike.values(), user, on)
    for person in rows:
        person.cell, person.posts = alike[person.pk].cell, alike[person.pk].posts
        person.reachable = bool(person.cell or person.posts)
        person.age = ages.full_years(person.birth_date, on) if person.reachable else None


def elsewhere(submission: Submission, terms: list[TermLines]) -> dict[int, list[PlanTitle]]:
    """In a transfer, `{title id: the same title in the other units that take part}`, each with the name of its unit
    (`called`): where people of a reorganised unit can be moved to. One query, none in other rounds."""
    if submission.round.kind != RoundKind.TRANSFER:
        return {}
    own = {title.title_id for term in terms for title in term.titles}
    rows = (
        PlanTitle.objects.filter(title__in=own, term__rounds=submission.round_id)
        .filter(unit__submissions__round=submission.round_id)
        .exclude(unit=submission.unit_id)
        .select_related("term", "title")
        .annotate(called=name_on("unit", submission.round.day))
        .order_by("-term__code", "called")
    )
    places: dict[int, list[PlanTitle]] = {}
    for row in rows:
        places.setdefault(row.title_id, []).append(row)
    return places


def places_to_move(
    terms: list[TermLines], away: Mapping[int, list[PlanTitle]], title: PlanTitle
) -> list[tuple[int, str]]:
    """Id and name of the titles to which somebody planned for `title` can be moved: of the unit, and in a transfer
    (`away`: see `elsewhere`) the same title of the other units that take part."""
    own_titles = [row for term in terms for row in term.titles if row.pk != title.pk]
    return [
        *((row.pk, f"{row.title.name}, {row.term.name}") for row in own_titles),
        *((row.pk, f"{row.called}: {row.title.name}, {row.term.name}") for row in away.get(title.title_id, ())),
    ]


def own_drafts(user, on: datetime.date) -> list[Submission]:
    """Of these, those that the unit has still to submit."""
    return [row for row in own(user, on) if row.state == SubmissionState.DRAFT]


def own(user, on: datetime.date) -> list[Submission]:
    """Submissions of open rounds by the very units for which the reader proposes, in whatever state. Two queries."""
    units = {*user.granted(Verb.PROPOSE), *user.granted(Verb.SUBMIT)}
    rows = Submission.objects.visible_to(user, on).filter(unit__in=units, round__state=RoundState.OPEN)
    return with_units(with_changes(rows.select_related("round")), on)
