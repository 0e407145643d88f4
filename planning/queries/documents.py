"""What the papers of rounds are filled from: lists with everything that a paper says of their people.

Whatever leaves on paper needs the right to carry lists away, in the unit of the list. Nothing here reads disciplinary
records; of grounds and reasons that tell of one, `Told.open` says whether the reader may be told.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from orgtree.choices import Scheme, Verb
from orgtree.models import CodeEntry, UnitLink, UnitVersion
from orgtree.models.dossier import LanguageSkill, Schooling
from orgtree.queries.reach import units_reached
from orgtree.queries.units import versions_on
from planning.choices import Ground
from planning.models import BallotResult, Decision, Line, PlanEntry, PlanTitle, RemovalGround, Round, Submission
from planning.queries.eligibility import assess, rules_for
from planning.queries.submissions import present
from planning.queries.suggestions import grounds_of
from planning.rules.facts import Facts
from planning.rules.lines import FROM_OUTSIDE_THE_PLAN

TELLING = frozenset({Ground.DISCIPLINE, Ground.POLITICAL, Ground.VIOLATION})
"""Grounds that tell what only restricted parts of a dossier say."""
_VERBS = (Verb.SEE_PLANS, Verb.EXPORT)
_PEOPLE = ("person__ethnic_group", "person__religion")
_TITLES = ("plan_title__title", "plan_title__term", "target__title", "target__term")


@dataclass(frozen=True, slots=True)
class Learnt:
    """What the dossier says of general education, languages and informatics, in words."""

    general: str = ""
    languages: str = ""
    informatics: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One line with what is known of its person. `facts`: None for a stranger to the reader; `open`: whether the ground
    and the reason may be told; `decided`: the decision by which the person stands in the plan."""

    line: Line
    unit: UnitVersion
    facts: Facts | None
    terms_left: int | None
    decided: Decision | None
    learnt: Learnt
    votes: list[BallotResult]
    open: bool


@dataclass(frozen=True)
class Material:
    """Everything for the papers of some lists of a round. `body`: who writes the paper, `above`: to whom it belongs."""

    round: Round
    body: UnitVersion
    above: UnitVersion | None
    on: datetime.date
    submissions: list[Submission]
    titles: list[PlanTitle]
    told: list[Told]
    grounds: dict[str, RemovalGround]
    ratings: dict[str, str]


def papers_of(user, on: datetime.date) -> QuerySet[Submission]:
    """Lists that the reader may carry away, with their round."""
    rows = Submission.objects.visible_to(user, on).filter(unit__in=units_reached(user, _VERBS, on))
    return rows.select_related("round__rule_set", "decision").order_by("pk")


def exported(units: Iterable[int], user, on: datetime.date) -> set[int]:
    """Those of `units` whose lists the reader may carry away. One query."""
    reached = units_reached(user, _VERBS, on).filter(descendant__in=set(units))
    return set(reached.values_list("descendant", flat=True))


def material(round: Round, submissions: list[Submission], body: int, user, on: datetime.date) -> Material:
    """Of lists of one round that the reader may carry away; `body`: the unit whose paper it is. Thirteen queries,
    however many lists and lines."""
    units = {row.unit_id for row in submissions}
    titles = list(
        PlanTitle.objects.visible_to(user, on)
        .filter(unit__in=units, term__rounds=round)
        .select_related("term", "title")
        .order_by("-term__code", "-title__rank", "title__name", "pk")
    )
    versions = versions_on({*units, body}, on)
    above = versions[body].parent_id
    rules = rules_for(round, on)
    return Material(
        round=round,
        body=versions[body],
        above=versions_on([above], on).get(above) if above else None,
        on=on,
        submissions=submissions,
        titles=titles,
        told=_told(round, submissions, titles, versions, user, on),
        grounds=grounds_of(rules, on),
        ratings=_ratings(),
    )


