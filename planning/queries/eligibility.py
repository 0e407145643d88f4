"""Facts of people and the law of a day, each in one statement, for however many people and titles."""

import datetime
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import BigIntegerField, Func, QuerySet, Value

from anphu.kit.partial_dates import PartialDate
from orgtree.choices import Verb
from orgtree.models import Person, Posting, TitleStandard, UnitLink
from orgtree.queries.records import build
from planning.choices import Verdict
from planning.models import (
    ConsultedBody,
    CountingDate,
    PlanTitle,
    RemovalGround,
    RetirementAge,
    Round,
    RuleParameter,
    RuleSet,
    StandardClause,
)
from planning.rules.ages import RetirementTable
from planning.rules.discipline import Measure
from planning.rules.eligibility import Assessment, Book, Candidate
from planning.rules.facts import Facts, Post
from planning.rules.judges import RATING_ORDER
from planning.rules.law import Law

_FACTS_SQL = """
WITH reach AS (
    SELECT descendant_id FROM orgtree_unitlink WHERE ancestor_id = ANY(%(granted)s) AND period @> %(on)s
), sensitive AS (
    SELECT person_id FROM orgtree_partymembership
    WHERE person_id = ANY(%(people)s) AND unit_id = ANY(ARRAY(TABLE reach)) AND period @> %(on)s
    UNION SELECT person_id FROM orgtree_posting
    WHERE person_id = ANY(%(people)s) AND unit_id = ANY(ARRAY(TABLE reach)) AND period @> %(on)s
    UNION SELECT unnest(%(whole)s::bigint[])
), posts AS (
    SELECT p.person_id, json_agg(json_build_array(t.name, t.level, t.side, t.rank, lower(p.period), upper(p.period))
                                 ORDER BY t.rank DESC, lower(p.period)) AS posts
    FROM orgtree_posting p JOIN orgtree_title t ON t.id = p.title_id
    WHERE p.person_id = ANY(%(people)s) AND lower(p.period) <= %(on)s GROUP BY p.person_id
), ratings AS (
    SELECT r.person_id, json_agg(json_build_array(r.year, c.code)) AS ratings
    FROM orgtree_rating r JOIN orgtree_codeentry c ON c.id = r.rating_id
    WHERE r.person_id = ANY(%(people)s) GROUP BY r.person_id
), measures AS (
    SELECT d.person_id, json_agg(json_build_array(coalesce(c.code, ''), coalesce(c.name, ''), d.decided, d.ends,
                                                  d.decision)) AS measures
    FROM orgtree_discipline d LEFT JOIN orgtree_codeentry c ON c.id = d.measure_id
    WHERE d.person_id = ANY(ARRAY(TABLE sensitive)) GROUP BY d.person_id
), members AS (
    SELECT DISTINCT ON (person_id) person_id, admitted_on, official_on FROM orgtree_partymembership
    WHERE person_id = ANY(%(people)s) AND lower(period) <= %(on)s ORDER BY person_id, lower(period) DESC
)
SELECT x.id, x.sex, x.birth_date, x.birth_precision, x.education, x.theory, x.state_management, x.home_commune_code,
       m.admitted_on, m.official_on, posts, ratings, measures, b.concluded_on, s.person_id IS NOT NULL,
       EXISTS (SELECT FROM orgtree_partymembership k WHERE k.person_id = x.id AND k.period @> %(on)s)
       OR EXISTS (SELECT FROM orgtree_posting p WHERE p.person_id = x.id AND p.period @> %(on)s)
FROM orgtree_person x
LEFT JOIN members m ON m.person_id = x.id LEFT JOIN posts ON posts.person_id = x.id
LEFT JOIN ratings ON ratings.person_id = x.id LEFT JOIN measures ON measures.person_id = x.id
LEFT JOIN sensitive s ON s.person_id = x.id
LEFT JOIN orgtree_background b ON b.person_id = s.person_id
WHERE x.id = ANY(%(people)s)
"""
"""What clauses ask of a dossier. Restricted parts are read only for people whom the reader may see restricted."""

_NAMED = "|| jsonb_build_object('document_named', d.number || ' (' || to_char(d.day, 'DD/MM/YYYY') || ')')"
_LAW_SQL = f"""
SELECT 'parameter', (to_jsonb(t) {_NAMED})::text
FROM planning_ruleparameter t LEFT JOIN planning_legaldocument d ON d.id = t.document_id
WHERE t.period @> %(judged)s AND (t.rule_set_id IS NULL OR t.rule_set_id = %(rule_set)s)
UNION ALL SELECT 'clause', (to_jsonb(t) {_NAMED})::text
FROM planning_standardclause t LEFT JOIN planning_legaldocument d ON d.id = t.document_id
WHERE t.period @> %(judged)s
UNION ALL SELECT 'standard', to_jsonb(t)::text FROM orgtree_titlestandard t WHERE t.period @> %(on)s
UNION ALL SELECT 'retirement', to_jsonb(t)::text FROM planning_retirementage t WHERE t.period @> %(judged)s
UNION ALL SELECT 'ground', to_jsonb(t)::text FROM planning_removalground t WHERE t.period @> %(judged)s
UNION ALL SELECT 'body', to_jsonb(t)::text FROM planning_consultedbody t
WHERE t.period @> %(judged)s AND (t.rule_set_id IS NULL OR t.rule_set_id = %(rule_set)s)
UNION ALL SELECT 'counting', to_jsonb(t)::text FROM planning_countingdate t WHERE t.term_id = ANY(%(terms)s)
UNION ALL SELECT 'commune', json_build_array(unit_id, commune_code)::text
FROM orgtree_unitversion WHERE unit_id = ANY(%(units)s) AND period @> %(on)s
"""
_TABLES = {
    "parameter": RuleParameter,
    "clause": StandardClause,
    "standard": TitleStandard,
    "retirement": RetirementAge,
    "ground": RemovalGround,
    "counting": CountingDate,
    "body": ConsultedBody,
}


