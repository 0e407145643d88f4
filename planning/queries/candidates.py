"""People whom a unit could add to its list."""

import datetime

from orgtree.models import Person
from orgtree.queries.people import search
from planning.models import Line, PlanTitle, Submission
from planning.queries.eligibility import assess, rules_for
from planning.queries.planned import introduce

MOST = 20


def titles_to_fill(submission: Submission, user, on: datetime.date) -> list[PlanTitle]:
    """The titles of the unit in the terms of the round, by term and rank."""
    return list(
        PlanTitle.objects.visible_to(user, on)
        .filter(unit=submission.unit_id, term__rounds=submission.round_id)
        .select_related("term", "title")
        .order_by("-term__code", "-title__rank", "title__name")
    )


def candidates(submission: Submission, plan_title: PlanTitle, words: str, user, on: datetime.date) -> list[Person]:
    """The first `MOST` visible people of that name, introduced, each with `listed`: its line for the title, or None,
    and `judged`: its eligibility under the rule set of the round."""
    people = introduce(search(Person.objects.visible_to(user, on), words)[:MOST], user, on)
    if not people:
        return people
    judged = assess([plan_title], [person.pk for person in people], user, on, rules_for(submission.round, on))
    lines = Line.objects.visible_to(user, on).filter(submission=submission, plan_title=plan_title, person__in=people)
    listed = {line.person_id: line for line in lines}
    for person in people:
        person.listed = listed.get(person.pk)
        person.judged = judged.candidate(plan_title, person.pk)
    return people