def _told(round: Round, submissions, titles, versions, user, on: datetime.date) -> list[Told]:
    lines = list(
        Line.objects.visible_to(user, on)
        .filter(submission__in=submissions)
        .select_related("person", *_PEOPLE, *_TITLES)
        .order_by("person__name_key", "pk")
    )
    present((line.person for line in lines), user, on)
    known = {line.person_id for line in lines if line.person.reachable}
    judged = assess(titles, known, user, on, rules_for(round, on))
    facts = {person.person_id: person for person in judged.people}
    unit_of = {row.pk: row.unit_id for row in submissions}
    votes, decided, learnt = _votes(lines, user, on), _decided(round, lines, user, on), _learnt(known)
    open_units = told_everything(unit_of.values(), user, on)
    by_pk = {title.pk: title for title in titles}
    found = []
    for line in lines:
        unit = unit_of[line.submission_id]
        title = by_pk.get(line.target_id) or by_pk.get(line.plan_title_id)
        found.append(
            Told(
                line,
                versions[unit],
                facts.get(line.person_id),
                judged.terms_left(title, line.person_id) if title and line.person_id in facts else None,
                decided.get((line.plan_title_id, line.person_id)),
                learnt.get(line.person_id, Learnt()),
                votes[line.pk],
                line.ground not in TELLING or unit in open_units,
            )
        )
    return sorted(found, key=lambda told: told.unit.sort_key)


def told_everything(units: Iterable[int], user, on: datetime.date) -> set[int]:
    """Units of which the reader sees restricted parts, or whose grounds the reader puts down. One query."""
    verbs = (Verb.SEE_RESTRICTED, Verb.PROPOSE)
    reached = [UnitLink.objects.reached_by(user, verb, on).filter(descendant__in=set(units)) for verb in verbs]
    return set(reached[0].union(reached[1]).values_list("descendant", flat=True))


def _votes(lines: list[Line], user, on: datetime.date) -> dict[int, list[BallotResult]]:
    """Results of closed sittings by line, in the order of the steps. One query."""
    found = defaultdict(list)
    rows = BallotResult.objects.visible_to(user, on).filter(line__in=lines, conference__closed_at__isnull=False)
    for row in rows.select_related("conference__step").order_by("conference__step__position", "conference__sitting"):
        found[row.line_id].append(row)
    return found


def _decided(round: Round, lines: list[Line], user, on: datetime.date) -> dict[tuple[int, int], Decision]:
    """The decision by which each person of the plan stood in it when the round began. One query."""
    planned = [line for line in lines if line.proposal not in FROM_OUTSIDE_THE_PLAN]
    rows = PlanEntry.objects.visible_to(user, on).filter(
        plan_title__in={line.plan_title_id for line in planned},
        person__in={line.person_id for line in planned},
        period__startswith__lte=round.day,
    )
    rows = rows.select_related("opened_by").order_by("period__startswith", "pk")
    return {(row.plan_title_id, row.person_id): row.opened_by for row in rows}


def _learnt(people: Collection[int]) -> dict[int, Learnt]:
    """Of people whose dossiers the reader opens. Two queries."""
    spoken = defaultdict(list)
    skills = LanguageSkill.objects.filter(person__in=people).order_by("pk")
    for person, language, level in skills.values_list("person", "language__name", "level"):
        spoken[person].append(" ".join(filter(None, (language, level))))
    rows = Schooling.objects.filter(person__in=people)
    schooling = {
        person: (general or "", informatics)
        for person, general, informatics in rows.values_list("person", "general_education__name", "informatics")
    }
    found = {}
    for person in people:
        general, informatics = schooling.get(person, ("", ""))
        found[person] = Learnt(general, "; ".join(spoken[person]), informatics)
    return found


def _ratings() -> dict[str, str]:
    """What ratings are called. One query."""
    return dict(CodeEntry.objects.filter(scheme=Scheme.RATING).order_by("pk").values_list("code", "name"))
