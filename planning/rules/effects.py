"""What approved lines do to the plan, and why they cannot: additions, removals, and moves from one title to another."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from anphu.kit.refusals import Refused
from planning.choices import DecisionKind, Proposal
from planning.models import Line, PlanEntry

Place = tuple[int, int]
"""A plan title and a person, by id: what one entry of the plan is about."""

LEAVING = frozenset({Proposal.REMOVE, Proposal.MOVE})


@dataclass(frozen=True)
class Effects:
    """`closing`: the line that ends the entry of a place; `opening`: the line that begins one there. `twice`: lines
    that would begin what another line begins already."""

    closing: dict[Place, Line]
    opening: dict[Place, Line]
    twice: tuple[Line, ...] = ()

    @property
    def places(self) -> set[Place]:
        return self.closing.keys() | self.opening.keys()


def effective(line: Line) -> bool:
    """Whether the line still counts: neither withdrawn nor dropped by a conference."""
    return line.dropped_in_id is None and line.proposal != Proposal.WITHDRAWN


def arrival(line: Line) -> Place | None:
    """Where the line puts its person."""
    if line.proposal == Proposal.ADD:
        return line.plan_title_id, line.person_id
    return (line.target_id, line.person_id) if line.proposal == Proposal.MOVE else None


def of(lines: Iterable[Line], entries: Iterable[PlanEntry]) -> Effects:
    """The effects of `lines`. A removal of what has ended by rule in the meantime is spent: nothing is left to end."""
    counted = [line for line in lines if effective(line)]
    spent = _ended_by_rule(entries)
    closing = {
        (line.plan_title_id, line.person_id): line
        for line in counted
        if line.proposal in LEAVING
        and not (line.proposal == Proposal.REMOVE and (line.plan_title_id, line.person_id) in spent)
    }
    opening: dict[Place, Line] = {}
    twice = []
    for line in counted:
        place = arrival(line)
        if place in opening:
            twice.append(line)
        elif place is not None:
            opening[place] = line
    return Effects(closing, opening, tuple(twice))


def _ended_by_rule(entries: Iterable[PlanEntry]) -> set[Place]:
    rows = list(entries)
    open_places = {_place(row) for row in rows if row.period.upper is None}
    by_rule = {_place(row) for row in rows if row.closed_by and row.closed_by.kind == DecisionKind.BY_RULE}
    return by_rule - open_places


def why_not(effects: Effects, entries: Iterable[PlanEntry], day: datetime.date) -> Refused | None:
    """Why the plan, whose `entries` at these places end after `day` or never, cannot change so on `day`."""
    entries = list(entries)
    in_force = {_place(row) for row in entries if row.period.upper is None}
    if effects.twice:
        sentence = _("Two lines put %(name)s into the plan for the same title; return one of the lists for correction.")
        return _about("planned_twice", sentence, effects.twice[0])
    for place, line in effects.opening.items():
        if place in in_force and place not in effects.closing:
            sentence = _("Another decision has put %(name)s into the plan already; return the list for correction.")
            return _about("already_planned", sentence, line)
    for place, line in effects.closing.items():
        if place not in in_force:
            sentence = _("Another decision has taken %(name)s out of the plan already; return the list for correction.")
            return _about("not_planned", sentence, line)
    if any(_place(row) in effects.places and _is_later(row, day) for row in entries):
        return Refused(
            "day_before_entry",
            _("A later decision already concerns one of these people; choose a later day."),
            status=400,
        )
    return None


def _is_later(entry: PlanEntry, day: datetime.date) -> bool:
    """Whether the entry began on `day` or later, or was closed by a decision of a later day."""
    upper = entry.period.upper
    return entry.period.lower >= day or (upper is not None and upper > day)


def _about(code: str, sentence, line: Line) -> Refused:
    return Refused(code, sentence % {"name": line.person.full_name})


def _place(entry: PlanEntry) -> Place:
    return entry.plan_title_id, entry.person_id
