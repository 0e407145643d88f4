"""Scenarios with everything that a page tells of them; what can be chosen for their moves."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from orgtree.choices import Verb
from orgtree.models import Person, Posting, Title, UnitLink, UnitVersion
from orgtree.queries.people import search
from orgtree.queries.units import below, versions_on
from planning.choices import Tried
from planning.models import PlanEntry, PlanTitle, Scenario, ScenarioMove, Term
from planning.queries.eligibility import assess, rules_for
from planning.queries.planned import introduce
from planning.queries.terms import current, terms
from planning.rules.eligibility import Candidate
from planning.rules.scenarios import Place

MOST = 12
"""People shown for one search."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A title of a unit, held or (with a term) planned for, by name; `code` stands for it in a form."""

    unit: int
    title: int
    term: int | None
    words: str

    @property
    def code(self) -> str:
        return ".".join(str(part) for part in (self.unit, self.title, self.term) if part is not None)


@dataclass
class Found:
    """Somebody who could be moved: the titles held, and those planned for, within the unit of the scenario."""

    person: Person
    held: list[Spot] = field(default_factory=list)
    planned: list[Spot] = field(default_factory=list)


def moves_of(scenario: Scenario, user, on: datetime.date) -> list[ScenarioMove]:
    """The chain, each move with its people, titles and terms, and the names of its units (`called`, `from_called`).
    Four queries."""
    rows = list(scenario.moves.select_related("person", "title", "from_title", "term").order_by("position"))
    names = versions_on({unit for row in rows for unit in (row.unit_id, row.from_unit_id) if unit}, on)
    introduce((row.person for row in rows), user, on)
    for row in rows:
        row.called = names[row.unit_id].name
        row.from_called = names[row.from_unit_id].name if row.from_unit_id else ""
    return rows


def places_of(people: Iterable[int], on: datetime.date) -> list[Place]:
    """Every title that these people hold or are planned for on `on`, in whatever unit. Two queries."""
    people = list(people)
    held = Posting.objects.on(on).filter(person__in=people).values_list("unit", "person", "title")
    named = ("plan_title__unit", "plan_title__term", "person", "plan_title__title")
    planned = PlanEntry.objects.on(on).filter(person__in=people).values_list(*named)
    return [*(Place(unit, None, person, title) for unit, person, title in held), *(Place(*row) for row in planned)]


def ended(people: Iterable[int], on: datetime.date) -> dict[Place, datetime.date]:
    """When titles that these people held, or were planned for, ended last by `on`. Two queries."""
    people, found = list(people), {}
    over = Q(period__endswith__lte=on)
    rows = Posting.objects.filter(over, person__in=people).values_list("unit", "person", "title", "period")
    for unit, person, title, period in rows.order_by("period"):
        found[Place(unit, None, person, title)] = period.upper
    named = ("plan_title__unit", "plan_title__term", "person", "plan_title__title", "period")
    for *place, period in PlanEntry.objects.filter(over, person__in=people).values_list(*named).order_by("period"):
        found[Place(*place)] = period.upper
    return found


def judged(moves: Sequence[ScenarioMove], user, on: datetime.date) -> dict[int, Candidate]:
    """`{move id: eligibility}` of everybody who takes a title or is added to a plan, as far as the reader sees the
    person. Four queries, however many moves. A title is judged for its term; taken now, for the term worked with."""
    coming = [row for row in moves if row.kind in (Tried.APPOINT, Tried.ADD) and row.person.reachable]
    if not coming:
        return {}
    now = current(terms(), on)
    titles = {row.pk: _plan_title(row, now) for row in coming if row.term or now}
    judged = assess(list(titles.values()), {row.person_id for row in coming}, user, on, rules_for(None, on))
    return {row.pk: judged.candidate(titles[row.pk], row.person_id) for row in coming if row.pk in titles}


def _plan_title(row: ScenarioMove, now: Term | None) -> PlanTitle:
    """What a person is judged for; it need not stand in any plan."""
    return PlanTitle(term=row.term or now, unit_id=row.unit_id, title=row.title)


def units_of(scenario: Scenario, user, on: datetime.date) -> list[UnitVersion]:
    """Units in which moves can be made: that of the scenario and those below it, by name, itself first."""
    rows = UnitVersion.objects.visible_to(user, on).on(on).filter(unit__in=below(scenario.unit_id, on))
    return sorted(rows, key=lambda row: (row.unit_id != scenario.unit_id, row.sort_key))


def titles_of(unit: int, on: datetime.date) -> list[Title]:
    """Titles that the unit has: held on `on`, or planned for in any term; highest first."""
    held = Posting.objects.on(on).filter(unit=unit).values("title")
    rows = Title.objects.filter(Q(pk__in=held) | Q(pk__in=PlanTitle.objects.filter(unit=unit).values("title")))
    return list(rows.order_by("-rank", "name"))


def found(scenario: Scenario, words: str, user, on: datetime.date) -> list[Found]:
    """The first `MOST` people of that name whom the reader sees, those of the unit of the scenario first. Ten queries
    at most."""
    if not words:
        return []
    seen, unit = Person.objects.visible_to(user, on), below(scenario.unit_id, on)
    near = list(search(seen.within(unit, on), words)[:MOST])
    far = search(seen.exclude(pk__in=[person.pk for person in near]), words)[: MOST - len(near)]
    people = introduce([*near, *far], user, on)
    inside = set(UnitLink.objects.on(on).filter(ancestor=scenario.unit_id).values_list("descendant", flat=True))
    places = [place for place in places_of([person.pk for person in people], on) if place.unit in inside]
    titles = dict(Title.objects.filter(pk__in={place.title for place in places}).values_list("pk", "name"))
    units, codes = versions_on({place.unit for place in places}, on), dict(Term.objects.values_list("pk", "code"))
    spots: dict[tuple[int, bool], list[Spot]] = defaultdict(list)
    for place in places:
        words = [titles[place.title], units[place.unit].name, *([codes[place.term]] if place.term else [])]
        spot = Spot(place.unit, place.title, place.term, ", ".join(words))
        spots[place.person, place.term is not None].append(spot)
    return [Found(person, spots[person.pk, False], spots[person.pk, True]) for person in people]


def may_try(user, on: datetime.date) -> list[UnitVersion]:
    """Units about which the reader may make scenarios, higher ones first."""
    plans, people = (UnitLink.objects.reached_by(user, verb, on) for verb in (Verb.SEE_PLANS, Verb.SEE_PEOPLE))
    rows = UnitVersion.objects.visible_to(user, on).on(on).filter(unit__in=plans).filter(unit__in=people)
    return list(rows.order_by("sort_key"))


def vacant(left: Mapping[tuple[int, int], int], on: datetime.date) -> list[tuple[str, str, int]]:
    """`(unit, title, posts)` by name, of posts by the ids of unit and title. Two queries."""
    units = versions_on({unit for unit, _title in left}, on)
    titles = dict(Title.objects.filter(pk__in={title for _unit, title in left}).values_list("pk", "name"))
    return sorted((units[unit].name, titles[title], posts) for (unit, title), posts in left.items())
