"""From how many people on a number is told to readers who may not see each of them."""

import datetime

from orgtree.choices import Verb
from orgtree.models import UnitLink
from planning.models import RuleParameter

PARAMETER = "small_group_min"


def least_of(rules: dict[str, RuleParameter]) -> int:
    """The smallest group that is told, by the rules of a day; 0 without the rule: nothing is held back."""
    return int(rules[PARAMETER].value or 0) if PARAMETER in rules else 0


def least_told(unit: int, user, on: datetime.date) -> int:
    """The smallest group of people in `unit` that the reader is told the size of; 0 for readers who see its people.

    One query, one more for the others.
    """
    if UnitLink.objects.reached_by(user, Verb.SEE_PEOPLE, on).filter(descendant=unit).exists():
        return 0
    return least_of(RuleParameter.objects.nearest_on(on))


def too_few(count: int, least: int) -> bool:
    """Whether a count would point at somebody."""
    return 0 < count < least


def told(count: int, least: int) -> int | None:
    """`count`, or None where it would point at somebody."""
    return None if too_few(count, least) else count
