"""Conditions on what belongs to a unit: that one of several rights, or each of them, reaches it."""

import datetime
from collections.abc import Iterable
from functools import reduce
from operator import and_, or_

from django.db.models import Q, QuerySet

from orgtree.models import Person, UnitLink, User


def any_reaches(user: User, verbs: Iterable[str], on: datetime.date, unit: str = "unit") -> Q:
    """Rows whose column `unit` any of `verbs` reaches; none, without a verb."""
    return reduce(or_, (_reaches(user, verb, on, unit) for verb in verbs), Q(pk__in=()))


def all_reach(user: User, verbs: Iterable[str], on: datetime.date, unit: str = "unit") -> Q:
    """Rows whose column `unit` every one of `verbs` reaches."""
    return reduce(and_, (_reaches(user, verb, on, unit) for verb in verbs))


def units_reached(user: User, verbs: Iterable[str], on: datetime.date) -> QuerySet:
    """Ids of the units that every one of `verbs` reaches."""
    reached = (UnitLink.objects.reached_by(user, verb, on) for verb in verbs)
    return reduce(lambda found, more: found.filter(descendant__in=more), reached)


def people_reached(user: User, verbs: Iterable[str], on: datetime.date) -> QuerySet[Person]:
    """People of a unit that every one of `verbs` reaches."""
    return Person.objects.within(units_reached(user, verbs, on), on)


def _reaches(user: User, verb: str, on: datetime.date, unit: str) -> Q:
    return Q(**{f"{unit}__in": UnitLink.objects.reached_by(user, verb, on)})
