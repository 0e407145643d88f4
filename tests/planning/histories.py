"""Entries of plans written at once, with the decisions behind them: a past for the small district."""

import datetime

from anphu.kit import history
from anphu.kit.periods import period
from planning.models import Decision, PlanEntry
from tests.world import World


def decision(world: World, number: str, day: datetime.date) -> Decision:
    """The decision of that number, made when first asked for."""
    found = Decision.objects.filter(number=number).first()
    if found is None:
        with history.acting(actor=None, verb="test", reason="tests"):
            found = Decision.objects.create(
                number=number, day=day, authority=world.units["district"], decided_by=world.users["btv"]
            )
    return found


def add(
    world: World,
    unit: str,
    title: str,
    person: str,
    since: datetime.date,
    until: datetime.date | None = None,
    *,
    term: str = "2020-2025",
    ground: str = "",
    moved_from: PlanEntry | None = None,
) -> PlanEntry:
    """An entry from a decision of the day `since` to one of the day `until`."""
    opened = decision(world, f"{since:%y%m%d}-QĐ/HU", since)
    closed = decision(world, f"{until:%y%m%d}-QĐ/HU", until) if until else None
    with history.acting(actor=None, verb="test", reason="tests"):
        return PlanEntry.objects.create(
            plan_title=world.plan_titles[unit, term, title],
            person=world.people[person],
            period=period(since, until),
            opened_by=opened,
            closed_by=closed,
            ground=ground,
            moved_from=moved_from,
        )


def leave(entry: PlanEntry, world: World, until: datetime.date, ground: str = "") -> None:
    """Close an entry by a decision of the day."""
    closed = decision(world, f"{until:%y%m%d}-QĐ/HU", until)
    with history.acting(actor=None, verb="test", reason="tests"):
        PlanEntry.objects.filter(pk=entry.pk).update(
            period=period(entry.period.lower, until), closed_by=closed, ground=ground
        )
