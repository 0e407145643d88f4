"""People whom a unit could add to its list: its own, and people of other units as far as they may be told."""

import datetime

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat

from anphu.kit import names
from orgtree.models import Person
from orgtree.queries.people import search
from orgtree.queries.units import below, name_on, versions_on
from planning.choices import RoundKind
from planning.models import Line, PlanTitle, Submission
from planning.queries.consultations import home_units
from planning.queries.eligibility import assess, rules_for
from planning.queries.submissions import present
from planning.rules.eligibility import told_of_outsiders

MOST = 20
WORDS_OF_OTHERS = 2


def titles_to_fill(submission: Submission, user, on: datetime.date) -> list[PlanTitle]:
    """The titles of the unit in the terms of the round, by term and rank."""
    return list(
        PlanTitle.objects.visible_to(user, on)
        .filter(unit=submission.unit_id, term__rounds=submission.round_id)
        .select_related("term", "title")
        .order_by("-term__code", "-title__rank", "title__name")
    )


def titles_to_move(submission: Submission, user, on: datetime.date) -> list[PlanTitle]:
    """Where people of the list can be moved to, each with the name of its unit (`called`): the titles of the unit in
    the terms of the round, in a transfer those of every unit that takes part."""
    rows = PlanTitle.objects.filter(term__rounds=submission.round_id)
    if submission.round.kind == RoundKind.TRANSFER:
        rows = rows.filter(unit__submissions__round=submission.round_id)
    else:
        rows = rows.visible_to(user, on).filter(unit=submission.unit_id)
    named = rows.select_related("term", "title").annotate(called=name_on("unit", submission.round.day))
    return list(named.order_by("-term__code", "called", "-title__rank", "title__name"))


def candidates(submission: Submission, plan_title: PlanTitle, words: str, user, on: datetime.date) -> list[Person]:
    """The first `MOST` people of that name whom the reader sees, then, for who writes a whole name, as many of other
    units under the authority of the round (`far`). Each with `listed`: its line for the title, or None, and `verdict`:
    its eligibility under the rule set of the round, with all of it in `judged`. Of people who are `far` nothing is
    told but the name, the year of birth, `home` (the name of their organisation) and the verdict without shades."""
    own = Person.objects.visible_to(user, on)
    near = list(search(own, words)[:MOST])
    others = Person.objects.within(below(submission.round.authority_id, on), on).exclude(pk__in=own.values("pk"))
    people = [*near, *(_of_whole_words(search(others, words), words)[:MOST] if is_whole_name(words) else ())]
    if not people:
        return people
    present(people, user, on)
    judged = assess([plan_title], [person.pk for person in people], user, on, rules_for(submission.round, on))
    lines = Line.objects.visible_to(user, on).filter(submission=submission, plan_title=plan_title, person__in=people)
    listed = {line.person_id: line for line in lines}
    homes = _homes(people[len(near) :], on)
    for place, person in enumerate(people):
        person.far = place >= len(near)
        person.home = homes.get(person.pk, "")
        person.listed = listed.get(person.pk)
        person.judged = None if person.far else judged.candidate(plan_title, person.pk)
        person.verdict = judged.overall(plan_title)[person.pk]
        if person.far:
            person.verdict = told_of_outsiders(person.verdict)
    return people


def is_whole_name(words: str) -> bool:
    """Whether these are words enough to look among people of other units: one given name would list them, written
    twice as well."""
    return len(set(names.fold(words).split())) >= WORDS_OF_OTHERS


def _of_whole_words(people: QuerySet, words: str) -> QuerySet:
    """Those whose names have every word as it is written, marks or not: two initials would list a district."""
    written = [Q(spoken__contains=f" {word} ") for word in names.fold(words).split()]
    return people.alias(spoken=Concat(Value(" "), "name_fold", Value(" "))).filter(*written)


def _homes(people: list[Person], on: datetime.date) -> dict[int, str]:
    units = home_units([person.pk for person in people], on)
    versions = versions_on(units.values(), on)
    return {person: versions[unit].name for person, unit in units.items() if unit in versions}
