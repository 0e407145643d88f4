"""Caps and structure of a plan: how many people a title has and titles a person, coefficient, women, young, bands.

Quality goes before numbers (P_QUALITY, domain.md §4.1): every check is a warning with the number of people it takes to
set it right, never a block. A number that the law does not give is not judged, and said so.
"""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from anphu.kit.partial_dates import PartialDate
from orgtree.choices import Education, Sex
from planning.choices import Verdict
from planning.models import RuleParameter
from planning.rules.ages import MonthsLeft, age_between
from planning.rules.law import Law, is_doubtful


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody planned, as far as structure asks."""

    person_id: int
    name: str
    sex: str
    born: PartialDate
    minority: bool
    education: int | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """A title of the plan with the people planned for it. `committee`: whether it sits in the committee; `pk`: which
    plan title it is, where that matters."""

    name: str
    level: str
    posts: int
    people: tuple[int, ...]
    committee: bool
    pk: int = 0


@dataclass(frozen=True)
class Composition:
    """The plan of one unit and term. `elsewhere`: titles at the same level that people are planned for in other units;
    `incumbents`: who sits in the committee now, with the months that each has left."""

    seats: Sequence[Seat]
    members: Mapping[int, Member]
    on: date
    size: int | None = None
    elsewhere: Mapping[tuple[int, str], int] = field(default_factory=dict)
    incumbents: Mapping[int, MonthsLeft | None] = field(default_factory=dict)

    @property
    def level(self) -> str:
        """The level whose numbers apply: that of the highest title."""
        return self.seats[0].level if self.seats else ""

    def count(self, belongs: Callable[[Member], bool]) -> int:
        return sum(map(belongs, self.members.values()))


@dataclass(frozen=True, slots=True)
class Check:
    """One check. `needed`: people to add (or, negative, to take away) until it is met; `met` None: not judged."""

    code: str
    met: bool | None
    words: Any
    figures: Mapping[str, Any]
    needed: int = 0
    rule: RuleParameter | None = None
    about: int = 0
    """The plan title, or the person, that the check is about; 0: the plan as a whole."""

    @property
    def sentence(self) -> str:
        return str(self.words) % {key: str(value) for key, value in self.figures.items()}

    @property
    def doubtful(self) -> bool:
        return self.rule is not None and is_doubtful(self.rule.confidence)


def people_per_title(plan: Composition, law: Law) -> list[Check]:
    """Titles with more people than allowed or, where the law says, fewer than it takes."""
    found = []
    for seat in plan.seats:
        number = len(seat.people)
        most, least = (law.find(key, seat.level) for key in ("max_people_per_title", "min_people_per_title"))
        figures = {"title": seat.name, "number": number}
        if most and number > most.value * seat.posts:
            limit = int(most.value) * seat.posts
            words = _("%(title)s: %(number)s people are planned, at most %(limit)s.")
            said = figures | {"limit": limit}
            found.append(Check("people_per_title", False, words, said, limit - number, most, seat.pk))
        elif least and 0 < number < least.value:
            words = _("%(title)s: %(number)s person is planned, there should be at least %(limit)s.")
            limit = int(least.value)
            said = figures | {"limit": limit}
            found.append(Check("people_per_title", False, words, said, limit - number, least, seat.pk))
    return found


def titles_per_person(plan: Composition, law: Law) -> list[Check]:
    """People planned for more titles of one level than allowed, titles in other units included."""
    counts = Counter((person, seat.level) for seat in plan.seats for person in seat.people)
    found = []
    for (person, level), here in counts.items():
        rule = law.find("max_titles_per_person_same_level", level)
        number = here + plan.elsewhere.get((person, level), 0)
        if rule and number > rule.value:
            figures = {"person": plan.members[person].name, "number": number, "limit": int(rule.value)}
            words = _("%(person)s is planned for %(number)s titles of one level, at most %(limit)s.")
            found.append(Check("titles_per_person", False, words, figures, int(rule.value) - number, rule, person))
    return found


def coefficient(plan: Composition, law: Law) -> list[Check]:
    """People planned for the committee against its approved size, without and with incumbents who can stand again;
    which of the two counts is not known, so that both are told and the usual one is judged."""
    if not plan.size:
        return []
    planned = {person for seat in plan.seats if seat.committee for person in seat.people}
    again = planned | {person for person, left in plan.incumbents.items() if stands_again(left, law, plan.level)}
    low, high = law.find("coefficient_min", plan.level), law.find("coefficient_max", plan.level)
    return [
        _coefficient("coefficient", _("Coefficient"), len(planned), plan.size, low, high),
        _coefficient("coefficient_again", _("Coefficient with incumbents"), len(again), plan.size, low, high),
    ]


def stands_again(left: MonthsLeft | None, law: Law, level: str) -> bool:
    """Whether an incumbent has the months that re-election asks; those about whom nobody can say count."""
    rule = law.find("reelect_min_months", level) or law.find("plan_min_months", level)
    return left is None or rule is None or left.reach(int(rule.value)) != Verdict.LACKING


def _coefficient(code: str, label, number: int, size: int, low, high) -> Check:
    figures = {"label": label, "number": number, "size": size, "ratio": f"{number / size:.2f}".replace(".", ",")}
    if low is None or high is None:
        return Check(code, None, _("%(label)s: %(ratio)s (%(number)s of %(size)s seats)."), figures)
    least, most = math.ceil(low.value * size), math.floor(high.value * size)
    needed = least - number if number < least else min(0, most - number)
    limits = {"low": low.said.replace(".", ","), "high": high.said.replace(".", ",")}
    words = _("%(label)s: %(ratio)s (%(number)s of %(size)s seats), should be %(low)s to %(high)s.")
    return Check(code, needed == 0, words, figures | limits, needed, low)


def women(plan: Composition, law: Law) -> Check:
    rule = law.find("women_min_plan", plan.level) or law.find("women_min_committee", plan.level)
    return share(plan, "women", _("Women"), plan.count(lambda who: who.sex == Sex.FEMALE), rule)


def young(plan: Composition, law: Law) -> Check:
    """Under the age of the young; whoever may or may not be, by a birth date known in part, does not count."""
    rule = law.find("young_min_plan", plan.level) or law.find("young_min_committee", plan.level)
    limit = law.number("young_age_lt", plan.level)
    if limit is None:
        return Check("young", None, _("Young people: the law of the day gives no age."), {})
    number = plan.count(lambda who: age_between(who.born, plan.on)[1] < limit)
    return share(plan, "young", _("Under %s") % int(limit), number, rule)


def minorities(plan: Composition, law: Law) -> Check:
    """Suited to the area: no number in the sources, so that it is told and not judged."""
    rule = law.find("minority_min_plan", plan.level)
    return share(plan, "minorities", _("Ethnic minorities"), plan.count(lambda who: who.minority), rule)


def graduates(plan: Composition, law: Law) -> Check:
    """With a university degree: no number in the sources for a whole plan, so that it is told and not judged."""
    rule = law.find("graduates_min_plan", plan.level)
    number = plan.count(lambda who: (who.education or 0) >= Education.BACHELOR)
    return share(plan, "graduates", _("University degree"), number, rule)


def share(plan: Composition, code: str, label, number: int, rule: RuleParameter | None) -> Check:
    """A share of the people planned against its least; `needed` counts people of the present number."""
    total = len(plan.members)
    percent = f"{100 * number / total:.1f}".replace(".", ",") if total else "–"
    figures = {"label": label, "number": number, "total": total, "percent": percent}
    if rule is None or not total:
        return Check(code, None, _("%(label)s: %(number)s of %(total)s (%(percent)s %%)."), figures)
    needed = max(0, math.ceil(rule.value * total / 100) - number)
    words = _("%(label)s: %(number)s of %(total)s (%(percent)s %%), at least %(low)s %%.")
    return Check(code, needed == 0, words, figures | {"low": rule.said}, needed, rule)


def bands(plan: Composition, law: Law) -> Check:
    """Three bands of age should all be there; an empty one needs one person."""
    rule = law.find("age_bands", plan.level)
    if rule is None or not plan.members:
        return Check("bands", None, _("Three bands of age: not judged."), {})
    low, high = int(rule.value), int(rule.high)
    ages = [age_between(who.born, plan.on) for who in plan.members.values()]
    numbers = (
        sum(most < low for _least, most in ages),
        sum(least >= low and most < high for least, most in ages),
        sum(least >= high for least, _most in ages),
    )
    needed = numbers.count(0)
    figures = {"first": numbers[0], "second": numbers[1], "third": numbers[2], "low": low, "high": high}
    words = _("Ages: %(first)s under %(low)s, %(second)s from %(low)s to under %(high)s, %(third)s from %(high)s.")
    return Check("bands", needed == 0, words, figures, needed, rule)


def structure(plan: Composition, law: Law) -> list[Check]:
    return [women(plan, law), young(plan, law), bands(plan, law), minorities(plan, law)]


def checks(plan: Composition, law: Law) -> list[Check]:
    """Every check of caps and structure, in the order in which a page tells them."""
    return [
        *coefficient(plan, law),
        *structure(plan, law),
        *people_per_title(plan, law),
        *titles_per_person(plan, law),
    ]
