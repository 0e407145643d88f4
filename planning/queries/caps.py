"""The composition of plans for the checks of caps and structure: planned, sitting now, planned elsewhere."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import connection

from anphu.kit.partial_dates import PartialDate
from orgtree.choices import CommitteeKind, Verb
from planning.choices import Proposal
from planning.models import PlanTitle, RuleSet, Submission
from planning.queries.eligibility import book
from planning.rules.ages import months_left
from planning.rules.caps import Check, Composition, Member, Seat, checks
from planning.rules.eligibility import Book

_PLANNED = """SELECT person_id, plan_title_id FROM planning_planentry
WHERE plan_title_id = ANY(%(titles)s) AND period @> %(on)s"""
_LISTED = """SELECT person_id, plan_title_id FROM planning_line
WHERE submission_id = %(submission)s AND proposal <> %(removed)s AND plan_title_id = ANY(%(titles)s)"""
_SQL = """
WITH planned AS ({planned}), reach AS (
    SELECT descendant_id FROM orgtree_unitlink WHERE ancestor_id = ANY(%(granted)s) AND period @> %(on)s
)
SELECT 'planned', p.person_id, p.plan_title_id, x.full_name, x.sex, x.birth_date, x.birth_precision, g.code <> '01'
FROM planned p JOIN orgtree_person x ON x.id = p.person_id JOIN orgtree_ethnicgroup g ON g.id = x.ethnic_group_id
UNION ALL
SELECT 'incumbent', x.id, NULL, '', x.sex, x.birth_date, x.birth_precision, false
FROM orgtree_person x WHERE x.id IN (
    SELECT h.person_id FROM orgtree_posting h JOIN orgtree_title t ON t.id = h.title_id
    WHERE h.unit_id = %(unit)s AND h.period @> %(on)s AND t.seat <> '')
UNION ALL
SELECT 'elsewhere', e.person_id, o.term_id, t.level, count(*)::text, NULL, '', false
FROM planning_planentry e JOIN planning_plantitle o ON o.id = e.plan_title_id JOIN orgtree_title t ON t.id = o.title_id
WHERE e.person_id IN (SELECT person_id FROM planned) AND e.period @> %(on)s AND o.unit_id <> %(unit)s
  AND o.unit_id = ANY(ARRAY(TABLE reach)) AND o.term_id = ANY(%(terms)s)
GROUP BY e.person_id, o.term_id, t.level
UNION ALL
SELECT 'size', size, NULL, '', '', NULL, '', false
FROM orgtree_committee WHERE unit_id = %(unit)s AND kind = %(committee)s AND period @> %(on)s
"""
"""Titles elsewhere are counted as far as the reader sees plans: a unit learns nothing of others, the board sees all."""


def of_plan(titles: Sequence[PlanTitle], user, on: datetime.date, rule_set: RuleSet | None) -> dict[int, list[Check]]:
    """`{term id: checks}` of the plan in force for the titles of one unit. Two queries."""
    return _checks(titles, _PLANNED, {}, user, on, rule_set)


def of_submission(
    submission: Submission, titles: Sequence[PlanTitle], user, on: datetime.date, rule_set: RuleSet | None
) -> dict[int, list[Check]]:
    """The same as the plan would be if the submission were approved as it stands. Two queries."""
    listed = {"submission": submission.pk, "removed": Proposal.REMOVE}
    return _checks(titles, _LISTED, listed, user, on, rule_set)


def _checks(titles, planned: str, asked: dict, user, on, rule_set) -> dict[int, list[Check]]:
    if not titles:
        return {}
    law = book(titles, on, rule_set)
    asked = asked | {
        "titles": [row.pk for row in titles],
        "terms": list({row.term_id for row in titles}),
        "unit": titles[0].unit_id,
        "granted": list(user.granted(Verb.SEE_PLANS)),
        "committee": CommitteeKind.EXECUTIVE,
        "on": on,
    }
    rows = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_SQL.format(planned=planned), asked)
        for kind, *row in cursor:
            rows[kind].append(row)
    by_term = defaultdict(list)
    for title in titles:
        by_term[title.term_id].append(title)
    return {term: checks(_composition(group, rows, law, on), law.law) for term, group in by_term.items()}


def _composition(titles: Iterable[PlanTitle], rows: dict, law: Book, on: datetime.date) -> Composition:
    people = defaultdict(list)
    members = {}
    here = {title.pk for title in titles}
    for person, plan_title, name, sex, born, precision, minority in rows["planned"]:
        if plan_title in here:
            people[plan_title].append(person)
            members[person] = Member(person, name, sex, PartialDate.of(born, precision), minority)
    highest = max(titles, key=lambda row: row.title.rank)
    counting = law.counting_day(highest)
    ordered = sorted(titles, key=lambda row: -row.title.rank)
    return Composition(
        [
            Seat(row.title.name, row.title.level, row.size, tuple(people[row.pk]), bool(row.title.seat))
            for row in ordered
        ],
        members,
        on,
        next((size for size, *_rest in rows["size"]), None),
        {
            (person, level): int(number)
            for person, term, level, number, *_rest in rows["elsewhere"]
            if term == highest.term_id
        },
        {
            person: months_left(law.table, sex, PartialDate.of(born, precision), counting)
            for person, _title, _name, sex, born, precision, _minority in rows["incumbent"]
        },
    )
