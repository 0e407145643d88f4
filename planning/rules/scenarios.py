"""What a chain of moves leads to, tried on a list of holdings. Pure; writes nothing.

A move that cannot be made any more, because the record has moved on, is passed over and told (`Conflict`).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from planning.choices import Tried
from planning.models import ScenarioMove


class Place(NamedTuple):
    """One person in one title of one unit; `term` None: holds it, else is planned for it in that term. All are ids."""

    unit: int
    term: int | None
    person: int
    title: int


class Conflict(StrEnum):
    """Why a move is passed over."""

    NOT_HELD = "not_held"
    HELD = "held"
    NOT_PLANNED = "not_planned"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class Step:
    """One move: `gone` is left, `come` is taken; either may be None."""

    kind: str
    gone: Place | None
    come: Place | None


@dataclass(frozen=True)
class Outcome:
    """The holdings after the chain; `conflicts` by the place of the step in it; `vacancies`: posts left that nobody of
    the chain has taken, by (unit, title), how many."""

    places: tuple[Place, ...]
    conflicts: dict[int, Conflict]
    vacancies: dict[tuple[int, int], int]


def step_of(move: ScenarioMove) -> Step:
    """A stored move as a step."""
    here = Place(move.unit_id, move.term_id, move.person_id, move.title_id)
    if move.kind in (Tried.LEAVE, Tried.REMOVE):
        return Step(move.kind, here, None)
    if move.from_unit_id is None:
        return Step(move.kind, None, here)
    return Step(move.kind, Place(move.from_unit_id, None, move.person_id, move.from_title_id), here)


def carried_out(places: Iterable[tuple], steps: Sequence[Step]) -> Outcome:
    """Make the steps one after another."""
    before = dict.fromkeys(Place(*place) for place in places)
    held = dict(before)
    conflicts: dict[int, Conflict] = {}
    for number, step in enumerate(steps):
        conflict = _why_not(held, step)
        if conflict is not None:
            conflicts[number] = conflict
            continue
        if step.gone is not None:
            del held[step.gone]
        if step.come is not None:
            held[step.come] = None
    return Outcome(tuple(held), conflicts, _vacancies(before, held))


def _why_not(held: dict[Place, None], step: Step) -> Conflict | None:
    if step.gone is not None and step.gone not in held:
        return Conflict.NOT_HELD if step.gone.term is None else Conflict.NOT_PLANNED
    if step.come is not None and step.come in held:
        return Conflict.HELD if step.come.term is None else Conflict.PLANNED
    return None


def _vacancies(before: Iterable[Place], after: Iterable[Place]) -> dict[tuple[int, int], int]:
    def posts(places: Iterable[Place]) -> Counter:
        return Counter((place.unit, place.title) for place in places if place.term is None)

    return dict(posts(before) - posts(after))
