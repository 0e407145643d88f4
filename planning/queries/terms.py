"""Terms in their order, and the one that a day belongs to."""

import datetime

from planning.models import Term

LEAD = datetime.timedelta(days=365)
"""In the last year of a term its plan has served: the congresses of that year choose from the next one."""


def terms() -> list[Term]:
    """The latest first."""
    return list(Term.objects.order_by("-code"))


def current(rows: list[Term], on: datetime.date) -> Term | None:
    """The term whose plan is worked with on `on`: the one in force, in its last year the next; else the nearest."""
    begun = [row for row in rows if row.period.lower <= on + LEAD]
    return max(begun, key=_first_day) if begun else min(rows, key=_first_day, default=None)


def _first_day(row: Term) -> datetime.date:
    return row.period.lower
