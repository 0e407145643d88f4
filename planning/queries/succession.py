"""The succession picture of a unit: each title, who holds it and for how long, and who is planned for it."""

import datetime
from dataclasses import dataclass

from orgtree.models import Person, Posting, Title
from orgtree.queries.units import holders
from planning.choices import Verdict
from planning.models import PlanTitle, Term
from planning.queries.eligibility import assess, rules_for
from planning.queries.plan import plan
from planning.queries.planned import introduce
from planning.rules.ages import MonthsLeft, months_left
from planning.rules.eligibility import Assessment
from planning.rules.succession_order import order


@dataclass(frozen=True)
class Somebody:
    """A holder or a successor. `left`: months to retirement from the working day; `verdict` only of successors; neither
    is known of people outside the reader's reach."""

    person: Person
    left: MonthsLeft | None
    since: datetime.date
    verdict: Verdict | None = None


@dataclass(frozen=True)
class Succession:
    """One title of the unit. `plan_title` None: it is held, and not planned for in the term."""

    title: Title
    plan_title: PlanTitle | None
    holders: list[Somebody]
    successors: list[Somebody]

    @property
    def ready(self) -> int:
        """Successors who meet every clause that the reader may see."""
        return sum(row.verdict == Verdict.MET for row in self.successors)


def succession(unit: int, term: Term, user, on: datetime.date) -> list[Succession]:
    """Titles held or planned in the unit itself, highest first. Eight queries, however many people."""
    titles, posts = plan(unit, term, user, on), holders(unit, user, on)
    entries = [entry for title in titles for entry in title.planned]
    introduce([*(entry.person for entry in entries), *(post.person for post in posts)], user, on)
    known = {row.person_id for row in [*entries, *posts] if row.person.reachable}
    judged = assess(titles, known, user, on, rules_for(None, on))
    left = _left(judged, on)
    return _pictures(titles, posts, judged, left)


def _left(judged: Assessment, on: datetime.date) -> dict[int, MonthsLeft | None]:
    return {who.person_id: months_left(judged.book.table, who.sex, who.born, on) for who in judged.people}


def _pictures(
    titles: list[PlanTitle], posts: list[Posting], judged: Assessment, left: dict[int, MonthsLeft | None]
) -> list[Succession]:
    held: dict[int, list[Somebody]] = {}
    for post in posts:
        one = Somebody(post.person, left.get(post.person_id), post.period.lower)
        held.setdefault(post.title_id, []).append(one)
    planned = [Succession(row.title, row, held.get(row.title_id, []), _successors(row, judged, left)) for row in titles]
    there = {row.title_id for row in titles}
    others = {post.title_id: post.title for post in posts if post.title_id not in there}
    only_held = [Succession(title, None, held[pk], []) for pk, title in others.items()]
    return sorted([*planned, *only_held], key=lambda row: (-row.title.rank, row.title.name))


def _successors(row: PlanTitle, judged: Assessment, left: dict[int, MonthsLeft | None]) -> list[Somebody]:
    """The most suitable first; whoever is out of reach last."""
    verdicts = judged.overall(row)
    found = [
        Somebody(entry.person, left.get(entry.person_id), entry.period.lower, verdicts.get(entry.person_id))
        for entry in row.planned
    ]
    return sorted(found, key=lambda one: order(one.verdict, one.person.name_key))
