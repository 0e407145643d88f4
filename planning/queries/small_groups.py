"""From how many people on a number is told to readers who may not see each of them."""

import datetime

from orgtree.choices import Verb
from orgtree.models import UnitLink
from planning.models import RuleParameter

PARAMETER = "small_group_min"


def least_told(unit: int, user, on: datetime.date) -> int:
    """The smallest group of people in `unit` that the reader is told the size of; 0 for readers who see its people.

    One query, one more for the others. Without the parameter nothing is held back.
    """
    if UnitLink.objects.reached_by(user, Verb.SEE_PEOPLE, on).filter(descendant=unit).exists():
        return 0
    return int(RuleParameter.objects.values_on(on).get(PARAMETER) or 0)


def told(count: int, least: int) -> int | None:
    """`count`, or None where it would point at somebody."""
    return None if 0 < count < least else count
