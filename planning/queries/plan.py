"""The plan as it stood on a day: of a unit and term, and of everything below a unit."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from orgtree.choices import Verb
from orgtree.models import Unit, UnitVersion
from orgtree.queries.reach import units_reached
from orgtree.queries.units import below, versions_on
from planning.models import PlanEntry, PlanTitle, Term
from planning.queries.planned import reachable
from planning.rules.differences import Planned

_COLUMNS = (
    *("pk", "plan_title", "plan_title__term", "plan_title__term__code", "plan_title__unit", "plan_title__title"),
    *("plan_title__title__name", "plan_title__title__rank", "person", "person__full_name", "person__name_key"),
    *("period", "opened_by", "opened_by__number", "closed_by", "closed_by__number", "ground", "moved_from"),
)


def plan(unit: Unit | int, term: Term, user, on: datetime.date) -> list[PlanTitle]:
    """Plan titles of the unit and term, highest first, each with `planned`: the entries in force on `on`.

    Every entry has its `person` and the decision that opened it. Two queries.
    """
    entries = PlanEntry.objects.on(on).select_related("person", "opened_by").order_by("person__name_key", "pk")
    return list(
        PlanTitle.objects.visible_to(user, on)
        .filter(unit=unit, term=term)
        .select_related("title", "term")
        .order_by("-title__rank", "title__name")
        .prefetch_related(Prefetch("entries", entries, to_attr="planned"))
    )


def standing(
    unit: int,
    user,
    day: datetime.date,
    *,
    term: int | None = None,
    known: datetime.date | None = None,
    verbs: Iterable[str] = (Verb.SEE_PLANS,),
) -> list[Planned]:
    """Everybody planned on `day` in the unit and below it, in a fixed order. One query.

    An end is told only if it lies no later than `known`: a reader who looks at a day knows nothing of later ones.
    """
    reach = units_reached(user, verbs, day).filter(descendant__in=below(unit, day))
    entries = PlanEntry.objects.on(day).filter(plan_title__unit__in=reach)
    if term is not None:
        entries = entries.filter(plan_title__term=term)
    return [_planned(row, known or day) for row in entries.order_by("pk").values_list(*_COLUMNS)]


def _planned(row: tuple, known: datetime.date) -> Planned:
    *named, period, opened, opened_number, closed, closed_number, ground, moved_from = row
    begun = (*named, period.lower, opened, opened_number)
    if period.upper is None or period.upper > known:
        return Planned(*begun, moved_from=moved_from)
    return Planned(*begun, period.upper, closed, closed_number, ground, moved_from)


@dataclass(frozen=True, slots=True)
class TitlePlan:
    """A title of a unit with its posts and whoever is planned for it."""

    name: str
    size: int
    planned: list[Planned]


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """A unit of the day with the titles it plans, highest first."""

    version: UnitVersion
    titles: list[TitlePlan]

    @property
    def people(self) -> int:
        return len({row.person for title in self.titles for row in title.planned})


@dataclass(frozen=True, slots=True)
class WholePlan:
    """The plan of a unit and everything below it for a term. `reachable`: whose dossiers the reader may open."""

    units: list[UnitPlan]
    reachable: set[int]

    @property
    def people(self) -> int:
        return len({row.person for unit in self.units for title in unit.titles for row in title.planned})

    @property
    def titles(self) -> int:
        return sum(len(unit.titles) for unit in self.units)

    @property
    def empty(self) -> int:
        """Titles for which nobody is planned."""
        return sum(not title.planned for unit in self.units for title in unit.titles)


def whole_plan(unit: int, term: Term, user, on: datetime.date) -> WholePlan:
    """By unit, higher units as their names are listed. Four queries, however many units and people."""
    planned: dict[int, list[Planned]] = {}
    for row in sorted(standing(unit, user, on, term=term.pk), key=lambda row: (row.name_key, row.entry)):
        planned.setdefault(row.plan_title, []).append(row)
    titles = (
        PlanTitle.objects.visible_to(user, on)
        .filter(term=term, unit__in=below(unit, on))
        .order_by("-title__rank", "title__name")
        .values_list("pk", "unit", "title__name", "size")
    )
    by_unit: dict[int, list[TitlePlan]] = {}
    for pk, unit_id, name, size in titles:
        by_unit.setdefault(unit_id, []).append(TitlePlan(name, size, planned.get(pk, [])))
    versions = versions_on(by_unit, on)
    units = [UnitPlan(versions[unit_id], rows) for unit_id, rows in by_unit.items()]
    units.sort(key=lambda row: (row.version.sort_key, row.version.unit_id))
    return WholePlan(units, reachable({row.person for rows in planned.values() for row in rows}, user, on))