def facts(people: Collection[int], user, on: datetime.date) -> list[Facts]:
    """What the dossiers of `people`, whom somebody has found visible to `user`, say on `on`; without a user (None)
    whole, as the program itself sees them. One query."""
    granted = [] if user is None else list(user.granted(Verb.SEE_RESTRICTED))
    whole = list(people) if user is None else []
    with connection.cursor() as cursor:
        cursor.execute(_FACTS_SQL, {"people": list(people), "granted": granted, "whole": whole, "on": on})
        return [_facts(row) for row in cursor]


def book(plan_titles: Iterable[PlanTitle], on: datetime.date, rule_set: RuleSet | None) -> Book:
    """The law that applies to the plan titles on `on` under `rule_set`. One query."""
    plan_titles = list(plan_titles)
    asked = {
        "on": on,
        "judged": rule_set.judging_day(on) if rule_set else on,
        "rule_set": rule_set.pk if rule_set else None,
        "terms": list({row.term_id for row in plan_titles}),
        "units": list({row.unit_id for row in plan_titles}),
    }
    rows = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_LAW_SQL, asked)
        for kind, text in cursor:
            rows[kind].append(_record(kind, json.loads(text)))
    return Book(
        Law(tuple(rows["parameter"])),
        RetirementTable.of(rows["retirement"]),
        tuple(sorted(rows["clause"], key=lambda row: (row.title_id or 0, row.level, row.side, row.pk))),
        {row.title_id: row for row in rows["standard"]},
        {(row.term_id, row.level, row.cycle): row for row in rows["counting"]},
        dict(rows["commune"]),
        {row.code: row for row in rows["ground"]},
        tuple(sorted(rows["body"], key=lambda row: row.name)),
    )


def assess(
    plan_titles: Sequence[PlanTitle], people: Collection[int], user, on: datetime.date, rule_set: RuleSet | None
) -> Assessment:
    """The people judged for the plan titles (with their title and term). Two queries, however many of either."""
    return Assessment(facts(people, user, on), book(plan_titles, on, rule_set), on)


def cadres(user, on: datetime.date) -> QuerySet[Person]:
    """Visible people who hold a title on `on`: those among whom a plan is looked for."""
    return Person.objects.visible_to(user, on).filter(pk__in=Posting.objects.on(on).values("person"))


@dataclass(frozen=True)
class Ranking:
    """People in the order in which they come into question for a title."""

    judged: Assessment
    plan_title: PlanTitle
    order: list[int]
    verdicts: dict[int, Verdict]

    def candidate(self, person_id: int) -> Candidate:
        return self.judged.candidate(self.plan_title, person_id)

    def rows(self, people: QuerySet[Person]) -> QuerySet[Person]:
        """`people` as far as they are ranked, in that order."""
        place = Func(Value(self.order, ArrayField(BigIntegerField())), "pk", function="array_position")
        return people.filter(pk__in=self.order).order_by(place, "pk")

    def having(self, verdict: str) -> list[int]:
        return [person_id for person_id in self.order if self.verdicts[person_id] == verdict]


def who_could(
    plan_title: PlanTitle, people: QuerySet[Person], user, on: datetime.date, rule_set: RuleSet | None
) -> Ranking:
    """The visible `people` ranked for the title: four queries, however many they are."""
    names = dict(people.order_by().values_list("pk", "name_key"))
    beneath = UnitLink.objects.on(on).filter(ancestor=plan_title.unit_id).values("descendant")
    near = set(people.order_by().within(beneath, on).values_list("pk", flat=True))
    judged = assess([plan_title], names, user, on, rule_set)
    return Ranking(judged, plan_title, judged.ranked(plan_title, names, near), judged.overall(plan_title))


def rules_for(round: Round | None, on: datetime.date) -> RuleSet | None:
    """The rule set of a round; for older rounds and outside rounds the one in force on `on`."""
    return (round and round.rule_set) or RuleSet.objects.in_force(on)


def _record(kind: str, columns):
    if kind == "commune":
        return tuple(columns)
    row = build(_TABLES[kind], columns)
    row.document_named = columns.get("document_named") or ""
    return row


def _facts(row: tuple) -> Facts:
    person, sex, born, precision, *levels, commune, admitted, official, posts, ratings, measures, concluded = row[:-2]
    return Facts(
        person,
        sex,
        PartialDate.of(born, precision),
        *levels,
        commune_code=commune,
        admitted_on=admitted,
        official_on=official,
        posts=tuple(_post(*post) for post in _read(posts)),
        ratings=_worst_of_years(_read(ratings)),
        measures=tuple(_measure(*measure) for measure in _read(measures)),
        concluded_on=PartialDate.parse(concluded) if concluded else None,
        restricted=row[-2],
        belongs=row[-1],
    )


def _read(value) -> list:
    return json.loads(value) if isinstance(value, str) else value or []


def _post(name, level, side, rank_of, since, until) -> Post:
    day = datetime.date.fromisoformat
    return Post(name, level, side, rank_of, day(since), day(until) if until else None)


def _measure(code, name, decided, ends, decision) -> Measure:
    return Measure(code, name, PartialDate.parse(decided), PartialDate.parse(ends) if ends else None, decision)


def _worst_of_years(rows: list) -> dict[int, str]:
    """Somebody rated both as member and as cadre in a year counts with the worse of the two."""
    worst: dict[int, str] = {}
    for year, code in rows:
        if year not in worst or RATING_ORDER.get(code, 0) < RATING_ORDER.get(worst[year], 0):
            worst[year] = code
    return worst
