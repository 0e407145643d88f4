"""The path of one person through all plans."""

import datetime
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from orgtree.choices import Verb
from orgtree.models import Person, UnitLink, UnitVersion
from orgtree.queries.units import versions_on
from planning.choices import Ground
from planning.models import PlanEntry, Term


@dataclass(frozen=True)
class Stage:
    """One entry of the path as it was known on a day. `ended` None: in force on that day."""

    entry: PlanEntry
    unit: UnitVersion
    ended: datetime.date | None
    came_from: str
    went_to: str

    @property
    def ground(self) -> str:
        """In words; empty while the entry is in force, or where nobody said why."""
        return str(dict(Ground.choices).get(self.entry.ground, "")) if self.ended else ""

    @property
    def decisions(self) -> list[int]:
        return [self.entry.opened_by_id, *([self.entry.closed_by_id] if self.ended else [])]

    @property
    def days(self) -> tuple[datetime.date, datetime.date | None]:
        return self.entry.period.lower, self.ended


def path(person: Person | int, user, on: datetime.date) -> list[Stage]:
    """From the first plan to the working day, in the order of time, higher titles first. Two or three queries.

    A reader meets what choosing one earlier day after another would have shown: the plans of units that were in reach
    on some day of the entry.
    """
    entries = list(
        _met(person, user, on)
        .select_related("plan_title__title", "plan_title__term", "opened_by", "closed_by")
        .order_by("period__startswith", "-plan_title__title__rank", "pk")
    )
    versions = versions_on((row.plan_title.unit_id for row in entries), on)
    titles = {row.pk: row.plan_title.title.name for row in entries}
    ends = {row.pk: row.period.upper if row.period.upper and row.period.upper <= on else None for row in entries}
    left_for = {row.moved_from_id: titles[row.pk] for row in entries if row.moved_from_id}
    return [
        Stage(
            row,
            versions[row.plan_title.unit_id],
            ends[row.pk],
            titles.get(row.moved_from_id, ""),
            left_for.get(row.pk, ""),
        )
        for row in entries
    ]


def _met(person: Person | int, user, on: datetime.date) -> QuerySet[PlanEntry]:
    reach = UnitLink.objects.filter(
        descendant=OuterRef("plan_title__unit"),
        ancestor__in=user.granted(Verb.SEE_PLANS),
        period__overlap=OuterRef("period"),
        period__startswith__lte=on,
    )
    return PlanEntry.objects.filter(Exists(reach), person=person, period__startswith__lte=on)


def terms_of(stages: list[Stage]) -> list[Term]:
    """The terms of a path, the earliest first."""
    return sorted({stage.entry.plan_title.term for stage in stages}, key=lambda term: term.code)
