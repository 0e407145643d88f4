"""Every indicator once more, slowly and in plain Python: what the SQL must agree with.

Written from the questions that the declarations ask and from domain.md, not from their SQL. Rows are read through the
ORM once (`Record`) and judged one by one.
"""

import datetime
from collections import defaultdict

from tests.planning.indicators.by_hand import bodies, holders, lists, members
from tests.planning.indicators.by_hand.answers import counted
from tests.planning.indicators.by_hand.record import Day, Record

__all__ = ["Record", "by_hand"]


def by_hand(day: datetime.date, record: Record | None = None) -> set[tuple]:
    """`{(unit, term, indicator, own numerator, denominator, unknown, excluded, then the same rolled up)}`, by id."""
    at = Day(record or Record(), day)
    own = _own(at)
    total: dict[tuple, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for (unit, term, indicator), counts in own.items():
        for above in at.above(unit):
            key = (above, term, indicator)
            total[key] = [one + other for one, other in zip(total[key], counts, strict=True)]
    return {(*key, *own.get(key, (0, 0, 0, 0)), *counts) for key, counts in total.items()}


def _own(at: Day) -> dict[tuple, list[int]]:
    """The four counts of each unit by itself."""
    said: dict[tuple, list] = defaultdict(list)
    for source in (holders, bodies, members, lists):
        for unit, term, indicator, subject, answer in source.answers(at):
            if unit in at.versions:
                said[unit, term, indicator, subject].append(answer)
    own: dict[tuple, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for (unit, term, indicator, _subject), answers in said.items():
        key = (unit, term, indicator)
        own[key] = [one + other for one, other in zip(own[key], counted(answers), strict=True)]
    return own
