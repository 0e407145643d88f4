"""Candidates for one title of a list, side by side."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from orgtree.choices import Scheme
from orgtree.models import CodeEntry, Person
from orgtree.queries.units import name_on
from planning.choices import Proposal
from planning.models import Line, PlanEntry, PlanTitle, Submission
from planning.queries.eligibility import assess, rules_for
from planning.queries.planned import introduce
from planning.rules.eligibility import Answer, Candidate

FEWEST, MOST = 2, 4
"""People that can be seen beside one another."""
YEARS = 5
"""Years of ratings that are shown."""


@dataclass(frozen=True)
class Compared:
    """One candidate: the line in the list if there is one, the judgement, ratings `{year: words}` and other plans.

    Of people outside the reader's reach only the name is known: `judged` is None and everything else is empty."""

    person: Person
    line: Line | None
    judged: Candidate | None
    ratings: dict[int, str]
    plans: list[str]


@dataclass(frozen=True)
class Comparison:
    people: list[Compared]

    @property
    def clauses(self) -> list[tuple[str, list[Answer | None]]]:
        """What is asked for the title, in the order of the law: label and each candidate's answer."""
        found: dict[tuple, list[Answer | None]] = {}
        labels: dict[tuple, str] = {}
        for place, row in enumerate(self.people):
            for answer in row.judged.answers if row.judged else ():
                labels[answer.asked.key] = str(answer.label)
                found.setdefault(answer.asked.key, [None] * len(self.people))[place] = answer
        return [(labels[key], answers) for key, answers in found.items()]

    @property
    def years(self) -> list[tuple[int, list[str]]]:
        """Ratings of the last years of which any is known, the latest first."""
        years = sorted({year for row in self.people for year in row.ratings}, reverse=True)[:YEARS]
        return [(year, [row.ratings.get(year, "") for row in self.people]) for year in years]


def listed(submission: Submission, plan_title: PlanTitle, user, on: datetime.date) -> list[Line]:
    """Lines of the list for the title, by name; those still standing first. One query."""
    rows = Line.objects.visible_to(user, on).filter(submission=submission, plan_title=plan_title)
    gone = {Proposal.REMOVE, Proposal.WITHDRAWN}
    lines = rows.select_related("person").order_by("person__name_key", "pk")
    return sorted(lines, key=lambda line: line.proposal in gone or line.dropped_in_id is not None)


def compare(
    plan_title: PlanTitle,
    people: Sequence[Person],
    lines: Sequence[Line],
    submission: Submission,
    user,
    on: datetime.date,
) -> Comparison:
    """The people, whom somebody has found visible or on the list, judged under the rules of the round. Six queries,
    and one for a round without rules of its own."""
    people = introduce(people, user, on)
    known = [person.pk for person in people if person.reachable]
    judged = assess([plan_title], known, user, on, rules_for(submission.round, on))
    ratings = {who.person_id: who.ratings for who in judged.people}
    words = dict(CodeEntry.objects.filter(scheme=Scheme.RATING).values_list("code", "name"))
    plans = _plans(known, user, on)
    by_person = {line.person_id: line for line in lines}
    return Comparison(
        [
            Compared(
                person,
                by_person.get(person.pk),
                judged.candidate(plan_title, person.pk) if person.reachable else None,
                {year: words.get(code, code) for year, code in ratings.get(person.pk, {}).items()},
                plans.get(person.pk, []),
            )
            for person in people
        ]
    )


def _plans(people: Sequence[int], user, on: datetime.date) -> dict[int, list[str]]:
    """Titles with unit and term that each is planned for on the day, as far as the reader sees the plans. One query."""
    rows = (
        PlanEntry.objects.visible_to(user, on)
        .on(on)
        .filter(person__in=people)
        .annotate(unit_name=name_on("plan_title__unit", on))
        .order_by("plan_title__term__code", "-plan_title__title__rank", "pk")
        .values_list("person", "plan_title__title__name", "unit_name", "plan_title__term__code")
    )
    found: dict[int, list[str]] = {}
    for person, title, unit, term in rows:
        found.setdefault(person, []).append(f"{title}, {unit} ({term})")
    return found
