"""The composition of plans for the checks of caps and structure: planned, sitting now, planned elsewhere."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from anphu.kit.partial_dates import PartialDate
from orgtree.choices import CommitteeKind, Verb
from planning.models import Line, PlanTitle, RuleSet, Submission
from planning.queries.eligibility import book
from planning.rules.ages import months_left
from planning.rules.caps import Check, Composition, Member, Seat, checks
from planning.rules.eligibility import Book
from planning.rules.lines import planned_after

_SQL = """
WITH reach AS (
    SELECT descendant_id FROM orgtree_unitlink WHERE ancestor_id = ANY(%(granted)s) AND period @> %(on)s
), planned AS (
    SELECT person_id, plan_title_id FROM planning_planentry WHERE plan_title_id = ANY(%(titles)s) AND period @> %(on)s
), people AS (
    SELECT person_id FROM planned UNION SELECT unnest(%(people)s::bigint[])
)
SELECT 'planned', person_id, plan_title_id, NULL, '', NULL::date, '', false, NULL::int FROM planned
UNION ALL
SELECT 'member', x.id, NULL, x.full_name, x.sex, x.birth_date, x.birth_precision, g.code <> '01', x.education
FROM orgtree_person x JOIN orgtree_ethnicgroup g ON g.id = x.ethnic_group_id WHERE x.id IN (TABLE people)
UNION ALL
SELECT 'incumbent', x.id, NULL, '', x.sex, x.birth_date, x.birth_precision, false, NULL
FROM orgtree_person x WHERE x.id IN (
    SELECT h.person_id FROM orgtree_posting h JOIN orgtree_title t ON t.id = h.title_id
    WHERE h.unit_id = %(unit)s AND h.period @> %(on)s AND t.seat <> '')
UNION ALL
SELECT 'elsewhere', e.person_id, o.term_id, t.level, count(*)::text, NULL, '', false, NULL
FROM planning_planentry e JOIN planning_plantitle o ON o.id = e.plan_title_id JOIN orgtree_title t ON t.id = o.title_id
WHERE e.person_id IN (TABLE people) AND e.period @> %(on)s AND o.unit_id <> %(unit)s
  AND o.unit_id = ANY(ARRAY(TABLE reach)) AND o.term_id = ANY(%(terms)s)
GROUP BY e.person_id, o.term_id, t.level
UNION ALL
SELECT 'size', size, NULL, '', '', NULL, '', false, NULL
FROM orgtree_committee WHERE unit_id = %(unit)s AND kind = %(committee)s AND period @> %(on)s
"""
"""Titles elsewhere are counted as far as the reader sees plans: a unit learns nothing of others, the board sees all."""

Planned = Mapping[int, Collection[int]]
"""`{plan title: people}`."""


@dataclass(frozen=True)
class Surroundings:
    """What compositions of one unit are made of: who is planned now, who the people are, who sits in the committee,
    its size, and titles elsewhere by (term, person, level)."""

    planned: Planned
    members: dict[int, Member]
    incumbents: dict[int, tuple[str, PartialDate]]
    size: int | None
    elsewhere: dict[tuple[int, int, str], int]

    def composition(self, titles: Sequence[PlanTitle], planned: Planned, law: Book, on: datetime.date) -> Composition:
        """The plan of the unit for the `titles` of one term with these people in it."""
        ordered = sorted(titles, key=lambda row: -row.title.rank)
        counting, term = law.counting_day(ordered[0]), ordered[0].term_id
        return Composition(
            [_seat(row, planned.get(row.pk, ())) for row in ordered],
            {person: self.members[person] for row in ordered for person in planned.get(row.pk, ())},
            on,
            self.size,
            {(person, level): number for (of, person, level), number in self.elsewhere.items() if of == term},
            {person: months_left(law.table, *who, counting) for person, who in self.incumbents.items()},
        )


def of_plan(titles: Sequence[PlanTitle], user, on: datetime.date, rule_set: RuleSet | None) -> dict[int, list[Check]]:
    """`{term id: checks}` of the plan in force for the titles of one unit. Two queries."""
    if not titles:
        return {}
    around = surroundings(titles, (), user, on)
    return _checks(titles, around.planned, around, on, rule_set)


def of_submission(
    submission: Submission, titles: Sequence[PlanTitle], user, on: datetime.date, rule_set: RuleSet | None
) -> dict[int, list[Check]]:
    """The same as the plan would be if the submission were approved as it stands. Three queries."""
    if not titles:
        return {}
    planned = gathered((planned_after(line), line.person_id) for line in Line.objects.filter(submission=submission))
    around = surroundings(titles, (person for people in planned.values() for person in people), user, on)
    return _checks(titles, planned, around, on, rule_set)


def surroundings(titles: Sequence[PlanTitle], people: Iterable[int], user, on: datetime.date) -> Surroundings:
    """What compositions for `titles` of one unit need: of the plan in force, and of `people` besides. One query."""
    asked = {
        "titles": [row.pk for row in titles],
        "people": list(set(people)),
        "terms": list({row.term_id for row in titles}),
        "unit": titles[0].unit_id,
        "granted": list(user.granted(Verb.SEE_PLANS)),
        "committee": CommitteeKind.EXECUTIVE,
        "on": on,
    }
    rows = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_SQL, asked)
        for kind, *row in cursor:
            rows[kind].append(row)
    return Surroundings(
        gathered((title, person) for person, title, *_rest in rows["planned"]),
        {
            person: Member(person, name, sex, PartialDate.of(born, precision), minority, education)
            for person, _term, name, sex, born, precision, minority, education in rows["member"]
        },
        {
            person: (sex, PartialDate.of(born, precision))
            for person, _term, _name, sex, born, precision, *_rest in rows["incumbent"]
        },
        next((size for size, *_rest in rows["size"]), None),
        {(term, person, level): int(number) for person, term, level, number, *_rest in rows["elsewhere"]},
    )


def by_term(titles: Iterable[PlanTitle]) -> dict[int, list[PlanTitle]]:
    groups = defaultdict(list)
    for title in titles:
        groups[title.term_id].append(title)
    return groups


def gathered(pairs: Iterable[tuple[int | None, int]]) -> dict[int, list[int]]:
    """`(plan title, person)` as people by title; who stands for none is left out."""
    planned = defaultdict(list)
    for title, person in pairs:
        if title is not None:
            planned[title].append(person)
    return planned


def _checks(titles, planned: Planned, around: Surroundings, on, rule_set) -> dict[int, list[Check]]:
    law = book(titles, on, rule_set)
    return {
        term: checks(around.composition(group, planned, law, on), law.law) for term, group in by_term(titles).items()
    }


def _seat(row: PlanTitle, people: Collection[int]) -> Seat:
    return Seat(row.title.name, row.title.level, row.size, tuple(people), bool(row.title.seat), row.pk)
