"""What the record gives the solver: the places of a plan, who stands in them, and who could be added, with the law's
limits. What each of them means for the indicators is measured above (planning/indicators/solving.py)."""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from orgtree.models import Person
from orgtree.queries.units import below
from planning.choices import Verdict
from planning.models import PlanTitle, RuleSet, Term
from planning.queries.caps import Planned, surroundings
from planning.queries.eligibility import assess, cadres, rules_for
from planning.rules.eligibility import Assessment, Candidate
from planning.rules.problems import Option, Pair, Place


@dataclass(frozen=True)
class Pool:
    """The plan of a unit for a term and the people who could be in it.

    `people`: those whom the reader sees, planned or candidates; whoever else is `planned` stays where he is. `order`:
    their place among those who come into question.
    """

    titles: Sequence[PlanTitle]
    planned: Planned
    people: frozenset[int]
    judged: Assessment
    order: dict[int, int]
    elsewhere: dict[tuple[int, str], int]
    rule_set: RuleSet | None

    @cached_property
    def pairs(self) -> list[Pair]:
        """Everybody planned, and every candidate for each title for which he lacks nothing."""
        found = [(person, pk) for pk, people in self.planned.items() for person in people]
        taken = set(found)
        for title in self.titles:
            free = (who for who, verdict in self.judged.overall(title).items() if verdict != Verdict.LACKING)
            found += [(who, title.pk) for who in free if (who, title.pk) not in taken]
        return found

    @property
    def candidates(self) -> set[int]:
        """Who could be added somewhere."""
        taken = {(person, pk) for pk, people in self.planned.items() for person in people}
        return {person for person, pk in self.pairs if (person, pk) not in taken}

    @property
    def unseen(self) -> list[Pair]:
        """Places of people planned whom the reader does not see."""
        return [(who, pk) for pk, people in self.planned.items() for who in people if who not in self.people]

    def places(self) -> tuple[Place, ...]:
        law = self.judged.book.law
        return tuple(
            Place(
                title.pk,
                title.unit_id,
                title.title.level,
                most and int(most) * title.size,
                int(law.number("min_people_per_title", title.title.level) or 0),
            )
            for title in self.titles
            for most in [law.number("max_people_per_title", title.title.level)]
        )

    def titles_of_person(self) -> dict[str, int]:
        """How many titles of each level a person may have, where the law says."""
        law, levels = self.judged.book.law, {title.title.level for title in self.titles}
        most = {level: law.number("max_titles_per_person_same_level", level) for level in levels}
        return {level: int(number) for level, number in most.items() if number}

    def options(self, facts: dict[Pair, dict[str, bool | None]]) -> tuple[Option, ...]:
        """`pairs` with the given answers of indicators. Nobody is added about whom the record cannot answer: what is
        unknown reaches no target, it only no longer counts."""
        taken = {(person, pk) for pk, people in self.planned.items() for person in people}
        verdicts = {title.pk: self.judged.overall(title) for title in self.titles}
        return tuple(
            Option(
                person,
                pk,
                said,
                (person, pk) in taken,
                verdicts[pk].get(person) != Verdict.MET,
                self.order.get(person, 0),
            )
            for person, pk in self.pairs
            for said in [facts.get((person, pk), {})]
            if (person, pk) in taken or None not in said.values()
        )

    def candidate(self, person: int, pk: int) -> Candidate | None:
        """How the person was judged for the title; None for people whom the reader does not see."""
        title = next(row for row in self.titles if row.pk == pk)
        return self.judged.candidate(title, person) if person in self.people else None


def pool(
    unit: int, term: Term, user, on: datetime.date, *, near: bool = False, named: Collection[int] = ()
) -> Pool | None:
    """The plan of the unit and its candidates: cadres whom the reader sees, `near` only those of the unit and below it;
    people `named` in a wish always belong to them. None where no title is planned. Eight queries."""
    titles = list(
        PlanTitle.objects.visible_to(user, on)
        .filter(unit=unit, term=term)
        .select_related("title", "term")
        .order_by("-title__rank", "title__name")
    )
    if not titles:
        return None
    visible = Person.objects.visible_to(user, on)
    home = set(visible.within(below(unit, on), on).order_by().values_list("pk", flat=True))
    free = set(cadres(user, on).order_by().values_list("pk", flat=True))
    if near:
        free &= home
    rule_set = rules_for(None, on)
    around = surroundings(titles, free, user, on)
    planned = {title.pk: around.planned.get(title.pk, ()) for title in titles}
    asked = {*free, *named, *(person for people in planned.values() for person in people)}
    people = frozenset(visible.filter(pk__in=asked).order_by().values_list("pk", flat=True))
    judged = assess(titles, people, user, on, rule_set)
    elsewhere = {(who, level): number for (_term, who, level), number in around.elsewhere.items()}
    return Pool(titles, planned, people, judged, _order(people, judged, home), elsewhere, rule_set)


def _order(people: Collection[int], judged: Assessment, home: Collection[int]) -> dict[int, int]:
    """People of the unit before others, then whoever holds the higher title; equals share a place."""
    standing = {who: (who not in home, *(-height for height in judged.height(who))) for who in people}
    places = {key: place for place, key in enumerate(sorted(set(standing.values())))}
    return {who: places[key] for who, key in standing.items()}
