"""May a unit propose this for a person and a title: a reason, or nothing. Pure, for many choices at once."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from anphu.kit.refusals import Refused
from orgtree.models import Person
from planning.choices import Ground, Proposal
from planning.models import Line, PlanTitle
from planning.rules.effects import arrival, effective

Place = tuple[int, int]
"""A plan title and a person, by id: what one line is about."""
GIVEN_UP = frozenset({Proposal.KEEP, Proposal.WITHDRAWN})
"""Proposals that change nothing in the plan: they need no words."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What is proposed for one person and one plan title (ids). A removal has a `ground`, a move a `target`."""

    plan_title: int
    person: int
    proposal: str
    reason: str = ""
    ground: str = ""
    target: int | None = None

    @property
    def place(self) -> Place:
        return self.plan_title, self.person


@dataclass(frozen=True)
class Desk:
    """What choices are judged by. `titles`: of the unit in the terms of the round; `targets`: where people may be moved
    to; `people`: whom the actor reaches or the list names; `planned`: places of the plan in force; `lines`: what is on
    the list; `voted`: ids of lines with votes; `grounds`: in force on the day, empty where none are recorded."""

    titles: Mapping[int, PlanTitle]
    targets: Mapping[int, PlanTitle]
    people: Mapping[int, Person]
    planned: Collection[Place]
    lines: Mapping[Place, Line]
    voted: Collection[int]
    grounds: Collection[str]


def why_not(desk: Desk, choice: Choice) -> Refused | None:
    """Why this choice makes no sense by itself, whoever makes it."""
    return (
        _why_not_known(desk, choice)
        or _why_not_again(desk.lines.get(choice.place))
        or _why_not_turned(desk, choice)
        or _why_not_words(choice)
        or _why_not_plan(desk, choice)
        or _why_not_ground(desk, choice)
        or _why_not_target(desk, choice)
    )


def why_not_twice(choices: Collection[Choice]) -> Refused | None:
    """Every person and title is chosen about once."""
    places = {choice.place for choice in choices}
    if len(places) == len(choices):
        return None
    return Refused("chosen_twice", _("Name every person and title once."), status=400)


def why_not_together(lines: Iterable[Line]) -> Refused | None:
    """The list as a whole puts nobody into the plan twice for one title."""
    lines = [line for line in lines if effective(line)]
    arrivals = Counter(place for line in lines if (place := arrival(line)) is not None)
    for line in lines:
        if arrivals[arrival(line)] > 1:
            sentence = _("Two lines put %(name)s into the plan for the same title; change one of them first.")
            return Refused("planned_twice", sentence % {"name": line.person.full_name})
    return None


def _why_not_known(desk: Desk, choice: Choice) -> Refused | None:
    if choice.proposal not in Proposal.values:
        return Refused("unknown_proposal", _("Choose keep, add, remove or move."), status=400)
    if choice.plan_title not in desk.titles or choice.person not in desk.people:
        return Refused("not_found", _("That title or person is not within your reach."), status=404)
    return None


def _why_not_again(line: Line | None) -> Refused | None:
    """Who was not passed does not come back in the same round."""
    if line is None or line.dropped_in_id is None:
        return None
    sentence = _("%(name)s was not passed by a conference of this round and does not come back in it.")
    return Refused("dropped", sentence % {"name": line.person.full_name})


def _why_not_turned(desk: Desk, choice: Choice) -> Refused | None:
    """Votes were about what the line said then: it is given up or stays so."""
    line = desk.lines.get(choice.place)
    if line is None or line.pk not in desk.voted or not {line.proposal, choice.proposal}.isdisjoint(GIVEN_UP):
        return None
    if (line.proposal, line.target_id) == (choice.proposal, choice.target):
        return None
    return Refused(
        "voted_on",
        _("A conference has voted on this line as it stands; it can be given up, not turned into something else."),
    )


def _why_not_words(choice: Choice) -> Refused | None:
    if choice.proposal in GIVEN_UP or choice.reason:
        return None
    return Refused("reason_needed", _("Say why: adding, removing and moving need a reason."), status=400)


def _why_not_ground(desk: Desk, choice: Choice) -> Refused | None:
    if choice.proposal != Proposal.REMOVE:
        return Refused("ground_unused", _("Only a removal has a ground."), status=400) if choice.ground else None
    if choice.ground not in Ground.values:
        return Refused("ground_needed", _("Name the ground of the removal."), status=400)
    if desk.grounds and choice.ground not in desk.grounds:
        sentence = _("The rules of this round do not know the ground “%(ground)s”; choose another one.")
        return Refused("ground_not_in_force", sentence % {"ground": Ground(choice.ground).label}, status=400)
    return None


def _why_not_plan(desk: Desk, choice: Choice) -> Refused | None:
    planned = choice.place in desk.planned
    if choice.proposal == Proposal.WITHDRAWN:
        line = desk.lines.get(choice.place)
        if line is None or line.proposal not in (Proposal.ADD, Proposal.WITHDRAWN):
            return Refused("line_of_plan", _("This person is in the plan: choose keep or remove instead."))
        return None
    if choice.proposal == Proposal.ADD and planned:
        return Refused("already_planned", _("This person is already in the plan for that title."))
    if choice.proposal != Proposal.ADD and not planned:
        return Refused("not_planned", _("This person is not in the plan for that title."))
    return None


def _why_not_target(desk: Desk, choice: Choice) -> Refused | None:
    if choice.proposal != Proposal.MOVE:
        return Refused("target_unused", _("Only a move has a title moved to."), status=400) if choice.target else None
    if choice.target == choice.plan_title:
        return Refused("same_title", _("Choose another title than the present one."), status=400)
    if choice.target not in desk.targets:
        sentence = _(
            "Choose the title moved to: one that this unit plans for, or in a transfer another unit of the round."
        )
        return Refused("target_needed", sentence, status=400)
    there = choice.target, choice.person
    if there in desk.planned:
        return Refused("already_planned", _("This person is already in the plan for that title."))
    return _why_not_again(desk.lines.get(there))
