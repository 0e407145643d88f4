"""The record, read once through the ORM, and what of it is in force on a day."""

import calendar
import datetime
from collections import defaultdict
from functools import cached_property
from typing import NamedTuple

from anphu.kit.partial_dates import PartialDate
from orgtree.choices import SEAT_RANK, Purpose
from orgtree.models import Committee, PartyMembership, Person, Posting, Rating, Title, TitleStandard, UnitVersion
from orgtree.rules.completeness import completeness
from orgtree.sections import CORE, SECTIONS
from planning.models import (
    CountingDate,
    PlanEntry,
    PlanTitle,
    RetirementAge,
    Round,
    RuleParameter,
    StateChange,
    Submission,
    Term,
)
from planning.rules.ages import RetirementTable

NEAREST_FIRST = ("district", "province", "central")


class Held(NamedTuple):
    unit: int
    term: int | None
    person: Person
    title: Title


class Record:
    """All rows that any indicator looks at. `complete` does not depend on the day, and is asked once a person."""

    def __init__(self):
        self.people = {row.pk: row for row in Person.objects.select_related("ethnic_group")}
        self.titles = {row.pk: row for row in Title.objects.all()}
        self.terms = {row.pk: row for row in Term.objects.all()}
        self.plan_titles = {row.pk: row for row in PlanTitle.objects.all()}
        self.submissions = {row.pk: row for row in Submission.objects.all()}
        self.rounds = {row.pk: row for row in Round.objects.all()}
        self.versions, self.postings, self.entries = _all(UnitVersion), _all(Posting), _all(PlanEntry)
        self.memberships, self.committees, self.standards = _all(PartyMembership), _all(Committee), _all(TitleStandard)
        self.parameters, self.retirement = _all(RuleParameter), _all(RetirementAge)
        self.counting = {(row.term_id, row.level, row.cycle): row.day for row in CountingDate.objects.all()}
        self.steps = list(StateChange.objects.order_by("pk"))
        self.ratings = {
            (row.person_id, row.year, row.as_member): row.rating.code
            for row in Rating.objects.exclude(rating=None).select_related("rating")
        }
        self._complete: dict[tuple[int, str], bool] = {}

    def complete(self, person: Person, purpose: Purpose) -> bool:
        """Whether the dossier lacks nothing that it needs for the purpose."""
        key = (person.pk, purpose)
        if key not in self._complete:
            rows = {code: of.get(person.pk, []) for code, of in self._dossiers.items()}
            self._complete[key] = not completeness(person, rows, purpose).missing
        return self._complete[key]

    @cached_property
    def _dossiers(self) -> dict[str, dict[int, list]]:
        """`{section: {person: rows}}` of the sections of which anything is ever needed."""
        found: dict[str, dict[int, list]] = {}
        for section in SECTIONS:
            if section is CORE or not (section.needed or any(item.needed for item in section.items)):
                continue
            found[section.code] = defaultdict(list)
            for row in section.model.objects.all():
                found[section.code][row.person_id].append(row)
        return found


def _all(model) -> list:
    return list(model.objects.all())


class Day:
    """The record on one day."""

    def __init__(self, record: Record, day: datetime.date):
        self.record, self.day = record, day
        self.versions = {row.unit_id: row for row in self._in_force(record.versions)}
        self.numbers = self._numbers()
        self.standards = {row.title_id: row for row in self._in_force(record.standards)}
        self.sizes = {(row.unit_id, row.kind): row.size for row in self._in_force(record.committees)}
        self.retirement = RetirementTable.of(self._in_force(record.retirement))
        self.holdings = self._holdings()
        self.seats = self._seats()
        self.communes = self._communes()

    def _in_force(self, rows: list) -> list:
        return [row for row in rows if self.day in row.period]

    def _numbers(self) -> dict:
        """The rule parameters at every level, those of the nearest scope."""
        rows = [row for row in self._in_force(self.record.parameters) if not row.level]
        rows.sort(key=lambda row: NEAREST_FIRST.index(row.scope), reverse=True)
        return {row.key: row.value for row in rows}

    def _holdings(self) -> list[Held]:
        people, titles = self.record.people, self.record.titles
        actual = [
            Held(row.unit_id, None, people[row.person_id], titles[row.title_id])
            for row in self._in_force(self.record.postings)
        ]
        planned = [
            Held(at.unit_id, at.term_id, people[row.person_id], titles[at.title_id])
            for row in self._in_force(self.record.entries)
            for at in (self.record.plan_titles[row.plan_title_id],)
        ]
        return [*actual, *planned]

    def _seats(self) -> dict[tuple[int, int], int]:
        """How high each person sits in each unit now: `{(unit, person): rank}`."""
        seats: dict[tuple[int, int], int] = {}
        for held in self.holdings:
            if held.term is None:
                key = (held.unit, held.person.pk)
                seats[key] = max(seats.get(key, 0), SEAT_RANK[held.title.seat])
        return seats

    def _communes(self) -> dict[int, set[str]]:
        """The communes that a unit and the units below it lie in."""
        found: dict[int, set[str]] = defaultdict(set)
        for unit, version in self.versions.items():
            for above in self.above(unit):
                found[above].add(version.commune_code)
        return found

    def above(self, unit: int):
        """The unit, and every unit above it."""
        while unit is not None:
            yield unit
            unit = self.versions[unit].parent_id

    def seat_now(self, held: Held) -> int:
        """How high this person sits in this unit now; 0 for in no committee."""
        return self.seats.get((held.unit, held.person.pk), 0)

    def under(self, person: Person, key: str) -> bool | None:
        """Whether the person is younger than a rule's number of years."""
        years = self.numbers.get(key)
        if years is None:
            return None
        limit, born = years_before(self.day, int(years)), birth(person)
        if born.earliest > limit:
            return True
        return False if born.latest <= limit else None

    def retires(self, person: Person) -> tuple[datetime.date, datetime.date] | None:
        """The first and the last day on which the person can reach retirement age; None where the table is silent."""
        born = birth(person)
        days = [self.retirement.retires(person.sex, day) for day in (born.earliest, born.latest)]
        return None if None in days else tuple(days)


def birth(person: Person) -> PartialDate:
    return PartialDate.of(person.birth_date, person.birth_precision)


def years_before(day: datetime.date, years: int) -> datetime.date:
    last = calendar.monthrange(day.year - years, day.month)[1]
    return datetime.date(day.year - years, day.month, min(day.day, last))


def months_after(day: datetime.date, months: int) -> datetime.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
