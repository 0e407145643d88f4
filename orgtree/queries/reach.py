"""Conditions on rows that belong to a unit: that one of several rights, or each of them, reaches it."""

import datetime
from collections.abc import Iterable
from functools import reduce
from operator import and_, or_

from django.db.models import Q

from orgtree.models import UnitLink, User


def any_reaches(user: User, verbs: Iterable[str], on: datetime.date, unit: str = "unit") -> Q:
    """Rows whose column `unit` any of `verbs` reaches; none, without a verb."""
    return reduce(or_, (_reaches(user, verb, on, unit) for verb in verbs), Q(pk__in=()))


def all_reach(user: User, verbs: Iterable[str], on: datetime.date, unit: str = "unit") -> Q:
    """Rows whose column `unit` every one of `verbs` reaches."""
    return reduce(and_, (_reaches(user, verb, on, unit) for verb in verbs))


def _reaches(user: User, verb: str, on: datetime.date, unit: str) -> Q:
    return Q(**{f"{unit}__in": UnitLink.objects.reached_by(user, verb, on)})
