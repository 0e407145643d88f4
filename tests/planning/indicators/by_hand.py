"""The five indicators once more, slowly and in plain Python: what the SQL must agree with.

Written from the words of the targets (domain.md §1), not from the declarations. An answer is True, False, or None when
the record cannot say.
"""

import calendar
import datetime
from collections import defaultdict

from orgtree.models import Posting, TitleStandard, UnitVersion
from planning.models import PlanEntry, RuleParameter

STANDING = ("standing", "standing_body")


def by_hand(day: datetime.date) -> set[tuple]:
    """`{(unit, term, indicator, own numerator, denominator, unknown, then the same rolled up)}`, all by id."""
    own = _own(day)
    total: dict[tuple, list[int]] = defaultdict(lambda: [0, 0, 0])
    parents = dict(UnitVersion.objects.on(day).values_list("unit", "parent"))
    for (unit, term, indicator), counts in own.items():
        above = unit
        while above is not None:
            key = (above, term, indicator)
            total[key] = [one + other for one, other in zip(total[key], counts, strict=True)]
            above = parents[above]
    return {(*key, *own.get(key, (0, 0, 0)), *counts) for key, counts in total.items()}


def _own(day: datetime.date) -> dict[tuple, tuple[int, int, int]]:
    answers: dict[tuple, list] = defaultdict(list)
    versions = {version.unit_id: version for version in UnitVersion.objects.on(day)}
    numbers = RuleParameter.objects.values_on(day)
    standards = {row.title_id: row for row in TitleStandard.objects.on(day)}
    for unit, term, person, title in _holdings(day):
        if unit not in versions:
            continue
        for indicator, answer in _judged(person, title, versions[unit], standards.get(title.pk), numbers, day):
            answers[unit, term, indicator, person.pk].append(answer)
    own: dict[tuple, list] = defaultdict(list)
    for (unit, term, indicator, _person), said in answers.items():
        own[unit, term, indicator].append(all_of(said))
    return {
        key: (people.count(True), people.count(True) + people.count(False), people.count(None))
        for key, people in own.items()
    }


def _holdings(day: datetime.date):
    for posting in Posting.objects.select_related("person", "title"):
        if day in posting.period:
            yield posting.unit_id, None, posting.person, posting.title
    for entry in PlanEntry.objects.select_related("person", "plan_title__title"):
        if day in entry.period:
            yield entry.plan_title.unit_id, entry.plan_title.term_id, entry.person, entry.plan_title.title


def _judged(person, title, unit, standard, numbers, day):
    """The indicators that look at this holder of this title, each with its answer."""
    if title.level == "commune" and title.side == "party" and title.is_head and unit.commune_code:
        home = person.home_commune_code
        yield "NON_LOCAL_SECRETARY_COMMUNE", home != unit.commune_code if home else None
    if standard is not None:
        least = (standard.min_education, standard.min_theory, standard.min_state_management)
        yield "TITLE_STANDARD", _trained(person, least)
    if title.is_key_leader or title.seat in STANDING:
        yield "YOUNG_KEY_LEADERS", _younger(person, numbers.get("young_age_lt"), day)
    if title.is_commune_cadre:
        keys = ("commune_min_education", "commune_min_theory", "commune_min_state_management")
        yield "COMMUNE_EDU", _trained(person, [numbers.get(key) for key in keys])
    if title.seat in STANDING:
        yield "WOMEN", person.sex == "F"


def all_of(answers: list[bool | None]) -> bool | None:
    """Whether all are true, as far as one can say."""
    if False in answers:
        return False
    return None if None in answers else True


def _trained(person, least) -> bool | None:
    has = (person.education, person.theory, person.state_management)
    return all_of(
        [None if mine is None or need is None else mine >= need for mine, need in zip(has, least, strict=True)]
    )


def _younger(person, years, day: datetime.date) -> bool | None:
    if years is None:
        return None
    earliest, latest = _birth(person)
    limit = _years_before(day, int(years))
    if earliest > limit:
        return True
    return False if latest <= limit else None


def _birth(person) -> tuple[datetime.date, datetime.date]:
    """The first and the last day on which the person can have been born."""
    born = person.birth_date
    if person.birth_precision == "year":
        return datetime.date(born.year, 1, 1), datetime.date(born.year, 12, 31)
    if person.birth_precision == "month":
        return born.replace(day=1), born.replace(day=calendar.monthrange(born.year, born.month)[1])
    return born, born


def _years_before(day: datetime.date, years: int) -> datetime.date:
    last = calendar.monthrange(day.year - years, day.month)[1]
    return datetime.date(day.year - years, day.month, min(day.day, last))
